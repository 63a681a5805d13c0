/**
 * Neighbours by cosine, found by blocks of rows: one GEMM a block, a bounded selection a row, never n × n.
 *
 * @module
 */
import { columns, finite, integer, shape, shaped } from "../base/check.ts";
import { matmul } from "../linalg/linalg.ts";
import { asDtype, type Matrix, sliceRows } from "../linalg/matrix.ts";
import { unitRows } from "../linalg/rows.ts";
import { topProducts } from "../linalg/top.ts";

/** Similarities held at a time: 2²² numbers, 32 MB. */
const HELD = 1 << 22;

/** Rows at a time whose cosines with all rows of their space are held. */
export function blockRows(x: Matrix): number {
  return Math.max(1, Math.floor(HELD / x.rows));
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
 * @returns m · k indices, row by row. Cosines that are equal but for rounding: lowest index first.
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
  return topProducts(queries, gallery, { k, excludeSelf, unit: true, tie: tieOf(queries, gallery) }).indices;
}

/** The neighbours of one row. */
export interface Neighborhood {
  /** Those that are nearer than the k-th, most similar first; fewer than k. */
  readonly inside: readonly number[];
  /** Those as near as the k-th but for rounding, ascending: at least as many as there are places left. */
  readonly tied: readonly number[];
}

/** Finds the neighbourhoods of rows [start, end) in their own space, each row itself left out. */
export function neighborhoods(x: Matrix, k: number): (start: number, end: number) => readonly Neighborhood[] {
  comparable(x, x, "find neighbours");
  integer(k, 1, x.rows - 1, "k", "find neighbours");
  const tie = tieOf(x, x), unit = unitRows(asDtype(x, "f64"));
  return (start, end) => {
    const block = matmul(sliceRows(unit, start, end), unit, { transB: true });
    return Array.from({ length: block.rows }, (_, i) => neighborhood(block.row(i), start + i, k, tie));
  };
}

/** Cosines nearer than this differ by rounding only: d · 2⁻⁵², or √d · 2⁻²³ where a side is float32. */
export function tieOf(a: Matrix, b: Matrix): number {
  return a.dtype === "f64" && b.dtype === "f64" ? a.cols * Number.EPSILON : Math.sqrt(a.cols) * 2 ** -23;
}

function neighborhood(values: ArrayLike<number>, skip: number, k: number, tie: number): Neighborhood {
  const best = selectLargest(values, skip, k), last = values[best[k - 1]!]!;
  const inside = byIndexInTies(best.filter((j) => values[j]! > last + tie), values, tie);
  const tied: number[] = [];
  for (let j = 0; j < values.length; j++) if (Math.abs(values[j]! - last) <= tie && j !== skip) tied.push(j);
  return { inside, tied };
}

/** Descending indices with those of tied values in ascending order. */
function byIndexInTies(order: readonly number[], values: ArrayLike<number>, tie: number): number[] {
  const out: number[] = [];
  for (let start = 0, end = 0; start < order.length; start = end) {
    do end++; while (end < order.length && values[order[end - 1]!]! - values[order[end]!]! <= tie);
    out.push(...order.slice(start, end).sort((a, b) => a - b));
  }
  return out;
}

/** The indices of the k largest values but `skip`, descending: insertion into a sorted list. */
function selectLargest(values: ArrayLike<number>, skip: number, k: number): number[] {
  const best = new Array<number>(k);
  let held = 0;
  for (let j = 0; j < values.length; j++) {
    const value = values[j]!;
    if (j === skip || (held === k && value <= values[best[k - 1]!]!)) continue;
    let at = held < k ? held++ : k - 1;
    for (; at > 0 && values[best[at - 1]!]! < value; at--) best[at] = best[at - 1]!;
    best[at] = j;
  }
  return best;
}

/** Throws unless both sides have rows, finite entries and the same number of columns. */
export function comparable(queries: Matrix, gallery: Matrix, action: string): void {
  for (const [m, what] of [[queries, "the queries"], [gallery, "the gallery"]] as const) {
    if (shaped(m, what, action).rows === 0) {
      throw new TypeError(`Cannot ${action} as ${what} must have rows: the shape is ${shape(m)}`);
    }
    finite(m, what, action);
  }
  columns(gallery, queries.cols, "the gallery", action);
}
