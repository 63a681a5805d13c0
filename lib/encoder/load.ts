/**
 * From a name to a space: dataset → encoder → encodings and own head, kept on disk.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import { loadDataset } from "../data/registry.ts";
import { matrixOf, tensorOf, type Tensors } from "../file/tensor.ts";
import { takeRows } from "../linalg/matrix.ts";
import { fitHead, type Head, type HeadKind, headOf } from "../head/head.ts";
import { type Space, space } from "../space/space.ts";
import type { EncoderCard } from "./encoder.ts";

/** A space of training items, with the test items, the encoder's card and a head of its own. */
export interface LoadedSpace extends Space {
  readonly labels: Int32Array;
  /** The test items of the dataset. */
  readonly test: Space & { readonly labels: Int32Array };
  readonly classes: readonly string[];
  readonly encoder: EncoderCard;
  /** A classifier trained on this space's training items. */
  readonly head: Head;
}

/** Which split and which head. */
export interface LoadOptions {
  /** Seed of the dataset's split, default 0; trained encoders belong to split 0. */
  readonly split?: number;
  /** Kind of the own head, default "linear". */
  readonly head?: HeadKind;
}

/** Counts up when a change of code changes encodings or heads: older cache files are then made again. */
const VERSION = 2;

/**
 * Loads "dataset/encoder": the encodings of all items, split, with the encoder's own head. Encodings and head are made
 * once and kept in the cache.
 *
 * @throws {RangeError} If the dataset or encoder is unknown; the sentence lists the known ones.
 * @throws {Error} If the dataset is absent or the cache cannot be written; the sentence says what to do.
 */
export async function loadSpace(name: string, options: LoadOptions = {}): Promise<LoadedSpace> {
  const at = name.lastIndexOf("/");
  const dataset = await loadDataset(name.slice(0, Math.max(at, 0)), { seed: options.split ?? 0 });
  return await encodeDataset(dataset, name.slice(at + 1), options);
}

/** The space of a dataset at hand: what `loadSpace` does after loading. */
export async function encodeDataset(dataset: Dataset, name: string, options: LoadOptions = {}): Promise<LoadedSpace> {
  const [{ cached }, { encoderFor }] = await Promise.all([import("../file/cache.ts"), import("./registry.ts")]);
  const { key, encode, ...card } = encoderFor(name, dataset), { split = 0, head: kind = "linear" } = options;
  const determines = { dataset: dataset.name, items: dataset.ids.length, split, encoder: name, version: VERSION };
  const encoded = { ...determines, ...await key(dataset) };
  const kept = await cached(encoded, async () => ({ vectors: tensorOf(await encode(dataset)) }));
  const vectors = matrixOf(kept, "vectors");
  const part = (rows: Int32Array, label: string): Space & { labels: Int32Array } => {
    const ids = Array.from(rows, (i) => dataset.ids[i]!), labels = Int32Array.from(rows, (i) => dataset.labels[i]!);
    return { ...space({ name: label, ids, vectors: takeRows(vectors, rows), labels }), labels };
  };
  const train = part(dataset.splits.train, `${dataset.name}/${name}`);
  const test = part(dataset.splits.test, `${dataset.name}/${name} test`);
  const classes = dataset.classes;
  const tensors = await cached(
    { ...encoded, head: kind },
    () =>
      Promise.resolve(
        headTensors(fitHead(train.vectors, train.labels, { classes: classes.length, kind, seed: split })),
      ),
  );
  return Object.freeze({ ...train, test: Object.freeze(test), classes, encoder: card, head: headFrom(tensors, kind) });
}

/** A head as tensors: `weight0`, `bias0` … */
export function headTensors(head: Head): Tensors {
  return Object.fromEntries(
    head.layers.flatMap(({ weight, bias }, i) => [[`weight${i}`, tensorOf(weight)], [`bias${i}`, tensorOf(bias)]]),
  );
}

/** The head of those tensors. */
export function headFrom(tensors: Tensors, kind: HeadKind): Head {
  const layers = Object.keys(tensors).filter((name) => name.startsWith("weight")).sort();
  return headOf(
    kind,
    layers.map((_, i) => ({ weight: matrixOf(tensors, `weight${i}`), bias: matrixOf(tensors, `bias${i}`) })),
  );
}
