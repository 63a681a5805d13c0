import assert from "node:assert/strict";
import { join } from "node:path";
import { rng } from "../lib/base/random.ts";
import { encodeNpy } from "../lib/file/npy.ts";
import { Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { loadTranslation } from "../lib/method/stored.ts";
import { encodeSafetensors } from "../lib/file/safetensors.ts";
import { tensorOf } from "../lib/file/tensor.ts";
import { zipped } from "../lib/file/zip.ts";
import { matmul } from "../lib/linalg/products.ts";
import { readGiven } from "../tools/site/playground/files.ts";
import { fitOwn } from "../tools/site/playground/own.ts";
import { inFolder } from "./notebook_helper.ts";

const normal = (rows: number, cols: number, name: string): Matrix => {
  const draw = rng(3).fork(name);
  return new Matrix(rows, cols, Float64Array.from({ length: rows * cols }, () => draw.normal()));
};
const items = normal(300, 6, "items");
const a = { vectors: matmul(items, normal(6, 12, "a")), ids: undefined };
const b = { vectors: matmul(items, normal(6, 9, "b")), ids: undefined };

Deno.test("a map between spaces of the same items finds every partner; shuffled rows teach nothing", async () => {
  const { rows, verdict, js, onnx, safetensors } = await fitOwn(a, b),
    best = rows.find(({ method }) => method === "whitened IRP")!;
  assert.ok(best.similarity > 0.99 && best.first > 0.95, `${best.similarity} ${best.first}`);
  assert.deepEqual(rows.map(({ halves }) => halves), ["apart", "apart", "coupled", "coupled", rows.at(-1)!.halves]);
  assert.ok(rows.at(-1)!.similarity < 0.5 && rows.at(-1)!.first < 0.1);
  assert.match(verdict, /on 60 rows held out the mean cosine is (0\.9|1\.0)/);
  assert.match(js, /export/);
  assert.ok(onnx.length > 8 * 9 * 12 / 2);
  const path = await Deno.makeTempFile();
  await Deno.writeFile(path, safetensors);
  assert.equal((await loadTranslation(path)).target.dim, 9, "what is taken away is what `anchorage apply` reads");
  await Deno.remove(path);
  const order = rng(5).permutation(300), other = { vectors: takeRows(b.vectors, order), ids: undefined };
  assert.match((await fitOwn(a, other)).verdict, /^Nothing was learned that 60 rows/);
});

Deno.test("rows with ids are paired by them; those that cannot be paired are refused in one sentence", async () => {
  const order = rng(5).permutation(300), ids = Array.from({ length: 300 }, (_, i) => `item ${i}`);
  const other = {
    vectors: takeRows(b.vectors, order.subarray(0, 200)),
    ids: Array.from(order.subarray(0, 200), (i) => ids[i]!),
  };
  assert.ok((await fitOwn({ ...a, ids }, other)).rows[0]!.first > 0.9);
  const fails = (first: typeof a, second: typeof other | typeof b, message: RegExp): Promise<void> =>
    assert.rejects(fitOwn(first, second), { name: "RangeError", message });
  await fails(
    a,
    { ...other, ids: undefined },
    /^Cannot pair the rows as both files must have equally many, or ids: they have 300 and 200$/,
  );
  await fails(
    { ...a, ids: ids.map((id) => `x${id}`) } as unknown as typeof a,
    other,
    /must have ids in common: they have none$/,
  );
  const few = (m: Matrix): typeof a => ({ vectors: takeRows(m, [0, 1, 2]), ids: undefined });
  await fails(few(a.vectors), few(b.vectors), /there must be at least 20 pairs of rows: there are 3$/);
});

Deno.test("given files are read by their ending; what is wrong in one is said in one sentence", () =>
  inFolder(async (folder) => {
    const put = async (name: string, content: Uint8Array | string): Promise<string> => {
      const path = join(folder, name);
      await Deno.writeFile(path, typeof content === "string" ? new TextEncoder().encode(content) : content);
      return path;
    };
    const rows = "1,2\n3,4\n";
    for (
      const [name, content] of [
        ["a.npy", encodeNpy(Matrix.from([[1, 2], [3, 4]]))],
        ["a.npz", zipped("x.npy", encodeNpy(Matrix.from([[1, 2], [3, 4]])))],
        ["a.safetensors", encodeSafetensors({ x: tensorOf(Matrix.from([[1, 2], [3, 4]])) })],
        ["a.csv", rows],
        ["b.csv", `x,y\n${rows}`],
        ["a.tsv", rows.replaceAll(",", "\t")],
        ["a.jsonl", "[1,2]\n[3,4]\n"],
      ] as const
    ) assert.deepEqual([...(await readGiven(await put(name, content))).vectors.data], [1, 2, 3, 4], name);
    assert.deepEqual((await readGiven(await put("c.csv", "id,x\np,1\nq,2\n"))).ids, ["p", "q"]);
    for (
      const [name, content, message] of [
        ["nan.csv", "1,2\nnan,4\n", /every entry must be finite: row 1, column 0 is NaN/],
        ["ragged.csv", "1,2\n3\n", /every line must have 2 cells: line 2 has 1/],
        ["empty.csv", "", /must have rows/],
        ["cut.npy", encodeNpy(Matrix.from([[1, 2]])).subarray(0, 130), /Cannot read/],
        ["a.exe", "", /must end in .npy, .npz, .safetensors, .csv, .tsv or .jsonl: it does not$/],
        ["plain", "", /must end in/],
      ] as const
    ) await assert.rejects(readGiven(await put(name, content)), { message }, name);
  }));
