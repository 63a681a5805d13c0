/**
 * Affine translation: a linear map with a bias, by gradient descent as in semantic alignment (NeurIPS 2023), or in
 * closed form.
 *
 * @module
 */
import { integer, number, oneOf } from "../base/check.ts";
import { matmul } from "../linalg/linalg.ts";
import { Matrix } from "../linalg/matrix.ts";
import { rng } from "../base/random.ts";
import { fitRidge } from "../linalg/ridge.ts";
import { columnMeans, mapColumns } from "../linalg/rows.ts";
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

/** Weights d_x × d_y and the bias, d_y entries. */
export interface Affine {
  readonly weights: Matrix;
  readonly bias: Float64Array<ArrayBuffer>;
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

/** Least squares with a bias: both sides centred, then the bias is what the means ask for. */
function closedForm(A: Matrix, B: Matrix): Affine {
  const [a, b] = [columnMeans(A), columnMeans(B)];
  const { weights } = fitRidge(mapColumns(A, (v, j) => v - a[j]!), mapColumns(B, (v, j) => v - b[j]!), 0);
  const shift = matmul(new Matrix(1, a.length, a), weights).data;
  return { weights, bias: b.map((mean, j) => mean - shift[j]!) };
}

/** Uniform in ±1/√d_x, the bias too: what a linear layer starts from. */
function firstWeights(rows: number, cols: number, seed: number): Affine {
  const draw = rng(seed).fork("affine"), bound = 1 / Math.sqrt(rows);
  const uniform = (length: number): Float64Array<ArrayBuffer> =>
    Float64Array.from({ length }, () => bound * (2 * draw.uniform() - 1));
  return { weights: new Matrix(rows, cols, uniform(rows * cols)), bias: uniform(cols) };
}

/**
 * Full-batch Adam on mean((A · W + b - B)²). With a column of ones in A the bias is W's last row, and the gradient
 * 2/(k·d_y) · (AᵀA · W - AᵀB) costs no pass over the anchors.
 */
export function descend(A: Matrix, B: Matrix, first: Affine, steps: number, learningRate: number): Affine {
  const ones = withOnes(A), dy = B.cols, alpha = 2 / (B.rows * dy);
  const gram = matmul(ones, ones, { transA: true, alpha }), cross = matmul(ones, B, { transA: true, alpha }).data;
  const w = new Float64Array((A.cols + 1) * dy), W = new Matrix(A.cols + 1, dy, w);
  w.set(first.weights.data);
  w.set(first.bias, A.cols * dy);
  const m = new Float64Array(w.length), v = new Float64Array(w.length);
  for (let step = 1; step <= steps; step++) {
    const product = matmul(gram, W).data;
    const rate = learningRate / (1 - 0.9 ** step), unbias = 1 / (1 - 0.999 ** step);
    for (let i = 0; i < w.length; i++) {
      const g = product[i]! - cross[i]!;
      m[i] = 0.9 * m[i]! + 0.1 * g;
      v[i] = 0.999 * v[i]! + 0.001 * g * g;
      w[i]! -= rate * m[i]! / (Math.sqrt(v[i]! * unbias) + 1e-8);
    }
  }
  return { weights: new Matrix(A.cols, dy, w.slice(0, A.cols * dy)), bias: w.slice(A.cols * dy) };
}

function withOnes(a: Matrix): Matrix {
  const out = new Float64Array(a.rows * (a.cols + 1)).fill(1);
  for (let i = 0; i < a.rows; i++) out.set(a.row(i), i * (a.cols + 1));
  return new Matrix(a.rows, a.cols + 1, out);
}
