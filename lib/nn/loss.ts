/**
 * Classification losses on raw scores: each turns scores into gradients in place and returns the summed loss.
 *
 * @module
 */
import type { Floats } from "../linalg/matrix.ts";

/** Replaces scores (n × c) by the loss's gradient times `scale`; returns the sum of the n losses, unscaled. */
export type ScoreLoss = (scores: Floats, labels: Int32Array, classes: number, scale: number) => number;

/** Softmax cross-entropy: log Σ exp(z) − z[label]; its gradient is softmax(z) − onehot(label). */
export function crossEntropy(scores: Floats, labels: Int32Array, classes: number, scale: number): number {
  let total = 0;
  for (let row = 0, p = 0; row < labels.length; row++, p += classes) {
    const target = p + labels[row]!;
    const own = scores[target]!;
    let max = -Infinity;
    for (let j = p; j < p + classes; j++) if (scores[j]! > max) max = scores[j]!;
    let sum = 0;
    for (let j = p; j < p + classes; j++) sum += scores[j] = Math.exp(scores[j]! - max);
    const share = scale / sum;
    for (let j = p; j < p + classes; j++) scores[j]! *= share;
    scores[target]! -= scale;
    total += Math.log(sum) + max - own;
  }
  return total;
}

/** One-vs-rest squared hinge: Σ_c max(0, 1 − y_c · z_c)², y_c = 1 for the label and −1 for the rest. */
export function squaredHinge(scores: Floats, labels: Int32Array, classes: number, scale: number): number {
  let total = 0;
  for (let row = 0, p = 0; row < labels.length; row++) {
    for (let c = 0; c < classes; c++, p++) {
      const sign = c === labels[row] ? 1 : -1;
      const short = Math.max(0, 1 - sign * scores[p]!);
      total += short * short;
      scores[p] = -2 * sign * short * scale;
    }
  }
  return total;
}
