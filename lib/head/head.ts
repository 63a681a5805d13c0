/**
 * Heads: small classifiers on an encoding, trained without any framework; what stitching puts after a translation, and
 * the perceptrons of Figure 4.
 *
 * @module
 */
import { columns, finite, integer, number, oneOf, sameLength } from "../base/check.ts";
import { Matrix } from "../linalg/matrix.ts";
import { average, rowNorms } from "../linalg/rows.ts";
import { fitConvex } from "./convex.ts";
import { argmaxRows } from "./argmax.ts";
import { type DenseLayer, fitMlp, type FittedLayers } from "./mlp.ts";
import { applied, nonlinearities, type NonlinearityName, nonlinearityNames } from "./nonlinearity.ts";
import { foldInto, standardize } from "./standardize.ts";
import { dense } from "../nn/product.ts";

/** What a head can be. */
export type HeadKind = "linear" | "svm" | "mlp";
const KINDS: readonly HeadKind[] = ["linear", "svm", "mlp"];

/** How to fit a head. */
export interface HeadOptions {
  /** Number of classes c ≥ 2; labels are in [0, c). */
  readonly classes: number;
  /** "linear" softmax regression (default), one-vs-rest "svm" with squared hinge, or "mlp" with hidden layers. */
  readonly kind?: HeadKind;
  /** Seed of the "mlp" initial weights and order; the convex kinds do not draw. */
  readonly seed: number;
  /** Weight of ½‖W‖² beside the mean loss (default 0.01; "svm" 0.1). */
  readonly l2?: number;
  /**
   * Fit on columns of mean 0 and deviation 1, folded back into the first layer (default true). A head that is to be
   * asked about scale is better fitted on raw rows: the fold leaves it a bias, and no bias is free of scale.
   */
  readonly standardize?: boolean;
  /** Iterations of L-BFGS at most, for the convex kinds (default 100). */
  readonly iterations?: number;
  /** Hidden layers of "mlp" (default 1). */
  readonly depth?: number;
  /** Units of each of them (default 128). */
  readonly hidden?: number;
  /** After each of them (default "relu"). */
  readonly activation?: NonlinearityName;
  /**
   * Minibatches of 128 rows for "mlp"; by default rounds of at least 500 and of ten passes over the rows until it has
   * converged, or 20 rounds.
   */
  readonly steps?: number;
  /**
   * Root mean square of the first hidden layer's sums for a row of mean norm before training, in radians for cos and sin
   * (default 1.5 for these, which makes them turn within the scale of the data, and 1 for the others).
   */
  readonly spread?: number;
  /** Biases of the hidden layers of "mlp" are uniform in ± this before training (default 0, where cos sees no sign; π: any phase). */
  readonly biases?: number;
}

/** A fitted classifier on rows of `dim` entries. */
export interface Head {
  /** Linear or with a hidden layer. */
  readonly kind: HeadKind;
  /** How many classes it knows. */
  readonly classes: number;
  /** Dimension of the rows that it reads. */
  readonly dim: number;
  /** Affine layers with the activation between them; they take raw rows. */
  readonly layers: readonly DenseLayer[];
  /** Between the layers. */
  readonly activation: NonlinearityName;
  /** Whether the fit had converged when it ended: the slope of its objective had fallen far enough; absent if loaded. */
  readonly converged?: boolean;
  /** Scores before the softmax, n × c. @throws {TypeError} If x has not `dim` columns. @throws {RangeError} If an entry is not finite. */
  logits(x: Matrix): Matrix;
  /** The class of the largest score of every row, the first on ties. Throws as `logits` does. */
  predict(x: Matrix): Int32Array<ArrayBuffer>;
}

/**
 * Fits a head on rows x (n × d) with labels (n).
 *
 * "linear" and "svm" are convex and fitted by L-BFGS; "mlp" by Adam on minibatches. Standardised columns without spread
 * get weight zero. The same seed gives the same head on one engine and CPU. Numerical weakness: a fit that ends at its
 * last step is not at its minimum, and `converged` says so.
 *
 * @throws {TypeError} If labels and rows differ in number or there is no row.
 * @throws {RangeError} If a label is outside [0, classes), an entry is not finite, an option is out of range, or all
 * rows are zero (for "mlp": all equal, if standardised).
 * @example
 * ```ts
 * import { fitHead, Matrix } from "anchorage";
 * const x = Matrix.from([[0, 1], [0.1, 0.9], [1, 0], [0.9, 0.2]]), labels = Int32Array.of(0, 0, 1, 1);
 * console.log(fitHead(x, labels, { classes: 2, seed: 1 }).predict(x)); // Int32Array [0, 0, 1, 1]
 * const wave = fitHead(x, labels, { classes: 2, seed: 1, kind: "mlp", depth: 2, activation: "cos", standardize: false });
 * console.log(wave.predict(x).join(), wave.converged); // 0,0,1,1 true
 * ```
 */
