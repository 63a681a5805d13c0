/**
 * The decoding half: from the relative space back to absolute coordinates. It knows the target's anchors and nothing of
 * any source (sections 3.2 and 3.3).
 *
 * @module
 */
import { number, oneOf } from "../base/check.ts";
import { anchorSubsets, distancesOf, type SubspaceOptions } from "./anchors.ts";
import type { EngineInfo, Svd } from "../linalg/engine/engine.ts";
import { engineInfo } from "../linalg/engine/select.ts";
import { applyMap, type Norm, NORMS } from "./map.ts";
import { svdOfRows } from "../linalg/gram.ts";
import { type Condition, condition, defaultRcond, invertSpectrum, matmul, scaleCols, svd } from "../linalg/linalg.ts";
import { Matrix, takeRows } from "../linalg/matrix.ts";
import type { LinearProjection } from "./relative.ts";
import { unitAnchors } from "../space/scaling.ts";
import { type AnchorKey, anchorKey, type Rows, vectorsOf } from "../space/space.ts";

/** Which relative space is read, and how its inverse is regularised. */
export interface InverseOptions extends SubspaceOptions {
  /** Default "cosine". "whitened" reads Y = Z · A: nothing is inverted on this side, and δ, ω, λ, rcond play no part. */
  readonly projection?: Exclude<LinearProjection, "basis">;
  /** Tikhonov term of every pseudo-inverse, relative to its largest squared singular value; default 0. */
  readonly lambda?: number;
  /** Relative cut-off of every pseudo-inverse; default max(m, d) · 2⁻⁵². */
  readonly rcond?: number;
  /** What the decoded rows' norms are; default "mean". */
  readonly norm?: Norm;
}

/** Relative space → target, from the target's anchors alone. */
export interface InverseHalf {
  readonly half: "inverse";
  /** The relative space that it reads. */
  readonly projection: Exclude<LinearProjection, "basis">;
  readonly anchors: AnchorKey;
  readonly mean: Float64Array<ArrayBuffer>;
  readonly meanNorm: number;
  readonly norm: Norm;
  /** k × d: all subspaces in one matrix. */
  readonly weights: Matrix;
  /** n × k → n × d. Alone it cannot "carry" norms that the relative space has lost, and gives "mean" instead. */
  apply(z: Matrix): Matrix;
  readonly diagnostics: InverseDiagnostics;
}

/** What the inverse stood on, subspace by subspace. */
export interface InverseDiagnostics {
  readonly engine: EngineInfo;
  /** Anchors kept by each pruning. */
  readonly anchorsKept: readonly number[];
  /** Effective condition number of each subset: over the singular values that the pseudo-inverse keeps. */
  readonly conditionNumbers: readonly number[];
  /** Plain condition number of each subset; Infinity where it is rank-deficient. */
  readonly plainConditionNumbers: readonly number[];
  readonly lambda: number;
}

/** One pruned subset of centred unit anchors, decomposed. */
export interface InvertedSubset {
  /** Its rows among the k anchors, ascending. */
  readonly indices: Int32Array<ArrayBuffer>;
  /** m × d: pinv(Sᵀ) = U · diag(1/s) · Vt. */
  readonly rows: Matrix;
  readonly svd: Svd;
  readonly condition: Condition;
}

/** Decomposes and inverts one subset (equation 2 on S). */
export function invertSubset(
  unit: Matrix,
  indices: Int32Array<ArrayBuffer>,
  options: { readonly lambda?: number; readonly rcond?: number } = {},
): InvertedSubset {
  const action = "invert a subset of anchors";
  const decompose = indices.length < unit.rows ? svdOfRows : svd; // all anchors, centred, are dependent
  const factors = decompose(takeRows(unit, indices));
  const lambda = number(options.lambda ?? 0, 0, Infinity, "λ", action);
  const rcond = number(options.rcond ?? defaultRcond(indices.length, unit.cols), 0, 1, "rcond", action);
  const rows = matmul(scaleCols(factors.u, invertSpectrum(factors.s, rcond, lambda)), factors.vt);
  return Object.freeze({ indices, rows, svd: factors, condition: condition(factors.s, rcond) });
}

