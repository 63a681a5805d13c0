/**
 * Singular vector canonical correlation analysis (Raghu et al. 2017).
 *
 * @module
 */
import { number } from "../base/check.ts";
import { eigh, matmul, scaleRows, svd } from "../linalg/linalg.ts";
import { type Matrix, sliceRows } from "../linalg/matrix.ts";
import { average } from "../linalg/rows.ts";
import { crossProducts } from "./cross.ts";

/** How much of each side is compared. */
export interface SvccaOptions {
  /** Share of each side's variance that the kept directions explain, in (0, 1]; default .99. 1 is plain CCA. */
  readonly variance?: number;
}

/** Canonical correlations of the kept directions. */
export interface Svcca {
  /** Mean canonical correlation, in [0, 1]. */
  readonly mean: number;
  /** min(kept directions of both sides) canonical correlations, descending. */
  readonly correlations: Float64Array<ArrayBuffer>;
  /** Directions kept of X and of Y. */
  readonly kept: readonly [number, number];
}

/** Eigenvalues at or below this share of the largest are rounding noise of the Gram matrix and never kept. */
const NOISE = 1e-13;

/**
 * SVCCA of two parallel spaces X (n × d_x) and Y (n × d_y), n ≥ 2: keep each side's fewest principal directions that
 * explain `variance`, whiten them, and take the singular values of their cross-correlation.
 *
 * Unchanged by rotations, isotropic scale and shifts; by any invertible linear map only when `variance` is 1.
 * Numerical weakness: with n not well above the kept directions every correlation nears 1. Works on d × d Gram matrices
 * (cost n · d²), so directions with less than 1e-13 of the largest variance count as absent.
 *
 * @throws {TypeError} If the row counts differ or n < 2.
 * @throws {RangeError} If an entry is not finite, all rows of a side are equal, or `variance` is not in (0, 1].
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { svcca } from "anchorage/measure";
 * const x = Matrix.from([[0, 0], [1, 0], [0, 2], [1, 1]]), sheared = Matrix.from([[0, 0], [3, 1], [4, 0], [5, 1]]);
 * console.log(svcca(x, sheared, { variance: 1 }).mean.toFixed(6)); // 1.000000
 * ```
 */
export function svcca(x: Matrix, y: Matrix, options: SvccaOptions = {}): Svcca {
  const action = "measure SVCCA";
  const variance = number(options.variance ?? .99, 0, 1, "the share of variance", action);
  if (variance === 0) throw new RangeError(`Cannot ${action} as the share of variance must be above 0: it is 0`);
  const { xx, yy, xy } = crossProducts(x, y, action);
  const [wx, wy] = [whitening(xx, variance), whitening(yy, variance)];
  const { s } = svd(matmul(matmul(wx, xy), wy, { transB: true }));
  const correlations = s.map((r) => Math.min(1, r));
  const mean = average(correlations);
  return Object.freeze({ mean, correlations, kept: Object.freeze([wx.rows, wy.rows] as const) });
}

/** Rows vᵢ / σᵢ of the kept directions (kept × d): they map centred samples to orthonormal columns. */
function whitening(gram: Matrix, variance: number): Matrix {
  const { values, vectors } = eigh(gram), d = values.length;
  const floor = NOISE * values[d - 1]!;
  const wanted = variance * values.reduce((sum, v) => sum + Math.max(0, v), 0);
  let first = d, explained = 0;
  while (first > 0 && values[first - 1]! > floor && (explained < wanted || variance === 1)) {
    explained += values[--first]!;
  }
  return scaleRows(sliceRows(vectors, first, d), values.subarray(first).map((v) => 1 / Math.sqrt(v)));
}
