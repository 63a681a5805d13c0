/**
 * The decoding half: from the relative space back to absolute coordinates. It knows the target's anchors and nothing of
 * any source (sections 3.2 and 3.3).
 *
 * @module
 */
import { oneOf } from "../base/check.ts";
import type { EngineInfo } from "../linalg/engine/engine.ts";
import { engineInfo } from "../linalg/engine/select.ts";
import { Matrix } from "../linalg/matrix.ts";
import type { SpaceKey } from "../space/space.ts";
import { anchorSubsets, type SubspaceOptions } from "./anchors.ts";
import { applyMap, type Norm, NORMS } from "../linalg/affinemap.ts";
import { parsevalFrame } from "./partial.ts";
import type { LinearProjection } from "./relative.ts";
import { type Anchors, type Side, sideOf } from "./side.ts";
import { type InvertedSubset, type InvertOptions, invertSubsets, meanInverse } from "./subsets.ts";

/** The relative spaces that have an inverse of their own. */
export type InverseProjection = Exclude<LinearProjection, "basis">;
/** The three, for checks. */
export const INVERTIBLE = ["cosine", "whitened", "parseval"] as const satisfies readonly InverseProjection[];

/** Which relative space is read, and how its inverse is regularised. */
export interface InverseOptions extends SubspaceOptions, InvertOptions {
  /**
   * Default "cosine". The others invert nothing on this side, so that δ, ω, λ and rcond play no part: "whitened" reads
   * Y = Z · A, "parseval" Y = Z · UVᵀ of A = U · S · Vᵀ.
   */
  readonly projection?: InverseProjection;
  /** What the decoded rows' norms are; default "mean". */
  readonly norm?: Norm;
}

/** Relative space → target, from the target's anchors alone. */
export interface InverseHalf {
  /** Which of the two halves it is. */
  readonly half: "inverse";
  /** The relative space that it reads. */
  readonly projection: InverseProjection;
  /** The space that it decodes into. */
  readonly space: SpaceKey;
  /** Mean of the anchors, `dim` numbers; it is added to what is decoded. */
  readonly mean: Float64Array<ArrayBuffer>;
  /** Mean norm of the centered anchors. */
  readonly meanNorm: number;
  /** What decoded rows have as their norm. */
  readonly norm: Norm;
  /** k × d: all subspaces in one matrix. */
  readonly weights: Matrix;
  /** n × k → n × d. Alone it cannot "carry" norms that the relative space has lost, and gives "mean" instead. */
  apply(z: Matrix): Matrix;
  /** What the fit says of itself. */
  readonly diagnostics: InverseDiagnostics;
}

/** What the inverse stood on, subspace by subspace. */
export interface InverseDiagnostics {
  /** What computed it. */
  readonly engine: EngineInfo;
  /** Anchors kept by each pruning. */
  readonly anchorsKept: readonly number[];
  /** Effective condition number of each subset: over the singular values that the pseudo-inverse keeps. */
  readonly conditionNumbers: readonly number[];
  /** Plain condition number of each subset; Infinity where it is rank-deficient. */
  readonly plainConditionNumbers: readonly number[];
  /** The λ of the ridge; 0 is the plain pseudo-inverse. */
  readonly lambda: number;
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
 * rank. Well-conditioned subsets are inverted through their Gram matrix, to about 1e-10.
 *
 * @throws {TypeError} If there are fewer than two anchors, they are no matrix or space, or starts are not ω.
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
export function fitInverse(anchors: Anchors, options: InverseOptions = {}): InverseHalf {
  const action = "fit the decoding half", target = sideOf(anchors, action), { unit, mean, meanNorm } = target.unit();
  const projection = oneOf(options.projection ?? "cosine", INVERTIBLE, "the projection", action);
  const norm = oneOf(options.norm ?? "mean", NORMS, "norm", action);
  const parts = { projection, space: target.key, mean, meanNorm, norm };
  if (projection !== "cosine") {
    const weights = projection === "whitened" ? unit : parsevalFrame(target);
    return inverseHalf({ ...parts, weights }, inverseDiagnostics([], 0));
  }
  const subsets = subsetsOf(target, options), weights = meanInverse(subsets, unit.rows);
  return inverseHalf({ ...parts, weights }, inverseDiagnostics(subsets, options.lambda ?? 0));
}

/** The pruned subsets of the target, inverted: those that the side keeps, unless λ or rcond ask for others. */
export function subsetsOf(target: Side, options: InverseOptions): readonly InvertedSubset[] {
  const { lambda = 0, rcond } = options, { unit } = target.unit();
  if (lambda === 0 && rcond === undefined) return target.subsets(options);
  return invertSubsets(unit, anchorSubsets(target.distances(), unit.rows, options), options);
}

/** The half from its numbers: what fitting and loading from a file share. */
export function inverseHalf(
  parts: Omit<InverseHalf, "half" | "apply" | "diagnostics">,
  diagnostics: InverseDiagnostics,
): InverseHalf {
  const { weights, mean, meanNorm } = parts, before = new Float64Array(weights.rows), unit = parts.norm === "unit";
  const norm = parts.norm === "raw" ? "none" : "mean";
  const affine = { before, weights, after: mean, norm, unit, sourceNorm: 1, targetNorm: meanNorm } as const;
  const apply = (z: Matrix): Matrix => applyMap(affine, z);
  return Object.freeze({ half: "inverse", ...parts, apply, diagnostics: Object.freeze(diagnostics) });
}
