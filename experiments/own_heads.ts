/**
 * How good every encoder is on its own: a linear head on frozen encodings, all encoders × datasets.
 *
 * @module
 */
import { barIntervals } from "../lib/chart/bars.ts";
import type { Dataset } from "../lib/data/dataset.ts";
import { loadDataset } from "../lib/data/registry.ts";
import { encoders } from "../lib/encoder/cards.ts";
import type { EncoderCard } from "../lib/encoder/encoder.ts";
import { encodeDataset } from "../lib/encoder/load.ts";
import { zeroRows } from "../lib/linalg/rows.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import type { Experiment, Findings, RunOptions } from "./experiment.ts";
import { pivot, type Row } from "./shared/summary.ts";

const DATASETS = {
  quick: ["mnist", "fashion-mnist", "wordnet-8"],
  full: ["mnist", "fashion-mnist", "wordnet-8", "wordnet-26", "emoji"],
} as const;
/** Encoders that take minutes or a large download are left to the full preset, and the largest to those who ask. */
const SLOW: readonly string[] = ["ocr-recogniser", "ocr-detector"], OPT_IN: readonly string[] = ["glove"];

/** The table of own heads. */
export const ownHeads: Experiment = Object.freeze({
  name: "own-heads",
  reproduces: "the last column of Table 2",
  about: "Test accuracy of a linear head on every encoder's own encodings, for every dataset.",
  run,
});

async function run({ preset, progress }: RunOptions): Promise<Findings> {
  const rows: Row[] = [];
  for (const name of DATASETS[preset]) {
    const dataset = await loadDataset(name);
    const cards = encoders().filter((card) => suits(card, dataset) && (preset === "full" || !SLOW.includes(card.name)));
    const tick = progress(name, cards.length);
    for (const card of cards) {
      rows.push(await measure(dataset, card));
      tick();
    }
  }
  const cell = (row: Row): string => (row.accuracy as number).toFixed(3);
  const bars = rows.map((r) => ({
    name: r.encoder as string,
    value: r.accuracy as number,
    panel: r.dataset as string,
  }));
  return {
    sizes: { datasets: DATASETS[preset], leftOut: preset === "full" ? OPT_IN : [...SLOW, ...OPT_IN] },
    records: { table: pivot(rows, "encoder", "dataset", cell), heads: rows },
    charts: { heads: barIntervals(bars, { title: "Own heads", measure: "Accuracy", domain: [0, 1] }) },
  };
}

/** Slow encoders read MNIST only: a large dataset would take them an hour. */
function suits(card: EncoderCard, { name, kind, ids }: Dataset): boolean {
  const known = kind.split("+").includes(card.kind) && (card.datasets?.includes(name) ?? true);
  return known && !OPT_IN.includes(card.name) && (!SLOW.includes(card.name) || ids.length <= 10_000);
}

async function measure(dataset: Dataset, card: EncoderCard): Promise<Row> {
  const { head, test, vectors, encoder } = await encodeDataset(dataset, card.name);
  return {
    dataset: dataset.name,
    encoder: encoder.name,
    origin: encoder.origin,
    dim: encoder.dim,
    accuracy: accuracy(head.predict(test.vectors), test.labels),
    unknown: zeroRows(vectors) + zeroRows(test.vectors),
  };
}
