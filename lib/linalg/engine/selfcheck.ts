/**
 * Whether an engine's results are right, by work whose answers are known without one: a few milliseconds.
 *
 * @module
 */
import { type Dtype, type Floats, floats, Matrix } from "../matrix.ts";
import type { Engine, GemmCall } from "./engine.ts";

/** Sizes on both sides of every kernel's tile. */
const EDGES = [1, 2, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 23, 24, 25, 31, 32, 33, 47, 48, 49] as const;
/** Past the products that are small enough for kernels of their own. */
const LARGE = { m: 129, n: 66, k: 131 } as const;
const DECOMPOSED = 40;

type Sizes = Pick<GemmCall, "m" | "n" | "k" | "transA" | "transB">;

/** What is wrong with the engine's products and decompositions, or undefined. */
export function selfCheck(e: Engine): string | undefined {
  for (const dtype of ["f64", "f32"] as const) {
    const pool = numbers(LARGE.k * (LARGE.m + LARGE.n), dtype);
    for (const [i, m] of EDGES.entries()) {
      const n = EDGES[i * 4 % EDGES.length]!, k = EDGES[i * 8 % EDGES.length]!;
      const fault = productFault(e, pool, { m, n, k, transA: i % 2 === 1, transB: i % 4 > 1 });
      if (fault !== undefined) return `${fault} in ${dtype}`;
    }
    const fault = productFault(e, pool, { ...LARGE, transA: false, transB: true });
    if (fault !== undefined) return `${fault} in ${dtype}`;
  }
  return decompositionFault(e, DECOMPOSED);
}

/** Small whole numbers without a pattern: their products are exact in both precisions. */
function numbers(length: number, dtype: Dtype): Floats {
  const out = floats(length, dtype);
  for (let i = 0, x = 1; i < length; i++, x = x * 75 % 65537) out[i] = x % 9 - 4;
  return out;
}

/** C = op(A) · op(B), of which C · v = op(A) · (op(B) · v) must hold exactly (Freivalds 1977). */
function productFault(e: Engine, pool: Floats, sizes: Sizes): string | undefined {
  const { m, n, k, transA, transB } = sizes, lda = transA ? m : k, ldb = transB ? k : n;
  const a = pool.subarray(0, m * k), b = pool.subarray(m * k, m * k + k * n);
  const c = (pool instanceof Float32Array ? new Float32Array(m * n) : new Float64Array(m * n)).fill(NaN);
  e.gemm({ ...sizes, a, lda, b, ldb, c, ldc: n, alpha: 1, beta: 0 });
  const v = Float64Array.from({ length: n }, (_, j) => 1 + j * 37 % 101);
  const known = times(a, m, k, transA, times(b, k, n, transB, v)), found = times(c, m, n, false, v);
  const row = found.findIndex((value, i) => value !== known[i]);
  return row < 0 ? undefined : `row ${row} of a product of ${m} × ${k} by ${k} × ${n} entries is wrong`;
}

/** op(X) · v, op(X) of `rows` × `cols`. */
function times(x: Floats, rows: number, cols: number, trans: boolean, v: Float64Array): Float64Array {
  const out = new Float64Array(rows), [down, right] = trans ? [1, rows] : [cols, 1];
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0, p = i * down; j < cols; j++, p += right) sum += x[p]! * v[j]!;
    out[i] = sum;
  }
  return out;
}

/** A with entries min(i, j) + 1: its Cholesky factor has ones only, its inverse eigenvalues are 4 sin²((2k − 1)π / (4n + 2)). */
function decompositionFault(e: Engine, n: number): string | undefined {
  const a = new Matrix(n, n, Float64Array.from({ length: n * n }, (_, p) => 1 + Math.min(p % n, Math.floor(p / n))));
  const lower = e.cholesky(a);
  const wrong = lower?.data.findIndex((x, p) => !(Math.abs(x - (p % n <= Math.floor(p / n) ? 1 : 0)) < 1e-11));
  if (wrong !== -1) return `a Cholesky factor of ${n} × ${n} entries is wrong`;
  const { u, s, vt } = e.svd(a);
  const known = s.map((_, k) => 1 / (4 * Math.sin((2 * k + 1) * Math.PI / (4 * n + 2)) ** 2));
  const v = Float64Array.from(s, (_, j) => 1 + j % 7), inner = times(vt.data, n, n, false, v);
  const found = times(u.data, n, n, false, inner.map((x, k) => x * s[k]!)), product = times(a.data, n, n, false, v);
  const far = (x: Float64Array, y: Float64Array): boolean =>
    x.some((value, i) => !(Math.abs(value - y[i]!) < 1e-11 * Math.max(y[0]!, y[n - 1]!)));
  const wrongSvd = far(s, known) || far(found, product);
  return wrongSvd ? `a singular value decomposition of ${n} × ${n} entries is wrong` : undefined;
}
