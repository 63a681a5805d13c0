/**
 * A small transformer that reads texts: one block of attention, trained here on the labels of a dataset.
 *
 * @module
 */
import type { Scalar, Tensor, Tensor1D, Tensor2D, Tensor3D, Variable } from "./tfjs.ts";
import { sameLength } from "../base/check.ts";
import type { Tensor as Stored, Tensors } from "../file/tensor.ts";
import { floats, Matrix } from "../linalg/matrix.ts";
import { rng } from "../base/random.ts";
import { type Tf, useBackend } from "./backend/use.ts";
import { fitLoop, type TrainOptions } from "./train.ts";

/** Sizes of a text transformer. */
export interface TransformerShape {
  /** Known words; word numbers are 1 … vocabulary, 0 is no word. */
  readonly vocabulary: number;
  /** Words of a text that are read. */
  readonly length: number;
  /** Entries of a word's vector. */
  readonly width: number;
  /** Dimension of the latent space. */
  readonly latent: number;
  readonly classes: number;
}

/** Word numbers of n texts (n · length, 0 behind the last word). */
export type WordNumbers = Int32Array<ArrayBuffer>;

type Weights = Readonly<Record<string, Tensor | Variable>>;

/** Share of the words that a training step does not see, so that no single word decides. */
const DROPPED = 0.2;
/** Texts at a time when encoding. */
const BLOCK = 256;

/**
 * Trains from fresh weights by Adam on softmax cross-entropy; the same seed gives the same weights on one engine and CPU.
 *
 * @throws {TypeError} If the labels are not as many as the texts.
 */
export async function trainTransformer(
  shape: TransformerShape,
  data: { readonly words: WordNumbers; readonly labels: Int32Array },
  options: TrainOptions,
): Promise<{ readonly weights: Tensors; readonly history: readonly number[] }> {
  const { length } = shape, count = data.words.length / length, drop = rng(options.seed).fork("drop");
  sameLength(data.labels, count, "labels", "train a transformer");
  const tf = await useBackend();
  const variables = Object.fromEntries(
    Object.entries(initialTensors(shape, options.seed)).map(([name, w]) => [
      name,
      tf.variable(tf.tensor(w.data, [...w.shape])),
    ]),
  );
  const objective = (rows: Int32Array): Scalar => {
    const ids = new Int32Array(rows.length * length);
    rows.forEach((row, i) => ids.set(data.words.subarray(row * length, (row + 1) * length), i * length));
    for (let p = 0; p < ids.length; p++) if (drop.uniform() < DROPPED) ids[p] = 0;
    const scores = affine(tf, latents(tf, variables, shape, ids), variables, "head");
    return tf.softmaxCrossEntropy(tf.tensor1d(Int32Array.from(rows, (row) => data.labels[row]!), "int32"), scores);
  };
  const optimizer = tf.fusedAdam();
  const history = fitLoop(tf, objective, { ...options, count, optimizer });
  const weights = Object.fromEntries(
    Object.entries(variables).map(([name, v]): [string, Stored] => [
      name,
      { dtype: "F32", shape: [...v.shape], data: Float32Array.from(v.dataSync()) },
    ]),
  );
  for (const variable of Object.values(variables)) variable.dispose();
  optimizer.dispose();
  return Object.freeze({ weights: Object.freeze(weights), history });
}

/** Latent vectors (n × latent, float32, in (-1, 1)); a text without a known word gives a zero row. */
export async function runTransformer(shape: TransformerShape, weights: Tensors, words: WordNumbers): Promise<Matrix> {
  const tf = await useBackend(), { length, latent } = shape, n = words.length / length;
  const out = floats(n * latent, "f32");
  tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(weights).map(([name, w]) => [name, tf.tensor(w.data, [...w.shape])]),
    );
    for (let start = 0; start < n; start += BLOCK) {
      const ids = words.slice(start * length, Math.min(start + BLOCK, n) * length);
      out.set(tf.tidy(() => latents(tf, tensors, shape, ids).dataSync()), start * latent);
    }
  });
  for (let i = 0; i < n; i++) {
    if (words.subarray(i * length, (i + 1) * length).every((id) => id === 0)) out.fill(0, i * latent, (i + 1) * latent);
  }
  return new Matrix(n, latent, out);
}

