/** Code stands on floors: a file of lib imports only from its own room or from floors below. */
import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";

/** The rooms of lib, floor by floor from the ground. */
const FLOORS: readonly (readonly string[])[] = [
  ["base"],
  ["linalg"],
  ["file", "measure", "space"],
  ["chart", "nn", "method", "data"],
  ["notebook", "head"],
  ["encoder"],
];
const root = join(import.meta.dirname!, "..");

Deno.test("a file of lib imports only from its own room or from floors below", () => {
  const wrong: string[] = [];
  for (const path of files(join(root, "lib"))) {
    assert.ok(floor(path) >= 0, `${relative(root, path)} is in no room: add its folder to the list`);
    for (const target of imports(path)) {
      const open = room(target) === room(path) || floor(target) < floor(path);
      if (!open) wrong.push(`${relative(root, path)} → ${relative(root, target)}`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("lib never imports from experiments, notebooks or tests, and mod.ts only from lib", () => {
  for (const path of files(join(root, "lib"))) {
    for (const target of imports(path)) assert.ok(target.startsWith(join(root, "lib") + "/"), path);
  }
  for (const target of imports(join(root, "mod.ts"))) assert.ok(target.startsWith(join(root, "lib") + "/"), target);
});

Deno.test("what experiments share imports of them only itself, and the type of an experiment", () => {
  const all = join(root, "experiments"), shared = join(all, "shared");
  for (const path of files(shared)) {
    for (const target of imports(path).filter((one) => one.startsWith(all + "/"))) {
      const open = target.startsWith(shared + "/") || target === join(all, "experiment.ts");
      assert.ok(open, `${relative(root, path)} → ${relative(root, target)}`);
    }
  }
});

Deno.test("the command imports from itself and from lib only", () => {
  const open = [join(root, "lib") + "/", join(root, "cli") + "/", join(root, "deno.json")];
  for (const path of files(join(root, "cli"))) {
    for (const target of imports(path)) {
      assert.ok(open.some((start) => target.startsWith(start)), `${path} → ${target}`);
    }
  }
});

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

const room = (path: string): string => relative(join(root, "lib"), path).split("/")[0]!;
const floor = (path: string): number => FLOORS.findIndex((rooms) => rooms.includes(room(path)));
