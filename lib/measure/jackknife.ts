/**
 * Intervals of statistics that are no mean over rows: the grouped jackknife.
 *
 * @module
 */
import { integer } from "../base/check.ts";
import { rng } from "../base/random.ts";
import { average } from "../linalg/rows.ts";
import type { Interval } from "./bootstrap.ts";

/**
 * The statistic of n rows with its 95 % interval: the rows are dealt into groups, each is left out once, and the spread
 * of what remains gives the standard error (Student's t with groups - 1 degrees of freedom, 2.09 for 20).
 *
 * Unlike a bootstrap it never repeats a row, which would make CKA and neighbourhoods look alike. Weakness: symmetric, so
 * it may pass the ends of a statistic's range; not for medians or other statistics that jump.
 *
 * @param statistic Of the rows left, ascending.
 * @throws {RangeError} If there are fewer than 2 groups or fewer rows than groups.
 */
export function jackknifeInterval(
  rows: number,
  statistic: (rows: Int32Array<ArrayBuffer>) => number,
  options: JackknifeOptions,
): Interval {
  return intervalOf(jackknifeSamples(rows, options).map((kept) => statistic(kept)));
}

/** How the rows are dealt. */
export interface JackknifeOptions {
  /** Seed of the dealing. */
  readonly seed: number | string;
  /** Default 20. */
  readonly groups?: number;
}

/** All rows, then all but each group of them; ascending. */
export function jackknifeSamples(
  rows: number,
  { seed, groups = 20 }: JackknifeOptions,
): readonly Int32Array<ArrayBuffer>[] {
  const action = "measure an interval";
  integer(groups, 2, Infinity, "the number of groups", action);
  integer(rows, groups, Infinity, "the number of rows", action);
  const order = rng(seed).fork("jackknife").permutation(rows), all = Int32Array.from({ length: rows }, (_, i) => i);
  return [all, ...Array.from({ length: groups }, (_, g) => order.filter((_, i) => i % groups !== g).sort())];
}

/** The interval of a statistic, from its values on `jackknifeSamples`. */
export function intervalOf([estimate, ...left]: readonly number[]): Interval {
  const groups = left.length, mean = average(left);
  const error = Math.sqrt((groups - 1) / groups * left.reduce((sum, x) => sum + (x - mean) ** 2, 0));
  const reach = student(groups - 1) * error;
  return Object.freeze({ estimate: estimate!, low: estimate! - reach, high: estimate! + reach });
}

/** The 97.5 % point of Student's t (Cornish-Fisher from the normal's 1.96; within .01 from 8 degrees on). */
function student(degrees: number): number {
  const z = 1.959964, n = degrees;
  return z + (z ** 3 + z) / (4 * n) + (5 * z ** 5 + 16 * z ** 3 + 3 * z) / (96 * n * n);
}
