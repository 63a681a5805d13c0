/**
 * Direct translation: maps estimated from both spaces at once (semantic alignment, NeurIPS 2023).
 *
 * @module
 */
import { oneOf } from "../base/check.ts";
import { engineInfo } from "../linalg/engine/select.ts";
import type { AffineMap } from "./map.ts";
import { condition, defaultRcond, matmul, scaleCols, scaleRows } from "../linalg/linalg.ts";
import { polar } from "../linalg/polar.ts";
import { asDtype, Matrix } from "../linalg/matrix.ts";
import { fitRidge } from "./ridge.ts";
import { fitScaling, type Scaling, type ScalingKind } from "../space/scaling.ts";
import { type Rows, vectorsOf } from "../space/space.ts";
import { parallel, type Translation, translation } from "./translation.ts";

/** How both sides are scaled before the map is estimated: by the anchors' statistics; default "standard". */
export interface DirectOptions {
  readonly scaling?: ScalingKind;
}

/** Scaling of an orthogonal map, and what it does where the anchors say nothing. */
export interface OrthoOptions extends DirectOptions {
  /**
   * "complete" (default): orthogonal throughout, by the directions nearest to the identity outside the anchors' span.
   * "drop": those directions map to zero: a partial isometry. The same while k > d; better for k ≤ d.
   */
  readonly nullSpace?: "complete" | "drop";
}

/** Singular directions of a cross-covariance at or below this share of the largest count as outside the span. */
const SPAN = 1e-12;

/**
 * Orthogonal Procrustes: the orthogonal map that brings the scaled source anchors nearest to the target's.
 *
 * Spaces of different dimension give the semi-orthogonal factor, which is what zero-padding the narrower one gives.
 * Numerical weakness: the anchors do not decide the null space of AᵀB (k ≤ d); its completion is a convention.
 *
 * @throws {TypeError} If the anchors are not parallel.
 * @throws {RangeError} If an entry is not finite or all anchors are equal, or an option is unknown.
 */
export function fitOrtho(source: Rows, target: Rows, options: OrthoOptions = {}): Translation {
  const { x, y, A, B } = scaledPair(source, target, options, "fit an orthogonal map");
  const weights = isometry(matmul(A, B, { transA: true }), options);
  return translation({ method: "ortho", independent: false, affine: directMap(x, y, weights) }, {
    engine: engineInfo(),
  });
}

/**
 * The orthogonal map nearest to the linear one ("l-ortho"): the polar factor of minimum-norm least squares.
 *
 * Numerical weakness: that of `fitLinear`, whose noise turns the factor; and undecided where k ≤ d (see `fitOrtho`).
 *
 * @throws {TypeError} If the anchors are not parallel.
 * @throws {RangeError} If an entry is not finite or all anchors are equal, or an option is unknown.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { fitLOrtho } from "anchorage/method";
 * const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), turned = Matrix.from([[0, 1], [-2, 0], [2, -3]]);
 * console.log(fitLOrtho(x, turned, { scaling: "center" }).apply(x).at(0, 1).toFixed(6)); // 1.000000
 * ```
 */
export function fitLOrtho(source: Rows, target: Rows, options: OrthoOptions = {}): Translation {
  const { x, y, A, B } = scaledPair(source, target, options, "fit an orthogonal map");
  const weights = isometry(fitRidge(A, B, 0).weights, options);
  return translation({ method: "l-ortho", independent: false, affine: directMap(x, y, weights) }, {
    engine: engineInfo(),
  });
}

/** The polar factor with its null space completed or dropped. */
export function isometry(map: Matrix, options: Pick<OrthoOptions, "nullSpace">): Matrix {
  const known = ["complete", "drop"] as const;
  const nullSpace = oneOf(options.nullSpace ?? "complete", known, "nullSpace", "fit an orthogonal map");
  return nullSpace === "drop" ? polar(map, { rcond: SPAN }) : polar(map);
}

/** Scaling and regularisation of a linear map. */
export interface LinearOptions extends DirectOptions {
  /** 0 (default) for minimum-norm least squares, λ relative to σ²max, or "auto" by leave-one-out over the anchors. */
  readonly lambda?: number | "auto";
}

/**
 * Linear regression between the scaled anchors, plain or with a ridge.
 *
 * Numerical weakness: without a ridge the error peaks where the number of anchors is near the source's dimension.
 *
 * @throws {TypeError} If the anchors are not parallel.
 * @throws {RangeError} If λ is negative, an entry is not finite or all anchors are equal.
 * @example
 * ```ts
 * import { fitLinear, Matrix } from "anchorage";
 * const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), y = Matrix.from([[1], [2], [-5]]);
 * console.log(fitLinear(x, y).apply(Matrix.from([[4, 4]])).at(0, 0).toFixed(6)); // 8.000000
 * ```
 */
export function fitLinear(source: Rows, target: Rows, options: LinearOptions = {}): Translation {
  const { x, y, A, B } = scaledPair(source, target, options, "fit a linear map");
  const { weights, lambda, svd } = fitRidge(A, B, options.lambda ?? 0);
  const { effective, plain } = condition(svd.s, defaultRcond(A.rows, A.cols));
  return translation(
    { method: lambda > 0 ? "ridge" : "linear", independent: false, affine: directMap(x, y, weights) },
    {
      engine: engineInfo(),
      lambda,
      conditionNumbers: [effective],
      plainConditionNumbers: [plain],
    },
  );
}

/** Both sides' anchors, checked and scaled in float64. */
export function scaledPair(source: Rows, target: Rows, options: DirectOptions, action: string): {
  readonly x: Scaling;
  readonly y: Scaling;
  readonly A: Matrix;
  readonly B: Matrix;
} {
  const kind = oneOf(options.scaling ?? "standard", ["standard", "center", "l2"], "the scaling", action);
  parallel(source, target, action);
  const [a, b] = [asDtype(vectorsOf(source), "f64"), asDtype(vectorsOf(target), "f64")];
  const [x, y] = [fitScaling(a, kind, action), fitScaling(b, kind, action)];
  return { x, y, A: x.apply(a), B: y.apply(b) };
}

/** A map between scaled spaces as a map between the raw ones: column scales go into the weights. */
export function directMap(x: Scaling, y: Scaling, weights: Matrix): AffineMap {
  const scaled = scaleCols(scaleRows(weights, x.deviation.map((s) => 1 / s)), y.deviation);
  const unit = x.kind === "l2";
  return Object.freeze({
    before: x.mean,
    weights: scaled,
    after: y.mean,
    norm: unit ? "raw" : "none",
    sourceNorm: x.meanNorm,
    targetNorm: unit ? y.meanNorm : 1,
  });
}
