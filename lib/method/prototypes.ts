/**
 * Prototype anchors: means over groups of the same items on either side. Only the ids of the groups are shared, so that
 * the halves stay independent; a few dozen do the work of hundreds of single items.
 *
 * @module
 */
import { Matrix } from "../linalg/matrix.ts";
import { namesHash, type Space, space } from "../space/space.ts";
import { clusterRows } from "../linalg/clusters.ts";

/**
 * Groups of ids for prototype anchors (beyond the paper) by k-means on one side (Euclidean, seeded); a cluster that lost its items is left out.
 *
 * @param items The space whose geometry decides; the groups then serve every other.
 * @throws {RangeError} If count is not an integer in [1, n], or an entry is not finite.
 */
export function anchorGroups(
  items: Pick<Space, "ids" | "vectors">,
  options: { readonly count: number; readonly seed: number },
): readonly (readonly string[])[] {
  const clusters = clusterRows(items.vectors, options, "group anchors").clusters;
  const groups = Map.groupBy(items.ids.keys(), (i) => clusters[i]!);
  return Object.freeze(
    [...groups].sort(([a], [b]) => a - b).map(([, rows]) => Object.freeze(rows.map((i) => items.ids[i]!))),
  );
}

/**
 * The means of a space over groups of its ids, as anchors: one row a group, named by what the group holds, so that
 * prototypes of other groups are refused as other anchors (cf. prototype and Parseval frame equalizers, arXiv 2411.19719).
 *
 * @throws {RangeError} If an id is not in the space.
 * @throws {TypeError} If a group is empty.
 * @example
 * ```ts
 * import { fitWhitened, Matrix, prototypeAnchors, space } from "anchorage";
 * const ids = ["a", "b", "c", "d", "e", "f"], groups = [["a", "b"], ["c", "d"], ["e", "f"]];
 * const vectors = Matrix.from([[1, 0], [3, 0], [0, 2], [0, 4], [-1, -1], [-3, -1]]);
 * const anchors = prototypeAnchors(space({ name: "toy", ids, vectors }), groups);
 * console.log(anchors.vectors.at(0, 0), fitWhitened(anchors, anchors).source.anchors.count); // 2 3
 * ```
 */
export function prototypeAnchors(items: Space, groups: readonly (readonly string[])[]): Space {
  const { name, vectors: { cols } } = items, out = Matrix.zeros(groups.length, cols);
  const ids = groups.map((group, g) => {
    if (group.length === 0) {
      throw new TypeError(`Cannot average anchors as a group must have an id: group ${g} has none`);
    }
    const { vectors } = items.at(group);
    for (let i = 0, p = 0; i < vectors.rows; i++) {
      for (let j = 0; j < cols; j++) out.data[g * cols + j]! += vectors.data[p++]! / vectors.rows;
    }
    return `${group.length} items ${namesHash(group)}`;
  });
  return space({ name, ids, vectors: out });
}
