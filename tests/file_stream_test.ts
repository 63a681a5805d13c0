/** Files translated by blocks of rows. */
import assert from "node:assert/strict";
import { fitIrp, fitRelative, Matrix, readNpy, writeNpy } from "anchorage";
import { npyBlocks, translateNpy } from "../lib/file/stream.ts";
import { asDtype } from "../lib/linalg/matrix.ts";
import { normal } from "./helpers.ts";

const map = fitIrp(normal(40, 300, "x"), normal(40, 200, "y"), { subspaces: 2, seed: 1 });

for (const dtype of ["f32", "f64"] as const) {
  Deno.test(`a file is translated as the matrix in it is, over several blocks: ${dtype}`, async () => {
    const folder = await Deno.makeTempDir(), x = asDtype(normal(9000, 300, "samples"), dtype);
    await writeNpy(`${folder}/x.npy`, x);
    await translateNpy(map, `${folder}/x.npy`, `${folder}/deep/y.npy`);
    const found = await readNpy(`${folder}/deep/y.npy`);
    assert.deepEqual([found.rows, found.cols, found.dtype], [9000, 200, dtype]);
    const expected = map.apply(x).data, tolerance = dtype === "f32" ? 1e-4 : 1e-12;
    assert.ok(found.data.every((value, p) => Math.abs(value - expected[p]!) <= tolerance));
  });
}

Deno.test("blocks of a file are its rows in order, and more than one", async () => {
  const path = `${await Deno.makeTempDir()}/x.npy`, x = normal(9000, 300, "rows");
  await writeNpy(path, x);
  let row = 0, blocks = 0;
  for await (const block of npyBlocks(path)) {
    assert.deepEqual(block.data, x.data.subarray(row * 300, (row + block.rows) * 300));
    [row, blocks] = [row + block.rows, blocks + 1];
  }
  assert.equal(row, 9000);
  assert.ok(blocks > 1);
});

Deno.test("no rows give no rows, a file may replace itself, and a half translates too", async () => {
  const path = `${await Deno.makeTempDir()}/x.npy`;
  await writeNpy(path, new Matrix(0, 300, new Float32Array(0)));
  await translateNpy(map, path, path);
  const empty = await readNpy(path);
  assert.deepEqual([empty.rows, empty.cols, empty.dtype], [0, 200, "f32"]);
  await writeNpy(path, Matrix.from([[5, 0]]));
  await translateNpy(fitRelative(Matrix.from([[1, 0], [-1, 0]])), path, path);
  assert.deepEqual(Array.from((await readNpy(path)).data), [1, -1]);
});

Deno.test("what cannot be translated is named, and leaves what was there", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/x.npy`, bad = normal(9000, 300, "bad");
  bad.data[8000 * 300 + 7] = NaN;
  await writeNpy(path, bad);
  await Deno.writeTextFile(`${folder}/y.npy`, "kept");
  const wrong = (from: string, kind: ErrorConstructor, message: RegExp): Promise<void> =>
    assert.rejects(() => translateNpy(map, from, `${folder}/y.npy`), { name: kind.name, message });
  await wrong(
    path,
    RangeError,
    /^Cannot translate the \d+ rows of .*x\.npy from row \d+: Cannot translate as the samples/,
  );
  await writeNpy(`${folder}/narrow.npy`, normal(3, 4, 1));
  await wrong(`${folder}/narrow.npy`, TypeError, /the samples must have 300 columns: the shape is 0 × 4$/);
  await Deno.writeFile(`${folder}/short.npy`, (await Deno.readFile(path)).subarray(0, -1));
  await wrong(`${folder}/short.npy`, RangeError, /short\.npy as 9000 × 300 entries must be 21600000 bytes/);
  assert.equal(await Deno.readTextFile(`${folder}/y.npy`), "kept");
  assert.deepEqual(Array.from(Deno.readDirSync(folder), ({ name }) => name).filter((name) => name.endsWith("tmp")), []);
});
