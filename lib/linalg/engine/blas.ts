/**
 * The native engine: OpenBLAS or Accelerate through FFI. Row-major storage goes in and out without a copy or transpose:
 * row-major A is column-major Aᵀ, so U and Vᵀ trade places.
 *
 * @module
 */
import { type Floats, Matrix, transpose } from "../matrix.ts";
import type { Eigh, Engine, GemmCall, Svd } from "./engine.ts";
import { type Library, openLibrary } from "./library.ts";
import * as rows from "./rows.ts";

/** Places where a BLAS with LAPACK inside is known to live, by operating system; absolute, as FFI permissions need. */
export const KNOWN_LIBRARIES: Readonly<Record<string, readonly string[]>> = Object.freeze({
  linux: ["x86_64", "aarch64"].flatMap((cpu) =>
    ["openblas-pthread", "openblas-openmp", "openblas-serial", ""].map((kind) =>
      `/usr/lib/${cpu}-linux-gnu/${kind ? kind + "/" : ""}libopenblas.so.0`
    )
  ).concat("/usr/lib64/libopenblas.so.0"),
  darwin: [
    "/System/Library/Frameworks/Accelerate.framework/Accelerate",
    "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
    "/usr/local/opt/openblas/lib/libopenblas.dylib",
  ],
  windows: ["C:\\Program Files\\OpenBLAS\\bin\\libopenblas.dll"],
});

/** Rows and columns of a tile that is mirrored at a time. */
const TILE = 32;

const int = (n: number): Int32Array<ArrayBuffer> => new Int32Array([n]);
const char = (c: string): Uint8Array<ArrayBuffer> => new Uint8Array([c.charCodeAt(0)]);

/**
 * Opens the library at an absolute path as an engine.
 *
 * @throws {Error} If it cannot be loaded (missing, no `--allow-ffi` for it) or lacks a routine.
 */
export function blasEngine(path: string): Engine {
  const lib = openLibrary(path);
  const info = {
    engine: "blas" as const,
    library: path,
    get threads() {
      return lib.openblas_get_num_threads?.() ?? navigator.hardwareConcurrency;
    },
  };
  return Object.freeze({
    info: Object.freeze(info),
    gemm: (call: GemmCall) => isGram(call) ? runSyrk(lib, call) : runGemm(lib, call),
    rowSquares: (data: Floats, cols: number, out: Float64Array) => rowSquares(lib, data, cols, out),
    scaleRows: (data: Floats, cols: number, factors: Float64Array) => scaleRows(lib, data, cols, factors),
    svd: (a: Matrix) => svd(lib, a),
    eigh: (a: Matrix) => eigh(lib, a),
    cholesky: (a: Matrix) => cholesky(lib, a),
    lstsq: (a: Matrix, b: Matrix, rcond: number) => lstsq(lib, a, b, rcond),
  });
}

function runGemm(lib: Library, g: GemmCall): void {
  if (g.m === 0 || g.n === 0) return;
  const f = g.c instanceof Float32Array ? lib.cblas_sgemm : lib.cblas_dgemm;
  const [ta, tb] = [g.transA ? 112 : 111, g.transB ? 112 : 111];
  f(101, ta, tb, g.m, g.n, g.k, g.alpha, g.a, g.lda, g.b, g.ldb, g.beta, g.c, g.ldc);
}

/** Whether a product is AᵀA or AAᵀ, of which half is enough. */
function isGram({ a, b, lda, ldb, transA, transB, m, n, beta }: GemmCall): boolean {
  return a === b && lda === ldb && transA !== transB && m === n && beta === 0 && n > TILE;
}

/** The upper half, mirrored tile by tile. */
function runSyrk(lib: Library, { c, a, n, k, lda, ldc, transA, alpha }: GemmCall): void {
  const f = c instanceof Float32Array ? lib.cblas_ssyrk : lib.cblas_dsyrk;
  for (let i = 0; i < n; i++) c.fill(0, i * ldc, i * ldc + n); // 0 · NaN is NaN to some builds
  f(101, 121, transA ? 112 : 111, n, k, alpha, a, lda, 0, c, ldc);
  for (let i0 = 0; i0 < n; i0 += TILE) {
    for (let j0 = 0; j0 <= i0; j0 += TILE) {
      for (let i = i0; i < Math.min(i0 + TILE, n); i++) {
        for (let j = j0; j < Math.min(j0 + TILE, i); j++) c[i * ldc + j] = c[j * ldc + i]!;
      }
    }
  }
}

/** Fewer entries than this are not worth a call for each row, nor opening its routine. */
const FEW = 1 << 14;

function rowSquares(lib: Library, data: Floats, cols: number, out: Float64Array): void {
  if (data.length < FEW) return rows.rowSquares(data, cols, out);
  const f = data instanceof Float32Array ? lib.cblas_sdot : lib.cblas_ddot;
  for (let i = 0; i < out.length; i++) {
    const row = data.subarray(i * cols, (i + 1) * cols);
    out[i] = f(cols, row, 1, row, 1);
  }
}

