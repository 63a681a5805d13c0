/**
 * Rows of packed storage, measured and scaled by plain loops.
 *
 * @module
 */
import type { Floats } from "../matrix.ts";

/** Squared Euclidean norm of each packed row of `cols` entries, in float64, into `out`. */
export function rowSquares(data: Floats, cols: number, out: Float64Array): void {
  for (let i = 0, p = 0; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < cols; j++, p++) sum += data[p]! * data[p]!;
    out[i] = sum;
  }
}

/** Packed row i times factors[i], in place. */
export function scaleRows(data: Floats, cols: number, factors: Float64Array): void {
  for (let i = 0, p = 0; i < factors.length; i++) {
    const factor = factors[i]!;
    for (let j = 0; j < cols; j++, p++) data[p] = data[p]! * factor;
  }
}
