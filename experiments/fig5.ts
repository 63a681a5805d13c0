/**
 * Figure 5: how the norms of raw encodings are distributed.
 *
 * @module
 */
import { normHistogram, type NormRecord } from "../lib/chart/histogram.ts";
import { normDensities } from "../lib/chart/norms.ts";
import type { EncoderCard, EncoderOrigin } from "../lib/encoder/encoder.ts";
import { encoders } from "../lib/encoder/cards.ts";
import { encoderFor } from "../lib/encoder/registry.ts";
import { type Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { scaleDistribution } from "../lib/measure/scale.ts";
import { fig5Claims } from "./fig5.claims.ts";
import type { Asked, Experiment } from "./experiment.ts";
import { PAPER } from "./shared/parts.ts";
import { IMAGE_ENCODERS, PHOTOS, TEXT_ENCODERS } from "./shared/pretrained.ts";
import { drawRows } from "./shared/rows.ts";
import { datasetOf, spaceOf } from "./shared/spaces.ts";
import type { Row } from "./shared/summary.ts";

const SIZES: Readonly<Record<"quick" | "full" | "pretrained" | "paper", Sizes>> = {
  quick: { datasets: ["mnist"], without: ["frozen", "pretrained"], pretrained: [], rows: 4000, bins: 30 },
  full: { datasets: ["mnist", "fashion-mnist"], without: [], pretrained: [], rows: 60_000, bins: 40 },
  pretrained: others([
    ...pairs([PHOTOS.dataset], IMAGE_ENCODERS),
    ...pairs(["cifar100-flowers"], ["cifar10-resnet20", "cifar10-resnet56"]),
    ...pairs(["ag-news"], TEXT_ENCODERS),
  ]),
  paper: others([PAPER["cifar-10"]!, PAPER.trec!].flatMap(({ dataset, encoders }) => pairs([dataset], encoders))),
};
interface Sizes {
  readonly datasets: readonly string[];
  readonly without: readonly EncoderOrigin[];
  /** Encoders that others trained, on all training items of a dataset. */
  readonly pretrained: readonly Pair[];
  readonly rows: number;
  readonly bins: number;
}
interface Pair {
  readonly dataset: string;
  readonly encoder: string;
}

/** Items at most of a large dataset for networks that others trained. */
const FEW = 2000;

/** Encoders that others trained, alone. */
function others(pretrained: readonly Pair[]): Sizes {
  return { datasets: [], without: [], pretrained, rows: 60_000, bins: 40 };
}

function pairs(datasets: readonly string[], encoders: readonly string[]): readonly Pair[] {
  return datasets.flatMap((dataset) => encoders.map((encoder) => ({ dataset, encoder })));
}

/** One encoder on one dataset. */
interface Cell extends Pair {
  readonly rows: number;
  /** Encode no more than the rows that are drawn. */
  readonly few: boolean;
  readonly bins: number;
  readonly seed: number;
}

/** The distribution of its norms. */
interface Found {
  readonly row: Row;
  readonly histogram: NormRecord;
}

/** Figure 5, for every image encoder; in the full preset also those trained on the other dataset and by others. */
export const fig5: Experiment<Sizes, Cell, Found> = Object.freeze({
  name: "fig5",
  reproduces: "Figure 5",
  about: "Norms of raw encodings: histogram against the fitted Gaussian, moments, modes and outliers.",
  notebook: "4.2-scale-invariance",
  module: import.meta.url,
  presets: SIZES,
  claims: fig5Claims,
  cells: ({ sizes: { datasets, without, pretrained, rows, bins }, seed }: Asked<Sizes>) => [
    ...datasets.flatMap((dataset) =>
      encodersOf(dataset, without).map(({ name: encoder, origin }) => {
        const few = origin === "pretrained";
        return { dataset, encoder, rows: few ? Math.min(rows, FEW) : rows, few, bins, seed };
      })
    ),
    ...pretrained.map((pair) => ({ ...pair, rows, few: false, bins, seed })),
  ],
  reads: ({ dataset, encoder }: Cell) => [`${dataset}/${encoder}`],
  measure: async (cell: Cell) => described(cell, await encodings(cell)),
  findings: (found: readonly Found[]) => {
    const table = found.map(({ row }) => row);
    const drawn = found.filter(({ row }) => row.dataset === table[0]!.dataset).map(({ histogram }) => histogram);
    return {
      records: { table, counts: countsOf(table) },
      // The first dataset alone; the table has the others.
      charts: { norms: normDensities(drawn, { title: "Figure 5: norms of raw encodings" }) },
    };
  },
});

/** What the norms of one encoder's outputs are like. */
export function described({ dataset, encoder, bins }: Cell, vectors: Matrix): Found {
  const { norms, modes, ...statistics } = scaleDistribution(vectors);
  const histogram = normHistogram(`${encoder} on ${dataset}`, norms, { bins });
  return { row: { dataset, encoder, ...statistics, modes: modes.length }, histogram };
}

/** Encodings of training items; of few where a network that others trained takes long. */
async function encodings({ dataset: name, encoder, rows, few, seed }: Cell): Promise<Matrix> {
  if (!few) {
    return drawRows(await spaceOf(`${name}/${encoder}`), rows, seed).x;
  }
  const dataset = await datasetOf(name), { images, splits, labels } = dataset;
  const train = { vectors: takeRows(images!, splits.train), labels: splits.train.map((i) => labels[i]!) };
  const drawn = drawRows(train, rows, seed);
  return await encoderFor(encoder, dataset).encode({ ...dataset, images: drawn.x });
}

/** The image encoders of a dataset, without those of some origins. */
function encodersOf(dataset: string, without: readonly EncoderOrigin[]): readonly EncoderCard[] {
  const images = encoders().filter(({ kind, datasets, needs }) =>
    kind === "image" && needs === undefined && (datasets?.includes(dataset) ?? true)
  );
  return images.filter(({ origin }) => !without.includes(origin));
}

/**
 * For how many encoders what the paper says of scales is so: one mode, Gaussian (skew and excess kurtosis within ±1,
 * Kolmogorov-Smirnov distance at most .05), hardly an outlier (at most .1 % beyond 4 standard deviations).
 */
export function countsOf(table: readonly Row[]): readonly Row[] {
  const share = (claim: string, f: (row: Record<string, number>) => boolean): Row => {
    return { claim, encoders: table.length, holding: table.filter((r) => f(r as Record<string, number>)).length };
  };
  return [
    share("one mode", (r) => r.modes === 1),
    share("skew and excess kurtosis within ±1", (r) => Math.max(Math.abs(r.skew!), Math.abs(r.excessKurtosis!)) <= 1),
    share("Kolmogorov-Smirnov distance to the Gaussian at most .05", (r) => r.ks! <= 0.05),
    share("at most .1 % beyond 4 standard deviations", (r) => r.outliers! <= 0.001),
  ];
}
