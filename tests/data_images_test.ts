/** Photographs: JPEG and folders of images. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { lazy } from "../lib/base/lazy.ts";
import { bufferOf } from "../lib/base/node.ts";
import { decodeImage } from "../lib/data/folder.ts";
import { loadFolder } from "../lib/data/registry.ts";
import { decodeJpeg } from "../lib/data/jpeg.ts";
import type { Bitmap } from "../lib/data/png.ts";
import { squareImage } from "../lib/data/resize.ts";
import { jpeg } from "./data_helper.ts";
import { close } from "./helpers.ts";

/** A smooth image, so that a lossy file is near it. */
function smooth(width: number, height: number): Bitmap & { readonly data: Uint8ClampedArray<ArrayBuffer> } {
  const data = new Uint8ClampedArray(width * height * 4).fill(255);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) data.set([255 * x / width, 255 * y / height, 128], 4 * (y * width + x));
  }
  return { width, height, data } as never;
}

async function png({ width, height, data }: Bitmap): Promise<Uint8Array<ArrayBuffer>> {
  const { PNG } = await lazy<{ PNG: { sync: { write(image: object): Uint8Array } } }>("pngjs");
  return Uint8Array.from(PNG.sync.write({ width, height, data: bufferOf(data) }));
}

Deno.test("a JPEG is decoded near to what was encoded; a damaged one gets one sentence", async () => {
  const image = smooth(40, 24), bytes = await jpeg(image), found = await decodeJpeg(bytes, "x");
  assert.deepEqual([found.width, found.height], [40, 24]);
  const error = found.data.reduce((sum, v, i) => sum + Math.abs(v - image.data[i]!), 0) / found.data.length;
  assert.ok(error < 4, String(error));
  const part = (i: number): boolean => i > bytes.length * .4 && i < bytes.length * .6;
  const inside = [bytes.map((v, i) => part(i) ? v ^ 0x55 : v), bytes.map((v, i) => part(i) ? 0 : v)];
  const [again, ...fates] = await Promise.allSettled([bytes, ...inside].map((one) => decodeJpeg(one, "x")));
  assert.equal(again!.status, "fulfilled", "it is not blamed for what the next one lacks");
  for (const fate of fates) {
    const { reason } = fate as PromiseRejectedResult;
    assert.match(String(reason), /^RangeError: Cannot read x as it must be a whole JPEG file: [^[]/);
  }
  const big = bytes.slice(), frame = bytes.findIndex((b, i) => b === 0xff && [0xc0, 0xc2].includes(bytes[i + 1]!));
  big.set([0xff, 0xff, 0xff, 0xff], frame + 5);
  const cases: [Uint8Array, RegExp][] = [
    [bytes.subarray(0, bytes.length >> 1), /must be a whole JPEG file: its end is missing/],
    [bytes.subarray(0, 20), /must be a whole JPEG file: a part is broken/],
    [new Uint8Array(100), /must be a PNG or JPEG file: it starts as neither/],
    [big, /must have at most 67108864 pixels: it says 65535 × 65535/],
  ];
  for (const [bad, message] of cases) await assert.rejects(decodeJpeg(bad, "x"), { name: "RangeError", message });
});

Deno.test("resizing keeps a flat colour and the mean, and is exact at the same size", () => {
  const image = smooth(16, 16), same = squareImage(image, 16);
  close(same, Float32Array.from({ length: 768 }, (_, p) => image.data[4 * Math.floor(p / 3) + p % 3]! / 255), 1e-6);
  const flat = { width: 5, height: 9, data: new Uint8Array(180).fill(255).map((_, i) => i % 4 === 3 ? 255 : 51) };
  for (const side of [1, 4, 20]) close(squareImage(flat, side), Array<number>(side * side * 3).fill(.2), 1e-6);
  const mean = (list: Float32Array): number => list.reduce((a, b) => a + b) / list.length;
  close([mean(squareImage(smooth(64, 64), 16))], [mean(squareImage(smooth(64, 64), 64))], 1e-2);
  const clear = { width: 1, height: 1, data: Uint8Array.of(0, 0, 0, 0) };
  assert.deepEqual([...squareImage(clear, 1)], [1, 1, 1], "what is transparent is white");
});

Deno.test("a folder of images: classes by sub-folder, PNG and JPEG, twins on one side, damage named", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const label of ["cat", "dog"]) await Deno.mkdir(join(folder, label));
    const files = {
      "cat/a.png": await png(smooth(20, 10)),
      "cat/b.PNG": await png(smooth(9, 9)),
      "dog/c.jpg": await jpeg(smooth(30, 30)),
    };
    for (const [name, bytes] of Object.entries(files)) await Deno.writeFile(join(folder, name), bytes);
    await Deno.writeTextFile(join(folder, "dog", "notes.txt"), "none");
    const made = await loadFolder(folder, { side: 8, splits: { train: .5, seed: 2 } });
    assert.deepEqual([made.ids, made.classes, [...made.labels]], [["cat/a.png", "cat/b.PNG", "dog/c.jpg"], [
      "cat",
      "dog",
    ], [0, 0, 1]]);
    assert.deepEqual([made.images!.rows, made.images!.cols], [3, 192]);
    await Deno.writeFile(join(folder, "dog", "d.jpg"), files["dog/c.jpg"].subarray(0, 200));
    const sentence = `Cannot read ${join(folder, "dog", "d.jpg")} as it must be a whole JPEG file: `;
    await assert.rejects(loadFolder(folder), (error: Error) => error.message.startsWith(sentence));
    await assert.rejects(loadFolder(join(folder, "cat")), /must have images at <class>\/\*.png\|jpg: it has none/);
    await assert.rejects(loadFolder(join(folder, "none")), /must be a folder that can be read/);
    await assert.rejects(decodeImage(Uint8Array.of(1, 2, 3), "x"), /must be a PNG or JPEG file/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
