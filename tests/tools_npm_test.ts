/** The package for Node: imported without flags, and its numbers are Deno's. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { buildNpm } from "../tools/npm/build.ts";
import { close } from "./helpers.ts";
import { inFolder } from "./notebook_helper.ts";

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const options: Deno.CommandOptions = { args: [...args], cwd, stdin: "null", env: { ANCHORAGE_ENGINE: "portable" } };
  const { success, stdout, stderr } = await new Deno.Command(command, options).output();
  assert.ok(success, decode(stderr));
  return decode(stdout);
}

async function version(): Promise<string | undefined> {
  try {
    return (await run("node", ["--version"], ".")).trim();
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return undefined;
  }
}

const node = await version();
console.log(
  node ? `the npm package is tried with Node ${node}` : "the npm package is not tried: Node is not installed",
);

/** Uses the package, or the sources in its place: maps, measures, a head, and files in memory. */
const program = (from: string): string =>
  `import * as anchorage from "${from}";
const { cka, cosineSimilarity, decodeNpy, decodeTranslation, encodeNpy, encodeTranslation, engineInfo, fitHead, fitIrp,
  fitLinear, fitOrtho, fitWhitened, Matrix, matmul, retrieval, rng, sampleAnchors, space, svd } = anchorage;
const draws = (rows, cols, seed) =>
  new Matrix(rows, cols, Float64Array.from({ length: rows * cols }, ((draw) => () => draw.normal())(rng(seed))));
const items = draws(80, 6, "items"), x = matmul(items, draws(6, 24, "x")), y = matmul(items, draws(6, 16, "y"));
const labels = Int32Array.from({ length: 80 }, (_, i) => Number(items.at(i, 0) > 0));
const maps = [fitIrp(x, y, { seed: 1 }), fitWhitened(x, y), fitOrtho(x, y), fitLinear(x, y, { lambda: 1e-3 })];
const back = await decodeTranslation(await encodeTranslation(maps[1]));
const ids = Array.from({ length: 80 }, (_, i) => "item " + i), named = space({ name: "x", ids, vectors: x });
const numbers = [
  ...[...maps, back].flatMap((map) => [...map.apply(x).data.subarray(0, 20), cosineSimilarity(map.apply(x), y).mean]),
  retrieval(maps[1].apply(x), y).mrr, cka(x, y), ...svd(x).s, ...fitHead(y, labels, { classes: 2, seed: 1 }).logits(y).data,
  ...decodeNpy(encodeNpy(x)).data.subarray(0, 5), ...sampleAnchors(named, { count: 5, seed: 2 }).map((id) => id.length),
];
let refused = "";
try { fitOrtho(x, items.data); } catch (error) { refused = error.message; }
console.log(JSON.stringify({ engine: engineInfo().engine, numbers, refused, names: Object.keys(anchorage).length }));`;

/** What a type checker must accept, and a line that it must not. */
const typed = `import { fitWhitened, Matrix, type Translation } from "anchorage";
const map: Translation = fitWhitened(Matrix.from([[1, 0], [0, 2]]), Matrix.from([[0, 1], [-2, 0]]));
export const rows: number = map.apply(Matrix.from([[1, 2]])).rows;
// @ts-expect-error: a list is no matrix
map.apply([1, 2]);
`;

Deno.test({
  name: "Node imports the package without flags and computes Deno's numbers; TypeScript knows its types",
  ignore: node === undefined,
  fn: () =>
    inFolder(async (folder) => {
      const place = join(folder, "node_modules", "anchorage"),
        sources = join(import.meta.dirname!, "..", "tools", "npm");
      await buildNpm(place);
      await Deno.writeTextFile(join(folder, "use.mjs"), program("anchorage"));
      await Deno.writeTextFile(join(folder, "here.ts"), program(join(sources, "numerics.ts")));
      const there = JSON.parse(await run("node", ["use.mjs"], folder));
      const config = `--config=${join(sources, "..", "..", "notebooks", "deno.json")}`;
      const here = JSON.parse(await run(Deno.execPath(), ["run", "--no-check", "-A", config, "here.ts"], folder));
      assert.deepEqual([there.engine, there.refused, there.names], ["portable", here.refused, here.names]);
      assert.match(there.refused, /^Cannot /);
      assert.ok(here.numbers.length > 300 && here.numbers.every(Number.isFinite));
      close(there.numbers, here.numbers, 1e-6);
      const text = await Deno.readTextFile(join(place, "index.js"));
      assert.doesNotMatch(text, /from "(npm|node|jsr):/, "it needs nothing else");
      await Deno.writeTextFile(join(folder, "use.ts"), typed);
      const check = ["run", "-A", config, "npm:typescript@5.9.3/tsc", "--noEmit", "--strict", "--module", "nodenext"];
      assert.equal(await run(Deno.execPath(), [...check, "--lib", "es2024,dom", "use.ts"], folder), "");
    }),
});
