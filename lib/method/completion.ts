/**
 * Anchor completion (section 3.3): the source's canonical basis becomes the anchors. It couples the halves.
 *
 * @module
 */
import { byKey } from "../base/once.ts";
import { transposedInverse } from "../linalg/gram.ts";
import { defaultRcond, invertSpectrum, matmul, scaleCols, scaleRows, svd } from "../linalg/linalg.ts";
import { Matrix, takeRows } from "../linalg/matrix.ts";
import { type Factor, freshFactor, sharedFactor, type Whole } from "./factors.ts";
import { type InvertedSubset, type InvertOptions, invertSubset, meanInverse } from "./subsets.ts";

/**
 * The mean over subsets of the completed maps. Encoding the identity with a subset and decoding it gives
 * T = S_Xᵀ · pinv(S_Yᵀ); with the identity as the source's and T as the target's anchors, x maps to x · pinv(Tᵀ).
 *
 * Where both subsets have full row rank that is pinv(S_X) · S_Y, the forward minimum-norm regression. Elsewhere it is had
 * from the two small decompositions: T = V_x · M · V_yᵀ, so pinv(Tᵀ) = V_x · pinv(Mᵀ) · V_yᵀ.
 */
export function completedMap(
  sourceUnit: Matrix,
  subsets: readonly InvertedSubset[],
  options: InvertOptions = {},
  whole: Whole = {},
): Matrix {
  const [factor] = sharedFactor(sourceUnit, whole, [freshFactor(sourceUnit, whole)]);
  const invert = byKey((subset: InvertedSubset) => forwardInverse(sourceUnit, subset, options, whole, factor));
  const forward = subsets.map(invert).filter((source) => source !== undefined);
  if (forward.length === subsets.length) { // one product for all: every pseudo-inverse sits in its subset's rows
    return matmul(meanInverse(forward, sourceUnit.rows), rowsOf(subsets, sourceUnit.rows), { transA: true });
  }
  const maps = subsets.map(
    byKey((subset: InvertedSubset) => completeBy(invert(subset), sourceUnit, subset, options, whole)),
  );
  const [first] = maps as [Matrix], out = new Float64Array(first.data.length);
  for (const map of maps) for (let i = 0; i < out.length; i++) out[i]! += map.data[i]! / maps.length;
  return new Matrix(first.rows, first.cols, out);
}

/** The source's inverse of a subset where both have full row rank. */
function forwardInverse(
  sourceUnit: Matrix,
  subset: InvertedSubset,
  options: InvertOptions,
  whole: Whole,
  factor?: Factor,
): InvertedSubset | undefined {
  const m = subset.indices.length, { lambda = 0 } = options;
  if (lambda > 0 || m > sourceUnit.cols || subset.rank < m) return undefined;
  const source = invertSubset(sourceUnit, subset.indices, options, whole, factor);
  return source.rank === m ? source : undefined;
}

/** The target's rows that a subset holds, k × d_y. */
function rowsOf(subsets: readonly InvertedSubset[], count: number): Matrix {
  const out = Matrix.zeros(count, subsets[0]!.anchors.cols);
  for (const { indices, anchors } of subsets) {
    for (const [i, row] of indices.entries()) out.row(row).set(anchors.row(i));
  }
  return out;
}

/** One subset's completed map, d_x × d_y. */
export function completeSubset(sourceUnit: Matrix, subset: InvertedSubset, options: InvertOptions = {}): Matrix {
  return completeBy(forwardInverse(sourceUnit, subset, options, {}), sourceUnit, subset, options, {});
}

/** The same by the source's inverse, if it has one of full row rank. */
function completeBy(
  forward: InvertedSubset | undefined,
  sourceUnit: Matrix,
  subset: InvertedSubset,
  options: InvertOptions,
  whole: Whole,
): Matrix {
  if (forward) return matmul(forward.rows, subset.anchors, { transA: true });
  const m = subset.indices.length, lambda = options.lambda ?? 0, plain = lambda === 0 && options.rcond === undefined;
  const anchors = takeRows(sourceUnit, subset.indices), T = matmul(anchors, subset.rows, { transA: true });
  const solved = plain ? transposedInverse(T) : undefined;
  if (solved) return solved.rows;
  const rcond = options.rcond ?? defaultRcond(Math.max(m, sourceUnit.cols), subset.rows.cols);
  const x = m === sourceUnit.rows && whole.svd ? whole.svd() : svd(anchors),
    y = subset.svd(),
    rotation = matmul(x.u, y.u, { transA: true });
  const core = scaleCols(scaleRows(rotation, x.s), invertSpectrum(y.s, rcond, lambda));
  return matmul(matmul(x.vt, pinvTransposed(core, { rcond, lambda }), { transA: true }), y.vt);
}

/** pinv(Mᵀ) = pinv(M)ᵀ, r_x × r_y like M. */
function pinvTransposed(m: Matrix, options: { readonly rcond: number; readonly lambda: number }): Matrix {
  const { u, s, vt } = svd(m);
  return matmul(scaleCols(u, invertSpectrum(s, options.rcond, options.lambda)), vt);
}
