/**
 * How far to trust a translated row: two measures that predict two different things.
 *
 * @module
 */
import { integer } from "../base/check.ts";
import { Matrix, sliceRows } from "../linalg/matrix.ts";
import { eachCosineBlock } from "../measure/neighbors.ts";
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
      const best = largest(z.row(i), count);
      out[from + i] = best.reduce((a, b) => a + b) / count;
    }
  }
  return out;
}

/**
 * "margin": how far the best row of the index (n × d) is ahead of the second best, for each translated query (m × d), by
 * cosine. m numbers in [0, 2]; it ranks whether the best row is the right one, and knows nothing of the anchors.
 *
 * @throws {TypeError} If the index has fewer than two rows, or another number of columns.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { marginConfidence } from "anchorage/method";
 * console.log(marginConfidence(Matrix.from([[1, 0]]), Matrix.from([[2, 0], [0, 1]]))[0]); // 1
 * ```
 */
export function marginConfidence(queries: Rows, index: Rows): Float64Array<ArrayBuffer> {
  const [q, gallery] = [vectorsOf(queries), vectorsOf(index)], out = new Float64Array(q.rows);
  if (gallery.rows < 2 || gallery.cols !== q.cols) {
    const found = `${gallery.rows} × ${gallery.cols}`;
    throw new TypeError(
      `Cannot measure the margin as the index must be 2 or more rows of ${q.cols} columns: it is ${found}`,
    );
  }
  eachCosineBlock(q, gallery, (block: Matrix, start) => {
    for (let i = 0; i < block.rows; i++) {
      const [first, second] = largest(block.row(i), 2);
      out[start + i] = first! - second!;
    }
  });
  return out;
}

/** The largest values, descending: insertion into a short sorted list. */
function largest(values: ArrayLike<number>, count: number): Float64Array {
  const best = new Float64Array(count).fill(-Infinity);
  for (let j = 0; j < values.length; j++) {
    const value = values[j]!;
    if (!(value > best[count - 1]!)) continue;
    let at = count - 1;
    for (; at > 0 && best[at - 1]! < value; at--) best[at] = best[at - 1]!;
    best[at] = value;
  }
  return best;
}
