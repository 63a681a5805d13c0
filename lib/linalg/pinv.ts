/**
 * Pseudo-inverses and condition numbers. Cut-offs are relative to the largest singular value and named.
 *
 * @module
 */
import { number } from "../base/check.ts";
import { defaultRcond, svd } from "./decompose.ts";
import type { Svd } from "./engine/engine.ts";
import type { Matrix } from "./matrix.ts";
import { matmul, scaleRows } from "./products.ts";

/** How a pseudo-inverse treats small singular values. */
export interface PinvOptions {
  /** Singular values at or below rcond · σmax count as zero; default max(m, n) · 2⁻⁵². In [0, 1). */
  readonly rcond?: number;
  /** Tikhonov term relative to σ²max: 1/s becomes s / (s² + λ · σ²max); default 0. At least 0. */
  readonly lambda?: number;
}

/** Condition of a matrix by its singular values. */
export interface Condition {
  /** σmax / σmin; Infinity iff σmin ≤ rcond · σmax. */
  readonly plain: number;
  /** σmax over the smallest singular value that the pseudo-inverse keeps; 1 for the zero matrix. */
  readonly effective: number;
  /** Number of singular values kept. */
  readonly rank: number;
}

/** Rank and condition numbers from singular values in descending order. */
export function condition(s: Float64Array, rcond: number): Condition {
  const largest = s[0] ?? 0;
  let rank = 0;
  while (rank < s.length && s[rank]! > rcond * largest) rank++;
  const effective = rank === 0 ? 1 : largest / s[rank - 1]!;
  return Object.freeze({ plain: rank === s.length && rank > 0 ? effective : Infinity, effective, rank });
}

/**
 * The inverted spectrum under a cut-off and λ: 0 where cut. No value is squared, so that none overflows.
 *
 * @throws {RangeError} If an inverse is above the largest float64, 1.8e308.
 */
export function invertSpectrum(s: Float64Array, rcond: number, lambda: number): Float64Array<ArrayBuffer> {
  const largest = s[0] ?? 0;
  return Float64Array.from(s, (x) => {
    if (!(x > rcond * largest)) return 0;
    const share = x / largest, inverse = lambda === 0 ? 1 / x : 1 / (share + lambda / share) / largest;
    if (inverse < Infinity) return inverse;
    throw new RangeError(`Cannot invert as the singular values must be at least 5.6e-309: one is ${x}`);
  });
}

/**
 * The Moore-Penrose pseudo-inverse (n × m) by SVD with a relative cut-off, or its Tikhonov form.
 *
 * Numerical weakness: singular values just above the cut-off are inverted in full; look at `condition`.
 *
 * @throws {RangeError} If rcond or λ is out of range, an entry is not finite, or an inverse overflows.
 */
export function pinv(a: Matrix, options: PinvOptions = {}): Matrix {
  return pinvOf(svd(a), options, a.rows, a.cols).inverse;
}

/** Pseudo-inverse and condition from a decomposition at hand: A⁺ = V · diag(1/s) · Uᵀ. */
export function pinvOf(
  { u, s, vt }: Svd,
  options: PinvOptions,
  rows: number,
  cols: number,
): { readonly inverse: Matrix; readonly condition: Condition } {
  const rcond = number(options.rcond ?? defaultRcond(rows, cols), 0, 1, "rcond", "invert");
  const lambda = number(options.lambda ?? 0, 0, Infinity, "λ", "invert");
  const scaled = scaleRows(vt, invertSpectrum(s, rcond, lambda));
  return { inverse: matmul(scaled, u, { transA: true, transB: true }), condition: condition(s, rcond) };
}
