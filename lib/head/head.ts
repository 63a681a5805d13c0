/**
 * Heads: small classifiers on an encoding, trained without any framework; what stitching puts after a translation.
 *
 * @module
 */
import { columns, finite, integer, number, oneOf, sameLength } from "../base/check.ts";
import { type Floats, floats, Matrix } from "../linalg/matrix.ts";
import { fitConvex } from "./convex.ts";
import { type DenseLayer, fitMlp } from "./mlp.ts";
import { dense } from "../nn/product.ts";

/** What a head can be. */
export type HeadKind = "linear" | "svm" | "mlp";
const KINDS: readonly HeadKind[] = ["linear", "svm", "mlp"];

/** How to fit a head. */
export interface HeadOptions {
  /** Number of classes c ≥ 2; labels are in [0, c). */
  readonly classes: number;
  /** "linear" softmax regression (default), one-vs-rest "svm" with squared hinge, or "mlp" with one hidden layer. */
  readonly kind?: HeadKind;
  /** Seed of the "mlp" initial weights and order; the convex kinds do not draw. */
  readonly seed: number;
  /** Weight of ½‖W‖² beside the mean loss, on standardised inputs (default 0.01; "svm" 0.1). */
  readonly l2?: number;
  /** Iterations of L-BFGS at most, for the convex kinds (default 100). */
  readonly iterations?: number;
  /** Hidden units of "mlp" (default 128). */
  readonly hidden?: number;
  /** Passes of "mlp" over the rows (default 20). */
  readonly epochs?: number;
}

/** A fitted classifier on rows of `dim` entries. */
export interface Head {
  readonly kind: HeadKind;
  readonly classes: number;
  readonly dim: number;
  /** One affine layer, or two with a ReLU between; inputs are raw, the standardisation is folded in. */
  readonly layers: readonly DenseLayer[];
  /** Scores before the softmax, n × c. @throws {TypeError} If x has not `dim` columns. */
  logits(x: Matrix): Matrix;
  /** The class of the largest score of every row. @throws {TypeError} If x has not `dim` columns. */
  predict(x: Matrix): Int32Array<ArrayBuffer>;
}

/**
 * Fits a head on rows x (n × d) with labels (n).
 *
 * Inputs are standardised for the fit and the scaling is folded back, so the head takes raw rows. "linear" and "svm"
 * are convex and fitted to convergence by L-BFGS; "mlp" by Adam. Columns without spread get weight zero.
 * The same seed gives the same head on one engine and CPU.
 *
 * @throws {TypeError} If labels and rows differ in number or there is no row.
 * @throws {RangeError} If a label is outside [0, classes), an entry is not finite or an option is out of range.
 * @example
 * ```ts
 * import { fitHead, Matrix } from "anchorage";
 * const x = Matrix.from([[0, 1], [0.1, 0.9], [1, 0], [0.9, 0.2]]);
 * const head = fitHead(x, Int32Array.of(0, 0, 1, 1), { classes: 2, seed: 1 });
 * console.log(head.predict(x)); // Int32Array [0, 0, 1, 1]
 * ```
 */
export function fitHead(x: Matrix, labels: Int32Array, options: HeadOptions): Head {
  const { classes, kind = "linear", seed, iterations = 100, hidden = 128, epochs = 20 } = options;
  const { l2 = kind === "svm" ? 0.1 : 0.01 } = options;
  const action = "fit a head";
  oneOf(kind, KINDS, "kind", action);
  integer(classes, 2, Infinity, "classes", action);
  number(l2, 0, Infinity, "l2", action);
  for (const [name, count] of Object.entries({ iterations, hidden, epochs })) integer(count, 1, Infinity, name, action);
  if (x.rows === 0) throw new TypeError("Cannot fit a head as x must have at least 1 row: it has 0");
  finite(x, "x", action);
  sameLength(labels, x.rows, "labels", action);
  for (const label of labels) integer(label, 0, classes - 1, "every label", action);
  const { z, mean, inverse } = standardise(x);
  const layers = kind === "mlp"
    ? fitMlp(z, labels, { classes, seed, l2, hidden, epochs })
    : [fitConvex(z, labels, { classes, kind, l2, iterations })];
  return headOf(kind, [fold(layers[0]!, mean, inverse), ...layers.slice(1)]);
}

/** A head from its layers, as saved. @throws {TypeError} If the layers do not fit each other or the kind. */
export function headOf(kind: HeadKind, layers: readonly DenseLayer[]): Head {
  const first = layers[0]?.weight;
  const last = layers.at(-1)?.weight;
  const sound = layers.every((l, i) =>
    l.bias.cols === l.weight.cols && l.bias.rows === 1 && (i === 0 || l.weight.rows === layers[i - 1]!.weight.cols)
  );
  if (first === undefined || last === undefined || !sound || layers.length !== (kind === "mlp" ? 2 : 1)) {
    const shapes = layers.map((l) => `${l.weight.rows} × ${l.weight.cols} + ${l.bias.cols}`).join(", ");
    throw new TypeError(
      `Cannot make a head as its layers must chain and match the kind "${kind}": ${shapes || "none"}`,
    );
  }
  const logits = (x: Matrix): Matrix => {
    columns(x, first.rows, "x", "apply the head");
    return layers.reduce((h, { weight, bias }, i) => dense(i === 0 ? h : relu(h), weight, bias), x);
  };
  const predict = (x: Matrix): Int32Array<ArrayBuffer> => argmaxRows(logits(x));
  return Object.freeze({ kind, classes: last.cols, dim: first.rows, layers: Object.freeze(layers), logits, predict });
}

/** The column of the largest entry of every row; the first on ties. */
export function argmaxRows({ rows, cols, data }: Matrix): Int32Array<ArrayBuffer> {
  const best = new Int32Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 1; j < cols; j++) if (data[i * cols + j]! > data[i * cols + best[i]!]!) best[i] = j;
  }
  return best;
}

function relu(h: Matrix): Matrix {
  return new Matrix(h.rows, h.cols, h.data.map((v) => Math.max(v, 0)) as Floats);
}

/** Columns with mean 0 and deviation 1, and how to undo it; inverse 0 where the deviation is below 1e-6 of the size. */
function standardise(x: Matrix): { z: Matrix; mean: Float64Array; inverse: Float64Array } {
  const { rows, cols, data } = x;
  const mean = new Float64Array(cols);
  const inverse = new Float64Array(cols);
  for (let i = 0, p = 0; i < rows; i++) for (let j = 0; j < cols; j++) mean[j]! += data[p++]! / rows;
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) inverse[j]! += (data[p++]! - mean[j]!) ** 2 / rows;
  }
  const scale = inverse.map((v, j) => Math.sqrt(v) > 1e-6 * Math.hypot(mean[j]!, Math.sqrt(v)) ? 1 / Math.sqrt(v) : 0);
  const z = floats(data.length, x.dtype);
  for (let i = 0, p = 0; i < rows; i++) for (let j = 0; j < cols; j++, p++) z[p] = (data[p]! - mean[j]!) * scale[j]!;
  return { z: new Matrix(rows, cols, z), mean, inverse: scale };
}

/** The layer on raw inputs that equals `layer` on standardised ones. */
function fold(layer: DenseLayer, mean: Float64Array, inverse: Float64Array): DenseLayer {
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
