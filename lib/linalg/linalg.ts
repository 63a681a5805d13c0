/**
 * Linear algebra of the method, on whichever engine is in use. Products keep the precision of their operands (float64
 * if they differ); decompositions are always float64. Cut-offs are relative to the largest singular value and named.
 *
 * @module
 */
import { number, shape } from "../base/check.ts";
import type { Eigh, Svd } from "./engine/engine.ts";
import { engine } from "./engine/select.ts";
import { asDtype, floats, Matrix } from "./matrix.ts";

/** Which operands a product transposes, and its scalar factor. */
export interface MatmulOptions {
  readonly transA?: boolean;
  readonly transB?: boolean;
  /** Factor of the product, default 1. */
  readonly alpha?: number;
}

/**
 * op(A) · op(B), by one GEMM.
 *
 * @throws {TypeError} If the inner sizes differ.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { matmul } from "anchorage/linalg";
 * const gram = matmul(Matrix.from([[1, 2], [3, 4]]), Matrix.identity(2), { transA: true });
 * console.log(gram.at(0, 1)); // 3
 * ```
 */
export function matmul(a: Matrix, b: Matrix, options: MatmulOptions = {}): Matrix {
  const { transA = false, transB = false, alpha = 1 } = options;
  const [m, k] = transA ? [a.cols, a.rows] : [a.rows, a.cols];
  const [k2, n] = transB ? [b.cols, b.rows] : [b.rows, b.cols];
  if (k !== k2) {
    const [t, u] = [transA ? "ᵀ" : "", transB ? "ᵀ" : ""];
    throw new TypeError(`Cannot multiply as inner sizes must agree: (${shape(a)})${t} by (${shape(b)})${u}`);
  }
  const dtype = a.dtype === b.dtype ? a.dtype : "f64";
  const [A, B, c] = [asDtype(a, dtype), asDtype(b, dtype), floats(m * n, dtype)];
  engine().gemm({ m, n, k, a: A.data, lda: a.cols, transA, b: B.data, ldb: b.cols, transB, c, ldc: n, alpha, beta: 0 });
  return new Matrix(m, n, c);
}

/** Thin singular value decomposition A = U · diag(s) · Vt, s descending. Signs of the vectors are arbitrary. */
export function svd(a: Matrix): Svd {
  notEmpty(a, "decompose");
  return engine().svd(a);
}

/** Symmetric eigendecomposition: values ascending, row i of `vectors` belongs to value i. Reads the lower half only. */
export function eigh(a: Matrix): Eigh {
  square(notEmpty(a, "decompose"), "find eigenvalues");
  return engine().eigh(a);
}

/** Lower Cholesky factor. @throws {RangeError} If A is not positive definite. */
export function cholesky(a: Matrix): Matrix {
  const lower = engine().cholesky(square(notEmpty(a, "factor"), "factor"));
  if (lower === undefined) throw new RangeError(`Cannot factor the ${shape(a)} matrix as it must be positive definite`);
  return lower;
}

/** The cut-off that `pinv` and `lstsq` use unless told: max(m, n) · 2⁻⁵², relative to the largest singular value. */
export function defaultRcond(rows: number, cols: number): number {
  return Math.max(rows, cols) * Number.EPSILON;
}

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

/** The inverted spectrum under a cut-off and λ: 0 where cut. */
export function invertSpectrum(s: Float64Array, rcond: number, lambda: number): Float64Array<ArrayBuffer> {
  const largest = s[0] ?? 0, tikhonov = lambda * largest * largest;
  return Float64Array.from(s, (x) => x > rcond * largest ? x / (x * x + tikhonov) : 0);
}

/**
 * The Moore-Penrose pseudo-inverse (n × m) by SVD with a relative cut-off, or its Tikhonov form.
 *
 * Numerical weakness: singular values just above the cut-off are inverted in full; look at `condition`.
 *
 * @throws {RangeError} If rcond or λ is out of range.
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

/** Minimum-norm least squares: X (n × r) with A · X ≈ B. @throws {TypeError} If the row counts differ. */
export function lstsq(a: Matrix, b: Matrix, options: { readonly rcond?: number } = {}): Matrix {
  if (a.rows !== b.rows) throw new TypeError(`Cannot solve as row counts must agree: ${shape(a)} against ${shape(b)}`);
  const rcond = number(options.rcond ?? defaultRcond(a.rows, a.cols), 0, 1, "rcond", "solve");
  return engine().lstsq(notEmpty(a, "solve"), b, rcond);
}

/** diag(factors) · A. */
export function scaleRows(a: Matrix, factors: ArrayLike<number>): Matrix {
  const out = a.data.slice();
  for (let i = 0, p = 0; i < a.rows; i++) {
    const f = factors[i]!;
    for (let j = 0; j < a.cols; j++) out[p++]! *= f;
  }
  return new Matrix(a.rows, a.cols, out);
}

/** A · diag(factors). */
export function scaleCols(a: Matrix, factors: ArrayLike<number>): Matrix {
  const out = a.data.slice();
  for (let i = 0, p = 0; i < a.rows; i++) for (let j = 0; j < a.cols; j++) out[p++]! *= factors[j]!;
  return new Matrix(a.rows, a.cols, out);
}

function notEmpty(a: Matrix, action: string): Matrix {
  if (a.rows > 0) return a;
  throw new TypeError(`Cannot ${action} as the matrix must have rows: the shape is ${shape(a)}`);
}

function square(a: Matrix, action: string): Matrix {
  if (a.rows === a.cols) return a;
  throw new TypeError(`Cannot ${action} as the matrix must be square: the shape is ${shape(a)}`);
}
