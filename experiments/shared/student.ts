/**
 * Student's t: what a deviation in standard errors means when the standard error itself is known from few draws.
 *
 * @module
 */
import { meanSd } from "./summary.ts";

/** The share of intervals that shall hold the truth. */
export const SHARE = 0.95;
/** Where the normal has this share within. */
const NORMAL = 1.959963984540054;

/** The probability that t with so many degrees of freedom (a whole number ≥ 1) lies within ±x, by its finite series. */
export function studentWithin(x: number, degrees: number): number {
  const angle = Math.atan(x / Math.sqrt(degrees)), odd = degrees % 2 === 1, square = Math.cos(angle) ** 2;
  let term = odd ? Math.cos(angle) : 1, sum = degrees === 1 ? 0 : term;
  for (let k = odd ? 3 : 2; k <= degrees - 2; k += 2) sum += term *= square * (k - 1) / k;
  return odd ? 2 / Math.PI * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** The x > 0 within which t lies with this probability (below 1 - 1e-9). */
export function studentEnd(share: number, degrees: number): number {
  let low = 0, high = 1;
  while (studentWithin(high, degrees) < share) [low, high] = [high, 2 * high];
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (studentWithin(middle, degrees) < share) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * By how much a bootstrap interval over few things must be widened about its value; 1 for very many. Given is, for each
 * kind of thing that was drawn with replacement (n of it), the statistic without each of them: its jackknife variance
 * (n - 1)²/n times that of the list. A bootstrap has (n - 1)/n of that variance and takes it for known; here it is put
 * right, and t with Satterthwaite's degrees of freedom over the kinds, rounded down, takes the place of the normal.
 */
export function stretchOf(without: readonly (readonly number[])[]): number {
  const kinds = without.map((list) => list.filter((x) => !Number.isNaN(x))).flatMap((list) => {
    const n = list.length, { mean, sd } = meanSd(list);
    return n < 2 || !(sd > 1e-12 * Math.abs(mean)) ? [] : [{ n, variance: sd ** 2 * (n - 1) ** 2 / n }];
  });
  const sum = (of: (kind: typeof kinds[number]) => number): number =>
    kinds.reduce((total, kind) => total + of(kind), 0);
  const whole = sum(({ variance }) => variance);
  if (whole === 0) return 1;
  const degrees = Math.floor(whole ** 2 / sum(({ variance, n }) => variance ** 2 / (n - 1)) + 1e-9);
  return studentEnd(SHARE, degrees) / NORMAL * Math.sqrt(whole / sum(({ variance, n }) => variance * (n - 1) / n));
}
