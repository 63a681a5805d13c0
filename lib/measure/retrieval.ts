/**
 * Retrieval by cosine: is the nearest row the right one?
 *
 * @module
 */
import { integer, parallelRows } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { average } from "./values.ts";
import { comparable, tieOf } from "./neighbors.ts";
import { eachProductBlock } from "../linalg/rowproducts.ts";
import { rowNorms } from "../linalg/rows.ts";

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
  const places = placesOf(queries, gallery, tieOf(queries, gallery)), harmonic = harmonics(n);
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
  above: number;
  tied: number;
}

/** The place of every match, counted block by block: memory n, time of one product. */
function placesOf(queries: Matrix, gallery: Matrix, tie: number): readonly Readonly<Place>[] {
  const own = rowCosines(queries, gallery), places = Array.from(own, () => ({ above: 0, tied: 0 }));
  eachProductBlock(queries, gallery, { unit: true }, ({ row, col, rows, cols, data }) => {
    for (let i = 0; i < rows; i++) {
      const match = row + i - col;
      count(data.subarray(i * cols, (i + 1) * cols), own[row + i]!, match, tie, places[row + i]!);
    }
  });
  return places;
}

function count(values: ArrayLike<number>, own: number, match: number, tie: number, place: Place): void {
  for (let j = 0; j < values.length; j++) {
    const gap = values[j]! - own;
    if (gap < -tie || j === match) continue;
    if (gap > tie) place.above++;
    else place.tied++;
  }
}

/** Cosine of row i with row i, in float64; 0 where one is zero. */
function rowCosines(a: Matrix, b: Matrix): Float64Array {
  const [p, q] = [rowNorms(a), rowNorms(b)];
  return p.map((norm, i) => {
    const x = a.row(i), y = b.row(i);
    if (norm === 0 || q[i] === 0) return 0;
    let sum = 0;
    for (let j = 0; j < x.length; j++) sum += (x[j]! / norm) * (y[j]! / q[i]!);
    return sum;
  });
}

/** 1 + 1/2 + … + 1/i at i, up to n. */
function harmonics(n: number): Float64Array {
  const out = new Float64Array(n + 1);
  for (let i = 1; i <= n; i++) out[i] = out[i - 1]! + 1 / i;
  return out;
}
