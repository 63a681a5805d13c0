/**
 * Ridge probes of the pretrained encoders: what a linear classifier of 900 rows makes of each, beside earlier figures.
 *
 * @module
 */
import type { Dataset } from "../lib/data/dataset.ts";
import { encodeDataset } from "../lib/encoder/load.ts";
import { ridgeProbe } from "../lib/head/probe.ts";
import { rng } from "../lib/base/random.ts";
import type { Asked, Experiment } from "./experiment.ts";
import { probesClaims } from "./probes.claims.ts";
import { datasetOf, itemsOf } from "./shared/spaces.ts";
import { pivot, plusMinus, type Row } from "./shared/summary.ts";

/** Accuracies of single probes that were made before this library had these encoders; each is good to about .03. */
const EARLIER: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  "mobilenet-v2-tf2": { mnist: .94, "fashion-mnist": .89, "cifar10-4000": .80, emoji: .77 },
  "mobilenet-v2-1.0": { mnist: .89, "fashion-mnist": .86, "cifar10-4000": .77, emoji: .74 },
  "mobilenet-v1-1.0": { mnist: .93, "fashion-mnist": .85, "cifar10-4000": .74, emoji: .75 },
  "mobilenet-v1-0.75": { mnist: .91, "fashion-mnist": .85, "cifar10-4000": .81, emoji: .74 },
  "mobilenet-v1-0.25": { mnist: .90, "fashion-mnist": .85, "cifar10-4000": .71, emoji: .71 },
  "mobilenet-edgetpu-0.75": { mnist: .90, "fashion-mnist": .81, "cifar10-4000": .73, emoji: .76 },
  centernet: { mnist: .90, "fashion-mnist": .80, "cifar10-4000": .70, emoji: .64 },
  "use-lite": { "wordnet-8": .79, emoji: .89, "ag-news": .87, "sib-200/en": .87, subj: .90 },
};

interface Sizes {
  readonly encoders: readonly string[];
  readonly rows: number;
}

const SIZES: Readonly<Record<string, Sizes>> = {
  quick: { encoders: ["centernet", "use-lite"], rows: 1200 },
  full: { encoders: Object.keys(EARLIER), rows: 2000 },
};

interface Cell {
  readonly encoder: string;
  readonly dataset: string;
  readonly rows: number;
  readonly seed: number;
}

/** Probes of what pretrained encoders make of data that they were not trained on. */
export const probes: Experiment<Sizes, Cell, Row> = Object.freeze({
  name: "probes",
  reproduces: "Encoders",
  about: "Accuracy of ridge probes on 900 rows of each pretrained encoder, over ten splits, beside earlier figures.",
  notebook: "beyond-the-paper",
  module: import.meta.url,
  presets: SIZES,
  claims: probesClaims,
  cells: ({ sizes: { encoders, rows }, seed }: Asked<Sizes>) =>
    encoders.flatMap((encoder) => Object.keys(EARLIER[encoder]!).map((dataset) => ({ encoder, dataset, rows, seed }))),
  reads: ({ dataset, encoder }: Cell) => [dataset, `${dataset}/${encoder}`],
  measure: async ({ encoder, dataset, rows, seed }: Cell) => {
    const items = someOf(await datasetOf(dataset), rows, seed), started = performance.now();
    const { vectors } = await encodeDataset(items, encoder), seconds = (performance.now() - started) / 1000;
    const labels = Int32Array.from(items.splits.train, (i) => items.labels[i]!), test = Math.min(300, vectors.rows / 4);
    const train = Math.min(900, vectors.rows - test);
    const { mean, sd } = ridgeProbe(vectors, labels, { classes: items.classes.length, seed, train, test });
    const earlier = EARLIER[encoder]![dataset]!;
    return {
      encoder,
      dataset,
      accuracy: mean,
      sd,
      earlier,
      gap: mean - earlier,
      train,
      test,
      rate: vectors.rows / seconds,
    };
  },
  findings: (found: readonly Row[]) => ({
    records: { table: pivot(found, "encoder", "dataset", cell), probes: found },
    charts: {},
  }),
});

const cell = ({ accuracy, sd, earlier }: Row): string =>
  `${plusMinus(accuracy as number, sd as number)} (${(earlier as number).toFixed(2)})`;

/** At most `rows` items, drawn by the seed; all to train, as no encoder here is fitted. */
function someOf(dataset: Dataset, rows: number, seed: number): Dataset {
  return itemsOf(dataset, rng(seed).fork("items").permutation(dataset.ids.length).subarray(0, rows).sort());
}
