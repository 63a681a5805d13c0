/**
 * How far the best row of an index is ahead of the second.
 *
 * @module
 */
import { anchorRows } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { comparable, eachCosineBlock } from "./neighbors.ts";

/**
 * "margin": how far the best row of the index (n × d) is ahead of the second best, for each translated query (m × d), by
 * cosine. m numbers in [0, 2]; it ranks whether the best row is the right one, and knows nothing of the anchors.
 *
 * @throws {TypeError} If the index has fewer than two rows, there is no query, or the column counts differ.
 * @throws {RangeError} If an entry is not finite.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { marginConfidence } from "anchorage/measure";
 * console.log(marginConfidence(Matrix.from([[1, 0]]), Matrix.from([[2, 0], [0, 1]]))[0]); // 1
 * ```
 */
export function marginConfidence(queries: Matrix, index: Matrix): Float64Array<ArrayBuffer> {
  const action = "measure the margin", out = new Float64Array(queries.rows);
  comparable(queries, anchorRows(index, "the index", action), action);
  eachCosineBlock(queries, index, (block, start) => {
    for (let i = 0; i < block.rows; i++) {
      const [first, second] = largestValues(block.row(i), 2);
      out[start + i] = first! - second!;
    }
  });
  return out;
}

/** The largest values, descending: insertion into a short sorted list. */
export function largestValues(values: ArrayLike<number>, count: number): Float64Array {
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
