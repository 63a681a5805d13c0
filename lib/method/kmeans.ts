/**
 * Choosing anchors by k-means: the items nearest to the centres of k clusters.
 *
 * @module
 */

import { anchorRows, integer } from "../base/check.ts";
import { matmul } from "../linalg/linalg.ts";
import { asDtype, Matrix, takeRows } from "../linalg/matrix.ts";
import { type Rng, rng } from "../base/random.ts";
import { columnMeans, mapColumns, rowNorms } from "../linalg/rows.ts";
import type { Space } from "../space/space.ts";

/** Lloyd's steps at most; it stops as soon as no item changes its cluster. */
const STEPS = 100;

/**
 * Names of `count` anchors of one space, in the order of its rows: Lloyd's algorithm from k-means++ centres (Euclidean),
 * then for each centre the nearest item that no earlier centre has taken.
 *
 * Numerical weakness: a local optimum that depends on the seed; items at the same distance to rounding may fall to
 * another cluster on another engine.
 *
 * @throws {RangeError} If count is not an integer in [1, n], or an entry is not finite.
 * @example
 * ```ts
 * import { kmeansAnchors, Matrix, space } from "anchorage";
 * const vectors = Matrix.from([[0, 0], [0, 1], [9, 9], [9, 8]]);
 * const x = space({ name: "toy", ids: ["a", "b", "c", "d"], vectors });
 * console.log(kmeansAnchors(x, { count: 2, seed: 1 }).length); // 2, one of each pair
 * ```
 */
export function kmeansAnchors(
  items: Pick<Space, "ids" | "vectors">,
  options: { readonly count: number; readonly seed: number },
): readonly string[] {
  const { gaps } = clusterRows(items.vectors, options, "choose anchors by k-means");
  return Object.freeze(Array.from(nearestItems(gaps()), (i) => items.ids[i]!));
}

/** Lloyd's clusters of rows from k-means++ centres, and the squared distances of the rows to the final centres. */
export function clusterRows(
  vectors: Matrix,
  options: { readonly count: number; readonly seed: number },
  action: string,
): { readonly clusters: Int32Array; readonly gaps: () => Matrix } {
  const count = integer(options.count, 1, vectors.rows, "the number of anchors", action);
  const x = asDtype(anchorRows(vectors, "the vectors", action, 1), "f64"), mean = columnMeans(x);
  const centered = mapColumns(x, (value, j) => value - mean[j]!), norms = squaredNorms(centered);
  let centers = takeRows(centered, seeds(centered, norms, count, rng(options.seed).fork("k-means")));
  let clusters = new Int32Array(0);
  for (let step = 0; step < STEPS; step++) {
    const nearest = assign(distances(centered, norms, centers));
    if (nearest.every((c, i) => c === clusters[i])) break;
    clusters = nearest;
    centers = means(centered, clusters, centers);
  }
  return { clusters, gaps: () => distances(centered, norms, centers) };
}

/** k-means++: each next centre is an item drawn by its squared distance to the nearest centre so far. */
function seeds(x: Matrix, norms: Float64Array, count: number, draw: Rng): Int32Array {
  const chosen = new Int32Array(count), nearest = new Float64Array(x.rows).fill(Infinity);
  const taken = new Set<number>();
  let next = draw.integer(x.rows);
  for (let c = 0; c < count; c++) {
    chosen[c] = next;
    taken.add(next);
    const gaps = distances(x, norms, takeRows(x, [next])).data;
    for (let i = 0; i < x.rows; i++) nearest[i] = taken.has(i) ? 0 : Math.min(nearest[i]!, gaps[i]!);
    next = pick(nearest, draw.uniform(), taken);
  }
  return chosen;
}

/** The index at a share of the cumulated weights; among free ones if all weights are zero (equal items). */
function pick(weights: Float64Array, share: number, taken: ReadonlySet<number>): number {
  let left = share * weights.reduce((a, b) => a + b, 0);
  const free = weights.findIndex((weight, i) => !taken.has(i) && (left -= weight) <= 0);
  return free >= 0 ? free : weights.findLastIndex((_, i) => !taken.has(i));
}

/** Squared distances n × c by one product, clamped at 0. */
function distances(x: Matrix, norms: Float64Array, centers: Matrix): Matrix {
  const own = squaredNorms(centers), inner = matmul(x, centers, { transB: true });
  return mapColumns(inner, (v, j, i) => Math.max(0, norms[i]! + own[j]! - 2 * v));
}

/** The nearest centre of every item; ties: the lowest. */
function assign(gaps: Matrix): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: gaps.rows }, (_, i) => lowest(gaps.row(i)));
}

/** The mean of each cluster; an empty one keeps its centre. */
function means(x: Matrix, clusters: Int32Array, before: Matrix): Matrix {
  const sums = new Float64Array(before.data.length), sizes = new Int32Array(before.rows);
  for (let i = 0, p = 0; i < x.rows; i++) {
    const at = clusters[i]! * x.cols;
    sizes[clusters[i]!]!++;
    for (let j = 0; j < x.cols; j++) sums[at + j]! += x.data[p++]!;
  }
  return mapColumns(before, (old, j, c) => sizes[c]! > 0 ? sums[c * x.cols + j]! / sizes[c]! : old);
}

/** For each centre in turn its nearest item not taken yet; ascending. */
function nearestItems(gaps: Matrix): Int32Array {
  const taken = new Set<number>();
  for (let c = 0; c < gaps.cols; c++) {
    const column = Float64Array.from({ length: gaps.rows }, (_, i) => taken.has(i) ? Infinity : gaps.at(i, c));
    taken.add(lowest(column));
  }
  return Int32Array.from(taken).sort();
}

function lowest(values: ArrayLike<number>): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[at]!) at = i;
  return at;
}

function squaredNorms(x: Matrix): Float64Array<ArrayBuffer> {
  return rowNorms(x).map((norm) => norm * norm);
}
