/**
 * How far to trust a translated row: two measures that predict two different things.
 *
 * @module
 */
import { integer } from "../base/check.ts";
import { sliceRows } from "../linalg/matrix.ts";
import { average } from "../linalg/rows.ts";
import { largestValues } from "../linalg/top.ts";
import { type Rows, vectorsOf } from "../space/space.ts";
import type { RelativeHalf } from "./relative.ts";

/** Rows projected at a time. */
const BLOCK = 2048;

/**
 * "cosine": the mean cosine of each sample (n × d) to its nearest anchors, from the encoding half of the "cosine"
 * projection alone. n numbers in [-1, 1]; it ranks how near a translation comes to the truth (their cosine).
 *
 * Weakness: it does *not* predict retrieval: the most confident rows lie in crowds of near-equal ones. Use
 * `marginConfidence` for that.
 *
 * @throws {TypeError} If the half has another projection, or the samples another number of columns.
 * @throws {RangeError} If an entry is not finite or `neighbors` is not an integer in [1, k].
 * @example
 * ```ts
 * import { fitRelative, Matrix } from "anchorage";
 * import { cosineConfidence } from "anchorage/method";
 * const half = fitRelative(Matrix.from([[1, 0], [0, 1], [-1, -1]]));
 * console.log(cosineConfidence(half, Matrix.from([[2, 0]]), { neighbors: 1 })[0]!.toFixed(2)); // 1.00
 * ```
 */
export function cosineConfidence(
  half: RelativeHalf,
  samples: Rows,
  options: { /** Anchors in the mean, default 10, or k where that is smaller. */ readonly neighbors?: number } = {},
): Float64Array<ArrayBuffer> {
  const action = "measure the confidence", x = vectorsOf(samples), k = half.space.anchors.count;
  if (half.projection !== "cosine") {
    throw new TypeError(`Cannot ${action} as the half must have the projection "cosine": it is "${half.projection}"`);
  }
  const count = integer(options.neighbors ?? Math.min(10, k), 1, k, "neighbors", action),
    out = new Float64Array(x.rows);
  for (let from = 0; from < x.rows; from += BLOCK) {
    const z = half.apply(sliceRows(x, from, Math.min(from + BLOCK, x.rows)));
    for (let i = 0; i < z.rows; i++) {
      out[from + i] = average(largestValues(z.row(i), count));
    }
  }
  return out;
}
