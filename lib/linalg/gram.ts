/**
 * Pseudo-inverses by way of the Gram matrix, where that is exact enough: a fraction of the time of a decomposition.
 *
 * @module
 */
import { engine } from "./engine/select.ts";
import { type Condition, matmul } from "./linalg.ts";
import { type Matrix, transpose } from "./matrix.ts";
import { largestEigenvalue, solveCholesky } from "./solve.ts";

/** pinv(Aᵀ), of A's shape, with the condition of A. */
export interface TransposedInverse {
  readonly rows: Matrix;
  readonly condition: Condition;
}

/**
 * Up to this squared condition number A is inverted through its Gram matrix as it is, with relative errors of about
 * 1e-10; a direct decomposition has 1e-13.
 */
const TRUSTED = 1e6;
/** Up to this one with its rows made orthonormal in between (Cholesky QR, twice): errors of 2⁻⁵² times the condition. */
const REFINED = 1e12;
/** With fewer rows or columns there is nothing to save. */
export const FEW = 48;

/** pinv(Aᵀ) by the Cholesky factor of the smaller Gram matrix; undefined where that is not exact enough or not worth it. */
export function transposedInverse(a: Matrix): TransposedInverse | undefined {
  if (Math.min(a.rows, a.cols) < FEW) return undefined;
  const wide = a.rows <= a.cols, short = wide ? a : transpose(a);
  const lower = engine().cholesky(matmul(short, short, { transB: true })),
    found = lower && inverseBySolving(short, lower);
  return found && (wide ? found : { ...found, rows: transpose(found.rows) });
}

/** (S · Sᵀ)⁻¹ · S with S · Sᵀ = L · Lᵀ; where its condition is not small, L⁻¹ · S is made orthonormal by a second factor. */
export function inverseBySolving(S: Matrix, lower: Matrix): TransposedInverse | undefined {
  const pivots = Array.from({ length: S.rows }, (_, i) => lower.at(i, i) ** 2), size = squaredNorm(S);
  if (!(Math.min(...pivots) * REFINED > Math.max(...pivots))) return undefined; // the condition is at least this
  const forward = solveCholesky(lower, S, "forward"),
    found = (q: Matrix): ReturnType<typeof inverseBySolving> => {
      const rows = solveCholesky(lower, q, "backward"), effective = Math.sqrt(size * squaredNorm(rows));
      return { rows, condition: Object.freeze({ plain: effective, effective, rank: S.rows }) };
    };
  const first = found(forward)!;
  if (first.condition.effective ** 2 < TRUSTED) return first;
  const again = engine().cholesky(matmul(forward, forward, { transB: true }));
  const second = again && found(solveCholesky(again, forward));
  return second && second.condition.effective ** 2 < REFINED ? second : undefined;
}

/** σ²max, to eight digits or so: for condition numbers. */
function squaredNorm(a: Matrix): number {
  return largestEigenvalue((v) => matmul(a, matmul(a, v, { transA: true })), a.rows, 1e-9);
}
