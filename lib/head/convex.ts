/**
 * The convex heads: softmax regression and the one-vs-rest squared hinge, full batch by L-BFGS.
 *
 * @module
 */
import { floats, Matrix } from "../linalg/matrix.ts";
import { lbfgs } from "./lbfgs.ts";
import { crossEntropy, squaredHinge } from "../nn/loss.ts";
import type { FittedLayers } from "./mlp.ts";
import { productInto } from "../nn/product.ts";

/** Minimises the mean loss + ½ l2 ‖W‖² over W (d × c) and an unpenalised bias. */
export function fitConvex(
  x: Matrix,
  labels: Int32Array,
  options: { classes: number; kind: "linear" | "svm"; l2: number; iterations: number },
): FittedLayers {
  const { classes, kind, l2, iterations } = options;
  const { rows: n, cols: d, dtype } = x;
  const loss = kind === "svm" ? squaredHinge : crossEntropy;
  const size = d * classes;
  const scores = floats(n * classes, dtype);
  const [weight, slope] = [floats(size, dtype), floats(size, dtype)];
  const objective = (point: Float64Array<ArrayBuffer>, gradient: Float64Array<ArrayBuffer>): number => {
    weight.set(point.subarray(0, size));
    const bias = point.subarray(size);
    for (let i = 0; i < n; i++) scores.set(bias, i * classes);
    productInto({ m: n, n: classes, k: d, a: x.data, b: weight, c: scores, beta: 1 });
    let value = loss(scores, labels, classes, 1 / n) / n;
    productInto({ m: d, n: classes, k: n, a: x.data, transA: true, b: scores, c: slope });
    gradient.fill(0, size);
    for (let i = 0, p = 0; i < n; i++) for (let j = 0; j < classes; j++) gradient[size + j]! += scores[p++]!;
    for (let p = 0; p < size; p++) {
      gradient[p] = slope[p]! + l2 * point[p]!;
      value += 0.5 * l2 * point[p]! ** 2;
    }
    return value;
  };
  const { point, converged } = lbfgs(objective, new Float64Array(size + classes), { iterations });
  const weights = new Matrix(d, classes, point.slice(0, size)), bias = new Matrix(1, classes, point.slice(size));
  return { layers: [{ weight: weights, bias }], converged };
}
