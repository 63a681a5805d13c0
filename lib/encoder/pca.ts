/**
 * Pixels in their principal axes: the plainest linear image encoder.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import { matmul } from "../linalg/linalg.ts";
import { asDtype, Matrix, takeRows } from "../linalg/matrix.ts";
import { dimOf } from "./cards.ts";
import type { Implementation } from "./encoder.ts";
import { denseOperator, rightVectors } from "./subspace.ts";

const RANK = dimOf("pca"), SEED = 0;

/** Pixels minus the training items' mean, in their 196 leading principal axes. */
export const pca: Implementation = Object.freeze({
  key: () => Promise.resolve({ rank: RANK, seed: SEED, version: 1 }),
  encode: (dataset: Dataset) => Promise.resolve(principalComponents(dataset.images!, dataset.splits.train, RANK, SEED)),
});

/**
 * Coordinates of all rows (n × rank, float32) in the principal axes of the rows `train`, widest first; signs arbitrary.
 *
 * Numerical weakness: axes near the last one, whose deviations are close to those left out, are mixed with them.
 *
 * @throws {RangeError} If `rank` is not a whole number of at least 1.
 */
export function principalComponents(images: Matrix, train: Int32Array, rank: number, seed: number): Matrix {
  const x = asDtype(images, "f32"), mean = columnMeans(takeRows(x, train));
  const axes = rightVectors(denseOperator(minusRow(takeRows(x, train), mean)), { rank, seed });
  return minusRow(matmul(x, axes), matmul(mean, axes));
}

function columnMeans(m: Matrix): Matrix {
  const sums = new Float64Array(m.cols);
  for (let i = 0, p = 0; i < m.rows; i++) for (let j = 0; j < m.cols; j++) sums[j]! += m.data[p++]!;
  return new Matrix(1, m.cols, Float32Array.from(sums, (sum) => sum / m.rows));
}

function minusRow(m: Matrix, row: Matrix): Matrix {
  const out = m.data.slice();
  for (let i = 0, p = 0; i < m.rows; i++) for (let j = 0; j < m.cols; j++) out[p++]! -= row.data[j]!;
  return new Matrix(m.rows, m.cols, out);
}