/** Inverts every subset, equal ones once. */
export function invertSubsets(
  unit: Matrix,
  subsets: readonly Int32Array<ArrayBuffer>[],
  options: { readonly lambda?: number; readonly rcond?: number } = {},
): readonly InvertedSubset[] {
  const known = new Map<string, InvertedSubset>();
  return subsets.map((indices) => {
    const key = indices.join();
    const found = known.get(key) ?? invertSubset(unit, indices, options);
    known.set(key, found);
    return found;
  });
}

/** The mean over subsets (equation 5) as one k × d matrix: each pseudo-inverse sits in its subset's rows. */
export function meanInverse(subsets: readonly InvertedSubset[], count: number): Matrix {
  const cols = subsets[0]!.rows.cols, out = new Float64Array(count * cols);
  for (const { indices, rows } of subsets) {
    for (let i = 0, p = 0; i < indices.length; i++) {
      for (let j = 0, q = indices[i]! * cols; j < cols; j++) out[q++]! += rows.data[p++]!;
    }
  }
  return new Matrix(count, cols, out.map((sum) => sum / subsets.length));
}

/** The diagnostics of inverted subsets. */
export function inverseDiagnostics(subsets: readonly InvertedSubset[], lambda: number): InverseDiagnostics {
  return Object.freeze({
    engine: engineInfo(),
    anchorsKept: subsets.map((s) => s.indices.length),
    conditionNumbers: subsets.map((s) => s.condition.effective),
    plainConditionNumbers: subsets.map((s) => s.condition.plain),
    lambda,
  });
}

/**
 * Fits the decoding half on the target's anchors (k × d, k ≥ 2): equations 2 to 5.
 *
 * ω prunings of the anchors are pseudo-inverted and averaged; applying costs one product whatever ω is.
 *
 * Numerical weakness: this is the transposed *reverse* regression, so it amplifies the target's low-variance
 * directions; without pruning (δ = 0) its condition number can reach 1e11 and more. Centring k ≤ d anchors loses one
 * rank.
 *
 * @throws {TypeError} If there are fewer than two anchors, or starts are not ω.
 * @throws {RangeError} If δ, ω, a start, λ or rcond is out of range, an entry is not finite, or an anchor equals
 * the anchors' mean.
 * @example
 * ```ts
 * import { fitInverse, fitRelative, Matrix } from "anchorage";
 * const anchors = Matrix.from([[1, 0], [0, 2], [-3, -2]]);
 * const decode = fitInverse(anchors, { subspaces: 1, delta: 0, norm: "raw" });
 * const back = decode.apply(fitRelative(anchors).apply(anchors));
 * console.log(back.rows, decode.diagnostics.conditionNumbers.length); // 3 1
 * ```
 */
export function fitInverse(anchors: Rows, options: InverseOptions = {}): InverseHalf {
  const action = "fit the decoding half";
  const projection = oneOf(options.projection ?? "cosine", ["cosine", "whitened"], "the projection", action);
  const norm = oneOf(options.norm ?? "mean", NORMS, "norm", action);
  const { unit, mean, meanNorm } = unitAnchors(vectorsOf(anchors), action);
  const parts = { projection, anchors: anchorKey(anchors), mean, meanNorm, norm };
  if (projection === "whitened") return inverseHalf({ ...parts, weights: unit }, inverseDiagnostics([], 0));
  const subsets = invertSubsets(unit, anchorSubsets(distancesOf(unit), unit.rows, options), options);
  const weights = meanInverse(subsets, unit.rows);
  return inverseHalf({ ...parts, weights }, inverseDiagnostics(subsets, options.lambda ?? 0));
}

/** The half from its numbers: what fitting and loading from a file share. */
export function inverseHalf(
  parts: Omit<InverseHalf, "half" | "apply" | "diagnostics">,
  diagnostics: InverseDiagnostics,
): InverseHalf {
  const { weights, mean, meanNorm } = parts, before = new Float64Array(weights.rows);
  const norm = parts.norm === "raw" ? "none" : "mean";
  const affine = { before, weights, after: mean, norm, sourceNorm: 1, targetNorm: meanNorm } as const;
  const apply = (z: Matrix): Matrix => applyMap(affine, z);
  return Object.freeze({ half: "inverse", ...parts, apply, diagnostics: Object.freeze(diagnostics) });
}
