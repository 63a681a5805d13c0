/**
 * How good every encoder is on its own: a linear head on frozen encodings, all encoders × datasets.
 *
 * @module
 */
import { barIntervals } from "../lib/chart/bars.ts";
import { type DatasetCard, datasets } from "../lib/data/registry.ts";
import { encoders } from "../lib/encoder/cards.ts";
import type { EncoderCard } from "../lib/encoder/encoder.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { zeroRows } from "../lib/linalg/rows.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import type { Asked, Experiment } from "./experiment.ts";
import { ownHeadsClaims } from "./own_heads.claims.ts";
import { type DataPart, PARTS } from "./shared/parts.ts";
import { loadSpaces } from "./shared/spaces.ts";
import { pivot, type Row } from "./shared/summary.ts";

/** Encoders that take minutes or a large download are left to the full preset, and the largest to those who ask. */
const SLOW: readonly string[] = ["ocr-recogniser", "ocr-detector"], OPT_IN: readonly string[] = ["glove"];
const SIZES: Readonly<Record<string, Sizes>> = {
  quick: { datasets: ["mnist", "fashion-mnist", "wordnet-8"], leftOut: [...SLOW, ...OPT_IN] },
  full: { datasets: ["mnist", "fashion-mnist", "wordnet-8", "wordnet-26", "emoji"], leftOut: OPT_IN },
  pretrained: { parts: Object.values(PARTS) },
};
/** Datasets, which all encoders read that suit them; or parts of datasets with their encoders. */
interface Sizes {
  readonly datasets?: readonly string[];
  readonly leftOut?: readonly string[];
  readonly parts?: readonly DataPart[];
}
interface Cell extends Partial<Pick<DataPart, "train" | "rows" | "heads">> {
  readonly dataset: string;
  readonly encoder: string;
}

/** The table of own heads. */
export const ownHeads: Experiment<Sizes, Cell, Row> = Object.freeze({
  name: "own-heads",
  reproduces: "the last column of Table 2",
  about: "Test accuracy of a linear head on every encoder's own encodings, for every dataset.",
  notebook: "beyond-the-paper",
  module: import.meta.url,
  presets: SIZES,
  claims: ownHeadsClaims,
  cells: ({ sizes: { datasets: names = [], leftOut = [], parts = [] } }: Asked<Sizes>) => [
    ...names.flatMap((name) =>
      encoders().filter((card) => suits(card, datasets().find((d) => d.name === name)!) && !leftOut.includes(card.name))
        .map((card) => ({ dataset: name, encoder: card.name }))
    ),
    ...parts.flatMap(({ encoders: those, apart: _, ...read }) => those.map((encoder) => ({ ...read, encoder }))),
  ],
  reads: ({ dataset, encoder }: Cell) => [`${dataset}/${encoder}`],
  measure: async ({ dataset, encoder, ...read }: Cell) => {
    const [space] = await loadSpaces(dataset, [encoder], read);
    return headRow(dataset, space!);
  },
  findings: (rows: readonly Row[]) => {
    const bars = rows.map((r) => (
      { name: r.encoder as string, value: r.accuracy as number, panel: r.dataset as string }
    ));
    return {
      records: { table: pivot(rows, "encoder", "dataset", (r) => (r.accuracy as number).toFixed(3)), heads: rows },
      charts: { heads: barIntervals(bars, { title: "Own heads", measure: "Accuracy", domain: [0, 1] }) },
    };
  },
});

/** Slow encoders read MNIST only: a large dataset would take them an hour. */
function suits(card: EncoderCard, { name, kind, size }: DatasetCard): boolean {
  const known = card.needs === undefined && kind.split("+").includes(card.kind) &&
    (card.datasets?.includes(name) ?? true);
  return known && (!SLOW.includes(card.name) || size <= 10_000);
}

/** How often each class occurs. */
function countsOf(labels: Int32Array): readonly number[] {
  const counts: number[] = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts.filter((n) => n > 0);
}

/** The accuracy of a space's own head on the test items, beside that of guessing their most frequent class. */
export function headRow(dataset: string, { head, test, vectors, encoder }: LoadedSpace): Row {
  return {
    dataset,
    encoder: encoder.name,
    origin: encoder.origin,
    dim: encoder.dim,
    accuracy: accuracy(head.predict(test.vectors), test.labels),
    majority: Math.max(...countsOf(test.labels)) / test.labels.length,
    unknown: zeroRows(vectors) + zeroRows(test.vectors),
  };
}
