/** Data flows one way: a file of lib imports only from its own layer or those above it. */
import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";

/** The layers, from the top; a folder is one layer, a file of the list another. */
const LAYERS = [
  "check",
  "lazy",
  "node",
  "random",
  "matrix",
  "file",
  "compute",
  "blocks",
  "space",
  "linalg",
  "polar",
  "gram",
  "scaling",
  "anchors",
  "kmeans",
  "stratified",
  "fold",
  "projection",
  "relative",
  "ridge",
  "inverse",
  "completion",
  "translation",
  "irp",
  "translate",
  "affine",
  "partial",
  "halves",
  "stream",
  "nn",
  "data",
  "encoder",
  "measure",
  "candidates",
  "selector",
  "chart",
  "notebook",
] as const;
/** Folders that stand beside the method and that any later layer may use. */
const root = join(import.meta.dirname!, "..");

Deno.test("a file of lib imports only from its own layer or those above it", () => {
  const wrong: string[] = [];
  for (const path of files(join(root, "lib"))) {
    const from = layer(path);
    assert.ok(from >= 0, `${relative(root, path)} is in no layer: add it to the list`);
    for (const target of imports(path)) {
      if (layer(target) > from) wrong.push(`${relative(root, path)} → ${relative(root, target)}`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("lib never imports from experiments, notebooks or tests, and mod.ts only from lib", () => {
  for (const path of files(join(root, "lib"))) {
    for (const target of imports(path)) assert.ok(target.startsWith(join(root, "lib") + "/") || config(target), path);
  }
  for (const target of imports(join(root, "mod.ts"))) assert.ok(target.startsWith(join(root, "lib") + "/"), target);
});

const config = (path: string): boolean => path === join(root, "deno.json");

function* files(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(folder)) {
    const path = join(folder, entry.name);
    if (entry.isDirectory) yield* files(path);
    else if (entry.name.endsWith(".ts")) yield path;
  }
}

function imports(path: string): string[] {
  const text = Deno.readTextFileSync(path).replaceAll(/\/\*\*[\s\S]*?\*\//g, "");
  const found = text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g);
  return Array.from(found, ([, target]) => join(dirname(path), target!));
}

function layer(path: string): number {
  const name = relative(join(root, "lib"), path).split("/")[0]!.replace(/\.ts$/, "");
  return (LAYERS as readonly string[]).indexOf(name);
}
