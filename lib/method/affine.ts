/**
 * Affine translation: a linear map with a bias, by gradient descent as in semantic alignment (NeurIPS 2023), or in
 * closed form.
 *
 * @module
 */
import { integer, number, oneOf } from "../base/check.ts";
import { closedForm, descend, firstWeights } from "../linalg/affinefit.ts";
import { Matrix } from "../linalg/matrix.ts";
import { direct, type DirectOptions, scaledPair } from "./direct.ts";
import type { Anchors } from "./side.ts";
import type { Translation } from "./translation.ts";

/** How an affine map is solved for. */
export interface AffineOptions extends DirectOptions {
  /** "adam" (default), full-batch on the mean squared error; or "closed": minimum-norm least squares with a bias. */
  readonly solver?: "adam" | "closed";
  /** Steps of Adam, default 300: stopping early acts as a ridge. */
  readonly steps?: number;
  /** Step size of Adam, default 1e-3. */
  readonly learningRate?: number;
  /** Seed of Adam's first weights, uniform in ±1/√d_x; default 0. */
  readonly seed?: number;
}

/**
 * Fits y = x · W + b between the scaled anchors ("affine"; semantic alignment, section 3).
 *
 * Numerical weakness: "adam" moves each weight by at most the step size a step, so what 300 steps reach depends on the
 * scale of the data; standard scaling is what its defaults are for. Where the anchors span less than the space its
 * first weights remain. "closed" is that of `fitLinear` without a ridge, and equal to it on centred data.
 *
 * @throws {TypeError} If the anchors are not parallel.
 * @throws {RangeError} If an option is out of range, an entry is not finite or all anchors are equal.
 * @example
 * ```ts
 * import { fitAffine, Matrix } from "anchorage";
 * const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), y = Matrix.from([[1], [2], [-5]]);
 * console.log(fitAffine(x, y, { solver: "closed" }).apply(Matrix.from([[4, 4]])).at(0, 0).toFixed(6)); // 8.000000
 * ```
 */
export function fitAffine(source: Anchors, target: Anchors, options: AffineOptions = {}): Translation {
  const action = "fit an affine map";
  const solver = oneOf(options.solver ?? "adam", ["adam", "closed"], "the solver", action);
  const steps = integer(options.steps ?? 300, 1, Infinity, "steps", action);
  const rate = number(options.learningRate ?? 1e-3, Number.MIN_VALUE, Infinity, "the learning rate", action);
  const pair = scaledPair(source, target, options, action), { scaling, rows: B } = pair.y, A = pair.x.rows;
  const seed = options.seed ?? 0;
  const { weights, bias } = solver === "closed"
    ? closedForm(A, B)
    : descend(A, B, firstWeights(A.cols, B.cols, seed), steps, rate);
  const after = Float64Array.from(scaling.inverse(new Matrix(1, bias.length, bias)).data);
  return direct("affine", pair, weights, { solver, ...(solver === "adam" && { steps, rate, seed }) }, {}, after);
}
