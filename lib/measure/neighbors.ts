/**
 * Neighbours by cosine, found by blocks of rows: one GEMM a block, a bounded selection a row, never n × n.
 *
 * @module
 */
import { columns, finite, integer, shape } from "../base/check.ts";
import { matmul } from "../linalg/linalg.ts";
import { asDtype, type Matrix, sliceRows } from "../linalg/matrix.ts";
import { unitRows } from "../linalg/rows.ts";

/** Similarities held at a time: 2²² numbers, 32 MB. */
const HELD = 1 << 22;

/** Cosines of rows [start, start + block.rows) of the queries (rows) with every row of the gallery (columns). */
export type CosineBlock = (block: Matrix, start: number) => void;

/** Visits the cosines of queries (m × d) with gallery (n × d) block by block, in float64; zero rows give 0. */
export function eachCosineBlock(queries: Matrix, gallery: Matrix, visit: CosineBlock): void {
  const unit = unitRows(asDtype(gallery, "f64"));
  const size = Math.max(1, Math.floor(HELD / gallery.rows));
  for (let start = 0; start < queries.rows; start += size) {
    const block = sliceRows(queries, start, Math.min(start + size, queries.rows));
    visit(matmul(unitRows(asDtype(block, "f64")), unit, { transB: true }), start);
  }
}

/** How many neighbours, and whether a row may be its own. */
export interface NeighborOptions {
  /** Neighbours of each row, in [1, n], or [1, n - 1] with `excludeSelf`. */
  readonly k: number;
  /** Row i of the gallery is not a neighbour of query i; default false. */
  readonly excludeSelf?: boolean;
}

/**
 * The k rows of `gallery` (n × d) with the largest cosine to each row of `queries` (m × d), most similar first.
 *
 * @returns m · k indices, row by row. Equal cosines: lowest index first (equal but for rounding: either).
 * @throws {TypeError} If a side has no rows or the column counts differ.
 * @throws {RangeError} If an entry is not finite or k is out of range.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { nearestNeighbors } from "anchorage/measure";
 * const words = Matrix.from([[1, 0], [0, 1], [3, 1]]);
 * console.log(nearestNeighbors(words, words, { k: 1, excludeSelf: true }).join()); // 2,2,0
 * ```
 */
export function nearestNeighbors(
  queries: Matrix,
  gallery: Matrix,
  options: NeighborOptions,
): Int32Array<ArrayBuffer> {
  const action = "find neighbours", { k, excludeSelf = false } = options;
  comparable(queries, gallery, action);
  integer(k, 1, gallery.rows - (excludeSelf ? 1 : 0), "k", action);
  const out = new Int32Array(queries.rows * k);
  eachCosineBlock(queries, gallery, (block, start) => {
    for (let i = 0; i < block.rows; i++) {
      const row = start + i;
      selectLargest(block.row(i), excludeSelf ? row : -1, out.subarray(row * k, (row + 1) * k));
    }
  });
  return out;
}

/** Fills `best` with the indices of the largest values but `skip`, descending: insertion into a sorted list of k. */
function selectLargest(values: ArrayLike<number>, skip: number, best: Int32Array): void {
  const k = best.length;
  let held = 0;
  for (let j = 0; j < values.length; j++) {
    const value = values[j]!;
    if (j === skip || (held === k && value <= values[best[k - 1]!]!)) continue;
    let at = held < k ? held++ : k - 1;
    for (; at > 0 && values[best[at - 1]!]! < value; at--) best[at] = best[at - 1]!;
    best[at] = j;
  }
}

/** Throws unless both sides have rows, finite entries and the same number of columns. */
export function comparable(queries: Matrix, gallery: Matrix, action: string): void {
  for (const [m, what] of [[queries, "the queries"], [gallery, "the gallery"]] as const) {
    if (m.rows === 0) throw new TypeError(`Cannot ${action} as ${what} must have rows: the shape is ${shape(m)}`);
    finite(m, what, action);
  }
  columns(gallery, queries.cols, "the gallery", action);
}
