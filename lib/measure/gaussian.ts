/**
 * The Gaussian distribution function, and how far a list is from Gaussian or from another list (Kolmogorov-Smirnov).
 *
 * @module
 */
import { deviations, measured, varied } from "./values.ts";
import { mean, sd } from "./stats.ts";

/**
 * The complementary error function 1 - erf(x), relative error below 1e-12 wherever the result is a normal number.
 *
 * @example
 * ```ts
 * import { erfc } from "anchorage/measure";
 * console.log(erfc(0)); // 1
 * ```
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (Number.isNaN(x)) return NaN;
  return x < 2 ? 1 - erfSeries(x) : erfcFraction(x);
}

/** erf(x) = 2/√π · exp(-x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!: every term is positive, so nothing cancels. */
function erfSeries(x: number): number {
  let term = x, sum = x;
  for (let n = 1; term > sum * Number.EPSILON / 4; n++) {
    term *= 2 * x * x / (2 * n + 1);
    sum += term;
  }
  return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
}

/** erfc(x) = exp(-x²)/√π · 1/(x + ½/(x + 1/(x + (3/2)/(x + …)))), from 120 terms back: enough for x ≥ 2. */
function erfcFraction(x: number): number {
  let tail = x;
  for (let n = 120; n > 0; n--) tail = x + n / 2 / tail;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / tail;
}

/**
 * Φ(x), the standard normal distribution function; relative error below 1e-12, in the lower tail too (x > -37).
 *
 * @example
 * ```ts
 * import { normalCdf } from "anchorage/measure";
 * console.log(normalCdf(0), normalCdf(1.959963984540054).toFixed(6)); // 0.5 0.975000
 * ```
 */
export function normalCdf(x: number): number {
  return erfc(-x / Math.SQRT2) / 2;
}

/** Distance of a list from the Gaussian fitted to it. */
export interface GaussianFit {
  /** Largest gap between the empirical and the fitted distribution function, in (0, 1). */
  readonly distance: number;
  /** Mean of the fitted normal. */
  readonly mean: number;
  /** Sample standard deviation (n - 1). */
  readonly sd: number;
}

/**
 * Kolmogorov-Smirnov distance of n ≥ 2 entries from the Gaussian with their mean and sample standard deviation.
 *
 * A distance, not a test: with the parameters fitted to the same list, the usual p-values do not hold (Lilliefors).
 *
 * @throws {TypeError} If n < 2. @throws {RangeError} If an entry is not finite or the list is constant.
 * @example
 * ```ts
 * import { ksGaussian } from "anchorage/measure";
 * console.log(ksGaussian([-1, 0, 1]).distance < ksGaussian([0, 0, 1]).distance); // true
 * ```
 */
export function ksGaussian(values: ArrayLike<number>): GaussianFit {
  const action = "compare with a Gaussian";
  varied(measured(values, "the list", action), "the list", action);
  const fit = { mean: mean(values), sd: sd(values) }, n = values.length;
  const { unit, size } = deviations(values), scale = size / fit.sd;
  let distance = 0;
  for (const [i, x] of unit.sort().entries()) {
    const p = normalCdf(x * scale);
    distance = Math.max(distance, (i + 1) / n - p, p - i / n);
  }
  return Object.freeze({ distance, ...fit });
}

/**
 * Two-sample Kolmogorov-Smirnov distance: the largest gap between the empirical distribution functions, in [0, 1].
 *
 * @throws {TypeError} If a list is empty. @throws {RangeError} If an entry is not finite.
 * @example
 * ```ts
 * import { ksTwoSample } from "anchorage/measure";
 * console.log(ksTwoSample([1, 2], [3, 4]), ksTwoSample([1, 2], [2, 1])); // 1 0
 * ```
 */
export function ksTwoSample(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const action = "compare distributions";
  const x = Float64Array.from(measured(a, "the first list", action, 1)).sort();
  const y = Float64Array.from(measured(b, "the second list", action, 1)).sort();
  let distance = 0;
  for (let i = 0, j = 0; i < x.length && j < y.length;) {
    const at = Math.min(x[i]!, y[j]!);
    while (i < x.length && x[i]! <= at) i++;
    while (j < y.length && y[j]! <= at) j++;
    distance = Math.max(distance, Math.abs(i / x.length - j / y.length));
  }
  return distance;
}
