/**
 * From a name to a space: dataset → encoder → encodings and own head, kept on disk.
 *
 * @module
 */
import { oneOf } from "../base/check.ts";
import { once } from "../base/once.ts";
import { type Dataset, datasetChecksum } from "../data/dataset.ts";
import { loadDataset } from "../data/registry.ts";
import { matrixOf, tensorOf, type Tensors } from "../file/tensor.ts";
import { Matrix, sliceRows, takeRows } from "../linalg/matrix.ts";
import { fitHead, type Head, type HeadKind, headOf } from "../head/head.ts";
import { type Space, space } from "../space/space.ts";
import { type Encoder, type EncoderCard, soundEncodings } from "./encoder.ts";

/** A space of training items, with the test items, the encoder's card and a head of its own. */
export interface LoadedSpace extends Space {
  /** The class of each item. */
  readonly labels: Int32Array;
  /** The test items of the dataset. */
  readonly test: Space & { readonly labels: Int32Array };
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** What made the encodings. */
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
const VERSION = 3;

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

/**
 * The space of a dataset at hand, by an encoder's name or an encoder of your own: what `loadSpace` does after loading.
 *
 * Encodings are kept under the checksum of all items, the encoder's name and its `key`; without a `key` nothing is kept.
 *
 * @throws {RangeError} If the encoder is unknown, does not read such items, or gives an entry that is not finite (the
 * sentence names the item); if a class of the test items has no training item. @throws {TypeError} If it gives another
 * shape than n × dim.
 * @example
 * ```ts
 * import { encodeDataset, type Encoder, makeDataset, Matrix } from "anchorage";
 * const names = ["a", "b", "of a", "of b"], labels = ["short", "short", "long", "long"];
 * const dataset = makeDataset({ name: "names", texts: names, labels, splits: { train: 0.5, seed: 3 } });
 * const encoder: Encoder = {
 *   ...{ name: "length", kind: "text", dim: 2, origin: "fixed", about: "Letters and words." },
 *   encode: ({ texts }) => Matrix.from(texts!.map((text) => [text.length, text.split(" ").length])),
 * };
 * const { vectors, test } = await encodeDataset(dataset, encoder);
 * console.log(vectors.rows, test.vectors.rows, vectors.cols); // 2 2 2
 * ```
 */
export async function encodeDataset(
  dataset: Dataset,
  encoder: string | Encoder,
  options: LoadOptions = {},
): Promise<LoadedSpace> {
  const found: Encoder = typeof encoder === "string"
    ? (await import("./registry.ts")).encoderFor(encoder, dataset)
    : fitting(encoder, dataset);
  everyClassTrained(dataset);
  const { split = 0, head: kind = "linear" } = options, { name } = found;
  const key = await found.key?.(dataset);
  const determines = once(() => ({ dataset: datasetChecksum(dataset), encoder: name, version: VERSION, ...key }));
  const keep = async (of: () => Record<string, unknown>, make: () => Promise<Tensors>): Promise<Tensors> =>
    key === undefined ? await make() : await (await import("../file/cache.ts")).cached(of(), make);
  const encoded = async (items: Dataset): Promise<Matrix> => {
    const of = () => items === dataset ? determines() : { ...determines(), dataset: datasetChecksum(items) };
    const make = async (): Promise<Tensors> => ({
      vectors: tensorOf(soundEncodings(await found.encode(items), found, items)),
    });
    return matrixOf(await keep(of, make), "vectors");
  };
  const vectors = found.itemwise ? await inParts(dataset, encoded) : await encoded(dataset);
  const { key: _, encode: __, itemwise: ___, ...card } = found;
  const part = (rows: Int32Array, label: string): Space & { labels: Int32Array } => {
    const ids = Array.from(rows, (i) => dataset.ids[i]!), labels = Int32Array.from(rows, (i) => dataset.labels[i]!);
    return { ...space({ name: label, ids, vectors: takeRows(vectors, rows), labels }), labels };
  };
  const train = part(dataset.splits.train, `${dataset.name}/${name}`);
  const test = part(dataset.splits.test, `${dataset.name}/${name} test`);
  const classes = dataset.classes;
  const own = { classes: classes.length, kind, seed: split };
  const tensors = await keep(
    () => ({ ...determines(), head: own }),
    () => Promise.resolve(headTensors(fitHead(train.vectors, train.labels, own))),
  );
  return Object.freeze({ ...train, test: Object.freeze(test), classes, encoder: card, head: headFrom(tensors, kind) });
}

/** Items in a part of an encoding that can be taken up again. */
const PART = 4096;

/** The encodings of all items, part by part, where every item is encoded on its own. */
async function inParts(dataset: Dataset, encode: (part: Dataset) => Promise<Matrix>): Promise<Matrix> {
  const parts: Matrix[] = [], n = dataset.ids.length, none = new Int32Array(), splits = { train: none, test: none };
  const { ids, labels, images, texts } = dataset;
  for (let start = 0; start < n; start += PART) {
    const end = Math.min(start + PART, n),
      part = { ids: ids.slice(start, end), labels: labels.slice(start, end), splits };
    const items = {
      ...(images && { images: sliceRows(images, start, end) }),
      ...(texts && { texts: texts.slice(start, end) }),
    };
    parts.push(await encode({ ...dataset, ...part, ...items }));
  }
  if (parts.length === 1) return parts[0]!;
  const out = Matrix.zeros(n, parts[0]!.cols, parts[0]!.dtype);
  parts.forEach((part, i) => out.data.set(part.data, i * PART * out.cols));
  return out;
}

function fitting(encoder: Encoder, { name, kind }: Dataset): Encoder {
  oneOf(
    encoder.kind,
    kind.split("+") as Encoder["kind"][],
    `the kind of "${encoder.name}"`,
    `encode the dataset "${name}"`,
  );
  return encoder;
}

/** Throws if the own head would be asked about a class that it never saw. */
function everyClassTrained({ name, classes, labels, splits: { train, test } }: Dataset): void {
  const seen = new Set(Array.from(train, (i) => labels[i]!)), unseen = test.find((i) => !seen.has(labels[i]!));
  if (unseen === undefined) return;
  const must = "every class of its test items must have a training item";
  throw new RangeError(`Cannot encode the dataset "${name}" as ${must}: "${classes[labels[unseen]!]}" has none`);
}

/** A head as tensors: `weight0`, `bias0` … */
function headTensors(head: Head): Tensors {
  return Object.fromEntries(
    head.layers.flatMap(({ weight, bias }, i) => [[`weight${i}`, tensorOf(weight)], [`bias${i}`, tensorOf(bias)]]),
  );
}

/** The head of those tensors. */
function headFrom(tensors: Tensors, kind: HeadKind): Head {
  const layers = Object.keys(tensors).filter((name) => name.startsWith("weight")).sort();
  return headOf(
    kind,
    layers.map((_, i) => ({ weight: matrixOf(tensors, `weight${i}`), bias: matrixOf(tensors, `bias${i}`) })),
  );
}
