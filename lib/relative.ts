/**
 * The encoding half: relative projections. It knows the source's anchors and nothing of any target (section 3.1).
 *
 * @module
 */
import { number, oneOf } from "./check.ts";
import { type EngineInfo } from "./compute/engine.ts";
import { engineInfo } from "./compute/select.ts";
import { applyFold } from "./fold.ts";
import { type Condition, condition, defaultRcond, pinvOf, svd } from "./linalg.ts";
import { Matrix, transpose } from "./matrix.ts";
import { unitAnchors } from "./scaling.ts";
import { type AnchorKey, anchorKey, type Rows, vectorsOf } from "./space.ts";

/** "cosine": inner products with the anchors. "whitened": inner products under the anchors' inverse covariance. */
export type Projection = "cosine" | "whitened";

/** Which projection, and its regularisation. */
export interface RelativeOptions {
  /** Default "cosine". */
  readonly projection?: Projection;
  /** λ > 0 of "whitened", relative to the largest squared singular value of the anchors; default 1e-3. */
  readonly lambda?: number;
}

/** Samples → relative space, from the source's anchors alone. */
export interface RelativeHalf {
  readonly half: "relative";
  readonly projection: Projection;
  readonly anchors: AnchorKey;
  /** Mean of the anchors, d entries. */
  readonly mean: Float64Array<ArrayBuffer>;
  /** Mean norm of the centred anchors. */
  readonly meanNorm: number;
  /** d × k: a centred unit sample times this is its relative representation. */
  readonly weights: Matrix;
  /** n × d → n × k. */
  apply(x: Matrix): Matrix;
  readonly diagnostics: {
    readonly engine: EngineInfo;
    /** λ of "whitened". */
    readonly lambda?: number;
    /** Condition of the centred unit anchors; only where they were decomposed ("whitened"). */
    readonly condition?: Condition;
  };
}

/**
 * Fits the encoding half on the source's anchors (k × d, k ≥ 2).
 *
 * "cosine" is equation 1, Z = X · Aᵀ on centred unit rows: entries are cosines in [-1, 1]. "whitened" goes beyond the
 * paper: Z = X · (AᵀA + λσ²I)⁻¹ · Aᵀ; read by `fitReadout`, it is ridge regression on unit rows.
 *
 * Numerical weakness: "whitened" with a small λ amplifies directions in which the anchors hardly vary.
 *
 * @throws {TypeError} If there are fewer than two anchors.
 * @throws {RangeError} If an entry is not finite, an anchor equals the anchors' mean, or λ is not positive.
 * @example
 * ```ts
 * import { fitRelative, Matrix } from "anchorage";
 * const half = fitRelative(Matrix.from([[1, 0], [-1, 0]]));
 * console.log(half.apply(Matrix.from([[5, 0]])).data); // Float64Array(2) [ 1, -1 ]
 * ```
 */
export function fitRelative(anchors: Rows, options: RelativeOptions = {}): RelativeHalf {
  const action = "fit the encoding half";
  const projection = oneOf(options.projection ?? "cosine", ["cosine", "whitened"], "the projection", action);
  const { unit, mean, meanNorm } = unitAnchors(vectorsOf(anchors), action);
  const engine = engineInfo(), base = { projection, anchors: anchorKey(anchors), mean, meanNorm };
  if (projection === "cosine") return relativeHalf({ ...base, weights: transpose(unit) }, { engine });
  const lambda = number(options.lambda ?? 1e-3, Number.MIN_VALUE, Infinity, "λ", action);
  const factors = svd(unit);
  const weights = pinvOf(factors, { ridge: lambda, rcond: 0 }, unit.rows, unit.cols).inverse;
  const found = condition(factors.s, defaultRcond(unit.rows, unit.cols));
  return relativeHalf({ ...base, weights }, { engine, lambda, condition: found });
}

/** The half from its numbers: what `fitRelative` and loading from a file share. */
export function relativeHalf(
  parts: Omit<RelativeHalf, "half" | "apply" | "diagnostics">,
  diagnostics: RelativeHalf["diagnostics"],
): RelativeHalf {
  const { mean, weights } = parts;
  const fold = { before: mean, weights, after: new Float64Array(weights.cols), sourceNorm: 1, targetNorm: 1 };
  return Object.freeze({
    half: "relative",
    ...parts,
    apply: (x: Matrix) => applyFold({ ...fold, norm: "raw" }, x),
    diagnostics: Object.freeze(diagnostics),
  });
}
