/**
 * Choosing anchors so that every class has its share.
 *
 * @module
 */
import { integer, sameLength } from "../base/check.ts";
import { rng } from "../base/random.ts";

/**
 * Names of `count` anchors (section 3.1) drawn without replacement, from each class in proportion to its size: the whole part of its
 * share, and one more for the largest remainders (ties: the lowest label). The order is shuffled over classes.
 *
 * Weakness: a class smaller than n / count may have no anchor.
 *
 * @throws {TypeError} If there are no labels, or not one for each id.
 * @throws {RangeError} If count is not an integer in [1, n].
 * @example
 * ```ts
 * import { stratifiedAnchors } from "anchorage/method";
 * const items = { ids: ["a", "b", "c", "d"], labels: Int32Array.of(0, 0, 1, 1) };
 * console.log(stratifiedAnchors(items, { count: 2, seed: 7 }).length); // 2, one of each class
 * ```
 */
export function stratifiedAnchors(
  items: { readonly ids: readonly string[]; readonly labels?: Int32Array },
  options: { readonly count: number; readonly seed: number },
): readonly string[] {
  const { ids, labels } = items, action = "draw stratified anchors";
  if (labels === undefined) throw new TypeError(`Cannot ${action} as the items must have labels: there are none`);
  sameLength(labels, ids.length, "labels", action);
  const count = integer(options.count, 1, ids.length, "the number of anchors", action);
  const draw = rng(options.seed).fork("stratified"), classes = new Map<number, number[]>();
  for (const label of labels) classes.set(label, []);
  for (const i of draw.permutation(ids.length)) classes.get(labels[i]!)!.push(i);
  const members = [...classes].sort(([a], [b]) => a - b).map(([, rows]) => rows);
  const shares = quotas(members.map((rows) => rows.length), count);
  const chosen = members.flatMap((rows, c) => rows.slice(0, shares[c]));
  return Object.freeze(Array.from(draw.permutation(count), (i) => ids[chosen[i]!]!));
}

/** Whole numbers that sum to `count`, in proportion to the sizes (largest remainders), none above its size. */
function quotas(sizes: readonly number[], count: number): readonly number[] {
  const total = sizes.reduce((a, b) => a + b), exact = sizes.map((size) => size * count / total);
  const whole = exact.map(Math.floor), missing = count - whole.reduce((a, b) => a + b);
  const order = sizes.map((_, c) => c).sort((a, b) => (exact[b]! - whole[b]!) - (exact[a]! - whole[a]!) || a - b);
  for (const c of order.slice(0, missing)) whole[c]!++;
  return whole;
}
