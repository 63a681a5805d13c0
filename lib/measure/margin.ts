/**
 * How far the best row of an index is ahead of the second.
 *
 * @module
 */
import { anchorRows } from "../base/check.ts";
import { asDtype, type Matrix } from "../linalg/matrix.ts";
import { topProducts } from "../linalg/top.ts";
import { comparable } from "./neighbors.ts";

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
  const action = "measure the margin";
  comparable(queries, anchorRows(index, "the index", action), action);
  const { products } = topProducts(asDtype(queries, "f64"), asDtype(index, "f64"), { k: 2, unit: true });
  return Float64Array.from({ length: queries.rows }, (_, i) => products[2 * i]! - products[2 * i + 1]!);
}
