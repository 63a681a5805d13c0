/**
 * Rescaling a linear classifier's input against the temperature of its softmax (section 3.4).
 *
 * @module
 */
import { number, oneOf, sameLength } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { argmaxRows } from "./argmax.ts";
import { type Head } from "./head.ts";
import { softmax } from "./temperature.ts";
import { mapColumns } from "../linalg/rows.ts";
import { calibrationError } from "../measure/calibration.ts";
import { accuracy } from "../measure/accuracy.ts";
import { mean } from "../measure/stats.ts";

/** Rows of encodings with their classes. */
export interface Labelled {
  /** n × d. */
  readonly x: Matrix;
  /** n class numbers. */
  readonly labels: Int32Array;
}

/** A head on α · x, beside the same head on x with the temperature 1 / α. */
export interface TemperaturePoint {
  /** The factor. */
  readonly alpha: number;
  /** 1 / α. */
  readonly temperature: number;
  /** Share of rows whose predicted class is that at α = 1, in [0, 1]. */
  readonly agreement: number;
  /** Share of right predictions, 0 to 1. */
  readonly accuracy: number;
  /** Mean probability of the predicted class, in [1 / c, 1]. */
  readonly confidence: number;
  /** Expected calibration error over 15 bins, in [0, 1]. */
  readonly calibrationError: number;
  /** Largest difference of any probability from that of the temperature 1 / α, in [0, 1]; rounding only without bias. */
  readonly gap: number;
}

/**
 * What multiplying the input by α > 0 does to a linear head, for each α.
 *
 * With scores W x + b, rescaling gives α W x + b: a temperature 1 / α of the classifier W x + b / α. Without a bias that is
 * the classifier itself; with one, the gap says how much the bias matters.
 *
 * @throws {TypeError} If labels and rows differ in number or there is no row.
 * @throws {RangeError} If the head is not linear, or an α is not a finite number above 0.
 * @example
 * ```ts
 * import { fitHead, Matrix } from "anchorage";
 * import { scaleAsTemperature, scaleBias } from "anchorage/head";
 * const x = Matrix.from([[0, 1], [0.1, 0.9], [1, 0], [0.9, 0.2]]), labels = Int32Array.of(0, 0, 1, 1);
 * const head = scaleBias(fitHead(x, labels, { classes: 2, seed: 1 }));
 * console.log(scaleAsTemperature(head, { x, labels }, [0.1, 10]).every(({ gap }) => gap < 1e-12)); // true
 * ```
 */
export function scaleAsTemperature(head: Head, data: Labelled, alphas: readonly number[]): readonly TemperaturePoint[] {
  const action = "compare scale with temperature", { x, labels } = data;
  oneOf(head.kind, ["linear", "svm"], "the kind of the head", action);
  sameLength(labels, x.rows, "labels", action);
  const scores = head.logits(x), plain = argmaxRows(scores);
  return Object.freeze(alphas.map((alpha) => {
    number(alpha, Number.MIN_VALUE, Infinity, "alpha", action);
    const probabilities = softmax(head.logits(mapColumns(x, (value) => value * alpha)));
    const tempered = softmax(scores, 1 / alpha);
    const predicted = argmaxRows(probabilities);
    const confidence = Float64Array.from(predicted, (c, i) => Math.min(1, probabilities.at(i, c)));
    const correct = Uint8Array.from(predicted, (c, i) => Number(c === labels[i]));
    return Object.freeze({
      alpha,
      temperature: 1 / alpha,
      agreement: accuracy(predicted, plain),
      accuracy: accuracy(probabilities, labels),
      confidence: mean(confidence),
      calibrationError: calibrationError(confidence, correct).error,
      gap: largestGap(probabilities, tempered),
    });
  }));
}

function largestGap(a: Matrix, b: Matrix): number {
  let most = 0;
  for (let i = 0; i < a.data.length; i++) most = Math.max(most, Math.abs(a.data[i]! - b.data[i]!));
  return most;
}
