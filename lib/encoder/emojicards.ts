/**
 * What is known of published vectors of emoji, and where they are.
 *
 * @module
 */
import type { EncoderCard } from "./encoder.ts";

/** Drawings and groups of emoji have the same ids. */
const EMOJI: readonly string[] = Object.freeze(
  ["", "-subgroups", "-twitter", "-twitter-subgroups"].map((end) => `emoji${end}`),
);

/** Vectors of emoji that others published, and the file that has them. Not every emoji has one. */
export const EMOJI_VECTORS = {
  "minilm-emoji": {
    about: "MiniLM-L6-v2's vectors of the names of 1,870 emoji; trained by others on pairs of sentences.",
    dim: 384,
    licence: "MIT (the vectors), Apache-2.0 (the model)",
    source: "astrowonk/emoji_finder @ bd53e4dd, as float32 rows",
    file: {
      name: "spaces/minilm-emoji.f32",
      sha256: "e2e1d1a0d15b0fdbbfb1065742d474b2ab574c1aca97cf900a9ecd9ef31d764c",
    },
  },
  emoji2vec: {
    about: "emoji2vec's vectors of 1,317 emoji (Eisner et al. 2016); trained by others on their descriptions.",
    dim: 300,
    licence: "MIT",
    source: "uclnlp/emoji2vec @ 3f91c339, pre-trained/emoji2vec.bin",
    file: {
      name: "spaces/emoji2vec.bin",
      sha256: "ca13da2b9a5329ee346d75f49a821e56c990373f637086a7e70cbc96c2fda11c",
    },
  },
} as const;
/** Name of a table of emoji vectors. */
export type EmojiVectorsName = keyof typeof EMOJI_VECTORS;

/** Their cards. */
export const emojiVectorCards: readonly (EncoderCard & { readonly name: EmojiVectorsName })[] = Object.freeze(
  (Object.keys(EMOJI_VECTORS) as EmojiVectorsName[]).map((name) => {
    const { file: { sha256 }, ...card } = EMOJI_VECTORS[name], needs = "its file in ANCHORAGE_DATA";
    const what = { kind: "text" as const, origin: "pretrained" as const, datasets: EMOJI };
    return Object.freeze({ name, ...what, ...card, sha256, needs });
  }),
);
