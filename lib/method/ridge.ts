/**
 * Ridge regression by one decomposition: any λ, and the choice of λ by closed-form leave-one-out.
 *
 * @module
 */
import { number } from "../base/check.ts";
import type { Svd } from "../linalg/engine/engine.ts";
import { defaultRcond, invertSpectrum, matmul, scaleRows, svd } from "../linalg/linalg.ts";
import { Matrix } from "../linalg/matrix.ts";

/** The λ that "auto" tries, relative to the largest squared singular value: 1e-7 … 1, half-decades. */
export const LAMBDAS: readonly number[] = Object.freeze(Array.from({ length: 15 }, (_, i) => 10 ** (-7 + i / 2)));

/** A solved ridge regression. */
export interface RidgeFit {
  /** d_x × d_y. */
  readonly weights: Matrix;
  /** λ used, relative to σ²max; 0 is minimum-norm least squares. */
  readonly lambda: number;
  readonly svd: Svd;
}

/**
 * Solves min ‖A·W - B‖² + λσ²max‖W‖². λ = 0 gives the minimum-norm solution with a relative cut-off.
 *
 * @throws {RangeError} If λ is negative or not finite.
 */
export function fitRidge(a: Matrix, b: Matrix, lambda: number | "auto"): RidgeFit {
  return ridgeFrom(svd(a), b, lambda);
}

/** The same from a decomposition of A at hand, which serves every B. */
export function ridgeFrom(factors: Svd, b: Matrix, lambda: number | "auto"): RidgeFit {
  const chosen = lambda === "auto" ? looLambda(factors, b) : number(lambda, 0, Infinity, "λ", "fit a ridge regression");
  const rcond = chosen > 0 ? 0 : defaultRcond(factors.u.rows, factors.vt.cols);
  const projected = matmul(factors.u, b, { transA: true });
  const scaled = scaleRows(projected, invertSpectrum(factors.s, rcond, chosen));
  return Object.freeze({ weights: matmul(factors.vt, scaled, { transA: true }), lambda: chosen, svd: factors });
}

/**
 * The λ of `LAMBDAS` with the smallest leave-one-out squared error: the residual of row i left out is its residual
 * divided by 1 - 1/k - h_i, with h the diagonal of the hat matrix and 1/k the leverage of the mean that was taken off
 * both sides. Without the 1/k a vanishing λ would look perfect for k ≤ d centred rows. One product a λ, no refitting.
 *
 * Exact where both sides are centred; on rows scaled to unit norm after that it is very nearly so.
 */
export function looLambda(factors: Svd, b: Matrix): number {
  const { u, s } = factors;
  const projected = matmul(u, b, { transA: true }), squares = new Matrix(u.rows, u.cols, u.data.map((x) => x * x));
  const errors = LAMBDAS.map((lambda) => {
    const shrink = invertSpectrum(s, 0, lambda).map((inverse, i) => inverse * s[i]!);
    const leverages = matmul(squares, new Matrix(shrink.length, 1, shrink)).data;
    return looError(matmul(u, scaleRows(projected, shrink)), leverages, b);
  });
  return LAMBDAS[errors.indexOf(Math.min(...errors))]!;
}

function looError(fitted: Matrix, leverages: ArrayLike<number>, { rows, cols, data }: Matrix): number {
  let total = 0;
  for (let i = 0, p = 0; i < rows; i++) {
    let residual = 0;
    for (const end = p + cols; p < end; p++) residual += (data[p]! - fitted.data[p]!) ** 2;
    total += residual / Math.max(1 - 1 / rows - leverages[i]!, Number.EPSILON) ** 2;
  }
  return total;
}
