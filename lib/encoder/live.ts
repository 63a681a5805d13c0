/**
 * Spaces of networks trained on the spot: seconds for a small network, never kept on disk.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import { takeRows } from "../linalg/matrix.ts";
import { architecture } from "../nn/models.ts";
import type { TrainOptions } from "../nn/train.ts";
import { type Space, space } from "../space/space.ts";

/** A space of training items with labels, and that of the test items. */
export interface TrainedSpace extends Space {
  /** The class of each item. */
  readonly labels: Int32Array;
  /** The items that the network was not trained on. */
  readonly test: Space & { readonly labels: Int32Array };
}

/**
 * Trains a network on the training images of a dataset and encodes all images. The same seed gives the same space, bit
 * for bit, on one engine and CPU; two seeds give two spaces of the same data.
 *
 * @param name One of `architectureNames`.
 * @throws {TypeError} If the dataset has no images.
 * @throws {RangeError} If the name is unknown or an option is out of range.
 * @example
 * ```ts ignore
 * import { loadDataset } from "anchorage";
 * import { trainSpace } from "anchorage/encoder";
 * const mnist = await loadDataset("mnist");
 * const spaces = [await trainSpace(mnist, "mlp256", { seed: 1, epochs: 2 })];
 * ```
 */
export async function trainSpace(dataset: Dataset, name: string, options: TrainOptions): Promise<TrainedSpace> {
  const { images, splits } = dataset;
  if (images === undefined) {
    throw new TypeError(`Cannot train a space as the dataset "${dataset.name}" must have images: it has none`);
  }
  const labelsOf = (rows: Int32Array): Int32Array => Int32Array.from(rows, (row) => dataset.labels[row]!);
  const data = { images: takeRows(images, splits.train), labels: labelsOf(splits.train) };
  const [{ trainNetwork }, { encodeImages }] = await Promise.all([import("../nn/train.ts"), import("../nn/infer.ts")]);
  const { network } = await trainNetwork(architecture(name, dataset.classes.length), data, options);
  const part = (rows: Int32Array, suffix: string): Space & { readonly labels: Int32Array } => {
    const ids = Array.from(rows, (row) => dataset.ids[row]!), labels = labelsOf(rows);
    const title = `${dataset.name}/${name}, seed ${options.seed}${suffix}`;
    return { ...space({ name: title, ids, vectors: encodeImages(network, takeRows(images, rows)), labels }), labels };
  };
  return Object.freeze({ ...part(splits.train, ""), test: Object.freeze(part(splits.test, " test")) });
}
