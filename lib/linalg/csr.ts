/**
 * Sparse matrices by rows: texts as counts of their words, graphs as who is linked to whom.
 *
 * @module
 */
import { integer } from "../base/check.ts";
import { asDtype, Matrix } from "./matrix.ts";

/** A sparse n × d matrix: row i has `values[p]` in column `columns[p]` for p in [starts[i], starts[i + 1]). */
export interface Csr {
  /** n. */
  readonly rows: number;
  /** d. */
  readonly cols: number;
  /** n + 1 places: where each row begins, and where the last ends. */
  readonly starts: Int32Array<ArrayBuffer>;
  /** Columns of the entries, row by row. */
  readonly columns: Int32Array<ArrayBuffer>;
  /** The entries. */
  readonly values: Float32Array<ArrayBuffer>;
}

/**
 * A sparse matrix from its rows of column → value, in the order of each map.
 *
 * @throws {RangeError} If a column is outside [0, cols).
 * @example
 * ```ts
 * import { csrFrom } from "anchorage/linalg";
 * console.log(csrFrom([new Map([[1, 2]]), new Map()], 3).starts.join()); // 0,1,1
 * ```
 */
export function csrFrom(rows: readonly ReadonlyMap<number, number>[], cols: number): Csr {
  const starts = new Int32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) starts[i + 1] = starts[i]! + row.size;
  const columns = new Int32Array(starts.at(-1)!), values = new Float32Array(columns.length);
  let p = 0;
  for (const row of rows) {
    for (const [column, value] of row) {
      columns[p] = integer(column, 0, cols - 1, "every column", "make a sparse matrix");
      values[p++] = value;
    }
  }
  return Object.freeze({ rows: rows.length, cols, starts, columns, values });
}

/** The rows at `indices`, in that order. */
export function csrRows(a: Csr, indices: Int32Array): Csr {
  const starts = new Int32Array(indices.length + 1);
  indices.forEach((row, i) => starts[i + 1] = starts[i]! + a.starts[row + 1]! - a.starts[row]!);
  const columns = new Int32Array(starts.at(-1)!), values = new Float32Array(columns.length);
  indices.forEach((row, i) => {
    columns.set(a.columns.subarray(a.starts[row]!, a.starts[row + 1]!), starts[i]!);
    values.set(a.values.subarray(a.starts[row]!, a.starts[row + 1]!), starts[i]!);
  });
  return Object.freeze({ rows: indices.length, cols: a.cols, starts, columns, values });
}

/** Aᵀ, by counting. */
export function csrTranspose(a: Csr): Csr {
  const starts = new Int32Array(a.cols + 1), columns = new Int32Array(a.columns.length);
  const values = new Float32Array(columns.length);
  for (const column of a.columns) starts[column + 1]!++;
  for (let j = 0; j < a.cols; j++) starts[j + 1]! += starts[j]!;
  const next = starts.slice();
  for (let i = 0; i < a.rows; i++) {
    for (let p = a.starts[i]!; p < a.starts[i + 1]!; p++) {
      const to = next[a.columns[p]!]!++;
      columns[to] = i;
      values[to] = a.values[p]!;
    }
  }
  return Object.freeze({ rows: a.cols, cols: a.rows, starts, columns, values });
}

/** A · X in float32 (n × r), four entries at a time; columns that are often used are best put first. */
export function csrTimes({ rows, starts, columns, values }: Csr, x: Matrix): Matrix {
  const from = asDtype(x, "f32").data, width = x.cols, out = new Float32Array(rows * width);
  for (let i = 0, own = 0; i < rows; i++, own += width) {
    const end = starts[i + 1]!;
    let p = starts[i]!;
    for (; p + 3 < end; p += 4) {
      const [a, b] = [columns[p]! * width, columns[p + 1]! * width];
      const [c, d] = [columns[p + 2]! * width, columns[p + 3]! * width];
      const [u, v, w, z] = [values[p]!, values[p + 1]!, values[p + 2]!, values[p + 3]!];
      for (let j = 0; j < width; j++) {
        out[own + j]! += u * from[a + j]! + v * from[b + j]! + w * from[c + j]! + z * from[d + j]!;
      }
    }
    for (; p < end; p++) {
      const value = values[p]!, a = columns[p]! * width;
      for (let j = 0; j < width; j++) out[own + j]! += value * from[a + j]!;
    }
  }
  return new Matrix(rows, width, out);
}
