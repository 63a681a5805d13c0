/**
 * The spaces that experiments compare: encoders by dataset, loaded once, cut to the test rows of a preset.
 *
 * @module
 */
import type { Dataset } from "../../lib/data/dataset.ts";
import { loadDataset } from "../../lib/data/registry.ts";
import { encodeDataset, type LoadedSpace, type LoadOptions } from "../../lib/encoder/load.ts";

/** The dataset's spaces by these encoders; the dataset is read once. */
export async function loadSpaces(
  name: string,
  encoders: readonly string[],
  options: LoadOptions = {},
): Promise<readonly LoadedSpace[]> {
  const dataset = await loadDataset(name, { seed: options.split ?? 0 });
  return await encodeAll(dataset, encoders, options);
}

/** The same of a dataset at hand; one encoder at a time, so that no more than one needs its working memory. */
export async function encodeAll(
  dataset: Dataset,
  encoders: readonly string[],
  options: LoadOptions = {},
): Promise<readonly LoadedSpace[]> {
  const spaces: LoadedSpace[] = [];
  for (const encoder of encoders) spaces.push(await encodeDataset(dataset, encoder, options));
  return spaces;
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
