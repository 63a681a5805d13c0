/**
 * The library's one matrix: row-major, float64 or float32, zero-copy into BLAS.
 *
 * @module
 */
import { shape } from "../base/check.ts";
import { type Columned, type Dtype, type Floats, floats, partsOfColumned, partsOfRows } from "./floats.ts";
import { type Parts, partsOfMatrix, partsOfTensor, type Tensorial } from "./floats.ts";

export { type Dtype, type Floats, floats } from "./floats.ts";
/** What `Matrix.from` reads: rows of numbers, a 2-D tensor (tfjs), or an ml-matrix. */
export type MatrixLike =
  | Matrix
  | readonly (readonly number[] | Float64Array | Float32Array)[]
  | Tensorial
  | Columned;

/**
 * A frozen, row-major matrix: a row is a sample, a column a dimension. `data[i * cols + j]` is entry (i, j).
 *
 * The data is taken as it is, not copied: treat it as read-only, as every function of this library does.
 *
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * const m = new Matrix(2, 3, new Float64Array([1, 2, 3, 4, 5, 6]));
 * console.log(m.at(1, 0), m.row(0).length); // 4 3
 * ```
 */
export class Matrix {
  /** Number of rows, n ≥ 0. */
  readonly rows: number;
  /** Number of columns, d ≥ 1. */
  readonly cols: number;
  /** n · d entries, row by row. */
  readonly data: Floats;

  /**
   * Takes the array as it is, row after row.
   *
   * @throws {TypeError} If the sizes are not whole numbers, there is no column, or the data has another length.
   */
  constructor(rows: number, cols: number, data: Floats) {
    if (!Number.isInteger(rows) || !Number.isInteger(cols) || rows < 0 || cols < 1) {
      throw new TypeError(`Cannot make a matrix as rows and columns must be whole and cols ≥ 1: ${rows} × ${cols}`);
    }
    if (!(data instanceof Float64Array || data instanceof Float32Array)) {
      throw new TypeError("Cannot make a matrix as its data must be a Float64Array or Float32Array");
    }
    if (data.length !== rows * cols) {
      throw new TypeError(`Cannot make a ${rows} × ${cols} matrix as it needs ${rows * cols} entries: ${data.length}`);
    }
    this.rows = rows;
    this.cols = cols;
    this.data = data;
    Object.freeze(this);
  }

  /** Precision of the entries. */
  get dtype(): Dtype {
    return this.data instanceof Float32Array ? "f32" : "f64";
  }

  /** Entry (i, j). */
  at(i: number, j: number): number {
    return this.data[i * this.cols + j]!;
  }

  /** Row i as a view on the data (no copy). */
  row(i: number): Floats {
    return this.data.subarray(i * this.cols, (i + 1) * this.cols);
  }

  /** A matrix of zeros. */
  static zeros(rows: number, cols: number, dtype: Dtype = "f64"): Matrix {
    return new Matrix(rows, cols, floats(rows * cols, dtype));
  }

  /** The n × n identity. */
  static identity(n: number, dtype: Dtype = "f64"): Matrix {
    const m = Matrix.zeros(n, n, dtype);
    for (let i = 0; i < n; i++) m.data[i * n + i] = 1;
    return m;
  }

  /**
   * Copies rows of numbers, a 2-D tfjs tensor (float32) or an ml-matrix (float64) into a matrix.
   *
   * The way back is `toRows`.
   * @throws {TypeError} If an entry is not a number, rows differ in length, there is no row, or it is none of these.
   * @throws {RangeError} If an entry is too large for float32.
   */
  static from(source: MatrixLike, dtype?: Dtype): Matrix {
    if (source instanceof Matrix && (dtype ?? source.dtype) === source.dtype) return source;
    const of = ({ rows, cols, data }: Parts): Matrix => new Matrix(rows, cols, data);
    if (source instanceof Matrix) return of(partsOfMatrix(source, dtype ?? "f64"));
    if (Array.isArray(source)) return of(partsOfRows(source, dtype ?? "f64"));
    if (typeof source === "object" && source !== null) {
      if ("dataSync" in source) return of(partsOfTensor(source, dtype ?? "f32"));
      if ("columns" in source) return of(partsOfColumned(source, dtype ?? "f64"));
    }
    throw new TypeError("Cannot make a matrix as the source must be rows of numbers, a 2-D tensor or an ml-matrix");
  }
}

/** The matrix in the precision; the same value if it has it already. */
export function asDtype(m: Matrix, dtype: Dtype): Matrix {
  if (m.dtype === dtype) return m;
  const data = floats(m.data.length, dtype);
  data.set(m.data);
  return new Matrix(m.rows, m.cols, data);
}

/** The rows of `m` at `indices`, in that order, copied (len × d). @throws {RangeError} If an index is out of range. */
export function takeRows(m: Matrix, indices: ArrayLike<number>): Matrix {
  const out = Matrix.zeros(indices.length, m.cols, m.dtype);
  for (let i = 0; i < indices.length; i++) {
    const from = indices[i]!;
    if (!(from >= 0 && from < m.rows)) {
      throw new RangeError(`Cannot take row ${from} as the matrix is ${shape(m)}`);
    }
    out.data.set(m.row(from), i * m.cols);
  }
  return out;
}

/** Rows [start, end) as a matrix that shares the data (no copy). */
export function sliceRows(m: Matrix, start: number, end: number): Matrix {
  return new Matrix(end - start, m.cols, m.data.subarray(start * m.cols, end * m.cols));
}

/** The transpose, copied (d × n). */
export function transpose(m: Matrix): Matrix {
  const { rows, cols, data } = m;
  const out = floats(data.length, m.dtype);
  const block = 32;
  for (let i0 = 0; i0 < rows; i0 += block) {
    for (let j0 = 0; j0 < cols; j0 += block) {
      for (let i = i0; i < Math.min(i0 + block, rows); i++) {
        for (let j = j0; j < Math.min(j0 + block, cols); j++) out[j * rows + i] = data[i * cols + j]!;
      }
    }
  }
  return new Matrix(cols, rows, out);
}

/** Rows as nested arrays: for printing, and for ml-matrix and tfjs. */
export function toRows(m: Matrix): number[][] {
  return Array.from({ length: m.rows }, (_, i) => Array.from(m.row(i)));
}
