/**
 * A small transformer encoder with a classifier, as a tf.layers model: token ids in, class scores out.
 *
 * @module
 */
import type { SymbolicTensor } from "@tensorflow/tfjs-layers";
import type * as layers from "@tensorflow/tfjs-layers";
import { integer } from "../check.ts";
import type { Tf } from "./backend/use.ts";

/** Sizes of a transformer. */
export interface TransformerSizes {
  /** Number of token ids, 0 for padding among them. */
  readonly vocabulary: number;
  /** Tokens of a text; shorter ones are padded. */
  readonly length: number;
  /** Entries of a token's vector. */
  readonly width: number;
  readonly blocks: number;
  readonly classes: number;
  /** Seed of the initial weights. */
  readonly seed: number;
}

/**
 * Embedding, then blocks of single-head attention and a feed-forward layer with GELU's stand-in ReLU, each added to its input
 * and normalised (post-norm, as in RoBERTa), the mean over tokens, and a linear head. There are no positions.
 *
 * Layers: "embedding", per block "attention-1" and "block-1" (after the normalisations), "pooled", "scores".
 *
 * @throws {RangeError} If a size is not a whole number of at least 1.
 */
export function textTransformer(tf: Tf, sizes: TransformerSizes): layers.LayersModel {
  const { vocabulary, length, width, blocks, classes, seed } = sizes;
  for (const [name, size] of Object.entries({ vocabulary, length, width, blocks, classes })) {
    integer(size, 1, Infinity, name, "make a transformer");
  }
  let drawn = seed * 1000;
  const initial = (scale: number): ReturnType<Tf["initializers"]["varianceScaling"]> =>
    tf.initializers.varianceScaling({ scale, mode: "fanAvg", distribution: "uniform", seed: drawn++ });
  const dense = (x: SymbolicTensor, units: number, scale = 1, activation: "linear" | "relu" = "linear") =>
    tf.layers.dense({ units, activation, kernelInitializer: initial(scale) }).apply(x) as SymbolicTensor;
  const added = (x: SymbolicTensor, y: SymbolicTensor, name: string): SymbolicTensor =>
    tf.layers.layerNormalization({ name }).apply(tf.layers.add().apply([x, y])) as SymbolicTensor;
  const attend = (x: SymbolicTensor): SymbolicTensor => {
    const [q, k, v] = [dense(x, width, 1 / width), dense(x, width), dense(x, width)];
    const scores = tf.layers.dot({ axes: [2, 2] }).apply([q, k]) as SymbolicTensor;
    const weights = tf.layers.activation({ activation: "softmax" }).apply(scores) as SymbolicTensor;
    return dense(tf.layers.dot({ axes: [2, 1] }).apply([weights, v]) as SymbolicTensor, width);
  };
  const input = tf.input({ shape: [length] });
  const embeddingsInitializer = tf.initializers.randomUniform({ minval: -1, maxval: 1, seed: drawn++ });
  let x = tf.layers.embedding({ inputDim: vocabulary, outputDim: width, embeddingsInitializer, name: "embedding" })
    .apply(input) as SymbolicTensor;
  for (let i = 1; i <= blocks; i++) {
    x = added(x, attend(x), `attention-${i}`);
    x = added(x, dense(dense(x, 2 * width, 2, "relu"), width), `block-${i}`);
  }
  const pooled = tf.layers.globalAveragePooling1d({ name: "pooled" }).apply(x) as SymbolicTensor;
  const head = tf.layers.dense({ units: classes, name: "scores", kernelInitializer: initial(1) });
  return tf.model({ inputs: input, outputs: head.apply(pooled) as SymbolicTensor, name: "transformer" });
}
