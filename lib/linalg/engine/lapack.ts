/**
 * Decompositions by LAPACK. Row-major storage goes in and out without a copy or transpose: row-major A is column-major
 * Aᵀ, so U and Vᵀ trade places.
 *
 * @module
 */
import { onLargePages } from "../../base/runtime.ts";
import { type Floats, Matrix, transpose } from "../matrix.ts";
import type { Eigh, Svd } from "./engine.ts";
import type { Library } from "./library.ts";

const int = (n: number): Int32Array<ArrayBuffer> => new Int32Array([n]);
const char = (c: string): Uint8Array<ArrayBuffer> => new Uint8Array([c.charCodeAt(0)]);

/** Room for a result; working space, given back at once, is left to small pages: a large one may cost more to have. */
const room = (length: number): Float64Array<ArrayBuffer> => onLargePages(new Float64Array(length));

/** A float64 copy of the entries, which LAPACK may overwrite. */
const copy64 = (data: Floats): Float64Array<ArrayBuffer> => new Float64Array(data);

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
  const u = room(m * r), vt = room(r * n), iwork = new Int32Array(8 * r);
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

/** All eigenvalues and vectors of a symmetric matrix. */
export function eigh(lib: Library, matrix: Matrix): Eigh {
  const n = matrix.rows, a = copy64(matrix.data), values = new Float64Array(n), info = int(0);
  const call = (work: Float64Array<ArrayBuffer>, size: number, iwork: Int32Array<ArrayBuffer>, isize: number): void =>
    lib.dsyevd_(char("V"), char("L"), int(n), a, int(n), values, work, int(size), iwork, int(isize), info, 1n, 1n);
  const query = new Float64Array(1), iquery = int(0);
  call(query, -1, iquery, -1);
  call(new Float64Array(query[0]!), query[0]!, new Int32Array(iquery[0]!), iquery[0]!);
  ok(info, "dsyevd", n, n);
  return { values, vectors: new Matrix(n, n, a) };
}

/** The lower Cholesky factor, or undefined where a pivot is not positive. */
export function cholesky(lib: Library, matrix: Matrix): Matrix | undefined {
  const n = matrix.rows, a = copy64(matrix.data), info = int(0);
  lib.dpotrf_(char("U"), int(n), a, int(n), info, 1n);
  if (info[0]! > 0) return undefined;
  ok(info, "dpotrf", n, n);
  for (let i = 0; i < n; i++) a.fill(0, i * n + i + 1, (i + 1) * n);
  return new Matrix(n, n, a);
}

/** Minimum-norm least squares, rank by the relative cut-off. */
export function lstsq(lib: Library, A: Matrix, Y: Matrix, rcond: number): Matrix {
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
  const columns = room(r * n);
  for (let j = 0; j < r; j++) columns.set(x.subarray(j * ld, j * ld + n), j * n);
  return transpose(new Matrix(r, n, columns));
}
