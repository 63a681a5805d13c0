/**
 * Ridge probes: what a linear classifier of few rows makes of an encoding, over seeded splits.
 *
 * @module
 */
import { finite, integer, number, sameLength } from "../base/check.ts";
import { rng } from "../base/random.ts";
import { cholesky, matmul } from "../linalg/linalg.ts";
import { asDtype, Matrix, takeRows } from "../linalg/matrix.ts";
import { columnMeans, mapColumns } from "../linalg/rows.ts";
import { solveCholesky } from "../linalg/solve.ts";
import { accuracy } from "../measure/accuracy.ts";
import { mean, sd } from "../measure/stats.ts";

/** How a probe is made. */
export interface ProbeOptions {
  /** How many classes the labels name. */
  readonly classes: number;
  /** Draws the splits. */
  readonly seed: number;
  /** Rows to fit on and to measure on, default 900 and 300. */
  readonly train?: number;
  /** See `train`. */
  readonly test?: number;
  /** Splits, default 10. */
  readonly splits?: number;
  /** λ relative to the mean variance of a direction, default 1. */
  readonly lambda?: number;
}

/** Accuracy over the splits. */
export interface ProbeResult {
  /** In [0, 1]. */
  readonly mean: number;
  /** Sample standard deviation over splits. */
  readonly sd: number;
  /** One a split. */
  readonly accuracies: readonly number[];
}

/**
 * Accuracy of ridge regression on one-hot labels, on rows x (n × d) divided by nothing but centred by the mean of those
 * fitted on, over seeded splits drawn anew from all rows.
 *
 * Numerical weakness: with 300 rows to measure on, an accuracy has a standard deviation of .02 to .03: compare means.
 *
 * @throws {TypeError} If labels and rows differ in number, or there are too few rows.
 * @throws {RangeError} If an entry is not finite, a label is no class, or an option is out of range.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { ridgeProbe } from "anchorage/head";
 * const x = Matrix.from(Array.from({ length: 40 }, (_, i) => [i % 2, i / 40])), labels = Int32Array.from(x.data.filter((_, p) => p % 2 === 0));
 * console.log(ridgeProbe(x, labels, { classes: 2, seed: 1, train: 20, test: 20 }).mean); // 1
 * ```
 */
export function ridgeProbe(x: Matrix, labels: Int32Array, options: ProbeOptions): ProbeResult {
  const { classes, seed, train = 900, test = 300, splits = 10, lambda = 1 } = options, action = "probe a space";
  sameLength(labels, x.rows, "labels", action);
  finite(x, "x", action);
  for (const label of labels) integer(label, 0, classes - 1, "every label", action);
  number(lambda, Number.MIN_VALUE, Infinity, "lambda", action);
  for (const [name, count] of Object.entries({ train, test, splits })) integer(count, 1, Infinity, name, action);
  if (train + test > x.rows) {
    throw new TypeError(`Cannot ${action} as it must have ${train + test} rows to draw from: it has ${x.rows}`);
  }
  const draw = rng(seed).fork("probe"), rows = asDtype(x, "f64");
  const accuracies = Array.from({ length: splits }, () => {
    const order = draw.permutation(x.rows), fit = order.subarray(0, train), held = order.subarray(train, train + test);
    const scores = ridgeScores(takeRows(rows, fit), oneHot(fit, labels, classes), takeRows(rows, held), lambda);
    return accuracy(scores, Array.from(held, (i) => labels[i]!));
  });
  return Object.freeze({
    mean: mean(accuracies),
    sd: splits > 1 ? sd(accuracies) : 0,
    accuracies: Object.freeze(accuracies),
  });
}

function oneHot(rows: Int32Array, labels: Int32Array, classes: number): Matrix {
  const out = Matrix.zeros(rows.length, classes);
  rows.forEach((row, i) => out.data[i * classes + labels[row]!] = 1);
  return out;
}

/** Scores of z by ridge regression from x to y, both centred: through the Gram matrix of rows, of which there are few. */
function ridgeScores(x: Matrix, y: Matrix, z: Matrix, lambda: number): Matrix {
  const center = (m: Matrix, by: Float64Array): Matrix => mapColumns(m, (value, j) => value - by[j]!);
  const mean = columnMeans(x), [a, b, c] = [center(x, mean), center(y, columnMeans(y)), center(z, mean)];
  const gram = matmul(a, a, { transB: true });
  let trace = 0;
  for (let i = 0; i < gram.rows; i++) trace += gram.at(i, i);
  const ridge = lambda * Math.max(trace / Math.max(x.cols, 1), Number.MIN_VALUE);
  for (let i = 0; i < gram.rows; i++) gram.data[i * gram.cols + i]! += ridge;
  return matmul(matmul(c, a, { transB: true }), solveCholesky(cholesky(gram), b));
}
