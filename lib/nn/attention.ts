/**
 * A small transformer encoder with a classifier, as a tf.layers model: token ids in, class scores out.
 *
 * @module
 */
import type { layers, SymbolicTensor } from "./tfjs.ts";
import { integer } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import type { Tf } from "./backend/use.ts";

/** Sizes of a transformer. */
export interface TransformerSizes {
  /** One row a token id, not trained; id 0 is padding. */
  readonly vectors: Matrix;
  /** Tokens of a text; shorter ones are padded. */
  readonly length: number;
  /** Entries of a token's vector inside the blocks. */
  readonly width: number;
  readonly blocks: number;
  readonly classes: number;
  /** Seed of the initial weights. */
  readonly seed: number;
}

/**
 * Frozen word vectors and a linear layer, then blocks of single-head attention and of a feed-forward layer with ReLU, each
 * added to its input and normalised without gain (post-norm, as in RoBERTa), the mean over tokens, and a linear head. No positions.
 *
 * Layers: "vectors", "embedding", per block "attention-1" and "block-1" (after the normalisations), "pooled", "scores".
 *
 * @throws {RangeError} If a size is not a whole number of at least 1.
 */
export function textTransformer(tf: Tf, sizes: TransformerSizes): layers.LayersModel {
  const { vectors, length, width, blocks, classes, seed } = sizes;
  for (const [name, size] of Object.entries({ length, width, blocks, classes })) {
    integer(size, 1, Infinity, name, "make a transformer");
  }
  let drawn = seed * 1000;
  const initial = (scale: number): ReturnType<Tf["initializers"]["varianceScaling"]> =>
    tf.initializers.varianceScaling({ scale, mode: "fanAvg", distribution: "uniform", seed: drawn++ });
  const dense = (x: SymbolicTensor, units: number, scale = 1, activation: "linear" | "relu" = "linear") =>
    tf.layers.dense({ units, activation, kernelInitializer: initial(scale) }).apply(x) as SymbolicTensor;
  const added = (x: SymbolicTensor, y: SymbolicTensor, name: string): SymbolicTensor => {
    const normalise = tf.layers.layerNormalization({ name });
    const z = normalise.apply(tf.layers.add().apply([x, y])) as SymbolicTensor;
    // The gradient of a gain that is tiled over texts and tokens is a thousand slices a step.
    normalise.trainable = false;
    return z;
  };
  const attend = (x: SymbolicTensor): SymbolicTensor => {
    const [q, k, v] = [dense(x, width, 1 / width), dense(x, width), dense(x, width)];
    const scores = tf.layers.dot({ axes: [2, 2] }).apply([q, k]) as SymbolicTensor;
    const weights = tf.layers.activation({ activation: "softmax" }).apply(scores) as SymbolicTensor;
    return dense(tf.layers.dot({ axes: [2, 1] }).apply([weights, v]) as SymbolicTensor, width);
  };
  const input = tf.input({ shape: [length] });
  const table = tf.layers.embedding({ inputDim: vectors.rows, outputDim: vectors.cols, name: "vectors" });
  const words = table.apply(input) as SymbolicTensor;
  const copy = tf.tensor2d(Float32Array.from(vectors.data), [vectors.rows, vectors.cols]);
  table.setWeights([copy]);
  copy.dispose();
  table.trainable = false;
  let x = tf.layers.dense({ units: width, kernelInitializer: initial(1), name: "embedding" }).apply(
    words,
  ) as SymbolicTensor;
  for (let i = 1; i <= blocks; i++) {
    x = added(x, attend(x), `attention-${i}`);
    x = added(x, dense(dense(x, 2 * width, 2, "relu"), width), `block-${i}`);
  }
  const pooled = tf.layers.globalAveragePooling1d({ name: "pooled" }).apply(x) as SymbolicTensor;
  const head = tf.layers.dense({ units: classes, name: "scores", kernelInitializer: initial(1) });
  return tf.model({ inputs: input, outputs: head.apply(pooled) as SymbolicTensor, name: "transformer" });
}
