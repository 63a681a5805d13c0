/**
 * Retrieval by cosine: is the nearest row the right one, and do two spaces have the same neighbourhoods?
 *
 * @module
 */
import { integer, parallelRows } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { average } from "./values.ts";
import { comparable, eachCosineBlock, nearestNeighbors } from "./neighbors.ts";

/** Which recalls to report. */
export interface RetrievalOptions {
  /** Values of k for recall@k, each in [1, n]; default those of 1, 5, 10 that fit. */
  readonly recallAt?: readonly number[];
}

/** How high the true match of each row stands. */
export interface Retrieval {
  /** Mean reciprocal rank, in (0, 1]. */
  readonly mrr: number;
  /** k and the share of rows whose true match is among the first k. */
  readonly recall: ReadonlyMap<number, number>;
  /** Rank of each row's true match, from 1; ties count by half. */
  readonly ranks: Float64Array<ArrayBuffer>;
}

/**
 * Ranks the rows of `gallery` (n × d) by cosine to each row of `queries` (n × d); row i's true match is row i.
 *
 * Ties count by half (rank = 1 + greater + tied / 2), so a collapsed space scores as chance does, not 1. Cosines within
 * d · 2⁻⁵² of each other are ties: they differ by rounding only. A zero row ties with everything orthogonal to it.
 *
 * @throws {TypeError} If the shapes differ or there is no row.
 * @throws {RangeError} If an entry is not finite or a k is out of range.
 * @example
 * ```ts
 * import { Matrix, retrieval } from "anchorage";
 * const x = Matrix.from([[1, 0], [0, 1], [1, 1]]), y = Matrix.from([[2, 0], [1, 2], [0, 1]]);
 * console.log(retrieval(x, y, { recallAt: [1] }).recall.get(1)); // 0.3333333333333333
 * ```
 */
export function retrieval(queries: Matrix, gallery: Matrix, options: RetrievalOptions = {}): Retrieval {
  const action = "measure retrieval", n = gallery.rows;
  parallelRows(queries, gallery, action);
  comparable(queries, gallery, action);
  const recallAt = options.recallAt ?? [1, 5, 10].filter((k) => k <= n);
  for (const k of recallAt) integer(k, 1, n, "k of recall@k", action);
  const ranks = new Float64Array(n), tie = queries.cols * Number.EPSILON;
  eachCosineBlock(queries, gallery, (block, start) => {
    for (let i = 0; i < block.rows; i++) ranks[start + i] = rankOf(start + i, block.row(i), tie);
  });
  const recall = new Map(recallAt.map((k) => [k, ranks.filter((rank) => rank <= k).length / n]));
  return Object.freeze({ mrr: average(ranks.map((rank) => 1 / rank)), recall, ranks });
}

function rankOf(match: number, values: ArrayLike<number>, tie: number): number {
  const own = values[match]!;
  let greater = 0, tied = -1;
  for (let j = 0; j < values.length; j++) {
    const gap = values[j]! - own;
    if (gap > tie) greater++;
    else if (gap >= -tie) tied++;
  }
  return 1 + greater + tied / 2;
}

/** Overlap of neighbourhoods. */
export interface NeighborJaccard {
  /** Mean over rows, in [0, 1]. */
  readonly mean: number;
  /** n values, |A ∩ B| / |A ∪ B|. */
  readonly perRow: Float64Array<ArrayBuffer>;
}

/**
 * Jaccard index of the k nearest neighbours (cosine, the row itself left out) of each row in two parallel spaces
 * X (n × d_x) and Y (n × d_y). Chance level is about k / (2n). Neighbours tied at the k-th place: lowest index.
 *
 * @throws {TypeError} If the row counts differ.
 * @throws {RangeError} If an entry is not finite or k is not an integer in [1, n - 1].
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { neighborJaccard } from "anchorage/measure";
 * const x = Matrix.from([[1, 0], [2, 1], [0, 1], [1, 3]]), turned = Matrix.from([[0, 1], [-1, 2], [-1, 0], [-3, 1]]);
 * console.log(neighborJaccard(x, turned, { k: 1 }).mean); // 1
 * ```
 */
export function neighborJaccard(x: Matrix, y: Matrix, options: { readonly k: number }): NeighborJaccard {
  const action = "compare neighbourhoods", { k } = options;
  parallelRows(x, y, action);
  const [a, b] = [x, y].map((side) => nearestNeighbors(side, side, { k, excludeSelf: true }));
  const perRow = Float64Array.from({ length: x.rows }, (_, i) => {
    const first = new Set(a!.subarray(i * k, (i + 1) * k));
    const shared = b!.subarray(i * k, (i + 1) * k).filter((j) => first.has(j)).length;
    return shared / (2 * k - shared);
  });
  return Object.freeze({ mean: average(perRow), perRow });
}
