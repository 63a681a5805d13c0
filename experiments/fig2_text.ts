/**
 * Figure 2 on texts: a deep perceptron on word statistics and a small transformer on word vectors, both trained here.
 *
 * @module
 */
import type { Tensor2D } from "../lib/nn/tfjs.ts";
import type { Dataset } from "../lib/data/dataset.ts";
import { fitVocabulary, words } from "../lib/encoder/text.ts";
import { encodeTfidf } from "../lib/encoder/tfidf.ts";
import type { Tensor, Tensors } from "../lib/file/tensor.ts";
import { Matrix, takeRows } from "../lib/linalg/matrix.ts";
import type { Labelled } from "../lib/head/tempered.ts";
import { textTransformer } from "../lib/nn/attention.ts";
import { useBackend } from "../lib/nn/backend/use.ts";
import { type DenseLayer, fitMlp, stepsFor } from "../lib/head/mlp.ts";
import type { Network } from "../lib/nn/network.ts";
import { fitLoop } from "../lib/nn/train.ts";
import { mapColumns, unitRows } from "../lib/linalg/rows.ts";
import { type LayerRecord, modelCells, networkCells } from "./fig2_cells.ts";

const RANK = 128, VOCABULARY = 4000, LENGTH = 16, TESTS = 1000;
const DEEP = { hidden: 128, depth: 6, l2: 0 } as const, PASSES = 20;
const TRANSFORMER = { width: 32, blocks: 2, epochs: 3, batchSize: 64 } as const;

/** How many texts to train on, and with which seed. */
export interface TextOptions {
  readonly texts: number;
  readonly seed: number;
}

const rowsOf = ({ splits }: Dataset, texts: number): { readonly train: Int32Array; readonly test: Int32Array } => (
  { train: splits.train.subarray(0, texts), test: splits.test.subarray(0, TESTS) }
);

/** The cells of the deep perceptron. */
export function deepCells(dataset: Dataset, { texts, seed }: TextOptions): readonly LayerRecord[] {
  const { train, test } = rowsOf(dataset, texts);
  const features = mapColumns(
    unitRows(encodeTfidf(dataset.texts!, train, { tokenise: words, rank: RANK, seed })),
    (value) => value * Math.sqrt(RANK),
  );
  const classes = dataset.classes.length, labels = labelsOf(dataset, train);
  const steps = stepsFor(PASSES, train.length);
  const { layers } = fitMlp(takeRows(features, train), labels, { ...DEEP, steps, classes, seed });
  const held = { x: takeRows(features, test), labels: labelsOf(dataset, test) };
  return networkCells(`deep MLP on ${dataset.name}`, deepNetwork(layers), held);
}

const labelsOf = ({ labels }: Dataset, rows: Int32Array): Int32Array => Int32Array.from(rows, (i) => labels[i]!);

/** Dense layers as a network of this library. */
function deepNetwork(layers: readonly DenseLayer[]): Network {
  const last = layers.length - 1, input = layers[0]!.weight.rows;
  const dense = (i: number, activation: "relu" | "linear") => (
    { type: "dense" as const, units: layers[i]!.weight.cols, activation }
  );
  const stored = (m: Matrix, shape: readonly number[]): Tensor => ({
    dtype: "F32",
    shape,
    data: Float32Array.from(m.data),
  });
  const weights: Tensors = Object.fromEntries(layers.flatMap(({ weight, bias }, i) => {
    const name = i === last ? "decoder/0" : `encoder/${i}`;
    return [[`${name}/weight`, stored(weight, [weight.rows, weight.cols])], [
      `${name}/bias`,
      stored(bias, [bias.cols]),
    ]];
  }));
  const encoder = layers.slice(0, last).map((_, i) => dense(i, "relu")), decoder = [dense(last, "linear")];
  const latent = layers[last]!.weight.rows;
  return { architecture: { name: "deep-mlp", kind: "classifier", input: [input], latent, encoder, decoder }, weights };
}

/** The cells of the transformer: trained, then rescaled after every normalisation. */
export async function transformerCells(
  dataset: Dataset,
  { texts, seed }: TextOptions,
): Promise<readonly LayerRecord[]> {
  const tf = await useBackend(), { train, test } = rowsOf(dataset, texts);
  const { ids, vectors } = readTexts(dataset, train, seed);
  const sizes = { vectors, length: LENGTH, classes: dataset.classes.length, seed };
  const model = textTransformer(tf, { ...sizes, ...TRANSFORMER });
  const objective = (batch: Int32Array): ReturnType<typeof tf.softmaxCrossEntropy> => {
    const rows = batch.map((i) => train[i]!);
    const x = tf.tensor2d(Float32Array.from(takeRows(ids, rows).data), [rows.length, LENGTH]);
    const labels = tf.tensor1d(labelsOf(dataset, rows), "int32");
    return tf.softmaxCrossEntropy(labels, model.apply(x, { training: true }) as Tensor2D);
  };
  fitLoop(tf, objective, { ...TRANSFORMER, seed, count: train.length, optimizer: tf.fusedAdam() });
  const blocks = Array.from({ length: TRANSFORMER.blocks }, (_, i) => [`attention-${i + 1}`, `block-${i + 1}`]);
  const held: Labelled = { x: takeRows(ids, test), labels: labelsOf(dataset, test) };
  const cells = await modelCells(
    `transformer on ${dataset.name}`,
    model,
    ["embedding", ...blocks.flat(), "pooled"],
    held,
  );
  model.dispose();
  return cells;
}

/** Every text as word numbers (n × LENGTH, 0 is none), and a vector for every word from the training texts' statistics. */
function readTexts(dataset: Dataset, train: Int32Array, seed: number): { ids: Matrix; vectors: Matrix } {
  const tokens = dataset.texts!.map(words), { index } = fitVocabulary(tokens, train, VOCABULARY - 1);
  const ids = Matrix.zeros(tokens.length, LENGTH, "f32");
  tokens.forEach((list, i) => {
    const known = list.flatMap((token) => index.get(token) ?? []).slice(0, LENGTH);
    ids.data.set(known.map((id) => id + 1), i * LENGTH);
  });
  const vocabulary = [...index.keys()], n = tokens.length;
  const all = encodeTfidf([...dataset.texts!, ...vocabulary], train, { tokenise: words, rank: RANK, seed });
  const vectors = Matrix.zeros(vocabulary.length + 1, RANK, "f32");
  const unit = unitRows(takeRows(all, Int32Array.from(vocabulary, (_, i) => n + i)));
  vectors.data.set(unit.data.map((value) => value * Math.sqrt(RANK / 2)), RANK);
  return { ids, vectors };
}
