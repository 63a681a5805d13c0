/**
 * Anchor completion (section 3.3): the source's canonical basis becomes the anchors. It couples the halves.
 *
 * @module
 */
import type { InvertedSubset } from "./inverse.ts";
import { defaultRcond, invertSpectrum, matmul, scaleCols, scaleRows, svd } from "../linalg/linalg.ts";
import { Matrix, takeRows } from "../linalg/matrix.ts";

/**
 * The mean over subsets of the completed maps. Encoding the identity with a subset and decoding it gives
 * T = S_Xᵀ · pinv(S_Yᵀ); with the identity as the source's and T as the target's anchors, x maps to x · pinv(Tᵀ).
 *
 * Each is had from the two small decompositions: T = V_x · M · V_yᵀ, so pinv(Tᵀ) = V_x · pinv(Mᵀ) · V_yᵀ; and where
 * both subsets have full row rank pinv(Mᵀ) = diag(1/s_x) · U_xᵀU_y · diag(s_y), with nothing left to invert.
 */
export function completedMap(
  sourceUnit: Matrix,
  subsets: readonly InvertedSubset[],
  options: { readonly rcond?: number; readonly lambda?: number } = {},
): Matrix {
  const known = new Map<InvertedSubset, Matrix>();
  const maps = subsets.map((subset) => {
    const map = known.get(subset) ?? completeSubset(sourceUnit, subset, options);
    known.set(subset, map);
    return map;
  });
  const [first] = maps as [Matrix], out = new Float64Array(first.data.length);
  for (const map of maps) for (let i = 0; i < out.length; i++) out[i]! += map.data[i]! / maps.length;
  return new Matrix(first.rows, first.cols, out);
}

/** One subset's completed map, d_x × d_y. */
export function completeSubset(
  sourceUnit: Matrix,
  subset: InvertedSubset,
  options: { readonly rcond?: number; readonly lambda?: number } = {},
): Matrix {
  const m = subset.indices.length, y = subset.svd, x = svd(takeRows(sourceUnit, subset.indices));
  const rcond = options.rcond ?? defaultRcond(Math.max(m, sourceUnit.cols), subset.rows.cols);
  const lambda = options.lambda ?? 0;
  const rotation = matmul(x.u, y.u, { transA: true });
  const full = lambda === 0 && [x.s, y.s].every((s) => s.length === m && s[m - 1]! > rcond * s[0]!);
  const core = full
    ? scaleCols(scaleRows(rotation, x.s.map((s) => 1 / s)), y.s)
    : pinvTransposed(scaleCols(scaleRows(rotation, x.s), invertSpectrum(y.s, rcond, lambda)), { rcond, lambda });
  return matmul(matmul(x.vt, core, { transA: true }), y.vt);
}

/** pinv(Mᵀ) = pinv(M)ᵀ, r_x × r_y like M. */
function pinvTransposed(m: Matrix, options: { readonly rcond: number; readonly lambda: number }): Matrix {
  const { u, s, vt } = svd(m);
  return matmul(scaleCols(u, invertSpectrum(s, options.rcond, options.lambda)), vt);
}
