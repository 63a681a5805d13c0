/**
 * The spaces that experiments compare: encoders by dataset, loaded once, cut to the test rows of a preset.
 *
 * @module
 */
import { type Dataset, makeDataset } from "../../lib/data/dataset.ts";
import { loadDataset } from "../../lib/data/registry.ts";
import type { Split } from "../../lib/data/split.ts";
import { fitHead, type HeadKind } from "../../lib/head/head.ts";
import { takeRows } from "../../lib/linalg/matrix.ts";
import { sampleAnchors } from "../../lib/method/anchors.ts";
import { hubOf } from "./hubmodels.ts";
import { retrained } from "./training.ts";
import { encodeDataset, type LoadedSpace, type LoadOptions } from "../../lib/encoder/load.ts";

/** Which rows of a dataset's spaces, and which head. */
export interface SpaceOptions extends LoadOptions {
  /** Test rows at most; the first ones. */
  readonly rows?: number;
  /** Train the own head on the first so many training rows, as every other head; default all. */
  readonly heads?: number;
  /** Read the first so many training items, and `rows` test ones, alone; default all items. */
  readonly train?: number;
  /** Leave the anchors of this draw, those of `sampleAnchors`, out of the rows of the head. */
  readonly apart?: AnchorDraw;
}

/** A draw of anchors. */
export interface AnchorDraw {
  readonly count: number;
  readonly seed: number;
}

/** Spaces of the last dataset that was asked for: the cells of one dataset follow each other. */
let kept: { readonly dataset: string; readonly spaces: Map<string, Promise<LoadedSpace>> } | undefined;
let read: { readonly key: string; readonly dataset: Promise<Dataset> } | undefined;

/** The dataset's spaces by these encoders, in their order, cut to the test rows. */
export async function loadSpaces(
  dataset: string,
  encoders: readonly string[],
  { rows = Infinity, train, heads, apart, split = 0, head = "linear" }: SpaceOptions = {},
): Promise<readonly LoadedSpace[]> {
  if (kept?.dataset !== dataset) kept = { dataset, spaces: new Map() };
  const { spaces } = kept, found: LoadedSpace[] = [];
  // One encoder at a time, so that no more than one needs its working memory.
  for (const encoder of encoders) {
    const key = JSON.stringify([encoder, split, head, heads, apart, train, train && rows]),
      read = encoder.includes("~") ? retrained(encoder) : hubOf(encoder) ?? encoder;
    const made = spaces.get(key) ??
      datasetOf(dataset, split).then((d) => train === undefined ? d : firstItems(d, train, rows))
        .then((d) => encodeDataset(d, read, { split, head }))
        .then((s) => heads === undefined ? s : withHead(s, { rows: heads, apart, kind: head, seed: split }));
    spaces.set(key, made);
    found.push(withTestRows(await made, rows));
  }
  return found;
}

/** The space "dataset/encoder", kept while the cells of its dataset follow each other. */
export async function spaceOf(name: string): Promise<LoadedSpace> {
  const at = name.search(/\/(hub(-image)?:.*|[^/]*)$/),
    [space] = await loadSpaces(name.slice(0, at), [name.slice(at + 1)]);
  return space!;
}

/** The dataset, read once while its cells follow each other. */
export async function datasetOf(name: string, split = 0): Promise<Dataset> {
  const key = JSON.stringify([name, split]);
  if (read?.key !== key) read = { key, dataset: loadDataset(name, { seed: split }) };
  return await read.dataset;
}

/** Some items of a dataset, all of them to train unless told otherwise; `splits` are places in `rows`. */
export function itemsOf(
  dataset: Dataset,
  rows: Int32Array,
  splits: Split = { train: Int32Array.from(rows.keys()), test: new Int32Array() },
): Dataset {
  const { name, classes, images, texts, imageShape } = dataset;
  return makeDataset({
    ...{ name, classes, splits, ids: Array.from(rows, (i) => dataset.ids[i]!) },
    labels: Int32Array.from(rows, (i) => dataset.labels[i]!),
    ...(images && imageShape && { images: takeRows(images, rows), imageShape }),
    ...(texts && { texts: Array.from(rows, (i) => texts[i]!) }),
  });
}

/** The first `train` training items and the first `test` test items, as many as there are; the dataset if that is all. */
export function firstItems(dataset: Dataset, train: number, test: number): Dataset {
  const [first, last] = [dataset.splits.train.slice(0, train), dataset.splits.test.slice(0, test)];
  if (first.length + last.length === dataset.ids.length) return dataset;
  const rows = Int32Array.from([...first, ...last]), places = rows.map((_, i) => i);
  return itemsOf(dataset, rows, { train: places.slice(0, first.length), test: places.slice(first.length) });
}

/** The items that `keep` names, in their parts; the dataset, which the cache knows, if those are all. */
export function withItems(dataset: Dataset, keep: (id: string) => boolean): Dataset {
  const { ids, splits } = dataset, rows = ids.flatMap((id, i) => keep(id) ? [i] : []);
  if (rows.length === ids.length) return dataset;
  const place = new Map(rows.map((row, i) => [row, i]));
  const moved = (part: Int32Array): Int32Array<ArrayBuffer> =>
    Int32Array.from([...part].flatMap((row) => place.get(row) ?? []));
  return itemsOf(dataset, Int32Array.from(rows), { train: moved(splits.train), test: moved(splits.test) });
}

/** Seeds of `count` draws of anchors. */
export function drawsOf(seed: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => seed * 100 + i);
}

/** The space with a head that is trained on its first training rows alone. */
export function withHead(
  space: LoadedSpace,
  { rows, apart, ...fit }: HeadRows & { readonly kind: HeadKind; readonly seed: number },
): LoadedSpace {
  const used = headRows(space, { rows, apart }), labels = Int32Array.from(used, (i) => space.labels[i]!);
  const head = fitHead(takeRows(space.vectors, used), labels, { classes: space.classes.length, ...fit });
  return Object.freeze({ ...space, head });
}

/** Which training rows a head sees. */
interface HeadRows {
  readonly rows: number;
  readonly apart?: AnchorDraw | undefined;
}

/** The first `rows` training rows, without those that are anchors of a draw. */
export function headRows(space: Pick<LoadedSpace, "ids">, { rows, apart }: HeadRows): Int32Array<ArrayBuffer> {
  const anchors = new Set(apart && sampleAnchors(space, apart));
  const free = Int32Array.from(space.ids.keys()).filter((i) => !anchors.has(space.ids[i]!));
  return free.slice(0, rows);
}

/** The space with its first `rows` test items; the order of test items says nothing about them. */
export function withTestRows(space: LoadedSpace, rows: number): LoadedSpace {
  const { ids, labels } = space.test, most = Math.min(rows, ids.length);
  const test = space.test.at(ids.slice(0, most));
  return Object.freeze({ ...space, test: Object.freeze({ ...test, labels: labels.subarray(0, most) }) });
}

/** "supervised" if both encoders were trained on labels of the dataset, else "other". */
export function pairKind(source: LoadedSpace, target: LoadedSpace): "supervised" | "other" {
  return [source, target].every((s) => s.encoder.origin === "supervised") ? "supervised" : "other";
}
