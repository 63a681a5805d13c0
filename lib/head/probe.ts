/**
 * The probe of Figure 4: a perceptron with two hidden layers of a chosen nonlinearity and no normalisation layer.
 *
 * @module
 */
import { columns, finite, integer, number, oneOf, sameLength } from "../base/check.ts";
import { Matrix } from "../linalg/matrix.ts";
import { average, rowNorms } from "../linalg/rows.ts";
import { argmaxRows } from "./head.ts";
import { type DenseLayer, fitMlp } from "./mlp.ts";
import { applied, nonlinearities, type NonlinearityName, nonlinearityNames } from "./nonlinearity.ts";
import { dense } from "../nn/product.ts";

/** How to fit a probe. */
export interface ProbeOptions {
  /** Number of classes c ≥ 2; labels are in [0, c). */
  readonly classes: number;
  /** After both hidden layers. */
  readonly activation: NonlinearityName;
  /** Seed of the initial weights and of the order of rows. */
  readonly seed: number;
  /** Units of each hidden layer (default 128). */
  readonly hidden?: number;
  /** Passes over the rows (default 8). */
  readonly epochs?: number;
  /** Weight of ½‖W‖² beside the mean loss (default 0). */
  readonly l2?: number;
  /**
   * Root mean square of the first layer's sums for a row of mean norm before training, in radians for cos and sin
   * (default 1.5 for these, which makes them turn within the scale of the data, and 1 for the others).
   */
  readonly spread?: number;
}

/** A fitted probe on rows of `dim` entries. */
export interface Probe {
  readonly activation: NonlinearityName;
  readonly classes: number;
  readonly dim: number;
  /** Three affine layers, the activation after the first two. */
  readonly layers: readonly DenseLayer[];
  /** Mean Euclidean norm of the rows that it was fitted on: the mean scale. */
  readonly meanScale: number;
  /** Scores before the softmax, n × c. @throws {TypeError} If x has not `dim` columns. */
  logits(x: Matrix): Matrix;
  /** The class of the largest score of every row. @throws {TypeError} If x has not `dim` columns. */
  predict(x: Matrix): Int32Array<ArrayBuffer>;
}

/**
 * Fits a probe on raw rows x (n × d) with labels (n) by Adam. The same seed gives the same probe on one engine and CPU.
 *
 * @throws {TypeError} If labels and rows differ in number or there is no row.
 * @throws {RangeError} If a label is outside [0, classes), an entry is not finite, all rows are zero or an option is out
 * of range.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { fitProbe } from "anchorage/head";
 * const x = Matrix.from([[0, 1], [0.1, 0.9], [1, 0], [0.9, 0.2]]);
 * const probe = fitProbe(x, Int32Array.of(0, 0, 1, 1), { classes: 2, activation: "tanh", seed: 1, epochs: 300 });
 * console.log(probe.predict(x).join()); // 0,0,1,1
 * ```
 */
export function fitProbe(x: Matrix, labels: Int32Array, options: ProbeOptions): Probe {
  const action = "fit a probe";
  const { classes, seed, hidden = 128, epochs = 8, l2 = 0 } = options;
  const activation = oneOf(options.activation, nonlinearityNames, "the activation", action);
  integer(classes, 2, Infinity, "classes", action);
  integer(hidden, 1, Infinity, "hidden", action);
  integer(epochs, 1, Infinity, "epochs", action);
  number(l2, 0, Infinity, "l2", action);
  const spread = number(options.spread ?? defaultSpread(activation), 0, Infinity, "spread", action);
  if (x.rows === 0) throw new TypeError("Cannot fit a probe as x must have at least 1 row: it has 0");
  finite(x, "x", action);
  sameLength(labels, x.rows, "labels", action);
  for (const label of labels) integer(label, 0, classes - 1, "every label", action);
  const meanScale = average(rowNorms(x));
  if (meanScale === 0) throw new RangeError("Cannot fit a probe as x must have a row that is not zero: all are");
  // Weights uniform in ± √(6 / d) give a row of norm s sums of root mean square s · √(2 / d).
  const gain = spread / (meanScale * Math.sqrt(2 / x.cols));
  const nonlinearity = nonlinearities[activation];
  const layers = fitMlp(x, labels, { classes, seed, l2, hidden, epochs, depth: 2, nonlinearity, gain });
  return probeOf(activation, layers, meanScale);
}

function defaultSpread(activation: NonlinearityName): number {
  return activation === "cos" || activation === "sin" ? 1.5 : 1;
}

function probeOf(activation: NonlinearityName, layers: readonly DenseLayer[], meanScale: number): Probe {
  const dim = layers[0]!.weight.rows, f = nonlinearities[activation];
  const logits = (x: Matrix): Matrix => {
    columns(x, dim, "x", "apply the probe");
    return layers.reduce((h, { weight, bias }, i) => {
      const input = i === 0 ? h : new Matrix(h.rows, h.cols, applied(f, h.data));
      return dense(input, weight, bias);
    }, x);
  };
  const predict = (x: Matrix): Int32Array<ArrayBuffer> => argmaxRows(logits(x));
  const classes = layers.at(-1)!.weight.cols;
  return Object.freeze({ activation, classes, dim, layers: Object.freeze(layers), meanScale, logits, predict });
}
