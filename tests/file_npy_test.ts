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
  const malformed = (what: string): string =>
    `Cannot read x as its header must be {'descr': …, 'fortran_order': …, 'shape': …}, each once: "${what}" is not of it`;
  const dict = (text: string): Uint8Array => npy(text + "\n", new Uint8Array(16));
  const version = (major: number, minor: number): Uint8Array => {
    const bytes = header("<f8", "False", "2,");
    bytes.set([major, minor], 6);
    return bytes;
  };
  const long = new Uint8Array(70_012).fill(32);
  long.set([...latin("\x93NUMPY\x02\x00"), 0x70, 0x11, 1, 0]);
  const dtypes = "Cannot read x as its dtype must be one of f2, f4, f8, i1, u1, i2, i4: it is";
  const cases: [Uint8Array, string, string][] = [
    [header("<i8", "False", "2,"), "TypeError", `${dtypes} "<i8"`],
    [header("|f8", "False", "2,"), "TypeError", `${dtypes} "|f8"`],
    [header("<U2", "False", "2,"), "TypeError", `${dtypes} "<U2"`],
    [
      header("|O", "False", "2,"),
      "TypeError",
      "Cannot read x as its entries must be numbers: they are objects (pickle), never loaded",
    ],
    [
      header("<f8", "False", "2, 1, 1"),
      "TypeError",
      "Cannot read x as it must have 1 or 2 axes: its shape is (2, 1, 1)",
    ],
    [header("<f8", "False", ""), "TypeError", "Cannot read x as it must have 1 or 2 axes: its shape is ()"],
    [header("<f8", "False", "9, 0"), "TypeError", "Cannot read x as it must have columns: its shape is (9, 0)"],
    [header("<f8", "False", "3, 1"), "RangeError", "Cannot read x as 3 × 1 entries must be 24 bytes: it has 16"],
    [text("not a .npy file"), "RangeError", "Cannot read x as it must start with the .npy signature"],
    [
      header("<f8", "False", "2,").slice(0, 40),
      "RangeError",
      "Cannot read x as its header must be whole: it is truncated",
    ],
    [version(4, 0), "RangeError", "Cannot read x as its version must be 1.0, 2.0 or 3.0: it is 4.0"],
    [version(1, 1), "RangeError", "Cannot read x as its version must be 1.0, 2.0 or 3.0: it is 1.1"],
    [long, "RangeError", "Cannot read x as its header must be at most 65536 bytes: it says 70000"],
    [header("<f8", "False", "1e1, 2"), "RangeError", malformed("1e1, 2), }")],
    [header("<f8", "False", "0x5, 2"), "RangeError", malformed("0x5, 2), }")],
    [header("<f8", "False", "5,,4"), "RangeError", malformed(",4), }")],
    [header("<f8", "False", "-2, -1"), "RangeError", malformed("-2, -1), }")],
    [header("<f8", "False", "2"), "RangeError", malformed("), }")],
    [header("<f8", "False", "02,"), "RangeError", malformed("02,), }")],
    [header("<f8", "Falsee", "2,"), "RangeError", malformed("Falsee, 'shape': (2")],
    [
      dict("{'descr': '<f8', 'descr': '<f4', 'fortran_order': False, 'shape': (2,)}"),
      "RangeError",
      malformed(": '<f4', 'fortran_or"),
    ],
    [
      dict("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), 'x': 1}"),
      "RangeError",
      malformed("1}"),
    ],
    [dict("{'descr': '<f8', 'shape': (2,)}"), "RangeError", malformed("")],
    [dict("{'descr': '<f8', 'fortran_order': False, 'shape': (2,)} + 1"), "RangeError", malformed("+ 1")],
    [
      dict("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,)}"),
      "RangeError",
      malformed("[('a', '<f8')], 'fo"),
    ],
  ];
  for (const [bytes, name, message] of cases) assert.throws(() => decodeNpy(bytes, "x"), { name, message });
});

Deno.test("npy: headers as any writer may space them, and long ones, take no time", () => {
  const data = new Uint8Array(new Float64Array([3, 4]).buffer), m = new Matrix(1, 2, new Float64Array([3, 4]));
  for (
    const dict of [
      '{"shape":(1,2),"fortran_order":False,"descr":"<f8"}',
      "{ 'shape' : ( 1L , 2L, ) , 'descr': '<f8', 'fortran_order': False , }",
    ]
  ) {
    assert.deepEqual(decodeNpy(npy(dict, data)), m);
  }
  const wide = new Uint8Array(12 + 65_536).fill(32);
  wide.set([...latin("\x93NUMPY\x02\x00"), 0, 0, 1, 0]);
  const started = performance.now();
  assert.throws(() => decodeNpy(wide), /is not of it$/);
  wide.set(latin("{'descr': '" + "'descr': '".repeat(6000)), 12);
  assert.throws(() => decodeNpy(wide), /is not of it$/);
  assert.ok(performance.now() - started < 1000, "a second is a thousand times what it takes");
});

Deno.test("npy: every type, byte order and storage order is read as its values", () => {
  const values = [[1, -2, 3], [4, 5, -6]],
    types: Record<string, (view: DataView, at: number, x: number) => void> = {
      f2: (view, at, x) => view.setFloat16(at, x),
      f4: (view, at, x) => view.setFloat32(at, x),
      f8: (view, at, x) => view.setFloat64(at, x),
      i1: (view, at, x) => view.setInt8(at, x),
      i2: (view, at, x) => view.setInt16(at, x),
      i4: (view, at, x) => view.setInt32(at, x),
    };
  for (const [type, set] of Object.entries(types)) {
    for (const order of ["<", ">"]) {
      for (const fortran of ["True", "False"]) {
        const width = Number(type[1]), flat = fortran === "True" ? [1, 4, -2, 5, 3, -6] : values.flat();
        const data = new Uint8Array(6 * width);
        flat.forEach((x, i) => set(new DataView(data.buffer), i * width, x));
        if (order === "<") { for (let i = 0; i < 6; i++) data.subarray(i * width, (i + 1) * width).reverse(); }
        const bytes = npy(`{'descr': '${order}${type}', 'fortran_order': ${fortran}, 'shape': (2, 3)}`, data);
        const found = decodeNpy(bytes);
        assert.equal(found.dtype, type === "f8" || type === "i4" ? "f64" : "f32");
        assert.deepEqual(Array.from(found.data), values.flat(), `${order}${type} ${fortran}`);
      }
    }
  }
  const u1 = npy("{'descr': '|u1', 'fortran_order': False, 'shape': (1, 2)}", Uint8Array.of(255, 0));
  assert.deepEqual(decodeNpy(u1), new Matrix(1, 2, Float32Array.of(255, 0)));
});
