/**
 * Named tensors in memory, and their way from and to matrices.
 *
 * @module
 */
import { finite, shape } from "../base/check.ts";
import { Matrix } from "../linalg/matrix.ts";
import { fromBfloat, toBfloat } from "./entries.ts";

/** F16 and BF16 are held as float32 in memory; the other types hold what they store. */
export type Tensor =
  | { readonly dtype: "F64"; readonly shape: readonly number[]; readonly data: Float64Array<ArrayBuffer> }
  | {
    readonly dtype: "F32" | "F16" | "BF16";
    readonly shape: readonly number[];
    readonly data: Float32Array<ArrayBuffer>;
  }
  | { readonly dtype: "I32"; readonly shape: readonly number[]; readonly data: Int32Array<ArrayBuffer> }
  | { readonly dtype: "I8"; readonly shape: readonly number[]; readonly data: Int8Array<ArrayBuffer> }
  | { readonly dtype: "U8"; readonly shape: readonly number[]; readonly data: Uint8Array<ArrayBuffer> };

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** Bytes of one stored entry by dtype. */
export const width = Object.freeze({ F64: 8, F32: 4, I32: 4, F16: 2, BF16: 2, I8: 1, U8: 1 });

/** The matrix as a tensor: F64 or F32 that shares its data, or with `half` F16, to which it is rounded when written. */
export function tensorOf(m: Matrix, options: { readonly half?: boolean } = {}): Tensor {
  const shape = [m.rows, m.cols];
  if (options.half) return { dtype: "F16", shape, data: Float32Array.from(m.data) };
  if (m.data instanceof Float32Array) return { dtype: "F32", shape, data: m.data };
  return { dtype: "F64", shape, data: m.data };
}

/** What a matrix that is read back must be. */
export interface Expected {
  /** The file, for the sentence. */
  readonly source: string;
  readonly rows?: number;
  readonly cols?: number;
}

/**
 * The named tensor as a matrix that shares its data.
 *
 * @param expected If given, every entry must be finite and the shape as it says.
 * @throws {TypeError} If it is missing, not of floats, has not two axes, or another shape.
 * @throws {RangeError} If an entry is not finite.
 */
export function matrixOf(tensors: Tensors, name: string, expected?: Expected): Matrix {
  const t = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  const action = `read matrix "${name}"${expected ? ` of ${expected.source}` : ""}`;
  if (!t) {
    const known = Object.keys(tensors).join(", ");
    throw new TypeError(`Cannot ${action} as it must be one of the tensors: they are ${known}`);
  }
  const [rows, cols] = t.shape;
  if (t.shape.length !== 2 || t.dtype === "I32" || t.dtype === "I8" || t.dtype === "U8") {
    throw new TypeError(`Cannot ${action} as it must be floats with 2 axes: it is ${t.dtype} [${t.shape}]`);
  }
  const matrix = new Matrix(rows!, cols!, t.data);
  if (!expected) return matrix;
  const { rows: n = rows, cols: d = cols } = expected;
  if (rows !== n || cols !== d) {
    throw new TypeError(`Cannot ${action} as it must be ${n} × ${d}: it is ${shape(matrix)}`);
  }
  return finite(matrix, "it", action);
}

/** @throws {TypeError} If the data is of another type or length than the dtype and shape say. */
export function checkTensor(name: string, t: Tensor): void {
  const kinds = {
    F64: Float64Array,
    F32: Float32Array,
    F16: Float32Array,
    BF16: Float32Array,
    I32: Int32Array,
    I8: Int8Array,
    U8: Uint8Array,
  };
  const length = t.shape.reduce((a, b) => a * b, 1);
  if (t.data instanceof kinds[t.dtype] && t.data.length === length && name !== "__metadata__") return;
  const found = `${t.data.constructor.name} of ${t.data.length}`;
  throw new TypeError(
    `Cannot write tensor "${name}" as ${t.dtype} [${t.shape}] must be ${
      kinds[t.dtype].name
    } of ${length}: it is ${found}`,
  );
}

/** The tensor in the stored little-endian bytes, which it takes over. */
export function makeTensor(dtype: Tensor["dtype"], shape: readonly number[], buffer: ArrayBuffer): Tensor {
  if (dtype === "F64") return { dtype, shape, data: new Float64Array(buffer) };
  if (dtype === "F32") return { dtype, shape, data: new Float32Array(buffer) };
  if (dtype === "F16") return { dtype, shape, data: Float32Array.from(new Float16Array(buffer)) };
  if (dtype === "BF16") return { dtype, shape, data: fromBfloat(new Uint16Array(buffer)) };
  if (dtype === "I8") return { dtype, shape, data: new Int8Array(buffer) };
  if (dtype === "I32") return { dtype, shape, data: new Int32Array(buffer) };
  return { dtype, shape, data: new Uint8Array(buffer) };
}

/** The stored form of a tensor's entries. F16 and BF16 round to the nearest, ties to even. */
export function storedEntries({ dtype, data }: Tensor): ArrayBufferView {
  if (dtype === "F16") return Float16Array.from(data);
  return dtype === "BF16" ? toBfloat(data) : data;
}
