/**
 * What a matrix of vectors is like, before anything is fitted on it.
 *
 * @module
 */
import { finite, integer } from "../base/check.ts";
import type { Dtype, Matrix } from "../linalg/matrix.ts";
import { average, columnMeans, rowNorms } from "../linalg/rows.ts";

/** What one looks at first. */
export interface VectorFacts {
  /** n. */
  readonly rows: number;
  /** d. */
  readonly cols: number;
  /** Precision in memory. */
  readonly dtype: Dtype;
  /** Mean Euclidean norm. */
  readonly norm: number;
  /** The smallest norm. */
  readonly smallest: number;
  /** The largest norm. */
  readonly largest: number;
  /** Whether every norm is 1 within .001. */
  readonly unit: boolean;
  /** Rows of norm 0. */
  readonly zeroRows: number;
  /** Rows that equal an earlier one. */
  readonly duplicates: number;
  /** Norm of the mean row over the mean norm, in [0, 1]: near 1, raw cosines are all high and say little. */
  readonly offset: number;
  /** Columns that are the same in every row. */
  readonly constantColumns: number;
}

/** The facts of n ≥ 1 rows. @throws {RangeError} If there are none, or an entry is not finite. */
export function vectorFacts(x: Matrix): VectorFacts {
  finite(x, "the vectors", "describe vectors");
  integer(x.rows, 1, Infinity, "the number of rows", "describe vectors");
  const norms = rowNorms(x), mean = columnMeans(x), norm = average(norms);
  const smallest = norms.reduce((a, b) => Math.min(a, b)), largest = norms.reduce((a, b) => Math.max(a, b));
  const bytes = new Uint8Array(x.data.buffer, x.data.byteOffset, x.data.byteLength), width = bytes.length / x.rows;
  const seen = new Set(Array.from({ length: x.rows }, (_, i) => hash(bytes.subarray(i * width, (i + 1) * width))));
  const first = x.row(0), constant = mean.filter((_, j) => column(x, j).every((value) => value === first[j]));
  return Object.freeze({
    rows: x.rows,
    cols: x.cols,
    dtype: x.dtype,
    norm,
    smallest,
    largest,
    unit: smallest > .999 && largest < 1.001,
    zeroRows: norms.filter((value) => value === 0).length,
    duplicates: x.rows - seen.size,
    offset: norm > 0 ? Math.hypot(...mean) / norm : 0,
    constantColumns: constant.length,
  });
}

const column = (x: Matrix, j: number): number[] => Array.from({ length: x.rows }, (_, i) => x.at(i, j));

/** FNV-1a of the bytes, twice with other offsets: 64 bits as a text. */
function hash(bytes: Uint8Array): string {
  let a = 2166136261, b = 0x9e3779b9;
  for (const byte of bytes) {
    a = Math.imul(a ^ byte, 16777619);
    b = Math.imul(b ^ byte, 0x85ebca6b);
  }
  return `${a >>> 0}/${b >>> 0}`;
}
