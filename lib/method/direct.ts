/**
 * Direct translation: maps estimated from both spaces at once (semantic alignment, NeurIPS 2023).
 *
 * @module
 */
import { oneOf } from "../base/check.ts";
import { engineInfo } from "../linalg/engine/select.ts";
import { matmul, scaleCols, scaleRows } from "../linalg/linalg.ts";
import type { Matrix } from "../linalg/matrix.ts";
import type { ScalingKind } from "../space/scaling.ts";
import { isometry, type NullSpace } from "./isometry.ts";
import type { AffineMap } from "../linalg/affinemap.ts";
import { fitRidge } from "../linalg/ridge.ts";
import { type Anchors, pairOf, type ScaledSide, type Side } from "./side.ts";
import { type Translation, translation, type TranslationDiagnostics } from "./translation.ts";

/** How both sides are scaled before the map is estimated, and the norm of what comes out. */
export interface DirectOptions {
  /** By the anchors' statistics; default "standard". */
  readonly scaling?: ScalingKind;
  /** "own" (default): as the map gives them; "unit": every translated row has norm 1, for an index of unit vectors. */
  readonly norm?: "own" | "unit";
}

/** Scaling of an orthogonal map, and what it does where the anchors say nothing; default "drop". */
export interface OrthoOptions extends DirectOptions {
  /** What becomes of directions that the anchors do not span. */
  readonly nullSpace?: NullSpace;
}

/**
 * Orthogonal Procrustes ("ortho"; semantic alignment, section 3): the orthogonal map that brings the scaled source
 * anchors nearest to the target's.
 *
 * Spaces of different dimension give the semi-orthogonal factor, which is what zero-padding the narrower one gives.
 * Numerical weakness: the anchors do not decide the null space of AᵀB (k ≤ d, dead columns); it is dropped, together with
 * directions of less than 1e-5 of the largest covariance.
 *
 * @throws {TypeError} If the anchors are not parallel, or no matrix or space.
 * @throws {RangeError} If an entry is not finite or all anchors are equal, or an option is unknown.
 */
export function fitOrtho(source: Anchors, target: Anchors, options: OrthoOptions = {}): Translation {
  const pair = scaledPair(source, target, options, "fit an orthogonal map");
  const weights = isometry(matmul(pair.x.rows, pair.y.rows, { transA: true }), options.nullSpace);
  return direct("ortho", pair, weights, { nullSpace: options.nullSpace ?? "drop" });
}

/**
 * The orthogonal map nearest to the linear one ("l-ortho"; semantic alignment, section 3): the polar factor of
 * minimum-norm least squares, within the directions in which both sides' anchors vary.
 *
 * Numerical weakness: that of `fitLinear`, whose noise turns the factor; and undecided where k ≤ d (see `fitOrtho`).
 *
 * @throws {TypeError} If the anchors are not parallel, or no matrix or space.
 * @throws {RangeError} If an entry is not finite or all anchors are equal, or an option is unknown.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { fitLOrtho } from "anchorage/method";
 * const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), turned = Matrix.from([[0, 1], [-2, 0], [2, -3]]);
 * console.log(fitLOrtho(x, turned, { scaling: "center" }).apply(x).at(0, 1).toFixed(6)); // 1.000000
 * ```
 */
export function fitLOrtho(source: Anchors, target: Anchors, options: OrthoOptions = {}): Translation {
  const pair = scaledPair(source, target, options, "fit an orthogonal map"), { x, y } = pair;
  const weights = isometry(fitRidge(x, y.rows, 0).weights, options.nullSpace, [x, y]);
  return direct("l-ortho", pair, weights, { nullSpace: options.nullSpace ?? "drop" });
}

/** Scaling and regularisation of a linear map. */
export interface LinearOptions extends DirectOptions {
  /** 0 (default) for minimum-norm least squares, λ relative to σ²max, or "auto" by leave-one-out over the anchors. */
  readonly lambda?: number | "auto";
}

/**
 * Linear regression between the scaled anchors ("linear"; semantic alignment, section 3), plain or with a ridge.
 *
 * Numerical weakness: without a ridge the error peaks where the number of anchors is near the source's dimension.
 *
 * @throws {TypeError} If the anchors are not parallel, or no matrix or space.
 * @throws {RangeError} If λ is negative, an entry is not finite or all anchors are equal.
 * @example
 * ```ts
 * import { fitLinear, Matrix } from "anchorage";
 * const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), y = Matrix.from([[1], [2], [-5]]);
 * console.log(fitLinear(x, y).apply(Matrix.from([[4, 4]])).at(0, 0).toFixed(6)); // 8.000000
 * ```
 */
export function fitLinear(source: Anchors, target: Anchors, options: LinearOptions = {}): Translation {
  const pair = scaledPair(source, target, options, "fit a linear map");
  const { weights, condition, ...found } = fitRidge(pair.x, pair.y.rows, options.lambda ?? 0);
  const conditions = condition &&
    { conditionNumbers: [condition.effective], plainConditionNumbers: [condition.plain] };
  const method = found.lambda > 0 ? "ridge" : "linear";
  return direct(method, pair, weights, { lambda: found.lambda }, { ...found, ...conditions });
}

/** Both sides and their scaled anchors. */
export interface ScaledPair {
  readonly sides: readonly [Side, Side];
  readonly x: ScaledSide;
  readonly y: ScaledSide;
  readonly options: Required<DirectOptions>;
}

/** Both sides' anchors, checked and scaled in float64. */
export function scaledPair(source: Anchors, target: Anchors, options: DirectOptions, action: string): ScaledPair {
  const { scaling = "standard" } = options, norm = oneOf(options.norm ?? "own", ["own", "unit"], "norm", action);
  const sides = pairOf(source, target, action), [x, y] = [sides[0].scaled(scaling), sides[1].scaled(scaling)];
  return { sides, x, y, options: { scaling, norm } };
}

/** The translation by a map between scaled anchors: column scales go into the weights; `after` where a bias moves it. */
export function direct(
  method: string,
  { sides: [source, target], x: { scaling: x }, y: { scaling: y }, options }: ScaledPair,
  weights: Matrix,
  parameters: Translation["parameters"],
  diagnostics: Omit<TranslationDiagnostics, "engine"> = {},
  after = y.mean,
): Translation {
  const scaled = x.kind === "standard"
    ? scaleCols(scaleRows(weights, x.deviation.map((s) => 1 / s)), y.deviation)
    : weights;
  const l2 = x.kind === "l2";
  const affine: AffineMap = Object.freeze({
    ...{ before: x.mean, weights: scaled, after, norm: l2 ? "raw" : "none", unit: options.norm === "unit" },
    ...{ sourceNorm: x.meanNorm, targetNorm: l2 ? y.meanNorm : 1 },
  });
  const ends = { source: source.key, target: target.key, parameters: { ...options, ...parameters } };
  return translation({ method, independent: false, affine, ...ends }, { engine: engineInfo(), ...diagnostics });
}
