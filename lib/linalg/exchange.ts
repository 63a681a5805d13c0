/**
 * The pseudo-inverse of rows that differ by a few from rows whose own is known: a fraction of the time of another one.
 *
 * @module
 */
import { rng } from "../base/random.ts";
import { engine } from "./engine/select.ts";
import { matmul } from "./linalg.ts";
import { Matrix, takeRows } from "./matrix.ts";
import { dot } from "./rows.ts";
import { solveCholesky } from "./solve.ts";

/** Some rows S of a matrix and their inverse. */
export interface InvertedRows {
  /** Their places in the matrix, ascending. */
  readonly indices: Int32Array<ArrayBuffer>;
  /** pinv(Sᵀ) = (S · Sᵀ)⁻¹ · S, of S's shape; S has full row rank. */
  readonly rows: Matrix;
}

/** With more than one row in so many exchanged, another factor is as quick. */
const FEW_OF = 8;
/** Largest relative residual of R · Sᵀ = I, in a random direction: what is worse is made anew. */
const EXACT = 1e-10;
/** Largest bound on the squared condition. */
const BOUNDED = 1e12;

/**
 * pinv(Sᵀ) of the rows of `all` at `indices` (ascending): rows that go are taken out of the known inverse by the Schur
 * complement of (S · Sᵀ)⁻¹, rows that come are bordered to it (Greville 1960). Undefined where too many differ, or
 * where a residual shows that too many digits are lost.
 */
export function exchangeRows(all: Matrix, known: InvertedRows, indices: Int32Array<ArrayBuffer>): Matrix | undefined {
  const wanted = new Set(indices), had = new Set(known.indices), places = Int32Array.from(known.indices.keys());
  const kept = places.filter((i) => wanted.has(known.indices[i]!)), come = indices.filter((row) => !had.has(row));
  if ((known.indices.length - kept.length + come.length) * FEW_OF > indices.length) return undefined;
  const gone = places.filter((i) => !wanted.has(known.indices[i]!)), stay = kept.map((i) => known.indices[i]!);
  const rest = takeOut(takeRows(known.rows, kept), takeRows(known.rows, gone));
  const joined = rest && border(rest, takeRows(all, stay), takeRows(all, come));
  if (joined === undefined) return undefined;
  const at = new Map([...stay, ...come].map((row, i) => [row, i]));
  const rows = takeRows(joined, Int32Array.from(indices, (row) => at.get(row)!));
  return inverts(rows, takeRows(all, indices)) ? rows : undefined;
}

/** R without the rows G, where R and G together are (S · Sᵀ)⁻¹ · S: R - (R · Gᵀ)(G · Gᵀ)⁻¹ · G, in R's place. */
function takeOut(R: Matrix, G: Matrix): Matrix | undefined {
  if (G.rows === 0) return R;
  const lower = engine().cholesky(matmul(G, G, { transB: true }));
  return lower && twice(R, G, solveCholesky(lower, G));
}

/** R of S and of the rows C that come: their part E across S inverted, then taken out of R. */
function border(R: Matrix, S: Matrix, C: Matrix): Matrix | undefined {
  if (C.rows === 0) return R;
  const E = twice(new Matrix(C.rows, C.cols, C.data.slice()), R, S),
    lower = engine().cholesky(matmul(E, E, { transB: true }));
  if (lower === undefined) return undefined;
  const come = solveCholesky(lower, E), rest = twice(R, C, come), out = Matrix.zeros(R.rows + C.rows, R.cols);
  out.data.set(rest.data);
  out.data.set(come.data, rest.data.length);
  return out;
}

/** X - (X · Aᵀ) · B in X's place, X being a copy of one's own; once more for what rounding left. */
function twice(X: Matrix, A: Matrix, B: Matrix): Matrix {
  const call = { m: X.rows, n: X.cols, k: B.rows, lda: B.rows, ldb: B.cols, ldc: X.cols, transA: false, transB: false };
  for (let pass = 0; pass < 2; pass++) {
    const shares = matmul(X, A, { transB: true }).data;
    engine().gemm({ ...call, a: shares, b: B.data, c: X.data, alpha: -1, beta: 1 });
  }
  return X;
}

/** Whether R · Sᵀ = I in a random direction, with a bounded condition: ‖S‖ · ‖R‖ is at least that. */
function inverts(R: Matrix, S: Matrix): boolean {
  const draw = rng(0).fork("exchange"), v = Float64Array.from({ length: S.rows }, () => draw.normal());
  const back = matmul(R, matmul(S, new Matrix(v.length, 1, v), { transA: true })).data.map((x, i) => x - v[i]!);
  return dot(back, back) < EXACT ** 2 * dot(v, v) && dot(R.data, R.data) * dot(S.data, S.data) < BOUNDED;
}
