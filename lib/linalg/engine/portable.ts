/**
 * The engine without native code: GEMM, SVD, symmetric eigenvalues and Cholesky on our own WebAssembly kernels.
 *
 * It needs no permission and no dependency. One thread; float64 decompositions.
 *
 * @module
 */
import { Matrix } from "../matrix.ts";
import type { Engine } from "./engine.ts";
import { rowSquares, scaleRows } from "./rows.ts";
import { wasmCholesky, wasmEigh } from "./wasm/eigh.ts";
import { wasmGemm } from "./wasm/gemm.ts";
import { build } from "./wasm/load.ts";
import { wasmSvd } from "./wasm/svd.ts";

/** The portable engine: a frozen value; the kernels are instantiated by its first call. */
export function portableEngine(): Engine {
  return Object.freeze({
    info: Object.freeze({
      engine: "portable" as const,
      library: "WebAssembly SIMD",
      version: "",
      get core(): string {
        return build();
      },
      threads: 1,
    }),
    gemm: wasmGemm,
    rowSquares,
    scaleRows,
    svd: wasmSvd,
    eigh: wasmEigh,
    cholesky: wasmCholesky,
    lstsq: minimumNorm,
  });
}

/** X = V · diag(1 / s) · Uᵀ · B over the singular values above rcond · s₁. */
function minimumNorm(a: Matrix, b: Matrix, rcond: number): Matrix {
  const { u, s, vt } = wasmSvd(a);
  const r = s.length, columns = b.cols;
  const inner = Matrix.zeros(r, columns), x = Matrix.zeros(a.cols, columns);
  const one = { alpha: 1, beta: 0, n: columns, ldb: columns, ldc: columns, transA: true, transB: false };
  wasmGemm({ ...one, m: r, k: a.rows, a: u.data, lda: r, b: Float64Array.from(b.data), c: inner.data });
  for (let i = 0; i < r; i++) {
    const kept = s[i]! > rcond * s[0]!;
    for (let j = 0; j < columns; j++) inner.data[i * columns + j] = kept ? inner.at(i, j) / s[i]! : 0;
  }
  wasmGemm({ ...one, m: a.cols, k: r, a: vt.data, lda: a.cols, b: inner.data, c: x.data });
  return x;
}
