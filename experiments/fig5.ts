/**
 * Figure 5: how the norms of raw encodings are distributed.
 *
 * @module
 */
import { normHistogram } from "../lib/chart/histogram.ts";
import { normDensities } from "../lib/chart/norms.ts";
import { loadSpace } from "../lib/encoder/load.ts";
import { loadDataset } from "../lib/data/registry.ts";
import type { EncoderOrigin } from "../lib/encoder/encoder.ts";
import { encoders } from "../lib/encoder/cards.ts";
import { encoderFor } from "../lib/encoder/registry.ts";
import { type Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { type ScaleDistribution, scaleDistribution } from "../lib/measure/scale.ts";
import type { Experiment, Findings, RunOptions } from "./experiment.ts";
import { drawRows } from "./fig4.ts";
import type { Row } from "./shared/summary.ts";

const SIZES = {
  quick: { datasets: ["mnist"], without: ["frozen", "pretrained"], rows: 4000, bins: 30 },
  full: { datasets: ["mnist", "fashion-mnist"], without: [], rows: 60_000, bins: 40 },
} as const satisfies Record<string, { without: readonly EncoderOrigin[]; [size: string]: unknown }>;

/** Items at most for networks that others trained. */
const PRETRAINED_ROWS = 2000;

/** Figure 5, for every image encoder; in the full preset also those trained on the other dataset and by others. */
export const fig5: Experiment = Object.freeze({
  name: "fig5",
  reproduces: "Figure 5",
  about: "Norms of raw encodings: histogram against the fitted Gaussian, moments, modes and outliers.",
  run,
});

/** The distribution of one encoder's norms on one dataset. */
interface Described {
  readonly dataset: string;
  readonly encoder: string;
  readonly found: ScaleDistribution;
}

async function run({ preset, seed, progress }: RunOptions): Promise<Findings> {
  const sizes = SIZES[preset];
  const names = sizes.datasets.flatMap((dataset) =>
    encodersOf(dataset, sizes.without).map((name) => [dataset, name] as const)
  );
  const tick = progress("fig5", names.length);
  const described: Described[] = [];
  for (const [dataset, encoder] of names) {
    const vectors = await encodings(dataset, encoder, sizes.rows, seed);
    described.push({ dataset, encoder, found: scaleDistribution(vectors) });
    tick();
  }
  const histograms = described.map(({ dataset, encoder, found }) =>
    normHistogram(`${encoder} on ${dataset}`, found.norms, { bins: sizes.bins })
  );
  return {
    sizes,
    records: {
      table: described.map(row),
      bounds: fig5Bounds(described.map(row)),
      histograms: histograms.map((histogram) => ({ ...histogram })),
    },
    charts: { norms: normDensities(histograms, { title: "Figure 5: norms of raw encodings" }) },
  };
}

/** Encodings of training items; of few where a network that others trained takes long. */
async function encodings(name: string, encoder: string, rows: number, seed: number): Promise<Matrix> {
  if (encoders().find((card) => card.name === encoder)?.origin !== "pretrained") {
    return drawRows(await loadSpace(`${name}/${encoder}`), rows, seed).x;
  }
  const dataset = await loadDataset(name), { images, splits, labels } = dataset;
  const train = { vectors: takeRows(images!, splits.train), labels: splits.train.map((i) => labels[i]!) };
  const drawn = drawRows(train, Math.min(rows, PRETRAINED_ROWS), seed);
  return await encoderFor(encoder, dataset).encode({ ...dataset, images: drawn.x });
}

/** Names of the image encoders of a dataset, without those of some origins. */
function encodersOf(dataset: string, without: readonly EncoderOrigin[]): readonly string[] {
  const images = encoders().filter(({ kind, datasets }) => kind === "image" && (datasets?.includes(dataset) ?? true));
  return images.filter(({ origin }) => !without.includes(origin)).map(({ name }) => name);
}

function row({ dataset, encoder, found }: Described): Row {
  const { norms: _norms, modes, ...statistics } = found;
  return { dataset, encoder, ...statistics, modes: modes.length };
}

/**
 * What the paper says of scales, over the rows of the table: one mode, Gaussian (skew and excess kurtosis within ±1,
 * Kolmogorov-Smirnov distance at most .05), hardly an outlier (at most .1 % beyond 4 standard deviations).
 */
export function fig5Bounds(table: readonly Row[]): readonly Row[] {
  const share = (claim: string, f: (row: Record<string, number>) => boolean): Row => {
    const holding = table.filter((r) => f(r as Record<string, number>)).length;
    const verdict = holding === table.length ? "holds" : 2 * holding > table.length ? "partly" : "does not hold";
    return { claim, encoders: table.length, holding, verdict };
  };
  return [
    share("one mode", (r) => r.modes === 1),
    share("skew and excess kurtosis within ±1", (r) => Math.max(Math.abs(r.skew!), Math.abs(r.excessKurtosis!)) <= 1),
    share("Kolmogorov-Smirnov distance to the Gaussian at most .05", (r) => r.ks! <= 0.05),
    share("at most .1 % beyond 4 standard deviations", (r) => r.outliers! <= 0.001),
  ];
}
