/**
 * Networks of the committed kinds, trained with any seed: retraining is a part of what an interval should know.
 *
 * @module
 */
import type { Dataset } from "../../lib/data/dataset.ts";
import { encoders } from "../../lib/encoder/cards.ts";
import type { Encoder } from "../../lib/encoder/encoder.ts";
import { cached } from "../../lib/file/cache.ts";
import { takeRows } from "../../lib/linalg/matrix.ts";
import { encodeImages } from "../../lib/nn/infer.ts";
import { architecture, type ArchitectureName } from "../../lib/nn/models.ts";
import type { Network } from "../../lib/nn/network.ts";
import { trainNetwork } from "../../lib/nn/train.ts";

/** Train rows at most: all of MNIST, a third of Fashion-MNIST. */
export const ROWS = 20_000;
/** Passes over the train rows: enough for every own head to be good, not more. */
export const EPOCHS: Readonly<Record<string, Readonly<Record<ArchitectureName, number>>>> = Object.freeze({
  "mnist": { mlp256: 10, cnn128: 8, convae128: 21, cnntanh256: 10, mlpae64: 28 },
  "fashion-mnist": { mlp256: 6, cnn128: 5, convae128: 8, cnntanh256: 5, mlpae64: 8 },
});
/** Rows a step. */
export const BATCH = 128;

/** A network trained on the dataset's first train rows with a seed; made once and kept in the cache. */
export async function trainedNetwork(
  dataset: Dataset,
  model: ArchitectureName,
  seed: number,
  epochs: number = EPOCHS[dataset.name]![model],
): Promise<Network> {
  const design = architecture(model, dataset.classes.length), rows = dataset.splits.train.subarray(0, ROWS);
  const key = { network: model, dataset: dataset.name, rows: rows.length, seed, epochs, version: 2 };
  const weights = await cached(key, async () => {
    const data = {
      images: takeRows(dataset.images!, rows),
      labels: Int32Array.from(rows, (row) => dataset.labels[row]!),
    };
    return (await trainNetwork(design, data, { seed, epochs, batchSize: BATCH })).network.weights;
  });
  return { architecture: design, weights };
}

/** The encoder "mlp256~2": the architecture of a committed one, trained with another seed. */
export function retrained(name: string): Encoder {
  const [model, seed] = name.split("~") as [ArchitectureName, string];
  const card = encoders().find((c) => c.name === model)!;
  return Object.freeze({
    ...card,
    name,
    key: (dataset: Dataset) =>
      Promise.resolve({ seed: Number(seed), epochs: EPOCHS[dataset.name]![model], version: 2 }),
    encode: async (dataset: Dataset) =>
      encodeImages(await trainedNetwork(dataset, model, Number(seed)), dataset.images!),
  });
}

/** The encoders of a draw: every second one has trained encoders of another training seed. */
export function instancesOf(encoders: readonly string[], draw: number): readonly string[] {
  const trained: readonly string[] = Object.keys(EPOCHS["mnist"]!);
  return encoders.map((name) => draw % 2 === 1 && trained.includes(name) ? `${name}~2` : name);
}
