/**
 * Which items are anchors.
 *
 * @module
 */
import { byKey } from "../../../lib/base/once.ts";
import { rng } from "../../../lib/base/random.ts";
import { clusterRows } from "../../../lib/linalg/clusters.ts";
import { Matrix, takeRows } from "../../../lib/linalg/matrix.ts";
import { columnMeans } from "../../../lib/linalg/rows.ts";
import { pruneAnchors } from "../../../lib/method/anchors.ts";
import type { Choice } from "./core.ts";

/**
 * How anchors are taken from the pool: drawn at random, each the farthest from those before in the target's space, or the
 * means of clusters there.
 */
export type Pick = "random" | "farthest" | "prototypes";

/** Rows of the pool whose mean is an anchor: one, or those of a prototype. */
export type Group = readonly number[];

/** What anchors are chosen from: the target's pool, and its clusters. */
interface Ends {
  readonly pool: Matrix;
  readonly prototypes: Prototypes;
}

/** So many clusters of a pool, by k-means from a seed. */
export type Prototypes = (count: number, seed: number) => readonly Group[];

/** The clusters of a pool, each number of them and seed made once. */
export function prototypesOf(pool: Matrix): Prototypes {
  const made = byKey((key: string) => {
    const [count, seed] = key.split(" ").map(Number) as [number, number];
    const { clusters } = clusterRows(pool, { count, seed }, "choose prototypes");
    return [...Map.groupBy(clusters.keys(), (row) => clusters[row]!).values()];
  });
  return (count, seed) => made(`${count} ${seed}`);
}

/** The anchors: as many as asked for, then with the items toggled by hand added or taken out. */
export function chooseAnchors(choice: Choice, side: Ends): readonly Group[] {
  const chosen = new Map(picked(choice, side).map((group) => [group.join(), group]));
  for (const row of choice.toggled) if (!chosen.delete(`${row}`)) chosen.set(`${row}`, [row]);
  if (chosen.size < 2) {
    throw new RangeError(`Cannot translate as there must be at least 2 anchors: there are ${chosen.size}`);
  }
  return [...chosen.values()];
}

function picked({ pick, count, seed }: Choice, { pool, prototypes }: Ends): readonly Group[] {
  if (pick === "prototypes") return prototypes(count, seed);
  const order = pick === "random"
    ? shuffled(pool.rows, seed)
    : Array.from(pruneAnchors(pool, { delta: 0, start: seed % pool.rows }));
  return order.slice(0, count).map((row) => [row]);
}

/** The anchors of the source that stand beside the target's: the same items, or the same in another order. */
export function pairedGroups({ seed, shuffled: wrong }: Choice, anchors: readonly Group[]): readonly Group[] {
  return wrong ? shuffled(anchors.length, seed + 1).map((i) => anchors[i]!) : anchors;
}

/** The means of groups of rows, one row each. */
export function meansOf(rows: Matrix, groups: readonly Group[]): Matrix {
  if (groups.every(({ length }) => length === 1)) return takeRows(rows, groups.flat());
  const out = Matrix.zeros(groups.length, rows.cols, rows.dtype);
  for (const [i, group] of groups.entries()) out.row(i).set(columnMeans(takeRows(rows, group)));
  return out;
}

function shuffled(count: number, seed: number): number[] {
  return Array.from(rng(seed).fork("anchors").permutation(count));
}
