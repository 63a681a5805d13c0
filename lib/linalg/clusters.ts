/**
 * Clusters of rows by k-means.
 *
 * @module
 */
import { anchorRows, integer } from "../base/check.ts";
import { type Rng, rng } from "../base/random.ts";
import { center } from "./blocks.ts";
import { matmul } from "./linalg.ts";
import { asDtype, Matrix, takeRows } from "./matrix.ts";
import { columnMeans, mapColumns, rowNorms } from "./rows.ts";

/** Lloyd's steps at most; it stops as soon as no item changes its cluster. */
const STEPS = 100;

/** Lloyd's clusters of rows from k-means++ centres, and the squared distances of the rows to the final centres. */
export function clusterRows(
  vectors: Matrix,
  options: { readonly count: number; readonly seed: number },
  action: string,
): { readonly clusters: Int32Array; readonly gaps: () => Matrix } {
  const count = integer(options.count, 1, vectors.rows, "the number of anchors", action);
  const x = asDtype(anchorRows(vectors, "the vectors", action, 1), "f64"), mean = columnMeans(x);
  const centered = center(x, mean), norms = squaredNorms(centered);
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

/** The index of the lowest value; ties: the first. */
export function lowest(values: ArrayLike<number>): number {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! < values[at]!) at = i;
  return at;
}

function squaredNorms(x: Matrix): Float64Array<ArrayBuffer> {
  return rowNorms(x).map((norm) => norm * norm);
}
