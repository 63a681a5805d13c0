/**
 * Pseudo-inverses by way of the Gram matrix, where that is exact enough: a fraction of the time of a decomposition.
 *
 * @module
 */
import { once } from "../base/once.ts";
import { engine } from "./engine/select.ts";
import { type Condition, matmul } from "./linalg.ts";
import { Matrix, transpose } from "./matrix.ts";
import { dot } from "./rows.ts";
import { choleskySolver, largestEigenvalue } from "./solve.ts";

/** pinv(Aᵀ), of A's shape, A having full rank. */
export interface TransposedInverse {
  readonly rows: Matrix;
  /** Of A, found when first asked for. */
  readonly condition: () => Condition;
}

/**
 * Up to this squared condition number A is inverted through its Gram matrix as it is, with relative errors of about
 * 1e-10; a direct decomposition has 1e-13.
 */
const TRUSTED = 1e6;
/** Up to this one with Newton's steps: errors of 2⁻⁵² times the condition. */
const REFINED = 1e12;
/** So near to an inverse one more step is exact. */
const CLOSE = 1e-7;
/** What decides is known to a tenth. */
const ROUGH = 0.1;
/** With fewer rows or columns there is nothing to save. */
export const FEW = 48;

/** pinv(Aᵀ) by the Cholesky factor of the smaller Gram matrix; undefined where that is not exact enough or not worth it. */
export function transposedInverse(a: Matrix): TransposedInverse | undefined {
  if (Math.min(a.rows, a.cols) < FEW) return undefined;
  const wide = a.rows <= a.cols, short = wide ? a : transpose(a);
  const gram = matmul(short, short, { transB: true }), lower = engine().cholesky(gram);
  const found = lower && inverseBySolving(short, lower, gram);
  return found && (wide ? found : { ...found, rows: transpose(found.rows) });
}

/** R = (S · Sᵀ)⁻¹ · S with S · Sᵀ, m × m, = L · Lᵀ; where its condition is not small, refined by Newton's steps. */
export function inverseBySolving(S: Matrix, lower: Matrix, gram: Matrix): TransposedInverse | undefined {
  const pivots = Array.from({ length: S.rows }, (_, i) => lower.at(i, i) ** 2);
  if (!(Math.min(...pivots) * REFINED > Math.max(...pivots))) return undefined; // the condition is at least this
  const solve = choleskySolver(lower, S.rows), forth = (v: Matrix): Matrix => matmul(gram, v);
  const size = largest(forth, S.rows, ROUGH);
  if (size * largest(solve, S.rows, ROUGH) < TRUSTED) return ofFullRank(solve(S), forth, solve);
  const refined = refine(solve(S), S);
  return refined && size * largest(back(refined), S.rows, ROUGH) < REFINED ? withCondition(refined, gram) : undefined;
}

/** The inverse R of rows of full rank, with the condition that it and their Gram matrix show. */
export function withCondition(rows: Matrix, gram: Matrix): TransposedInverse {
  return ofFullRank(rows, (v) => matmul(gram, v), back(rows));
}

/** The same with the products by S · Sᵀ and by its inverse. */
function ofFullRank(rows: Matrix, forth: Product, inverse: Product): TransposedInverse {
  const n = Math.min(rows.rows, rows.cols);
  const condition = once(() => {
    const effective = Math.sqrt(largest(forth, n) * largest(inverse, n));
    return Object.freeze({ plain: effective, effective, rank: n });
  });
  return Object.freeze({ rows, condition });
}

/** R - (R · Sᵀ - I) · R, whose error is the square of R's; undefined where R is too far from an inverse. */
function refine(R: Matrix, S: Matrix, steps = 3): Matrix | undefined {
  const { data } = matmul(R, S, { transB: true }), m = R.rows;
  for (let i = 0; i < m; i++) data[i * m + i]! -= 1;
  const away = Math.sqrt(dot(data, data));
  if (!(away < 0.5) || steps === 0) return undefined;
  const better = R.data.slice(), call = { lda: m, ldb: R.cols, ldc: R.cols, transA: false, transB: false };
  engine().gemm({ ...call, m, n: R.cols, k: m, a: data, b: R.data, c: better, alpha: -1, beta: 1 });
  const next = new Matrix(m, R.cols, better);
  return away < CLOSE ? next : refine(next, S, steps - 1);
}

/** A product with a column. */
type Product = (v: Matrix) => Matrix;

/** That by A · Aᵀ. */
const back = (a: Matrix): Product => (v) => matmul(a, matmul(a, v, { transA: true }));

/** To eight digits or so, for condition numbers; or to a tenth, for what is decided by them. */
function largest(times: Product, n: number, tolerance = 1e-9): number {
  return largestEigenvalue(times, n, tolerance);
}
