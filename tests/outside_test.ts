/** The package as others use it: imported from a folder that is not the checkout, without its configuration. */
import assert from "node:assert/strict";
import config from "../deno.json" with { type: "json" };
import { runNotebook } from "../lib/notebook/run.ts";
import { checkNotebooks } from "../lib/notebook/typecheck.ts";
import { toFileUrl } from "./helpers.ts";
import { inFolder, read, write } from "./notebook_helper.ts";
import { runOutside } from "./outside_helper.ts";

const entry = toFileUrl("mod.ts");

const FIT = `
import { engineInfo, fitIrp, Matrix } from "${entry}";
const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), y = Matrix.from([[0, 1], [-2, 0], [2, -3]]);
const map = fitIrp(x, y, { subspaces: 1, delta: 0, norm: "carry" });
console.log(engineInfo().engine, map.apply(x).at(0, 1).toFixed(6));
`;

Deno.test("a script outside the checkout fits a map without any permission, on the portable engine", async () => {
  const { code, out, err } = await runOutside(FIT, []);
  assert.equal(code, 0, err);
  assert.equal(out, "portable 1.000000\n");
  assert.match(err, /native BLAS is not permitted \(--allow-ffi\), so the portable engine computes/);
});

Deno.test("a script outside the checkout type-checks, whatever it imports, and a wrong type is found there", async () => {
  const names = Object.values(config.exports).map((path, i) => `import * as _${i} from "${toFileUrl(path)}";`);
  const checked = await runOutside(names.join("\n") + FIT, [], "check");
  assert.equal(checked.code, 0, checked.err);
  const wrong = await runOutside(FIT.replace("subspaces: 1", 'subspaces: "one"'), [], "check");
  assert.equal(wrong.code, 1);
  assert.match(wrong.err, /TS2322/);
});

Deno.test("a notebook outside the checkout runs, its types checked", () =>
  inFolder(async (folder) => {
    const path = await write(folder, [`import { Matrix } from "${entry}";`, "Matrix.from([[1, 2]]).cols"], "own.ipynb");
    await checkNotebooks([path]);
    await runNotebook(path);
    assert.match(JSON.stringify((await read(path)).cells[1]!.outputs), /2/);
  }));

Deno.test("importing the package loads no framework and reads nothing", async () => {
  const { code, out, err } = await runOutside(`import * as a from "${entry}"; console.log(typeof a.fitIrp);`, [
    "--no-npm",
    "--no-remote",
  ]);
  assert.equal(code, 0, err);
  assert.equal(out, "function\n");
});

/** The modules of the project, from its root, that a file imports; without those that it imports when it runs. */
async function modules(file: string, reach: "static" | "all"): Promise<ReadonlySet<string>> {
  const args = ["info", "--json", "--no-npm", "--no-remote", "--no-lock", toFileUrl(file)];
  const { stdout } = await new Deno.Command(Deno.execPath(), { args }).output();
  const graph: Graph = JSON.parse(new TextDecoder().decode(stdout));
  const found = new Set(graph.roots), of = new Map(graph.modules.map((module) => [module.specifier, module]));
  for (const specifier of found) {
    for (const { code, isDynamic } of of.get(specifier)?.dependencies ?? []) {
      if (code?.specifier !== undefined && (reach === "all" || !isDynamic)) found.add(code.specifier);
    }
  }
  return new Set(Array.from(found, (specifier) => specifier.replace(toFileUrl(""), "")));
}

/** What is read here of the answer of `deno info --json`. */
interface Graph {
  readonly roots: readonly string[];
  readonly modules: readonly {
    readonly specifier: string;
    readonly dependencies?: readonly {
      readonly code?: { readonly specifier?: string };
      readonly isDynamic?: boolean;
    }[];
  }[];
}

Deno.test("importing the package loads no dataset, no encoder and no network: these come with their first use", async () => {
  const start = await modules("mod.ts", "static"), all = await modules("mod.ts", "all");
  const inside = (folder: string, names: readonly string[]): string[] =>
    names.map((name) => `lib/${folder}/${name}.ts`);
  const within = (folder: string): string[] => [...start].filter((path) => path.startsWith(`lib/${folder}/`)).sort();
  assert.deepEqual(within("data"), inside("data", ["dataset", "entries", "fileentries", "registry", "split"]));
  assert.deepEqual(
    within("encoder"),
    [
      ...inside("encoder", ["cards", "emojicards", "encoder", "hub", "hubbatches", "load", "onnx", "pretrainedcards"]),
      "lib/encoder/speeds.json",
    ],
  );
  const later = [
    ...inside("nn", [
      "activation",
      "conv",
      "infer",
      "layers",
      "lines",
      "network",
      "pool",
      "rectify",
      "textnet",
      "train",
    ]),
    ...inside("data", ["emoji", "fashion", "messages", "mnist", "wordnet"]),
    ...inside("encoder", ["glove", "hashed", "hog", "ocr", "pca", "randomconv", "registry", "tfidf", "trained"]),
    ...["lib/file/cache.ts", "lib/base/lazy.ts", "lib/base/packages.ts"],
  ];
  assert.deepEqual(later.filter((path) => start.has(path)), []);
  assert.deepEqual(later.filter((path) => !all.has(path)), [], "publishing and bundling must find them");
  assert.ok((await modules("lib/encoder/randomconv.ts", "static")).has("lib/nn/conv.ts"));
});

Deno.test("an engine that is forced and cannot be had ends the script with one sentence", async () => {
  const env = `Deno.env.set("ANCHORAGE_ENGINE", "blas"); Deno.env.set("ANCHORAGE_BLAS", "/nowhere/libblas.so");`;
  const { code, err } = await runOutside(`${env}\nconst { engineInfo } = await import("${entry}"); engineInfo();`, [
    "--allow-env",
    "--allow-ffi",
    "--allow-read",
  ]);
  assert.equal(code, 1);
  assert.match(err, /Cannot load BLAS from \/nowhere\/libblas.so: /);
});
