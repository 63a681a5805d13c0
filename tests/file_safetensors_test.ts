import assert from "node:assert/strict";
import { join } from "node:path";
import { decodeSafetensors, encodeSafetensors, readSafetensors, writeSafetensors } from "../lib/file/safetensors.ts";
import { matrixOf, tensorOf, type Tensors } from "../lib/file/tensor.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { inTemp, random, sample, text } from "./file_helper.ts";

Deno.test("safetensors: tensors and metadata survive the round trip, in bytes and through a file", () =>
  inTemp(async (folder) => {
    const { tensors, metadata } = decodeSafetensors(encodeSafetensors(sample, { seed: "7" }));
    assert.deepEqual({ ...tensors }, sample);
    assert.deepEqual({ ...metadata }, { seed: "7" });
    const path = join(folder, "x.safetensors");
    await writeSafetensors(path, sample);
    assert.deepEqual({ ...(await readSafetensors(path)).tensors }, sample);
  }));

Deno.test("safetensors: the order of tensors does not change the bytes, their values do", () => {
  const reversed = Object.fromEntries(Object.entries(sample).reverse());
  assert.deepEqual(encodeSafetensors(reversed), encodeSafetensors(sample));
  const other = { ...sample, rows: { ...sample["rows"]!, data: new Int32Array([-1, 0, 8]) } } as Tensors;
  assert.notDeepEqual(encodeSafetensors(other), encodeSafetensors(sample));
});

Deno.test("safetensors: F16 rounds to the nearest, ties to even", () => {
  const data = new Float32Array([1 + 2 ** -11, 1 + 3 * 2 ** -11, 1 + 2 ** -11 + 2 ** -20, 65520, 2 ** -25, 0.1]);
  const { x } = decodeSafetensors(encodeSafetensors({ x: { dtype: "F16", shape: [6], data } })).tensors;
  assert.deepEqual(Array.from(x!.data), [1, 1 + 2 ** -9, 1 + 2 ** -10, Infinity, 0, 0.0999755859375]);
});

Deno.test("safetensors: a matrix goes in and comes back, a tensor of another kind does not", () => {
  for (const dtype of ["f64", "f32"] as const) {
    const m = random(3, 2, dtype, 1);
    assert.deepEqual(matrixOf({ m: tensorOf(m) }, "m"), m);
  }
  assert.equal(tensorOf(random(3, 2, "f64", 1), { half: true }).dtype, "F16");
  assert.throws(() => matrixOf(sample, "rows"), {
    name: "TypeError",
    message: 'Cannot read matrix "rows" as it must be floats with 2 axes: it is I32 [3]',
  });
  assert.throws(() => matrixOf({ a: sample["rows"]! }, "b"), {
    name: "TypeError",
    message: 'Cannot read matrix "b" as it must be one of the tensors: they are a',
  });
});

function raw(header: unknown, data: number): Uint8Array {
  const json = text(typeof header === "string" ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(json.length), true);
  bytes.set(json, 8);
  return bytes;
}