/** Words and places → attention → two dense layers, both added to what they read → mean over words → tanh. */
function latents(tf: Tf, w: Weights, { length, width }: TransformerShape, ids: Int32Array): Tensor2D {
  const n = ids.length / length, known = Float32Array.from(ids, (id) => Number(id > 0));
  const dense = (x: Tensor, name: string): Tensor3D =>
    tf.reshape(tf.matMul(tf.reshape(x, [n * length, -1]), w[name]!), [n, length, -1]);
  const x = tf.add(embed(tf, w.words!, ids, [n, length, width]), w.places!);
  const scores = tf.mul(tf.matMul(dense(x, "query"), dense(x, "key"), false, true), 1 / Math.sqrt(width));
  const away = Float32Array.from(
    { length: n * length * length },
    (_, p) => known[Math.floor(p / (length * length)) * length + p % length]! * 1e9 - 1e9,
  );
  const share = tf.softmax(tf.add(scores, tf.tensor3d(away, [n, length, length])));
  const read = tf.add(x, dense(tf.matMul(share, dense(x, "value")), "out"));
  const thought = tf.add(read, dense(tf.relu(dense(read, "up")), "down"));
  const pool = tf.tensor3d(meanOver(known, length), [n, 1, length]);
  return tf.tanh(affine(tf, tf.reshape(tf.matMul(pool, thought), [n, width]), w, "latent"));
}

function affine(tf: Tf, x: Tensor2D, w: Weights, name: string): Tensor2D {
  return tf.add(tf.matMul(x, w[name] as Tensor2D), w[`${name}Bias`] as Tensor1D);
}

/** 1 / (known words of the text) for known words, 0 for the rest. */
function meanOver(known: Float32Array, length: number): Float32Array {
  const out = known.slice();
  for (let start = 0; start < known.length; start += length) {
    const count = known.subarray(start, start + length).reduce((a, b) => a + b, 0);
    for (let p = start; p < start + length; p++) out[p]! /= Math.max(count, 1);
  }
  return out;
}

/** Rows of `table` by number; its gradient adds rows up in one pass, where the stock one takes a pass for each word. */
function embed(tf: Tf, table: Tensor, ids: Int32Array, shape: [number, number, number]): Tensor {
  const width = shape[2];
  return tf.customGrad((t) => {
    const rows = (t as Tensor).dataSync() as Float32Array, out = new Float32Array(ids.length * width);
    ids.forEach((id, i) => out.set(rows.subarray(id * width, (id + 1) * width), i * width));
    const gradFunc = (dy: Tensor): Tensor => {
      const from = dy.dataSync(), sums = new Float32Array(rows.length);
      ids.forEach((id, i) => {
        for (let j = 0; j < width; j++) sums[id * width + j]! += from[i * width + j]!;
      });
      return tf.tensor(sums, table.shape);
    };
    return { value: tf.tensor(out, shape), gradFunc };
  })(table);
}

function initialTensors({ vocabulary, length, width, latent, classes }: TransformerShape, seed: number): Tensors {
  const normal = (name: string, rows: number, cols: number, deviation: number): [string, Stored] => {
    const draw = rng(seed).fork(`transformer/${name}`);
    const data = Float32Array.from({ length: rows * cols }, () => deviation * draw.normal());
    return [name, { dtype: "F32", shape: [rows, cols], data }];
  };
  const zero = (
    name: string,
    cols: number,
  ): [string, Stored] => [name, { dtype: "F32", shape: [cols], data: new Float32Array(cols) }];
  const square = ["query", "key", "value", "out"].map((name) => normal(name, width, width, width ** -0.5));
  return Object.freeze(Object.fromEntries([
    normal("words", vocabulary + 1, width, 0.3),
    normal("places", length, width, 0.05),
    ...square,
    normal("up", width, 2 * width, width ** -0.5),
    normal("down", 2 * width, width, 0.5 * width ** -0.5),
    normal("latent", width, latent, width ** -0.5),
    zero("latentBias", latent),
    normal("head", latent, classes, latent ** -0.5),
    zero("headBias", classes),
  ]));
}
