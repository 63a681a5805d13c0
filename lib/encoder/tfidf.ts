/**
 * Latent semantic analysis: TF-IDF of words or of letter sequences, projected on its leading singular vectors.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { dimOf } from "./cards.ts";
import { csrRows, csrTimes } from "../linalg/csr.ts";
import type { Implementation } from "./encoder.ts";
import { csrOperator, rightVectors } from "./subspace.ts";
import { fitVocabulary, letterGrams, tfidf, type Tokenise, words } from "./text.ts";

const SEED = 0, LIMIT = 30_000;

/** TF-IDF of sequences of 3 and 4 letters, 128 singular vectors. */
export const charTfidf: Implementation = latentSemantics(dimOf("char-tfidf"), letterGrams);
/** TF-IDF of words, 128 singular vectors. */
export const wordTfidf: Implementation = latentSemantics(dimOf("word-tfidf"), words);

/** An encoder that projects TF-IDF rows of the tokens on `rank` singular vectors of the training texts. */
export function latentSemantics(rank: number, tokenise: Tokenise): Implementation {
  return Object.freeze({
    key: () => Promise.resolve({ rank, limit: LIMIT, seed: SEED, version: 1 }),
    encode: (dataset: Dataset) =>
      Promise.resolve(encodeTfidf(dataset.texts!, dataset.splits.train, { tokenise, rank, seed: SEED })),
  });
}

/**
 * All texts (n × rank, float32) as TF-IDF rows X times the leading right singular vectors of the training rows, which
 * is U · S for those. A text without a token that two training texts share gives a zero row.
 *
 * Numerical weakness: dimensions near the last are mixed with those left out, and are zero where there are no more.
 */
export function encodeTfidf(
  texts: readonly string[],
  train: Int32Array,
  options: { readonly tokenise: Tokenise; readonly rank: number; readonly seed: number },
): Matrix {
  const { tokenise, rank, seed } = options, tokens = texts.map(tokenise);
  const x = tfidf(tokens, fitVocabulary(tokens, train, LIMIT));
  return csrTimes(x, rightVectors(csrOperator(csrRows(x, train)), { rank, seed, iterations: 2 }));
}
