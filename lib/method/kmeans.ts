/**
 * Choosing anchors by k-means: the items nearest to the centres of k clusters.
 *
 * @module
 */
import { clusterRows, lowest } from "../linalg/clusters.ts";
import type { Matrix } from "../linalg/matrix.ts";
import type { Space } from "../space/space.ts";

/**
 * Names of `count` anchors of one space (beyond the paper's uniform draw), in the order of its rows: Lloyd's algorithm from k-means++ centres (Euclidean),
 * then for each centre the nearest item that no earlier centre has taken.
 *
 * Numerical weakness: a local optimum that depends on the seed; items at the same distance to rounding may fall to
 * another cluster on another engine.
 *
 * @throws {RangeError} If count is not an integer in [1, n], or an entry is not finite.
 * @example
 * ```ts
 * import { Matrix, space } from "anchorage";
 * import { kmeansAnchors } from "anchorage/method";
 * const vectors = Matrix.from([[0, 0], [0, 1], [9, 9], [9, 8]]);
 * const x = space({ name: "toy", ids: ["a", "b", "c", "d"], vectors });
 * console.log(kmeansAnchors(x, { count: 2, seed: 1 }).length); // 2, one of each pair
 * ```
 */
export function kmeansAnchors(
  items: Pick<Space, "ids" | "vectors">,
  options: { readonly count: number; readonly seed: number },
): readonly string[] {
  const { gaps } = clusterRows(items.vectors, options, "choose anchors by k-means");
  return Object.freeze(Array.from(nearestItems(gaps()), (i) => items.ids[i]!));
}

/** For each centre in turn its nearest item not taken yet; ascending. */
function nearestItems(gaps: Matrix): Int32Array {
  const taken = new Set<number>();
  for (let c = 0; c < gaps.cols; c++) {
    const column = Float64Array.from({ length: gaps.rows }, (_, i) => taken.has(i) ? Infinity : gaps.at(i, c));
    taken.add(lowest(column));
  }
  return Int32Array.from(taken).sort();
}