export function fitHead(x: Matrix, labels: Int32Array, options: HeadOptions): Head {
  const { kind, l2, standardize: scaled } = checkedOptions(x, labels, options), { classes } = options;
  const standard = scaled ? standardize(x) : undefined, z = standard?.z ?? x;
  const { layers, converged } = kind === "mlp"
    ? fitHidden(z, labels, { ...options, l2 })
    : fitConvex(z, labels, { classes, kind, l2, iterations: options.iterations ?? 100 });
  const raw = standard ? [foldInto(layers[0]!, standard), ...layers.slice(1)] : layers;
  return headOf(kind, raw, options.activation, converged);
}

function checkedOptions(
  x: Matrix,
  labels: Int32Array,
  options: HeadOptions,
): { kind: HeadKind; l2: number; standardize: boolean } {
  const { kind = "linear", classes, standardize = true } = options, action = "fit a head";
  oneOf(kind, KINDS, "kind", action);
  oneOf(options.activation ?? "relu", nonlinearityNames, "the activation", action);
  integer(classes, 2, Infinity, "classes", action);
  const l2 = number(options.l2 ?? (kind === "svm" ? 0.1 : 0.01), 0, Infinity, "l2", action);
  const { iterations = 1, hidden = 1, depth = 1, steps = 1, spread = 1 } = options;
  for (const [name, count] of Object.entries({ iterations, hidden, depth, steps })) {
    integer(count, 1, Infinity, name, action);
  }
  number(spread, 0, Infinity, "spread", action);
  number(options.biases ?? 0, 0, Infinity, "biases", action);
  if (finite(x, "x", action).rows === 0) {
    throw new TypeError("Cannot fit a head as x must have at least 1 row: it has 0");
  }
  sameLength(labels, x.rows, "labels", action);
  for (const label of labels) integer(label, 0, classes - 1, "every label", action);
  return { kind, l2, standardize };
}

function fitHidden(x: Matrix, labels: Int32Array, options: HeadOptions & { readonly l2: number }): FittedLayers {
  const { activation = "relu", hidden = 128, depth = 1, biases = 0, l2, steps, classes, seed } = options;
  const { spread = activation === "cos" || activation === "sin" ? 1.5 : 1 } = options;
  const meanNorm = average(rowNorms(x));
  if (meanNorm === 0) throw new RangeError("Cannot fit a head as x must have a row that is not zero: all are");
  // Weights uniform in ± √(6 / d) give a row of norm s sums of root mean square s · √(2 / d).
  const gain = spread / (meanNorm * Math.sqrt(2 / x.cols));
  return fitMlp(x, labels, {
    ...{ classes, seed, l2, hidden, depth, steps, gain, biases },
    nonlinearity: nonlinearities[activation],
  });
}

/** A head from its layers, as saved. @throws {TypeError} If the layers do not fit each other or the kind. */
export function headOf(
  kind: HeadKind,
  layers: readonly DenseLayer[],
  activation: NonlinearityName = "relu",
  converged?: boolean,
): Head {
  const first = layers[0]?.weight, last = layers.at(-1)?.weight;
  const sound = layers.every((l, i) =>
    l.bias.cols === l.weight.cols && l.bias.rows === 1 && (i === 0 || l.weight.rows === layers[i - 1]!.weight.cols)
  );
  if (first === undefined || last === undefined || !sound || (layers.length > 1) !== (kind === "mlp")) {
    const shapes = layers.map((l) => `${l.weight.rows} × ${l.weight.cols} + ${l.bias.cols}`).join(", ");
    throw new TypeError(
      `Cannot make a head as its layers must chain and match the kind "${kind}": ${shapes || "none"}`,
    );
  }
  const f = nonlinearities[oneOf(activation, nonlinearityNames, "the activation", "make a head")];
  const between = (h: Matrix): Matrix => new Matrix(h.rows, h.cols, applied(f, h.data));
  const logits = (x: Matrix): Matrix => {
    finite(columns(x, first.rows, "x", "apply the head"), "x", "apply the head");
    return layers.reduce((h, { weight, bias }, i) => dense(i === 0 ? h : between(h), weight, bias), x);
  };
  const predict = (x: Matrix): Int32Array<ArrayBuffer> => argmaxRows(logits(x));
  const shape = { classes: last.cols, dim: first.rows, layers: Object.freeze(layers) };
  return Object.freeze({ kind, ...shape, activation, ...(converged !== undefined && { converged }), logits, predict });
}
