/**
 * Named tensors in memory, and their way from and to matrices.
 *
 * @module
 */
import { Matrix } from "../linalg/matrix.ts";

/** Float16 is held as float32 in memory; the other types hold what they store. */
export type Tensor =
  | { readonly dtype: "F64"; readonly shape: readonly number[]; readonly data: Float64Array<ArrayBuffer> }
  | { readonly dtype: "F32" | "F16"; readonly shape: readonly number[]; readonly data: Float32Array<ArrayBuffer> }
  | { readonly dtype: "I32"; readonly shape: readonly number[]; readonly data: Int32Array<ArrayBuffer> }
  | { readonly dtype: "U8"; readonly shape: readonly number[]; readonly data: Uint8Array<ArrayBuffer> };

/** Tensors by name. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** Bytes of one stored entry by dtype. */
export const width = Object.freeze({ F64: 8, F32: 4, I32: 4, F16: 2, U8: 1 });

/** The matrix as a tensor: F64 or F32 that shares its data, or with `half` F16, to which it is rounded when written. */
export function tensorOf(m: Matrix, options: { readonly half?: boolean } = {}): Tensor {
  const shape = [m.rows, m.cols];
  if (options.half) return { dtype: "F16", shape, data: Float32Array.from(m.data) };
  if (m.data instanceof Float32Array) return { dtype: "F32", shape, data: m.data };
  return { dtype: "F64", shape, data: m.data };
}

/**
 * The named tensor as a matrix that shares its data.
 *
 * @throws {TypeError} If it is missing, not of floats, or has not two axes.
 */
export function matrixOf(tensors: Tensors, name: string): Matrix {
  const t = Object.hasOwn(tensors, name) ? tensors[name] : undefined;
  if (!t) {
    const known = Object.keys(tensors).join(", ");
    throw new TypeError(`Cannot read matrix "${name}" as it must be one of the tensors: they are ${known}`);
  }
  const [rows, cols] = t.shape;
  if (t.shape.length !== 2 || t.dtype === "I32" || t.dtype === "U8") {
    throw new TypeError(`Cannot read matrix "${name}" as it must be floats with 2 axes: it is ${t.dtype} [${t.shape}]`);
  }
  return new Matrix(rows!, cols!, t.data);
}

/** @throws {TypeError} If the data is of another type or length than the dtype and shape say. */
export function checkTensor(name: string, t: Tensor): void {
  const kinds = { F64: Float64Array, F32: Float32Array, F16: Float32Array, I32: Int32Array, U8: Uint8Array };
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
  if (dtype === "I32") return { dtype, shape, data: new Int32Array(buffer) };
  return { dtype, shape, data: new Uint8Array(buffer) };
}
