import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { crc32, deflateSync } from "node:zlib";
import type * as Pngjs from "npm:pngjs@7.0.0";
import { lazy } from "../lib/base/lazy.ts";
import { decodePng } from "../lib/data/png.ts";
import { imageSize } from "../lib/file/image.ts";
import { concat } from "../lib/base/bytes.ts";

const { PNG } = await lazy<typeof Pngjs>("pngjs");

/** A PNG file of 5 × 3 pixels. */
function small(): Uint8Array<ArrayBuffer> {
  const image = Object.assign(new PNG({ width: 5, height: 3 }), { data: Buffer.alloc(60, 0x81) });
  return Uint8Array.from(PNG.sync.write(image));
}

/** The parts of a PNG file after its signature. */
function parts(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset), list: Uint8Array[] = [];
  for (let at = 8; at < bytes.length;) list.push(bytes.subarray(at, at += 12 + view.getUint32(at)));
  return list;
}

function sized(bytes: Uint8Array, width: number, height: number): Uint8Array<ArrayBuffer> {
  const out = Uint8Array.from(bytes), view = new DataView(out.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return out;
}

Deno.test("a PNG file may declare no more pixels than its data can hold, and must have data", async () => {
  const png = small(), [header, data, end] = parts(png) as [Uint8Array, Uint8Array, Uint8Array];
  const signature = png.subarray(0, 8);
  assert.deepEqual(imageSize(png, "x"), { kind: "png", width: 5, height: 3 });
  const length = data.length - 12;
  const cases: [Uint8Array, string][] = [
    [sized(png, 16, 100_000_000), "it must have at most 67108864 pixels: it says 16 × 100000000"],
    [sized(png, 8000, 8000), `8000 × 8000 pixels must have more data than that: it has ${length} bytes`],
    [sized(png, 0, 3), "it must have pixels: it is 0 × 3"],
    [concat([signature, header, end]), "it must have image data: it has none"],
    [concat([signature, header, header, data, end]), "it must have one header: it has two"],
    [concat([signature, header, data]), "it must be a whole PNG file: it is truncated"],
    [concat([signature, data, header, end]), "its first part must be a header of 13 bytes"],
    [
      Uint8Array.from(png, (byte, i) => i === 25 ? 5 : byte),
      "its colours must be of a known type: it is 5 with 8 bits",
    ],
  ];
  for (const [bytes, reason] of cases) {
    const expected = { name: "RangeError", message: `Cannot read x as ${reason}` };
    await assert.rejects(decodePng(bytes, "x"), expected);
  }
});

Deno.test("a PNG file whose pixels end early is refused, interlaced or not; a whole one is read", async () => {
  const png = small(), [header, , end] = parts(png) as [Uint8Array, Uint8Array, Uint8Array];
  const part = (bytes: Uint8Array): Uint8Array => {
    const out = new Uint8Array(12 + bytes.length), view = new DataView(out.buffer);
    view.setUint32(0, bytes.length);
    out.set(new TextEncoder().encode("IDAT"), 4);
    out.set(bytes, 8);
    view.setUint32(8 + bytes.length, crc32(out.subarray(4, 8 + bytes.length)));
    return out;
  };
  // Grey, 8 bits a pixel: 3 lines of 6 bytes; interlaced, six passes of 2, 2, 2, 4, 6 and 6 bytes.
  const grey = (interlaced: boolean, count: number): Uint8Array => {
    const head = Uint8Array.from(header);
    head[17] = 0;
    head[20] = Number(interlaced);
    new DataView(head.buffer).setUint32(21, crc32(head.subarray(4, 21)));
    return concat([png.subarray(0, 8), head, part(deflateSync(new Uint8Array(count))), end]);
  };
  for (const [interlaced, whole] of [[false, 18], [true, 22]] as const) {
    assert.equal((await decodePng(grey(interlaced, whole), "x")).data.length, 60);
    for (const count of [whole - 1, 6, 0]) {
      await assert.rejects(decodePng(grey(interlaced, count), "x"), {
        name: "RangeError",
        message:
          `Cannot read x as it must be a whole PNG file: its pixels must take ${whole} bytes: they take ${count}`,
      });
    }
  }
});

Deno.test("what is no PNG file, and bytes after one, are refused by a sentence that names the file", async () => {
  const expected = {
    name: "RangeError",
    message: "Cannot read x as it must be a whole PNG file: unrecognised content at end of stream",
  };
  const twelve = [0, 0, 0, 0, ...new TextEncoder().encode("IDAT"), 9, 9, 9, 9];
  for (const after of [[1], [1, 2, 3, 4, 5], twelve]) {
    await assert.rejects(decodePng(concat([small(), Uint8Array.from(after)]), "x"), expected);
  }
  const photograph = [0xff, 0xd8, 0xff, 0xc0, 0, 11, 8, 0, 3, 0, 5, 1, 1, 17, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0];
  await assert.rejects(decodePng(Uint8Array.from([...photograph, ...Array(50).fill(7)]), "x"), expected);
});

Deno.test("a JPEG file may declare no more pixels than its data can hold, and must say its size first", () => {
  const frame = (
    width: number,
    height: number,
  ): number[] => [0xff, 0xc0, 0, 11, 8, height >> 8, height & 255, width >> 8, width & 255, 1, 1, 17, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, ...Array.from({ length: 50 }, () => 7)];
  const table = [0xff, 0xc4, 0, 4, 1, 2];
  const jpeg = (...parts: number[][]): Uint8Array => Uint8Array.from([0xff, 0xd8, ...parts.flat()]);
  assert.deepEqual(imageSize(jpeg(table, frame(5, 3), scan), "x"), { kind: "jpeg", width: 5, height: 3 });
  const cases: [Uint8Array, string][] = [
    [jpeg(frame(60_000, 60_000), scan), "it must have at most 67108864 pixels: it says 60000 × 60000"],
    [jpeg(frame(8000, 8000), scan), "8000 × 8000 pixels must have more data than that: it has 50 bytes"],
    [jpeg(frame(8, 8), scan.slice(0, 10)), "it must have image data: it has none"],
    [jpeg(scan), "it must say its size before its image data"],
    [jpeg(frame(5, 3), frame(5, 3), scan), "it must have one frame: it has two"],
    [jpeg(table), "it must be a whole JPEG file: a part is broken"],
  ];
  for (const [bytes, reason] of cases) {
    assert.throws(() => imageSize(bytes, "x"), { name: "RangeError", message: `Cannot read x as ${reason}` });
  }
});
