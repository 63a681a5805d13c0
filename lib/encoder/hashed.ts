/**
 * Hashed bags of words under a random projection: a text encoder that decomposes nothing.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import { Matrix } from "../linalg/matrix.ts";
import { rng } from "../base/random.ts";
import { dimOf } from "./cards.ts";
import { csrRows, csrTimes } from "../linalg/csr.ts";
import { csrOperator } from "./subspace.ts";
import type { Implementation } from "./encoder.ts";
import { tfidf, type Vocabulary, words } from "./text.ts";

const DIM = dimOf("hashed-bow"), BUCKETS = 1 << 15, SEED = 0;

/** Words hashed into 2¹⁵ buckets, projected by random indexing to 256 dimensions. */
export const hashedBow: Implementation = Object.freeze({
  key: () => Promise.resolve({ dim: DIM, buckets: BUCKETS, seed: SEED, version: 1 }),
  encode: (dataset: Dataset) =>
    Promise.resolve(hashedBags(dataset.texts!, dataset.splits.train, { dim: DIM, buckets: BUCKETS, seed: SEED })),
});

/**
 * All texts (n × dim, float32) by random indexing (Kanerva, Kristoferson and Holst 2000): with X the TF-IDF rows of
 * hashed words, A those of the training rows and R random signs, X · Aᵀ · A · R. The plain projection X · R keeps
 * distances only; the factor AᵀA brings words together that occur together.
 *
 * Words that share a bucket cannot be told apart. A text without a bucket of the training texts gives a zero row.
 */
export function hashedBags(
  texts: readonly string[],
  train: Int32Array,
  options: { readonly dim: number; readonly buckets: number; readonly seed: number },
): Matrix {
  const { dim, buckets, seed } = options, tokens = texts.map(words), sign = rng(seed).fork("signs");
  const x = tfidf(tokens, bucketVocabulary(tokens, train, buckets)), a = csrOperator(csrRows(x, train));
  const signs = Float32Array.from({ length: buckets * dim }, () => sign.uniform() < 0.5 ? -1 : 1);
  return csrTimes(x, a.transposeTimes(a.times(new Matrix(buckets, dim, signs))));
}

/** Every word to its bucket, weighted by how many of the training texts have that bucket. */
function bucketVocabulary(tokens: readonly (readonly string[])[], train: Int32Array, buckets: number): Vocabulary {
  const index = new Map(tokens.flat().map((word) => [word, bucketOf(word, buckets)])),
    counts = new Float64Array(buckets);
  for (const row of train) {
    for (const bucket of new Set(tokens[row]!.map((word) => index.get(word)!))) counts[bucket]!++;
  }
  return Object.freeze({ index, idf: counts.map((count) => Math.log((1 + train.length) / (1 + count)) + 1) });
}

/** FNV-1a over the UTF-16 units, folded into the number of buckets. */
function bucketOf(word: string, buckets: number): number {
  let hash = 2166136261;
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash ^ word.charCodeAt(i), 16777619);
  return ((hash ^ (hash >>> 15)) >>> 0) % buckets;
}
