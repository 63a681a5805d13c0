/** Halves in files, autoencoders of other seeds, and strips of images. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { autoencoder } from "../experiments/shared/autoencoders.ts";
import { meanSquare } from "../experiments/shared/decoding.ts";
import { filesOf, FORMS, rowOfMatrix, saveHalves } from "../experiments/independence.ts";
import { imageStrip } from "../experiments/shared/strip.ts";
import { makeDataset } from "../lib/data/dataset.ts";
import { decodePng } from "../lib/data/png.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { rotation, toySpace } from "./experiments_helper.ts";
import { normal } from "./helpers.ts";

const same = toySpace("same", rotation(6, "a")), turned = toySpace("turned", rotation(6, "b"), { scale: 3 });
const wide = toySpace("wide", normal(6, 9, "wide"), { origin: "fixed" });

Deno.test("files of halves give every pair, and one more encoder changes none of them", async () => {
  const folder = await Deno.makeTempDir(), ids = same.ids.slice(0, 40);
  for (const s of [same, turned]) for (const form of FORMS) await saveHalves(folder, s, { ids, form, seed: 1 });
  const before = await filesOf(folder);
  for (const form of FORMS) await saveHalves(folder, wide, { ids, form, seed: 1 });
  const after = await filesOf(folder);
  assert.equal(before.length, 8);
  assert.equal(after.length, 12);
  assert.deepEqual(after.filter((f) => !String(f.file).includes("wide")), before);
  const cells = await rowOfMatrix(folder, wide, [same, turned, wide], "whitened");
  assert.deepEqual(cells.map((c) => c.target), ["same", "turned", "wide"]);
  assert.ok(cells.every((c) => (c.accuracy as number) > 0.9));
  await Deno.remove(join(folder, "irp-decode-same.safetensors"));
  await assert.rejects(rowOfMatrix(folder, wide, [same], "irp"), Deno.errors.NotFound);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a strip holds the images as PNG files", async () => {
  const images = Matrix.from([[0, 1, 0.5, 0.25], [1, 1, 0, 2]]);
  const shape = { height: 2, width: 2, channels: 1 } as const;
  const spec = await imageStrip([{ name: "image", images }], shape, { title: "Strip", count: 2 });
  const { values } = spec.data as { values: readonly { url: string }[] };
  const bytes = Uint8Array.from(atob(values[1]!.url.split(",")[1]!), (c) => c.charCodeAt(0));
  const { data } = await decodePng(bytes, "the strip");
  assert.deepEqual([0, 4, 8, 12].map((p) => data[p]), [255, 255, 0, 255]);
});

Deno.test("a strip in colour keeps its channels, and names its columns", async () => {
  const images = Matrix.from([[0, 0, 1, 1, 0, 0]]), shape = { height: 1, width: 2, channels: 3 } as const;
  const spec = await imageStrip([{ name: "image", images }], shape, { title: "Strip", count: 1, labels: ['a "b"'] });
  const { values } = spec.data as { values: readonly { url: string }[] };
  const bytes = Uint8Array.from(atob(values[0]!.url.split(",")[1]!), (c) => c.charCodeAt(0));
  assert.deepEqual([...(await decodePng(bytes, "the strip")).data], [0, 0, 255, 255, 255, 0, 0, 255]);
  assert.match(JSON.stringify(spec), /split\(\[.{1,9}a .{1,9}b/);
});

Deno.test("mean squared error", () => {
  assert.equal(meanSquare(Matrix.from([[1, 2], [3, 4]]), Matrix.from([[1, 2], [3, 2]])), 1);
});

Deno.test("an autoencoder of another seed is another one, made once", async () => {
  const folder = await Deno.makeTempDir(), kept = Deno.env.get("ANCHORAGE_CACHE");
  Deno.env.set("ANCHORAGE_CACHE", folder);
  try {
    const n = 24, images = new Matrix(n, 784, new Float32Array(n * 784).map((_, i) => (i * 7919 % 101) / 101));
    const rows = {
      train: Int32Array.from({ length: 16 }, (_, i) => i),
      test: Int32Array.from({ length: 8 }, (_, i) => 16 + i),
    };
    const dataset = makeDataset({
      name: "toy",
      ids: Array.from({ length: n }, (_, i) => `${i}`),
      labels: new Int32Array(n),
      classes: ["a"],
      images,
      imageShape: { height: 28, width: 28, channels: 1 },
      splits: rows,
    });
    const made = async (seed: number) => await autoencoder(dataset, { model: "mlpae64", seed }, rows, 1);
    const [one, again, other] = [await made(1), await made(1), await made(2)];
    assert.equal((await Array.fromAsync(Deno.readDir(folder))).length, 2);
    assert.deepEqual(one.test.data, again.test.data);
    assert.notDeepEqual(one.test.data, other.test.data);
    assert.equal(one.decode(one.test).cols, 784);
  } finally {
    if (kept === undefined) Deno.env.delete("ANCHORAGE_CACHE");
    else Deno.env.set("ANCHORAGE_CACHE", kept);
    await Deno.remove(folder, { recursive: true });
  }
});
