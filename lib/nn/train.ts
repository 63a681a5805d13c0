/**
 * Seeded training on the tfjs backend: a loop for any objective, and the trainer of this library's networks.
 *
 * @module
 */
import type { Optimizer, Scalar, Tensor, Tensor2D, Tensor4D, Variable } from "./tfjs.ts";
import { columns, integer, sameLength } from "../base/check.ts";
import type { Tensor as Stored } from "../file/tensor.ts";
import { asDtype, type Matrix, takeRows } from "../linalg/matrix.ts";
import { rng } from "../base/random.ts";
import { type Tf, useBackend } from "./backend/use.ts";
import { type Architecture, type Extent, extentAfter, type Layer, volume } from "./layers.ts";
import { initialWeights, latentExtent, type Network } from "./network.ts";

/** How far a training is. */
export interface TrainProgress {
  /** Minibatches done and in all. */
  readonly step: number;
  /** Batches of the whole training. */
  readonly steps: number;
  /** Mean loss of the minibatches of this epoch so far. */
  readonly loss: number;
  /** Rows a second since the start, and seconds left at that rate. */
  readonly rate: number;
  /** Seconds that the rest will take at this rate. */
  readonly secondsLeft: number;
}

/** How to train. */
export interface TrainOptions {
  /** Seed of the initial weights and of the order of rows. */
  readonly seed: number;
  /** Passes over the rows. */
  readonly epochs: number;
  /** Rows in a minibatch (default 128). */
  readonly batchSize?: number;
  /** Called after every minibatch. */
  readonly onProgress?: (progress: TrainProgress) => void;
}

/**
 * Minimises an objective over minibatches of row numbers in seeded order; returns the mean loss of every epoch.
 *
 * The objective sees the rows of one minibatch and returns their mean loss; it may be a tf.layers model or plain
 * functions of tfjs variables. The same seed gives the same weights, bit for bit, on one engine and CPU.
 *
 * @throws {RangeError} If there is no row, no epoch or no room in a minibatch.
 */
export function fitLoop(
  tf: Tf,
  objective: (rows: Int32Array) => Scalar,
  options: TrainOptions & { readonly count: number; readonly optimizer: Optimizer },
): readonly number[] {
  const { count, seed, optimizer, onProgress } = options;
  const epochs = integer(options.epochs, 1, Infinity, "epochs", "train");
  const batchSize = integer(options.batchSize ?? 128, 1, Infinity, "batchSize", "train");
  const steps = epochs * Math.ceil(integer(count, 1, Infinity, "the number of rows", "train") / batchSize);
  const start = performance.now();
  const shuffle = rng(seed).fork("order");
  let step = 0;
  return Object.freeze(Array.from({ length: epochs }, (_, epoch) => {
    const order = shuffle.permutation(count);
    let total = 0;
    for (let at = 0; at < count; at += batchSize) {
      const rows = order.subarray(at, at + batchSize);
      total += rows.length * tf.tidy(() => optimizer.minimize(() => objective(rows), true)!.dataSync()[0]!);
      const done = Math.min(at + batchSize, count);
      const seconds = (performance.now() - start) / 1000;
      const rate = (epoch * count + done) / seconds;
      onProgress?.({ step: ++step, steps, loss: total / done, rate, secondsLeft: seconds / step * (steps - step) });
    }
    return total / count;
  }));
}

/**
 * Trains an architecture from fresh weights by Adam: classifiers on softmax cross-entropy, autoencoders on the mean
 * squared error of the reconstruction.
 *
 * @param data Images (n × entries, in [0, 1]) and labels (n), of which autoencoders take no notice.
 * @throws {TypeError} If labels and images differ in number, or an image is not as large as the network's input.
 */
export async function trainNetwork(
  architecture: Architecture,
  data: { readonly images: Matrix; readonly labels: Int32Array },
  options: TrainOptions,
): Promise<{ network: Network; history: readonly number[] }> {
  const { images, labels } = data;
  sameLength(labels, images.rows, "labels", `train ${architecture.name}`);
  columns(images, volume(architecture.input), "images", `train ${architecture.name}`);
  const tf = await useBackend();
  const initial = initialWeights(architecture, options.seed);
  const variables = Object.fromEntries(
    Object.entries(initial).map(([name, w]) => [name, tf.tidy(() => tf.variable(tf.tensor(w.data, [...w.shape])))]),
  );
  const objective = (rows: Int32Array): Scalar => {
    const x = tf.tensor(asDtype(takeRows(images, rows), "f32").data, [rows.length, ...architecture.input]);
    const latent = forward(tf, "encoder", architecture.encoder, variables, architecture.input, x);
    const y = forward(tf, "decoder", architecture.decoder, variables, latentExtent(architecture), latent);
    if (architecture.kind === "autoencoder") return tf.meanSquaredError(x, y);
    return tf.softmaxCrossEntropy(tf.tensor1d(Int32Array.from(rows, (row) => labels[row]!), "int32"), y as Tensor2D);
  };
  const optimizer = tf.fusedAdam();
  const history = fitLoop(tf, objective, { ...options, count: images.rows, optimizer });
  const weights = Object.fromEntries(
    Object.entries(variables).map(([name, v]): [string, Stored] => [
      name,
      { dtype: "F32", shape: [...v.shape], data: Float32Array.from(v.dataSync()) },
    ]),
  );
  for (const variable of Object.values(variables)) variable.dispose();
  optimizer.dispose();
  return Object.freeze({ network: { architecture, weights: Object.freeze(weights) }, history });
}

/** The layers in tfjs operations; not its fused ones, which compute gradients of inputs that nobody wants. */
export function forward(
  tf: Tf,
  part: string,
  layers: readonly Layer[],
  variables: Readonly<Record<string, Variable | Tensor>>,
  input: Extent,
  x: Tensor,
): Tensor {
  let extent = input;
  return layers.reduce((value, layer, i) => {
    const to = extent = extentAfter(layer, extent);
    if (layer.type === "reshape") return tf.reshape(value, [-1, ...to]);
    if (layer.type === "maxPool") return tf.maxPool(value as Tensor4D, layer.size, layer.size, "valid");
    const weight = variables[`${part}/${i}/weight`]!;
    const linear = (): Tensor => {
      if (layer.type === "dense") return tf.matMul(value, weight);
      if (layer.type === "conv2d") return tf.conv2d(value as Tensor4D, weight as Tensor4D, layer.stride, "same");
      const shape = [value.shape[0]!, ...to] as [number, number, number, number];
      return tf.conv2dTranspose(value as Tensor4D, weight as Tensor4D, shape, layer.stride, "same");
    };
    return tf.biasActivation(linear(), variables[`${part}/${i}/bias`]!, layer.activation);
  }, x);
}
