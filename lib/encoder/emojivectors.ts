/**
 * Vectors of emoji that others published: MiniLM's of their names, and emoji2vec. Each knows some of the emoji.
 *
 * @module
 */
import { Matrix } from "../linalg/matrix.ts";
import type { Dataset } from "../data/dataset.ts";
import { dataFile, dataPath, type PublishedFile } from "../data/files.ts";
import { readVectors } from "../file/vectors.ts";
import { EMOJI_VECTORS, type EmojiVectorsName } from "./emojicards.ts";
import type { Implementation } from "./encoder.ts";

/** Vectors by sign. */
export type VectorTable = ReadonlyMap<string, ReturnType<Matrix["row"]>>;

/** The sign of an id ("1f3f4-200d-2620-fe0f"), or of itself, without U+FE0F: tables have it or not, as they like. */
const bare = (sign: string): string => sign.replaceAll("\uFE0F", "");
const signOf = (id: string): string => bare(String.fromCodePoint(...id.split("-").map((code) => parseInt(code, 16))));

/** Vectors of emoji by their sign without U+FE0F. */
export function emojiTable(signs: readonly string[], vectors: Matrix): VectorTable {
  return new Map(signs.map((sign, i) => [bare(sign), vectors.row(i)]));
}

const READERS: Readonly<Record<EmojiVectorsName, (file: PublishedFile) => Promise<VectorTable>>> = Object.freeze({
  "minilm-emoji": async (file: PublishedFile) => {
    const rows = { name: "spaces/minilm-emoji-rows.json", sha256: MINILM_ROWS };
    const [names, bytes] = await Promise.all([dataFile(rows), dataFile(file)]);
    const { emoji } = JSON.parse(new TextDecoder().decode(names)) as { readonly emoji: readonly string[] };
    return emojiTable(emoji, new Matrix(emoji.length, 384, new Float32Array(bytes.slice().buffer)));
  },
  emoji2vec: async (file: PublishedFile) => {
    const { ids, vectors } = await readVectors(await dataPath(file));
    return emojiTable(ids!, vectors);
  },
});
const MINILM_ROWS = "38058e94d88bd3f8eefb8a2143173626baf2765733eb2f271d1667d3d8dd3452";

/** Which ids of emoji have a vector. */
export async function knownEmoji(name: EmojiVectorsName): Promise<(id: string) => boolean> {
  const table = await READERS[name](EMOJI_VECTORS[name].file);
  return (id) => table.has(signOf(id));
}

/** The rows of emoji, by id. @throws {RangeError} If one has no vector; the sentence names it. */
export function emojiRows({ name: data, ids, texts }: Dataset, table: VectorTable, name: string): Matrix {
  const missing = ids.findIndex((id) => !table.has(signOf(id)));
  if (missing < 0) return Matrix.from(ids.map((id) => table.get(signOf(id))!), "f32");
  const item = `"${ids[missing]}"${texts?.[missing] ? ` (${texts[missing]!.split(":")[0]})` : ""}`;
  throw new RangeError(
    `Cannot encode the dataset "${data}" by "${name}" as every item must have a vector: ${item} has none`,
  );
}

const implementation = (name: EmojiVectorsName): Implementation => ({
  key: () => Promise.resolve({ sha256: EMOJI_VECTORS[name].file.sha256, version: 1 }),
  encode: async (dataset: Dataset) => emojiRows(dataset, await READERS[name](EMOJI_VECTORS[name].file), name),
});

/** The implementations by name. */
export const emojiVectors: Readonly<Record<EmojiVectorsName, Implementation>> = Object.freeze({
  "minilm-emoji": implementation("minilm-emoji"),
  emoji2vec: implementation("emoji2vec"),
});
