/**
 * The native engine: OpenBLAS, Accelerate or MKL through FFI. Row-major storage goes in and out without a copy.
 *
 * @module
 */
import { processors, recall, remember } from "../../base/runtime.ts";
import type { Floats, Matrix } from "../matrix.ts";
import { chooseCore, namedCore, openSwitch } from "./cores.ts";
import type { Engine, GemmCall } from "./engine.ts";
import { cholesky, eigh, lstsq, svd } from "./lapack.ts";
import { configOf, coreOf, type Library, openLibrary } from "./library.ts";
import * as rows from "./rows.ts";
import { selfCheck } from "./selfcheck.ts";

/** Rows and columns of a tile that is mirrored at a time. */
const TILE = 32;

/**
 * Opens the library at an absolute path as an engine, with the best of its kernels whose results are right.
 *
 * @throws {Error} If it cannot be loaded (missing, no `--allow-ffi` for it), lacks a routine, or its results are wrong.
 */
export function blasEngine(path: string): Engine {
  const engine = openEngine(path);
  const fault = chooseKernels(path, engine);
  if (fault !== undefined) {
    throw new Error(`its results must be right: ${fault} with ${engine.info.core || "its kernels"}`);
  }
  return engine;
}

/**
 * Checks the engine, after a change of kernels where the library's own are old; says what is wrong, or undefined. What
 * was found right once is remembered for this build of the library on processors of this kind.
 */
function chooseKernels(path: string, { info, ...engine }: Engine): string | undefined {
  const lib = openSwitch(path, info.core), named = lib !== undefined && namedCore(lib);
  const key = `kernels of ${path}: ${info.version}, by itself ${info.core}`, kept = named ? undefined : recall(key);
  if (kept === info.core && kept !== "") return undefined;
  const check = (): string | undefined => kept === info.core ? undefined : selfCheck({ info, ...engine });
  const fault = lib === undefined || named ? check() : chooseCore({ lib, core: () => info.core, check, first: kept });
  if (fault === undefined && !named) remember(key, info.core);
  return fault;
}

function openEngine(path: string): Engine {
  const lib = openLibrary(path);
  const info = {
    engine: "blas" as const,
    library: path,
    version: configOf(lib).split(" ").slice(0, 2).join(" "),
    get core(): string {
      return coreOf(lib);
    },
    get threads(): number {
      return lib.openblas_get_num_threads?.() ?? processors();
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
