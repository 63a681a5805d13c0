/**
 * Ridge regression from the Gram matrix: Cholesky for one λ, one eigendecomposition for all of them and for the choice by
 * leave-one-out; a singular value decomposition only where there is no λ that bounds the condition.
 *
 * @module
 */
import { number } from "../base/check.ts";
import { engine } from "./engine/select.ts";
import { type Factored, factored } from "./factored.ts";
import { type Condition, condition, defaultRcond, invertSpectrum, matmul, scaleRows } from "./linalg.ts";
import { Matrix, transpose } from "./matrix.ts";
import { solveCholesky } from "./solve.ts";

/** The λ that "auto" tries, relative to the largest squared singular value: 1e-7 … 1, half-decades. */
export const LAMBDAS: readonly number[] = Object.freeze(Array.from({ length: 15 }, (_, i) => 10 ** (-7 + i / 2)));
/** With fewer anchors than these, leave-one-out is a throw of dice: "auto" then takes `FEW_LAMBDA`. */
export const FEW_ANCHORS = 10, FEW_LAMBDA = 0.03;
/** A smaller λ leaves too few digits in the Gram matrix: its condition number is at most 1 / λ. */
const SAFE = 1e-8;

/** A solved ridge regression. */
export interface RidgeFit {
  /** d_x × d_y. */
  readonly weights: Matrix;
  /** λ used, relative to σ²max; 0 is minimum-norm least squares. */
  readonly lambda: number;
  /** How "auto" came to λ. */
  readonly lambdaRule?: string;
  /** Where the rows were decomposed, that is without λ. */
  readonly condition?: Condition;
}

/**
 * Solves min ‖A·W - B‖² + λσ²max‖W‖² (B the identity unless given). λ = 0 gives the minimum-norm solution.
 *
 * Numerical weakness: for λ ≥ 1e-8 the Gram matrix is solved, whose relative errors are about 2⁻⁵² / λ.
 *
 * @throws {RangeError} If λ is negative or not finite.
 */
export function fitRidge(source: Matrix | Factored, b: Matrix | undefined, lambda: number | "auto"): RidgeFit {
  const a = source instanceof Matrix ? factored(source) : source;
  if (lambda === "auto") {
    const chosen = looLambda(a, b ?? Matrix.identity(a.rows.rows));
    return { ...fitRidge(a, b, chosen.lambda), ...chosen };
  }
  number(lambda, 0, Infinity, "λ", "fit a ridge regression");
  const weights = lambda < SAFE ? undefined : a.known() ? bySpectrum(a, b, lambda) : byCholesky(a, b, lambda);
  return weights ? { weights, lambda } : bySvd(a, b, lambda);
}

function bySvd(a: Factored, b: Matrix | undefined, lambda: number): RidgeFit {
  const { u, s, vt } = a.svd(), rcond = defaultRcond(u.rows, vt.cols);
  const scaled = scaleRows(
    b ? matmul(u, b, { transA: true }) : transpose(u),
    invertSpectrum(s, lambda > 0 ? 0 : rcond, lambda),
  );
  return { weights: matmul(vt, scaled, { transA: true }), lambda, condition: condition(s, rcond) };
}

function bySpectrum(a: Factored, b: Matrix | undefined, lambda: number): Matrix {
  const { left, right, squares } = a.spectrum(), projected = b ? matmul(right, b, { transA: true }) : transpose(right);
  return matmul(left, scaleRows(projected, gains(squares, lambda)), { transA: true });
}

/** Undefined where rounding has left nothing positive definite. */
function byCholesky({ rows: a, gram }: Factored, b: Matrix | undefined, lambda: number): Matrix | undefined {
  const { matrix, dual, largest } = gram(), n = matrix.rows, data = matrix.data.slice(), shift = lambda * largest();
  for (let i = 0; i < n; i++) data[i * n + i]! += shift;
  const lower = engine().cholesky(new Matrix(n, n, data));
  if (lower === undefined) return undefined;
  if (dual) return b ? matmul(a, solveCholesky(lower, b), { transA: true }) : transpose(solveCholesky(lower, a));
  return solveCholesky(lower, b ? matmul(a, b, { transA: true }) : transpose(a));
}

/** 1 / (s² + λσ²max). */
function gains(squares: Float64Array, lambda: number): Float64Array<ArrayBuffer> {
  const shift = lambda * squares.at(-1)!;
  return Float64Array.from(squares, (square) => 1 / (square + shift));
}

/**
 * The λ of `LAMBDAS` with the smallest leave-one-out squared error: the residual of row i left out is its residual
 * divided by 1 - 1/k - h_i, with h the diagonal of the hat matrix and 1/k the leverage of the mean that was taken off
 * both sides. Without the 1/k a vanishing λ would look perfect for k ≤ d centred rows. One product a λ, no refitting.
 *
 * Exact where both sides are centred; on rows scaled to unit norm after that it is very nearly so for many rows, and no
 * guide at all for a handful: with fewer than `FEW_ANCHORS` λ is `FEW_LAMBDA`, and `lambdaRule` says so.
 */
export function looLambda(a: Factored, b: Matrix): { readonly lambda: number; readonly lambdaRule: string } {
  if (a.rows.rows < FEW_ANCHORS) {
    return { lambda: FEW_LAMBDA, lambdaRule: `fixed at ${FEW_LAMBDA}: fewer than ${FEW_ANCHORS} anchors` };
  }
  const { right, squares, dual } = a.spectrum(), projected = matmul(right, b, { transA: true });
  const squared = new Matrix(right.rows, right.cols, right.data.map((x) => x * x));
  const errors = LAMBDAS.map((lambda) => {
    const hat = gains(squares, lambda).map((gain, i) => dual ? gain * squares[i]! : gain);
    const leverages = matmul(squared, new Matrix(hat.length, 1, hat)).data;
    return looError(matmul(right, scaleRows(projected, hat)), leverages, b);
  });
  return { lambda: LAMBDAS[errors.indexOf(Math.min(...errors))]!, lambdaRule: "leave-one-out" };
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
