/**
 * Columns of mean 0 and deviation 1 for a fit, and the layer on raw rows that comes of it.
 *
 * @module
 */
import { floats, Matrix } from "../linalg/matrix.ts";
import type { DenseLayer } from "./mlp.ts";

/** Standardised rows, and how to undo it. */
export interface Standardized {
  /** n × d. */
  readonly z: Matrix;
  readonly mean: Float64Array;
  /** One over the deviation; 0 where that is below 1e-6 of the column's size. */
  readonly inverse: Float64Array;
}

/** Columns with mean 0 and deviation 1. */
export function standardize(x: Matrix): Standardized {
  const { rows, cols, data } = x;
  const mean = new Float64Array(cols);
  const variance = new Float64Array(cols);
  for (let i = 0, p = 0; i < rows; i++) for (let j = 0; j < cols; j++) mean[j]! += data[p++]! / rows;
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) variance[j]! += (data[p++]! - mean[j]!) ** 2 / rows;
  }
  const inverse = variance.map((v, j) =>
    Math.sqrt(v) > 1e-6 * Math.hypot(mean[j]!, Math.sqrt(v)) ? 1 / Math.sqrt(v) : 0
  );
  const z = floats(data.length, x.dtype);
  for (let i = 0, p = 0; i < rows; i++) for (let j = 0; j < cols; j++, p++) z[p] = (data[p]! - mean[j]!) * inverse[j]!;
  return { z: new Matrix(rows, cols, z), mean, inverse };
}

/** The layer on raw rows that equals `layer` on standardised ones. */
export function foldInto(layer: DenseLayer, { mean, inverse }: Omit<Standardized, "z">): DenseLayer {
  const { rows, cols } = layer.weight;
  const weight = Matrix.zeros(rows, cols);
  const bias = Matrix.from(layer.bias, "f64").data.slice();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const w = layer.weight.at(i, j) * inverse[i]!;
      weight.data[i * cols + j] = w;
      bias[j]! -= mean[i]! * w;
    }
  }
  return { weight, bias: new Matrix(1, cols, bias) };
}
