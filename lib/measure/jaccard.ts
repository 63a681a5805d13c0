/**
 * Do two spaces have the same neighbourhoods?
 *
 * @module
 */
import { parallelRows } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { blockRows, type Neighborhood, neighborhoods } from "./neighbors.ts";
import { average } from "./values.ts";

/** Overlap of neighbourhoods. */
export interface NeighborJaccard {
  /** Mean over rows, in [0, 1]. */
  readonly mean: number;
  /** n values, |A ∩ B| / |A ∪ B|. */
  readonly perRow: Float64Array<ArrayBuffer>;
}

/**
 * Jaccard index of the k nearest neighbours (cosine, the row itself left out) of each row in two parallel spaces
 * X (n × d_x) and Y (n × d_y). Chance level is about k / (2n).
 *
 * Rows that tie for the last places count by the share of random orders that let them in: A and B are then weights in
 * [0, 1] with sum k, and the index is Σ min(a, b) / Σ max(a, b).
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
  const { k } = options, n = x.rows, perRow = new Float64Array(n), weights = new Float64Array(n);
  parallelRows(x, y, "compare neighbourhoods");
  const ofY = neighborhoods(y, k), ofX = neighborhoods(x, k), size = blockRows(x);
  for (let start = 0; start < n; start += size) {
    const end = Math.min(start + size, n), second = ofY(start, end);
    for (const [i, first] of ofX(start, end).entries()) perRow[start + i] = overlap(first, second[i]!, k, weights);
  }
  return Object.freeze({ mean: average(perRow), perRow });
}

/** Σ min / Σ max of two neighbourhoods' weights; `weights` is scratch, zero before and after. */
function overlap(a: Neighborhood, b: Neighborhood, k: number, weights: Float64Array): number {
  const share = ({ inside, tied }: Neighborhood): number => (k - inside.length) / tied.length;
  for (const j of a.inside) weights[j] = 1;
  for (const j of a.tied) weights[j] = share(a);
  let shared = 0;
  for (const j of b.inside) shared += weights[j]!;
  for (const j of b.tied) shared += Math.min(weights[j]!, share(b));
  for (const j of [...a.inside, ...a.tied]) weights[j] = 0;
  return shared / (2 * k - shared);
}
