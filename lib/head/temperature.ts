/**
 * Softmax with a temperature (section 3.4, equation 6).
 *
 * @module
 */
import { finite, number } from "../base/check.ts";
import { floats, Matrix } from "../linalg/matrix.ts";
import { type Head, headOf } from "./head.ts";

/**
 * softmax(y / T) of every row of scores (n × c → n × c, rows sum to 1); T in (0, ∞), default 1.
 *
 * The largest score is taken off first, so nothing overflows; entries far below it underflow to 0.
 *
 * @throws {RangeError} If the temperature is not a finite number above 0, or a score is not finite.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { softmax } from "anchorage/head";
 * console.log(softmax(Matrix.from([[2, 2]]), 0.5).row(0).join()); // 0.5,0.5
 * ```
 */
export function softmax(scores: Matrix, temperature = 1): Matrix {
  number(temperature, Number.MIN_VALUE, Infinity, "the temperature", "apply a softmax");
  finite(scores, "the scores", "apply a softmax");
  const out = floats(scores.data.length, scores.dtype);
  for (let i = 0; i < scores.rows; i++) {
    const row = scores.row(i), to = out.subarray(i * scores.cols, (i + 1) * scores.cols);
    let top = -Infinity, sum = 0;
    for (let j = 0; j < row.length; j++) top = Math.max(top, row[j]!);
    for (let j = 0; j < row.length; j++) sum += to[j] = Math.exp((row[j]! - top) / temperature);
    for (let j = 0; j < row.length; j++) to[j]! /= sum;
  }
  return new Matrix(scores.rows, scores.cols, out);
}

/**
 * The head with every bias set to `factor` times what it was (default 0): a linear head without its bias is a function
 * for which rescaling is exactly a temperature.
 *
 * @throws {RangeError} If the factor is not a finite number of at least 0.
 */
export function scaleBias(head: Head, factor = 0): Head {
  number(factor, 0, Infinity, "the factor", "scale a bias");
  const layers = head.layers.map(({ weight, bias }) => ({
    weight,
    bias: new Matrix(1, bias.cols, Float64Array.from(bias.data, (b) => b * factor)),
  }));
  return headOf(head.kind, layers, head.activation);
}
