/**
 * Retrieval by cosine: is the nearest row the right one?
 *
 * @module
 */
import { integer, parallelRows } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { average } from "./values.ts";
import { comparable, eachCosineBlock, tieOf } from "./neighbors.ts";

/** Which recalls to report. */
export interface RetrievalOptions {
  /** Values of k for recall@k, each in [1, n]; default those of 1, 5, 10 that fit. */
  readonly recallAt?: readonly number[];
}

/** How high the true match of each row stands. */
export interface Retrieval {
  /** Mean reciprocal rank, in (0, 1]; ties in their expectation over random order. */
  readonly mrr: number;
  /** k and the share of rows whose true match is among the first k; ties in their expectation over random order. */
  readonly recall: ReadonlyMap<number, number>;
  /** Rank of each row's true match, from 1; among ties the mean of their ranks. */
  readonly ranks: Float64Array<ArrayBuffer>;
}

/**
 * Ranks the rows of `gallery` (n × d) by cosine to each row of `queries` (n × d); row i's true match is row i.
 *
 * Ties are given their expectation over random order, so a collapsed space scores as chance does: recall@k is k / n.
 * Cosines within d · 2⁻⁵² of each other (float32: √d · 2⁻²³) are ties: they differ by rounding only. A zero row ties
 * with everything orthogonal to it.
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
  const places: Place[] = [], tie = tieOf(queries, gallery), harmonic = harmonics(n);
  eachCosineBlock(queries, gallery, (block, start) => {
    for (let i = 0; i < block.rows; i++) places.push(placeOf(start + i, block.row(i), tie));
  });
  const share = (k: number): number =>
    average(places.map(({ above, tied }) => Math.min(1, Math.max(0, (k - above) / (tied + 1)))));
  return Object.freeze({
    mrr: average(places.map(({ above, tied }) => (harmonic[above + tied + 1]! - harmonic[above]!) / (tied + 1))),
    recall: new Map(recallAt.map((k) => [k, share(k)])),
    ranks: Float64Array.from(places, ({ above, tied }) => 1 + above + tied / 2),
  });
}

/** How many rows stand above the true match, and how many others are level with it. */
interface Place {
  readonly above: number;
  readonly tied: number;
}

function placeOf(match: number, values: ArrayLike<number>, tie: number): Place {
  const own = values[match]!;
  let above = 0, tied = -1;
  for (let j = 0; j < values.length; j++) {
    const gap = values[j]! - own;
    if (gap > tie) above++;
    else if (gap >= -tie) tied++;
  }
  return { above, tied };
}

/** 1 + 1/2 + … + 1/i at i, up to n. */
function harmonics(n: number): Float64Array {
  const out = new Float64Array(n + 1);
  for (let i = 1; i <= n; i++) out[i] = out[i - 1]! + 1 / i;
  return out;
}
