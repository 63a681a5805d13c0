/**
 * An index of vectors and queries to it, scored query by query: the match, the neighbours, and search in two stages.
 *
 * @module
 */
import { integer, parallelRows } from "../base/check.ts";
import { byKey } from "../base/once.ts";
import { asDtype, Matrix } from "../linalg/matrix.ts";
import { dot, unitRows } from "../linalg/rows.ts";
import { nearestNeighbors } from "./neighbors.ts";
import { retrieval } from "./retrieval.ts";

/** Queries against an index, compared by cosine; where both have the same items, row i of one matches row i of both. */
export interface Search {
  /** m × d. */
  readonly queries: Matrix;
  /** n × d. */
  readonly index: Matrix;
  /** m · k rows of the index, nearest first, the query's own row left out; found once for each k. */
  readonly neighbors: (k: number) => Int32Array<ArrayBuffer>;
}

/** A search, whose neighbours serve every score. */
export function search(queries: Matrix, index: Matrix): Search {
  const neighbors = byKey((k: number) => nearestNeighbors(queries, index, { k, excludeSelf: true }));
  return Object.freeze({ queries, index, neighbors });
}

/** Scores by name ("recall@10"), each a list with one entry a query. */
export type QueryScores = Readonly<Record<string, Float64Array<ArrayBuffer>>>;

/** recall@k for every k, and "mrr": where the match of each query stands. Ties count as in `retrieval`. */
export function matchScores({ queries, index }: Search, at: readonly number[]): QueryScores {
  return fromRanks(retrieval(queries, index, { recallAt: [] }).ranks, at);
}

/**
 * overlap@k: the share of the k nearest neighbours that the exact search finds (the query's own row left out) which this
 * search finds too. In [0, 1]; chance is about k / n.
 */
export function overlapScores(own: Search, exact: Search, at: readonly number[]): QueryScores {
  const depth = Math.max(...at);
  return overlaps(own.neighbors(depth), exact.neighbors(depth), depth, at);
}

/**
 * The same scores of a search in two stages: the first search recalls `candidates` rows, the exact vectors put them in
 * order. A match that was not recalled has recall 0 and reciprocal rank 0.
 *
 * @throws {RangeError} If there are fewer candidates than the largest k, or more than half of the rows: that would be the
 * exact search, whatever the first is.
 */
export function twoStageScores(first: Search, exact: Search, candidates: number, at: readonly number[]): QueryScores {
  const n = exact.index.rows, depth = Math.max(...at);
  const c = integer(candidates, depth, Math.floor(n / 2), "the number of candidates", "search in two stages");
  parallelRows(exact.queries, exact.index, "search in two stages");
  const ordered = reranked(first, exact, c), ranks = new Float64Array(n).fill(Infinity);
  const found = new Int32Array(n * depth).fill(-1);
  for (let i = 0; i < n; i++) {
    const row = ordered.subarray(i * c, (i + 1) * c), place = row.indexOf(i);
    if (place >= 0) ranks[i] = place + 1;
    found.set(row.filter((j) => j !== i).subarray(0, depth), i * depth);
  }
  return { ...fromRanks(ranks, at), ...overlaps(found, exact.neighbors(depth), depth, at) };
}

/** m · c rows of the index: those that the first search recalls, in the order of the exact cosines. */
export function reranked(first: Search, exact: Search, c: number): Int32Array<ArrayBuffer> {
  const recalled = nearestNeighbors(first.queries, first.index, { k: c });
  const [queries, index] = [exact.queries, exact.index].map((side) => unitRows(asDtype(side, "f64")));
  for (let i = 0; i < queries!.rows; i++) {
    const row = recalled.subarray(i * c, (i + 1) * c), query = queries!.row(i);
    const cosines = new Map(Array.from(row, (j) => [j, dot(query, index!.row(j))]));
    row.sort((a, b) => cosines.get(b)! - cosines.get(a)! || a - b);
  }
  return recalled;
}

function fromRanks(ranks: Float64Array<ArrayBuffer>, at: readonly number[]): QueryScores {
  const recalls = at.map((k) => [`recall@${k}`, ranks.map((rank) => rank <= k ? 1 : 0)] as const);
  return { ...Object.fromEntries(recalls), mrr: ranks.map((rank) => 1 / rank) };
}

function overlaps(found: Int32Array, wanted: Int32Array, depth: number, at: readonly number[]): QueryScores {
  const rows = wanted.length / depth;
  return Object.fromEntries(at.map((k) => {
    const shared = Float64Array.from({ length: rows }, (_, i) => {
      const known = new Set(wanted.subarray(i * depth, i * depth + k));
      return found.subarray(i * depth, i * depth + k).filter((j) => known.has(j)).length / k;
    });
    return [`overlap@${k}`, shared];
  }));
}
