/**
 * The datasets by name. Listing them loads nothing; the code that reads one comes with its first load.
 *
 * @module
 */
import { integer, oneOf } from "../base/check.ts";
import type { Dataset } from "./dataset.ts";
import type { EmojiOptions } from "./emoji.ts";
import type { FolderOptions } from "./folder.ts";
import type { DatasetCard } from "./card.ts";
import { entries } from "./entries.ts";

export type { DatasetCard } from "./card.ts";

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
 * @throws {Error} Named "MissingDataset" if its files are nowhere; the sentence names the ways to get them.
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

/**
 * The images of a folder, each sub-folder a class (n × side · side · 3); ids are the paths in it, in order. Equal images
 * are on one side of the split. Files with other endings than .png, .jpg and .jpeg are left out. Needs `--allow-read`.
 *
 * @throws {Error} If the folder cannot be read. @throws {RangeError} If it has no image, or one is damaged: it is named.
 * @example
 * ```ts ignore
 * import { encodeDataset, loadFolder } from "anchorage";
 * const space = await encodeDataset(await loadFolder("my/photos"), "mobilenet-v2-tf2");
 * ```
 */
export async function loadFolder(path: string, options: FolderOptions = {}): Promise<Dataset> {
  return await (await import("./folder.ts")).readFolder(path, options);
}
