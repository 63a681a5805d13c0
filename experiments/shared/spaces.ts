/**
 * The spaces that experiments compare: encoders by dataset, loaded once, cut to the test rows of a preset.
 *
 * @module
 */
import type { Dataset } from "../../lib/data/dataset.ts";
import { loadDataset } from "../../lib/data/registry.ts";
import { fitHead, type HeadKind } from "../../lib/head/head.ts";
import { sliceRows } from "../../lib/linalg/matrix.ts";
import { retrained } from "./training.ts";
import { encodeDataset, type LoadedSpace, type LoadOptions } from "../../lib/encoder/load.ts";

/** Which rows of a dataset's spaces, and which head. */
export interface SpaceOptions extends LoadOptions {
  /** Test rows at most; the first ones. */
  readonly rows?: number;
  /** Train the own head on the first so many training rows, as every other head; default all. */
  readonly heads?: number;
}

/** Spaces of the last dataset that was asked for: the cells of one dataset follow each other. */
let kept: { readonly dataset: string; readonly spaces: Map<string, Promise<LoadedSpace>> } | undefined;
let read: { readonly key: string; readonly dataset: Promise<Dataset> } | undefined;

/** The dataset's spaces by these encoders, in their order, cut to the test rows. */
export async function loadSpaces(
  dataset: string,
  encoders: readonly string[],
  { rows = Infinity, heads, split = 0, head = "linear" }: SpaceOptions = {},
): Promise<readonly LoadedSpace[]> {
  if (kept?.dataset !== dataset) kept = { dataset, spaces: new Map() };
  const { spaces } = kept, found: LoadedSpace[] = [];
  // One encoder at a time, so that no more than one needs its working memory.
  for (const encoder of encoders) {
    const key = JSON.stringify([encoder, split, head, heads]),
      read = encoder.includes("~") ? retrained(encoder) : encoder;
    const made = spaces.get(key) ??
      datasetOf(dataset, split).then((d) => encodeDataset(d, read, { split, head }))
        .then((s) => heads === undefined ? s : withHead(s, { rows: heads, kind: head, seed: split }));
    spaces.set(key, made);
    found.push(withTestRows(await made, rows));
  }
  return found;
}

/** The space "dataset/encoder", kept while the cells of its dataset follow each other. */
export async function spaceOf(name: string): Promise<LoadedSpace> {
  const at = name.lastIndexOf("/"), [space] = await loadSpaces(name.slice(0, at), [name.slice(at + 1)]);
  return space!;
}

/** The dataset, read once while its cells follow each other. */
export async function datasetOf(name: string, split = 0): Promise<Dataset> {
  const key = JSON.stringify([name, split]);
  if (read?.key !== key) read = { key, dataset: loadDataset(name, { seed: split }) };
  return await read.dataset;
}

/** Seeds of `count` draws of anchors. */
export function drawsOf(seed: number, count: number): readonly number[] {
  return Array.from({ length: count }, (_, i) => seed * 100 + i);
}

/** The space with a head that is trained on its first training rows alone. */
export function withHead(
  space: LoadedSpace,
  { rows, ...fit }: { readonly rows: number; readonly kind: HeadKind; readonly seed: number },
): LoadedSpace {
  const most = Math.min(rows, space.vectors.rows), { labels, classes } = space;
  const head = fitHead(sliceRows(space.vectors, 0, most), labels.subarray(0, most), {
    classes: classes.length,
    ...fit,
  });
  return Object.freeze({ ...space, head });
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
