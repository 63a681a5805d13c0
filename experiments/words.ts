/**
 * Word embeddings (Relative representations, ICLR 2023, section on word embeddings): the same words in spaces that were
 * trained apart, in absolute and in relative coordinates, and translated.
 *
 * @module
 */
import type { Asked, Experiment } from "./experiment.ts";
import { drawsOf } from "./shared/spaces.ts";
import type { Row } from "./shared/summary.ts";
import { type WordList, wordSpaces } from "./shared/words.ts";
import { wordsClaims } from "./words.claims.ts";
import { findings } from "./words_findings.ts";
import { nearestWords, wordRows } from "./words_seen.ts";

const WORDS: WordList = { list: "words", encoders: ["glove", "use-lite-words"] };
const SIZES = {
  quick: { lists: [WORDS], anchors: 300, words: 1500, seeds: 2 },
  full: {
    lists: [WORDS, { list: "emoji", encoders: ["glove", "emoji2vec", "minilm-emoji"] }],
    anchors: 300,
    words: 4500,
    seeds: 10,
  },
};
type Sizes = typeof SIZES.quick;
interface Cell extends WordList {
  readonly words: number;
  readonly k: number;
  readonly seed: number;
}
interface Found {
  readonly rows: readonly Row[];
  /** Nearest words of some, in both kinds of coordinates. */
  readonly nearest: readonly Row[];
}

/** Word embeddings, compared and translated. */
export const words: Experiment<Sizes, Cell, Found> = Object.freeze({
  name: "words",
  reproduces: "Relative representations, word embeddings",
  about:
    "The same words in spaces trained apart: which word of the other space is nearest, and which neighbours they share.",
  notebook: "relative-representations-graphs-and-words",
  module: import.meta.url,
  presets: SIZES,
  claims: wordsClaims,
  cells: ({ sizes: { lists, words, anchors, seeds }, seed }: Asked<Sizes>) =>
    lists.flatMap((list) => drawsOf(seed, seeds).map((draw) => ({ ...list, words, k: anchors, seed: draw }))),
  reads: ({ list, encoders }: Cell) => [list, ...encoders.map((name) => `${list}/${name}`)],
  measure: async ({ list, encoders, words, ...draw }: Cell) => {
    const spaces = await wordSpaces({ list, encoders }, words);
    return {
      rows: [...wordRows(spaces, draw)].map((r) => ({ dataset: list, ...r })),
      nearest: list === "words" ? nearestWords(spaces[0]!, spaces[1]!, draw) : [],
    };
  },
  findings: (found: readonly Found[], { seed }: Asked<Sizes>) =>
    findings(found.flatMap(({ rows }) => rows), found[0]!.nearest, seed),
});
