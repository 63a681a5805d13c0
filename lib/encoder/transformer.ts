/**
 * A small transformer, trained on the labels of the dataset that it encodes.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import type { Matrix } from "../linalg/matrix.ts";
import type { TransformerShape, WordNumbers } from "../nn/textnet.ts";
import { dimOf } from "./cards.ts";
import type { Implementation } from "./encoder.ts";
import { fitVocabulary, words } from "./text.ts";

const SIZES = Object.freeze({
  length: 24,
  width: 64,
  latent: dimOf("transformer"),
  epochs: 8,
  readings: 64_000,
  seed: 0,
  limit: 20_000,
});

/** One block of attention over the words of a text, averaged, 128 dimensions in (-1, 1). */
export const transformer: Implementation = Object.freeze({
  key: () => Promise.resolve({ ...SIZES, version: 1 }),
  encode: (dataset: Dataset) => trainAndEncode(dataset, SIZES),
});

/** How to train the transformer. */
export interface TransformerOptions extends Pick<TransformerShape, "length" | "width" | "latent"> {
  /** Passes over the training texts at least, and texts read in all at least. */
  readonly epochs: number;
  readonly readings: number;
  readonly seed: number;
  /** Known words at most. */
  readonly limit: number;
}

/**
 * Trains on the training rows of the dataset and encodes all of its texts (n × latent, float32). Words that fewer than
 * two training texts have are not read; a text without any other gives a zero row.
 */
export async function trainAndEncode(dataset: Dataset, options: TransformerOptions): Promise<Matrix> {
  const { length, width, latent, seed, limit } = options, train = dataset.splits.train;
  const tokens = dataset.texts!.map(words), { index } = fitVocabulary(tokens, train, limit);
  const shape = { vocabulary: index.size, length, width, latent, classes: dataset.classes.length };
  const labels = Int32Array.from(train, (row) => dataset.labels[row]!);
  const numbers = numberWords(Array.from(train, (row) => tokens[row]!), index, length);
  const epochs = Math.max(options.epochs, Math.ceil(options.readings / train.length));
  const { runTransformer, trainTransformer } = await import("../nn/textnet.ts"); // not at every start
  const { weights } = await trainTransformer(shape, { words: numbers, labels }, { epochs, seed });
  return await runTransformer(shape, weights, numberWords(tokens, index, length));
}

/** The numbers of the first known words of every text, from 1; 0 behind them. */
function numberWords(
  tokens: readonly (readonly string[])[],
  index: ReadonlyMap<string, number>,
  length: number,
): WordNumbers {
  const out = new Int32Array(tokens.length * length);
  for (const [i, list] of tokens.entries()) {
    out.set(list.filter((word) => index.has(word)).slice(0, length).map((word) => index.get(word)! + 1), i * length);
  }
  return out;
}
