/**
 * Least squares with a bias: in closed form, and by Adam stopped early.
 *
 * @module
 */
import { rng } from "../base/random.ts";
import { center } from "./blocks.ts";
import { matmul } from "./linalg.ts";
import { Matrix } from "./matrix.ts";
import { fitRidge } from "./ridge.ts";
import { columnMeans } from "./rows.ts";

/** Weights d_x × d_y and the bias, d_y entries. */
export interface Affine {
  readonly weights: Matrix;
  readonly bias: Float64Array<ArrayBuffer>;
}

/** Least squares with a bias: both sides centred, then the bias is what the means ask for. */
export function closedForm(A: Matrix, B: Matrix): Affine {
  const [a, b] = [columnMeans(A), columnMeans(B)];
  const { weights } = fitRidge(center(A, a), center(B, b), 0);
  const shift = matmul(new Matrix(1, a.length, a), weights).data;
  return { weights, bias: b.map((mean, j) => mean - shift[j]!) };
}

/** Uniform in ±1/√d_x, the bias too: what a linear layer starts from. */
export function firstWeights(rows: number, cols: number, seed: number): Affine {
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
