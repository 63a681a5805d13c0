/**
 * The seam between the method and who computes for it.
 *
 * An engine is a handful of synchronous, pure functions over row-major matrices. It never centres, scales, regularises
 * or truncates: that is `linalg.ts`. Both engines agree to rounding; neither is asynchronous.
 *
 * @module
 */
import type { Floats, Matrix } from "../matrix.ts";

/** What computed a result. */
export interface EngineInfo {
  /** "blas" (native, through FFI) or "portable" (own WebAssembly kernels). */
  readonly engine: "blas" | "portable";
  /** Path of the native library, or "WebAssembly SIMD". */
  readonly library: string;
  /** What an OpenBLAS says of itself ("OpenBLAS 0.3.21"); empty for any other. */
  readonly version: string;
  /** The kernels in use: OpenBLAS names them after a processor ("SkylakeX"); "relaxed" or "plain" SIMD; or empty. */
  readonly core: string;
  /** Threads of GEMM. */
  readonly threads: number;
}

/** C := alpha · op(A) · op(B) + beta · C on raw row-major storage of one precision; all counts in entries. */
export interface GemmCall {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Floats;
  /** Row length of A as stored. */
  readonly lda: number;
  readonly transA: boolean;
  readonly b: Floats;
  readonly ldb: number;
  readonly transB: boolean;
  /** The output, written in place. */
  readonly c: Floats;
  readonly ldc: number;
  readonly alpha: number;
  readonly beta: number;
}

/** A thin singular value decomposition A = U · diag(s) · Vt, float64, s descending, U m × r, Vt r × n, r = min(m, n). */
export interface Svd {
  /** m × r, orthonormal columns. */
  readonly u: Matrix;
  /** r singular values, descending. */
  readonly s: Float64Array<ArrayBuffer>;
  /** r × n, orthonormal rows. */
  readonly vt: Matrix;
}

/** A symmetric eigendecomposition, values ascending, row i of `vectors` belongs to value i. */
export interface Eigh {
  /** Ascending. */
  readonly values: Float64Array<ArrayBuffer>;
  /** Row i belongs to value i. */
  readonly vectors: Matrix;
}

/** One provider of linear algebra. All decompositions take and return float64 and copy their input. */
export interface Engine {
  readonly info: EngineInfo;
  gemm(call: GemmCall): void;
  /** Squared Euclidean norm of each packed row of `cols` entries, into `out`; summed in the data's precision or better. */
  rowSquares(data: Floats, cols: number, out: Float64Array): void;
  /** Every packed row of `cols` entries times its factor, in place. */
  scaleRows(data: Floats, cols: number, factors: Float64Array): void;
  svd(a: Matrix): Svd;
  eigh(a: Matrix): Eigh;
  /** The lower factor L of A = L · Lᵀ, or undefined where A is not positive definite. */
  cholesky(a: Matrix): Matrix | undefined;
  /** The minimum-norm solution X (n × r) of A · X ≈ B, rank decided by `rcond` relative to the largest singular value. */
  lstsq(a: Matrix, b: Matrix, rcond: number): Matrix;
}
