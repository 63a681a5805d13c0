/**
 * Trains the image encoders, into `out/encoders/`, and says how good their own heads are; `deno task keep train-encoders`
 * takes them into `data/encoders/`, from where every other experiment reads them.
 *
 * @module
 */
import { engineInfo } from "../lib/linalg/engine/select.ts";
import type { Dataset } from "../lib/data/dataset.ts";
import { absent } from "../lib/file/absent.ts";
import { writeJson } from "../lib/file/json.ts";
import { takeRows } from "../lib/linalg/matrix.ts";
import { fitHead } from "../lib/head/head.ts";
import { encodeImages } from "../lib/nn/infer.ts";
import { architecture, type ArchitectureName, architectureNames } from "../lib/nn/models.ts";
import { type Card, loadNetwork, saveNetwork } from "../lib/nn/network.ts";
import { trainNetwork } from "../lib/nn/train.ts";
import type { Asked, Experiment } from "./experiment.ts";
import { BATCH, EPOCHS, ROWS } from "./shared/training.ts";
import { datasetOf } from "./shared/spaces.ts";

/** Where the weights go. */
const MADE: URL = new URL("../out/encoders/", import.meta.url);

const SIZES = {
  quick: { datasets: ["mnist"], rows: ROWS, epochs: EPOCHS },
  full: { datasets: ["mnist", "fashion-mnist"], rows: ROWS, epochs: EPOCHS },
};
type Sizes = typeof SIZES.quick;
interface Cell {
  readonly dataset: string;
  readonly model: ArchitectureName;
  readonly seed: number;
}

/** The experiment; "quick" trains on MNIST, "full" on Fashion-MNIST too. */
export const trainEncoders: Experiment<Sizes, Cell, Card> = Object.freeze({
  name: "train-encoders",
  reproduces: "the encoders of the vision experiments, in place of the pretrained ones",
  about: "Trains every image encoder and writes its weights with a card.",
  module: import.meta.url,
  presets: SIZES,
  cells: ({ sizes: { datasets }, seed }: Asked<Sizes>) =>
    datasets.flatMap((dataset) => architectureNames.map((model) => ({ dataset, model, seed }))),
  reads: ({ dataset }: Cell) => [dataset],
  measure: async ({ dataset, model, seed }: Cell) => await trainEncoder(await datasetOf(dataset), model, seed),
  findings: (encoders: readonly Card[]) => ({ records: { encoders: encoders.map((c) => ({ ...c })) }, charts: {} }),
});

/** Trains one encoder on the dataset's train rows, writes its weights and card, and returns the card. */
export async function trainEncoder(
  dataset: Dataset,
  name: ArchitectureName,
  seed: number,
): Promise<Card> {
  const rows = dataset.splits.train.subarray(0, ROWS);
  const labels = pick(dataset.labels, rows);
  const images = takeRows(dataset.images!, rows);
  const epochs = EPOCHS[dataset.name]![name];
  const started = performance.now();
  const { network, history } = await trainNetwork(
    architecture(name, dataset.classes.length),
    { images, labels },
    { seed, epochs, batchSize: BATCH },
  );
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const base = new URL(`${dataset.name}-${name}`, MADE).pathname;
  const card = { encoder: name, dataset: dataset.name, seed, rows: rows.length, epochs, batch: BATCH, seconds };
  const made = { ...card, loss: history.at(-1)!, engine: engineInfo().engine, date: new Date().toISOString() };
  await Deno.remove(`${base}.json`).catch(absent); // a run that is killed leaves no card of other weights
  await saveNetwork(`${base}.safetensors`, network, made);
  const scored = { ...made, ownHeadAccuracy: await ownHead(dataset, `${base}.safetensors`, rows) };
  await writeJson(`${base}.json`, scored);
  return scored;
}

/** Accuracy on test rows of a linear head fitted on the train encodings, from the weights as stored. */
async function ownHead(dataset: Dataset, path: string, rows: Int32Array): Promise<number> {
  const network = await loadNetwork(path);
  const { labels, splits: { test }, classes } = dataset;
  const encode = (at: Int32Array) => encodeImages(network, takeRows(dataset.images!, at));
  const head = fitHead(encode(rows), pick(labels, rows), { classes: classes.length, seed: 0 });
  const predicted = head.predict(encode(test));
  return predicted.reduce((hits, label, i) => hits + Number(label === labels[test[i]!]), 0) / test.length;
}

function pick(labels: Int32Array, rows: Int32Array): Int32Array {
  return Int32Array.from(rows, (row) => labels[row]!);
}