function scaleRows(lib: Library, data: Floats, cols: number, factors: Float64Array): void {
  if (data.length < FEW) return rows.scaleRows(data, cols, factors);
  const f = data instanceof Float32Array ? lib.cblas_sscal : lib.cblas_dscal;
  for (let i = 0; i < factors.length; i++) f(cols, factors[i]!, data.subarray(i * cols, (i + 1) * cols), 1);
}

/** A float64 copy of the entries, which LAPACK may overwrite. */
const copy64 = (data: Floats): Float64Array<ArrayBuffer> => Float64Array.from(data);

/** Fails loudly where LAPACK reports a bad argument or no convergence. */
function ok(info: Int32Array<ArrayBuffer>, routine: string, m: number, n: number): void {
  if (info[0] !== 0) {
    throw new Error(`Cannot decompose the ${m} × ${n} matrix as ${routine} failed: info is ${info[0]}`);
  }
}

/**
 * By divide and conquer; the rare matrix on which that does not converge takes the slower QR iteration.
 *
 * @throws {Error} If LAPACK reports a bad argument, or neither converges.
 */
export function svd(
  lib: Pick<Library, "dgesdd_" | "dgesvd_">,
  matrix: Matrix,
  routine: "dgesdd" | "dgesvd" = "dgesdd",
): Svd {
  const { rows: m, cols: n } = matrix, r = Math.min(m, n);
  const a = copy64(matrix.data), s = new Float64Array(r), info = int(0);
  const u = new Float64Array(m * r), vt = new Float64Array(r * n), iwork = new Int32Array(8 * r);
  const call = (work: Float64Array<ArrayBuffer>, size: number): void => {
    const args = [int(n), int(m), a, int(n), s, vt, int(n), u, int(r), work, int(size)] as const;
    if (routine === "dgesdd") lib.dgesdd_(char("S"), ...args, iwork, info, 1n);
    else lib.dgesvd_(char("S"), char("S"), ...args, info, 1n, 1n);
  };
  const query = new Float64Array(1);
  call(query, -1);
  call(new Float64Array(query[0]!), query[0]!);
  if (routine === "dgesdd" && info[0]! > 0) return svd(lib, matrix, "dgesvd");
  ok(info, routine, m, n);
  return { u: new Matrix(m, r, u), s, vt: new Matrix(r, n, vt) };
}

function eigh(lib: Library, matrix: Matrix): Eigh {
  const n = matrix.rows, a = copy64(matrix.data), values = new Float64Array(n), info = int(0);
  const call = (work: Float64Array<ArrayBuffer>, size: number, iwork: Int32Array<ArrayBuffer>, isize: number): void =>
    lib.dsyevd_(char("V"), char("L"), int(n), a, int(n), values, work, int(size), iwork, int(isize), info, 1n, 1n);
  const query = new Float64Array(1), iquery = int(0);
  call(query, -1, iquery, -1);
  call(new Float64Array(query[0]!), query[0]!, new Int32Array(iquery[0]!), iquery[0]!);
  ok(info, "dsyevd", n, n);
  return { values, vectors: new Matrix(n, n, a) };
}

function cholesky(lib: Library, matrix: Matrix): Matrix | undefined {
  const n = matrix.rows, a = copy64(matrix.data), info = int(0);
  lib.dpotrf_(char("U"), int(n), a, int(n), info, 1n);
  if (info[0]! > 0) return undefined;
  ok(info, "dpotrf", n, n);
  for (let i = 0; i < n; i++) a.fill(0, i * n + i + 1, (i + 1) * n);
  return new Matrix(n, n, a);
}

function lstsq(lib: Library, A: Matrix, Y: Matrix, rcond: number): Matrix {
  const { rows: m, cols: n } = A, r = Y.cols, ld = Math.max(m, n);
  const a = copy64(transpose(A).data), x = new Float64Array(ld * r), info = int(0), rank = int(0);
  const yt = transpose(Y);
  for (let j = 0; j < r; j++) x.set(yt.row(j), j * ld);
  const s = new Float64Array(Math.min(m, n)), cut = new Float64Array([rcond]);
  const call = (work: Float64Array<ArrayBuffer>, size: number, iwork: Int32Array<ArrayBuffer>): void =>
    lib.dgelsd_(int(m), int(n), int(r), a, int(m), x, int(ld), s, cut, rank, work, int(size), iwork, info);
  const query = new Float64Array(1), iquery = int(0);
  call(query, -1, iquery);
  call(new Float64Array(query[0]!), query[0]!, new Int32Array(iquery[0]!));
  ok(info, "dgelsd", m, n);
  const columns = new Float64Array(r * n);
  for (let j = 0; j < r; j++) columns.set(x.subarray(j * ld, j * ld + n), j * n);
  return transpose(new Matrix(r, n, columns));
}