Deno.test("safetensors: what cannot be read gets one sentence", () => {
  const u8 = (begin: number, end: number): unknown => ({
    dtype: "U8",
    shape: [end - begin],
    data_offsets: [begin, end],
  });
  const long = raw({}, 0);
  long[0] = 200;
  const cases: [Uint8Array, string][] = [
    [new Uint8Array(3), "it must have at least 8 bytes: it has 3"],
    [long, "its header must be at most 2 bytes: it says 200"],
    [raw("nonsense", 0), 'its header must begin with "{"'],
    [raw(" {}", 0), 'its header must begin with "{"'],
    [raw({ a: u8(0, 4), b: u8(2, 6) }, 6), 'tensor "b" must begin at byte 4 of the data: it begins at 2'],
    [raw({ a: u8(0, 2), b: u8(4, 6) }, 6), 'tensor "b" must begin at byte 2 of the data: it begins at 4'],
    [raw({ a: u8(0, 9) }, 5), "its tensors must be 9 bytes: it has 5"],
    [raw({ a: u8(0, 3) }, 5), "its tensors must be 3 bytes: it has 5"],
    [raw({ a: { dtype: "F32", shape: [2], data_offsets: [0, 4] } }, 4), 'tensor "a" must be 8 bytes: it is 4'],
  ];
  for (const [bytes, reason] of cases) {
    assert.throws(() => decodeSafetensors(bytes, "x"), { name: "RangeError", message: `Cannot read x as ${reason}` });
  }
  const u1 = '{"dtype":"U8","shape":[1],"data_offsets":[0,1]}';
  const kinds: [Uint8Array, string, string][] = [
    [raw({ a: 3 }, 0), "TypeError", "Cannot read x as a must be an object: it is 3"],
    [raw({ a: { shape: [1] } }, 0), "TypeError", "Cannot read x as a.dtype must be there: it is missing"],
    [
      raw({ a: { dtype: "F32", shape: [-1], data_offsets: [0, 4] } }, 4),
      "RangeError",
      "Cannot read x as a.shape[0] must be an integer of at least 0: it is -1",
    ],
    [
      raw(`{"a":${u1.replace("[1]", '[1],"scale":2')}}`, 1),
      "TypeError",
      "Cannot read x as a.scale must be absent: it is 2",
    ],
    [raw({ __metadata__: { a: 1 } }, 0), "TypeError", "Cannot read x as __metadata__.a must be text: it is 1"],
    [
      raw({ a: { dtype: "I64", shape: [1], data_offsets: [0, 8] } }, 8),
      "RangeError",
      'Cannot read x as a.dtype must be one of "F64", "F32", "I32", "F16", "BF16", "I8", "U8": it is I64',
    ],
    [
      raw(`{"a":${u1},"\\u0061":${u1}}`, 1),
      "SyntaxError",
      'Cannot read the header of x as no object may have a key twice: "a" is',
    ],
  ];
  for (const [bytes, name, message] of kinds) assert.throws(() => decodeSafetensors(bytes, "x"), { name, message });
});

Deno.test("safetensors: BF16 rounds to the nearest, ties to even, and keeps what is not finite", () => {
  const data = new Float32Array([1 + 2 ** -8, 1 + 3 * 2 ** -8, 1 + 2 ** -8 + 2 ** -20, 3.4e38, -Infinity, NaN, -0]);
  const { x } = decodeSafetensors(encodeSafetensors({ x: { dtype: "BF16", shape: [7], data } })).tensors;
  const expected = [1, 1 + 2 ** -6, 1 + 2 ** -7, Infinity, -Infinity, NaN, -0];
  assert.deepEqual(Array.from(x!.data), expected);
});

Deno.test("a matrix that is read back has the shape and the finite entries that it must have", () => {
  const bad = new Matrix(2, 2, Float64Array.of(1, 2, NaN, 4)), tensors = { m: tensorOf(bad) };
  assert.deepEqual(matrixOf(tensors, "m"), bad);
  assert.throws(() => matrixOf(tensors, "m", { source: "a.safetensors" }), {
    name: "RangeError",
    message: 'Cannot read matrix "m" of a.safetensors as it must be finite: row 1, column 0 is NaN',
  });
  assert.throws(() => matrixOf(tensors, "m", { source: "a.safetensors", cols: 3 }), {
    name: "TypeError",
    message: 'Cannot read matrix "m" of a.safetensors as it must be 2 × 3: it is 2 × 2',
  });
});

Deno.test("safetensors: data that does not fit its shape or type is not written", () => {
  const short: Tensors = { a: { dtype: "F64", shape: [2, 2], data: new Float64Array(3) } };
  assert.throws(() => encodeSafetensors(short), {
    name: "TypeError",
    message: 'Cannot write tensor "a" as F64 [2,2] must be Float64Array of 4: it is Float64Array of 3',
  });
});
