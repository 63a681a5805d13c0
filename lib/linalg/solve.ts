/**
 * Solving by a Cholesky factor, and the largest eigenvalue of a symmetric map, on products alone: both engines have them.
 *
 * @module
 */
import { rng } from "../base/random.ts";
import { engine } from "./engine/select.ts";
import { Matrix } from "./matrix.ts";
import { dot } from "./rows.ts";

/** Rows of a diagonal block, which is inverted by itself. */
const BLOCK = 64;

/**
 * X with L · Lᵀ · X = B (m × n, float64), L the leading m × m block of `lower`: one factor serves every leading block.
 *
 * Numerical weakness: relative errors are about 2⁻⁵² times the condition number of L · Lᵀ.
 */
export function solveCholesky(lower: Matrix, b: Matrix): Matrix {
  return choleskySolver(lower, b.rows)(b);
}

/** The same for many right sides of m rows: the diagonal blocks are inverted once. */
export function choleskySolver(lower: Matrix, m: number): (b: Matrix) => Matrix {
  const starts = Array.from({ length: Math.ceil(m / BLOCK) }, (_, i) => i * BLOCK);
  const inverses = starts.map((from) => invertLower(lower, from, Math.min(BLOCK, m - from)));
  return (b) => solveBlocks(lower, starts, inverses, b);
}

function solveBlocks(lower: Matrix, starts: readonly number[], inverses: readonly Matrix[], b: Matrix): Matrix {
  const { rows: m, cols: n } = b, { data: l, cols: ld } = lower, x = new Float64Array(b.data);
  const call = { n, lda: ld, ldb: n, ldc: n, transB: false, alpha: -1, beta: 1 };
  const finish = (i: number, transA: boolean): void => {
    const { rows, data } = inverses[i]!, c = x.subarray(i * BLOCK * n, (i * BLOCK + rows) * n), copy = c.slice();
    engine().gemm({ ...call, m: rows, k: rows, a: data, lda: rows, transA, b: copy, c, alpha: 1, beta: 0 });
  };
  for (const [i, from] of starts.entries()) {
    const rows = inverses[i]!.rows, c = x.subarray(from * n, (from + rows) * n);
    const a = l.subarray(from * ld), before = x.subarray(0, from * n);
    if (from > 0) engine().gemm({ ...call, m: rows, k: from, a, transA: false, b: before, c });
    finish(i, false);
  }
  for (const [i, from] of [...starts.entries()].reverse()) {
    const rows = inverses[i]!.rows, end = from + rows, c = x.subarray(from * n, end * n);
    const a = l.subarray(end * ld + from), after = x.subarray(end * n);
    if (end < m) engine().gemm({ ...call, m: rows, k: m - end, a, transA: true, b: after, c });
    finish(i, true);
  }
  return new Matrix(m, n, x);
}

/** The inverse of one diagonal block of a lower factor. */
function invertLower({ data: l, cols }: Matrix, from: number, size: number): Matrix {
  const out = Matrix.zeros(size, size),
    x = out.data,
    at = (i: number, j: number): number => (from + i) * cols + from + j;
  for (let j = 0; j < size; j++) {
    x[j * size + j] = 1 / l[at(j, j)]!;
    for (let i = j + 1; i < size; i++) {
      let sum = 0;
      for (let p = j, q = at(i, j); p < i; p++) sum += l[q++]! * x[p * size + j]!;
      x[i * size + j] = -sum / l[at(i, i)]!;
    }
  }
  return out;
}

/** Lanczos steps at most. */
const STEPS = 300;

/**
 * The largest eigenvalue of a symmetric positive semidefinite map of n dimensions, `times` being its product with an
 * n × 1 vector: Lanczos, orthogonalised in full, from a seeded start, until four steps move the value by no more than
 * the relative tolerance.
 */
export function largestEigenvalue(times: (v: Matrix) => Matrix, n: number, tolerance = 1e-14): number {
  const draw = rng(0).fork("lanczos"), basis: Float64Array[] = [], alphas: number[] = [], betas: number[] = [];
  let w = Float64Array.from({ length: n }, () => draw.normal()), found = 0;
  for (let step = 0; step < Math.min(n, STEPS); step++) {
    const norm = Math.sqrt(dot(w, w));
    if (step > 0) betas.push(norm);
    if (!(norm > Number.EPSILON * found)) break;
    const q = w.map((v) => v / norm);
    basis.push(q);
    w = new Float64Array(times(new Matrix(n, 1, q)).data);
    alphas.push(dot(q, w));
    subtract(w, q, alphas.at(-1)!);
    for (const b of basis) subtract(w, b, dot(b, w));
    if (step % 4 !== 3 && step + 1 < Math.min(n, STEPS)) continue;
    const value = largestOfTridiagonal(alphas, betas);
    if (Math.abs(value - found) <= tolerance * value) return value;
    found = value;
  }
  return largestOfTridiagonal(alphas, betas);
}

/** By bisection: as many eigenvalues are above x as the pivots of T - x are positive. */
function largestOfTridiagonal(alphas: readonly number[], betas: readonly number[]): number {
  const radius = (i: number): number => (betas[i - 1] ?? 0) + (betas[i] ?? 0);
  let low = Math.max(...alphas), high = Math.max(...alphas.map((a, i) => a + radius(i)));
  for (let i = 0; i < 80 && high - low > Number.EPSILON * high; i++) {
    const x = (low + high) / 2;
    let pivot = 1, above = false;
    for (const [j, a] of alphas.entries()) {
      pivot = a - x - (j > 0 ? betas[j - 1]! ** 2 / pivot : 0);
      if (pivot > 0) above = true;
      if (pivot === 0) pivot = -Number.MIN_VALUE;
    }
    if (above) low = x;
    else high = x;
  }
  return (low + high) / 2;
}

function subtract(a: Float64Array, b: Float64Array, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i]! -= factor * b[i]!;
}
