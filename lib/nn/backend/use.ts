/**
 * The tfjs backend "anchorage": typed arrays as in the stock cpu backend, with every kernel that training spends its
 * time in written for this library's engines. What is not overridden is the stock cpu kernel.
 *
 * @module
 */
import type { layers, Scalar, Tensor, Tensor1D, Tensor2D } from "../tfjs.ts";
import type { Activation } from "../activation.ts";
import type { MakeAdam } from "./adam.ts";
import type { Core } from "./kernel.ts";

/** tfjs core and layers in one namespace, with what this library adds to them. */
export type Tf = Omit<Core, "default"> & Omit<typeof layers, "default"> & {
  /** Adam in one pass over each weight. */
  readonly fusedAdam: MakeAdam;
  /** Mean softmax cross-entropy of logits (n × c) at integer labels (n) or one-hot rows, fused with its gradient. */
  readonly softmaxCrossEntropy: (labels: Tensor1D | Tensor2D, logits: Tensor2D) => Scalar;
  /** Mean of (x − target)² of two tensors of one shape, fused with its gradient for x. */
  readonly meanSquaredError: (target: Tensor, x: Tensor) => Scalar;
  /** activation(x + bias); overwrites x, which must be a fresh result that nothing else reads. */
  readonly biasActivation: (x: Tensor, bias: Tensor, activation: Activation) => Tensor;
};

/** Name under which tfjs knows the backend. */
export const backendName = "anchorage";
let loading: Promise<Tf> | undefined;

/**
 * Loads tfjs on first use, registers the backend once, makes it the current one and returns tfjs.
 *
 * Tensors are float32: results are good to about 1e-6 relative, and there is no SVD.
 *
 * @example
 * ```ts
 * import { useBackend } from "anchorage/nn";
 * const tf = await useBackend();
 * console.log(tf.matMul(tf.eye(2), tf.ones([2, 1])).dataSync()); // Float32Array [1, 1]
 * ```
 * @example A model of tf.layers trains on it; rows go in as nested arrays and come out through `Matrix.from`.
 * ```ts
 * import type { Tensor2D } from "npm:@tensorflow/tfjs-core@4.22.0";
 * import { Matrix } from "anchorage";
 * import { toRows } from "anchorage/linalg";
 * import { useBackend } from "anchorage/nn";
 * const tf = await useBackend(), x = tf.tensor2d(toRows(Matrix.from([[0, 0], [0, 1], [1, 0], [1, 1]])));
 * const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: "ones" })] });
 * model.compile({ optimizer: tf.train.adam(0.1), loss: "meanSquaredError" });
 * await model.fit(x, tf.tensor2d([[0], [2], [1], [3]]), { epochs: 200, verbose: 0 });
 * const found = Matrix.from(model.predict(x) as Tensor2D); // 4 × 1
 * console.log(Math.abs(found.at(3, 0) - 3) < 0.1); // true
 * ```
 */
export async function useBackend(): Promise<Tf> {
  const tf = await (loading ??= import("./load.ts").then(({ load }) => load()));
  await tf.setBackend(backendName);
  return tf;
}
