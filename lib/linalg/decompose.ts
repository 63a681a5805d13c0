/**
 * Decompositions, always in float64. Each refuses a matrix without rows (TypeError) or with an entry that is not finite
 * (RangeError, with its row and column), on every engine alike.
 *
 * @module
 */
import { finite, number, shape, shaped } from "../base/check.ts";
import type { Eigh, Svd } from "./engine/engine.ts";
import { engine } from "./engine/select.ts";
import type { Matrix } from "./matrix.ts";

/** Thin singular value decomposition A = U · diag(s) · Vt, s descending. Signs of the vectors are arbitrary. */
export function svd(a: Matrix): Svd {
  return engine().svd(finite(notEmpty(a, "decompose"), "the matrix", "decompose"));
}

/** Symmetric eigendecomposition: values ascending, row i of `vectors` belongs to value i. Reads the upper half only. */
export function eigh(a: Matrix): Eigh {
  return engine().eigh(finite(square(notEmpty(a, "decompose"), "find eigenvalues"), "the matrix", "find eigenvalues"));
}

/** Lower Cholesky factor; reads the lower half only. @throws {RangeError} If A is not positive definite. */
export function cholesky(a: Matrix): Matrix {
  const lower = engine().cholesky(finite(square(notEmpty(a, "factor"), "factor"), "the matrix", "factor"));
  if (lower === undefined) throw new RangeError(`Cannot factor the ${shape(a)} matrix as it must be positive definite`);
  return lower;
}

/** The cut-off that `pinv` and `lstsq` use unless told: max(m, n) · 2⁻⁵², relative to the largest singular value. */
export function defaultRcond(rows: number, cols: number): number {
  return Math.max(rows, cols) * Number.EPSILON;
}

/** Minimum-norm least squares: X (n × r) with A · X ≈ B. @throws {TypeError} If the row counts differ. */
export function lstsq(a: Matrix, b: Matrix, options: { readonly rcond?: number } = {}): Matrix {
  shaped(a, "the matrix", "solve");
  shaped(b, "the right side", "solve");
  if (a.rows !== b.rows) throw new TypeError(`Cannot solve as row counts must agree: ${shape(a)} against ${shape(b)}`);
  const rcond = number(options.rcond ?? defaultRcond(a.rows, a.cols), 0, 1, "rcond", "solve");
  const [left, right] = [finite(notEmpty(a, "solve"), "the matrix", "solve"), finite(b, "the right side", "solve")];
  return engine().lstsq(left, right, rcond);
}

function notEmpty(a: Matrix, action: string): Matrix {
  if (shaped(a, "the matrix", action).rows > 0) return a;
  throw new TypeError(`Cannot ${action} as the matrix must have rows: the shape is ${shape(a)}`);
}

function square(a: Matrix, action: string): Matrix {
  if (a.rows === a.cols) return a;
  throw new TypeError(`Cannot ${action} as the matrix must be square: the shape is ${shape(a)}`);
}
