/**
 * Which digits are anchors.
 *
 * @module
 */
import { rng } from "../../../lib/base/random.ts";
import type { Matrix } from "../../../lib/linalg/matrix.ts";
import { pruneAnchors } from "../../../lib/method/anchors.ts";
import type { Choice } from "./core.ts";

/** How anchors are taken from the pool: drawn at random, or each the farthest from those before, in the target's space. */
export type Pick = "random" | "farthest";

/** The rows of the pool that are anchors: as many as asked for, then with those toggled by hand added or taken out. */
export function chooseAnchors({ pick, count, seed, toggled }: Choice, pool: Matrix): readonly number[] {
  const order = pick === "random"
    ? shuffled(pool.rows, seed)
    : Array.from(pruneAnchors(pool, { delta: 0, start: seed % pool.rows }));
  const chosen = new Set(order.slice(0, count));
  for (const row of toggled) if (!chosen.delete(row)) chosen.add(row);
  if (chosen.size < 2) {
    throw new RangeError(`Cannot translate as there must be at least 2 anchors: there are ${chosen.size}`);
  }
  return [...chosen];
}

/** The rows of the source that stand beside the target's: the same items, or the same rows in another order. */
export function pairedRows({ seed, shuffled: wrong }: Choice, anchors: readonly number[]): readonly number[] {
  return wrong ? shuffled(anchors.length, seed + 1).map((i) => anchors[i]!) : anchors;
}

function shuffled(count: number, seed: number): number[] {
  return Array.from(rng(seed).fork("anchors").permutation(count));
}
