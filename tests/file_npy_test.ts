import assert from "node:assert/strict";
import { join } from "node:path";
import { decodeNpy, encodeNpy, readNpy, writeNpy } from "../lib/file/npy.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { inTemp, latin, random, text } from "./file_helper.ts";

Deno.test("npy: a matrix survives the round trip, in bytes and through a file", () =>
  inTemp(async (folder) => {
    for (const dtype of ["f64", "f32"] as const) {
      for (const [rows, cols] of [[0, 3], [1, 1], [5, 7], [100, 31]] as const) {
        const m = random(rows, cols, dtype, rows);
        assert.deepEqual(decodeNpy(encodeNpy(m)), m);
      }
    }
    const m = random(4, 3, "f32", 2);
    await writeNpy(join(folder, "x", "m.npy"), m);
    assert.deepEqual(await readNpy(join(folder, "x", "m.npy")), m);
  }));

function npy(dict: string, data: Uint8Array): Uint8Array {
  return new Uint8Array([...latin("\x93NUMPY\x01\x00"), dict.length, 0, ...latin(dict), ...data]);
}

Deno.test("npy: the bytes are those of NumPy", () => {
  // numpy.save of numpy.array([[1, 2]], '<f4'), with NumPy 2.
  const dict = "{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }";
  const expected = npy(dict.padEnd(117) + "\n", new Uint8Array(new Float32Array([1, 2]).buffer));
  const found = encodeNpy(new Matrix(1, 2, new Float32Array([1, 2])));
  assert.equal(found.length % 64, 8);
  assert.deepEqual(decodeNpy(expected), decodeNpy(found));
  assert.deepEqual(new Uint8Array(found), new Uint8Array(expected));
});

Deno.test("npy: a list of n values is n × 1, and version 2 headers are read", () => {
  const data = new Uint8Array(new Float64Array([3, 4]).buffer);
  const dict = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }\n";
  assert.deepEqual(decodeNpy(npy(dict, data)), new Matrix(2, 1, new Float64Array([3, 4])));
  const wide = new Uint8Array([...latin("\x93NUMPY\x02\x00"), dict.length, 0, 0, 0, ...latin(dict), ...data]);
  assert.deepEqual(decodeNpy(wide), new Matrix(2, 1, new Float64Array([3, 4])));
});

Deno.test("npy: what cannot be read gets one sentence", () => {
  const header = (descr: string, order: string, axes: string): Uint8Array =>
    npy(`{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${axes}), }\n`, new Uint8Array(16));
  const cases: [Uint8Array, string, string][] = [
    [header("<i8", "False", "2,"), "TypeError", 'Cannot read x as its dtype must be "<f4" or "<f8": it is "<i8"'],
    [header("<f8", "True", "2, 1"), "TypeError", "Cannot read x as it must be in C order: it is in Fortran order"],
    [
      header("<f8", "False", "2, 1, 1"),
      "TypeError",
      "Cannot read x as it must have 1 or 2 axes: its shape is (2, 1, 1)",
    ],
    [header("<f8", "False", ""), "TypeError", "Cannot read x as it must have 1 or 2 axes: its shape is ()"],
    [header("<f8", "False", "3, 1"), "RangeError", "Cannot read x as 3 × 1 entries must be 24 bytes: it has 16"],
    [text("not a .npy file"), "RangeError", "Cannot read x as it must start with the .npy signature"],
    [
      header("<f8", "False", "2,").slice(0, 40),
      "RangeError",
      "Cannot read x as its .npy header is truncated or names no dtype, order and shape",
    ],
  ];
  for (const [bytes, name, message] of cases) assert.throws(() => decodeNpy(bytes, "x"), { name, message });
});
