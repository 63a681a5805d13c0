/**
 * Numbers from outside, checked one by one, as the storage of a matrix.
 *
 * @module
 */
import { onLargePages } from "../base/runtime.ts";

/** The storage of a matrix. */
export type Floats = Float64Array<ArrayBuffer> | Float32Array<ArrayBuffer>;
/** The precision of a matrix: float64 or float32. */
export type Dtype = "f64" | "f32";
/** A matrix by its parts. */
export interface Parts {
  readonly rows: number;
  readonly cols: number;
  readonly data: Floats;
}

/** A matrix of ml-matrix, as far as it is read. */
export interface Columned {
  /** How many rows. */
  readonly rows: number;
  /** How many columns. */
  readonly columns: number;
  /** One entry. */
  get(row: number, column: number): number;
}

/** A tensor of tfjs, as far as it is read. */
export interface Tensorial {
  /** [rows, columns]. */
  readonly shape: readonly number[];
  /** Its entries, row by row. */
  dataSync(): ArrayLike<number>;
}

/** A zeroed array of the precision. */
export function floats(length: number, dtype: Dtype): Floats {
  return onLargePages(dtype === "f32" ? new Float32Array(length) : new Float64Array(length));
}

/** A matrix in another precision. @throws {RangeError} If an entry is too large for float32. */
export function partsOfMatrix({ rows, cols, data: from }: Parts, dtype: Dtype): Parts {
  const data = floats(from.length, dtype);
  fill(data, from, 0, cols);
  return { rows, cols, data };
}

/** Rows of numbers. @throws {TypeError} If they differ in length, there is none, or one holds what is not a number. */
export function partsOfRows(rows: readonly ArrayLike<number>[], dtype: Dtype): Parts {
  const cols = isList(rows[0]) ? rows[0].length : 0;
  if (rows.length === 0 || (isList(rows[0]) && cols === 0)) {
    throw new TypeError("Cannot make a matrix from rows as there must be at least one row and one column");
  }
  const data = floats(rows.length * cols, dtype);
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    if (!isList(row)) {
      throw new TypeError(`Cannot make a matrix as every row must be a list of numbers: row ${i} is ${say(row)}`);
    }
    if (row.length !== cols) {
      throw new TypeError(`Cannot make a matrix as every row must have ${cols} entries: row ${i} has ${row.length}`);
    }
    fill(data, row, i * cols, cols);
  }
  return { rows: rows.length, cols, data };
}

/** A 2-D tensor. @throws {TypeError} If it has another number of axes, or entries that are not numbers. */
export function partsOfTensor(t: Tensorial, dtype: Dtype): Parts {
  if (t.shape.length !== 2) {
    throw new TypeError(`Cannot make a matrix as the tensor must have 2 axes: its shape is [${t.shape}]`);
  }
  const values = t.dataSync(), [rows, cols] = t.shape as [number, number], data = floats(values.length, dtype);
  fill(data, values, 0, cols);
  return { rows, cols, data };
}

/** An ml-matrix. @throws {TypeError} If an entry is not a number. */
export function partsOfColumned(source: Columned, dtype: Dtype): Parts {
  const { rows, columns: cols } = source, data = floats(rows * cols, dtype);
  for (let i = 0; i < rows; i++) fill(data, Array.from({ length: cols }, (_, j) => source.get(i, j)), i * cols, cols);
  return { rows, cols, data };
}

const isList = (row: unknown): row is ArrayLike<number> =>
  Array.isArray(row) || (ArrayBuffer.isView(row) && "length" in row);
const say = (value: unknown): string => typeof value === "string" ? JSON.stringify(value) : String(value);

/** Entries from `at` on; what is no number, or too large for float32, is refused with its row and column. */
function fill(data: Floats, values: ArrayLike<number>, at: number, cols: number): void {
  const single = data instanceof Float32Array;
  for (let j = 0; j < values.length; j++) {
    const value: unknown = values[j], p = at + j;
    const where = (): string => `row ${Math.floor(p / cols)}, column ${p % cols} is ${say(value)}`;
    if (typeof value !== "number") {
      throw new TypeError(`Cannot make a matrix as every entry must be a number: ${where()}`);
    }
    data[p] = value;
    if (single && Math.abs(data[p]!) === Infinity && Number.isFinite(value)) {
      throw new RangeError(`Cannot make a float32 matrix as its entries must be at most 3.4e38: ${where()}`);
    }
  }
}
