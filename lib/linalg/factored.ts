/**
 * Rows with their Gram matrix and decompositions, each made when first asked for.
 *
 * @module
 */
import { once } from "../base/once.ts";
import type { Svd } from "./engine/engine.ts";
import { eigh, matmul, scaleCols, scaleRows, svd } from "./linalg.ts";
import { type Matrix, takeRows, transpose } from "./matrix.ts";
import { largestEigenvalue } from "./solve.ts";

/** Rows to regress on, k × d, with what is derived from them, each made when first asked for. */
export interface Factored {
  /** k × d. */
  readonly rows: Matrix;
  /** Thin. */
  readonly svd: () => Svd;
  /** Enough for one λ. */
  readonly gram: () => Gram;
  /** Serves every λ. */
  readonly spectrum: () => Spectrum;
  /** Whether `spectrum` is there already. */
  readonly known: () => boolean;
}

/** AᵀA (d × d), or on the dual side (k < d) AAᵀ, and its largest eigenvalue σ²max. */
export interface Gram {
  /** Symmetric. */
  readonly matrix: Matrix;
  /** σ²max. */
  readonly largest: () => number;
  /** Whether it is AAᵀ. */
  readonly dual: boolean;
}

/** The eigenvalues s² of the Gram matrix, and two factors with (AᵀA + λσ²I)⁻¹AᵀB = leftᵀ · diag(1/(s² + λσ²)) · rightᵀB. */
export interface Spectrum {
  /** s², r entries. */
  readonly squares: Float64Array;
  /** r × d: Vᵀ, or UᵀA on the dual side. */
  readonly left: Matrix;
  /** k × r: A · V, or U on the dual side. */
  readonly right: Matrix;
  /** As in `Gram`. */
  readonly dual: boolean;
}

/** Rows made ready. */
export function factored(rows: Matrix): Factored {
  const gram = once(() => gramOf(rows)), factors = once(() => svd(rows));
  const spectrum = once(() => factors.made() ? spectrumBy(factors()) : spectrumOf(rows, gram().matrix, gram().dual));
  return Object.freeze({ rows, svd: factors, gram, spectrum, known: () => spectrum.made() });
}

function gramOf(a: Matrix): Gram {
  const dual = a.rows < a.cols, matrix = matmul(a, a, dual ? { transB: true } : { transA: true });
  return { matrix, dual, largest: once(() => largestEigenvalue((v) => matmul(matrix, v), matrix.rows)) };
}

function spectrumOf(a: Matrix, gram: Matrix, dual: boolean): Spectrum {
  const { values, vectors } = eigh(gram), squares = values.map((v) => Math.max(0, v));
  if (dual) return { squares, left: matmul(vectors, a), right: transpose(vectors), dual };
  return { squares, left: vectors, right: matmul(a, vectors, { transB: true }), dual };
}

/** From the singular values of a decomposition that is there already: a fraction of another one's time. */
function spectrumBy({ u, s, vt }: Svd): Spectrum {
  const dual = u.rows < vt.cols, upwards = Int32Array.from(s.keys()).reverse(), up = s.toReversed();
  const [left, right] = [takeRows(vt, upwards), transpose(takeRows(transpose(u), upwards))];
  const scaled = dual ? { left: scaleRows(left, up), right } : { left, right: scaleCols(right, up) };
  return { squares: up.map((v) => v * v), ...scaled, dual };
}
