/**
 * Stitching encoders to decoders of other autoencoders: images across seeds and architectures.
 *
 * @module
 */
import { barIntervals } from "../lib/chart/bars.ts";
import { takeRows } from "../lib/linalg/matrix.ts";
import { type Autoencoder, autoencoder, type AutoencoderName } from "./shared/autoencoders.ts";
import { difference, overSeeds, withInterval } from "./shared/compare.ts";
import { MEAN, OWN, RELATIVE, stitchDecoders, stripRows, TRAIN } from "./shared/decoding.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { datasetOf, drawsOf } from "./shared/spaces.ts";
import { imageStrip } from "./shared/strip.ts";
import { plusMinus, type Row } from "./shared/summary.ts";

const COMMITTED: readonly AutoencoderName[] = [{ model: "convae128" }, { model: "mlpae64" }];
const MLP: AutoencoderName = { model: "mlpae64", seed: 1 }, CONV: AutoencoderName = { model: "convae128", seed: 1 };
const SIZES = {
  quick: { names: [...COMMITTED, MLP], k: 256, rows: 500, seeds: 2, epochs: 8 },
  full: { names: [...COMMITTED, MLP, CONV], k: 512, rows: 2000, seeds: 5, epochs: 20 },
};
interface Sizes {
  readonly names: readonly AutoencoderName[];
  readonly k: number;
  readonly rows: number;
  readonly seeds: number;
  readonly epochs: number;
}
type Cell = Omit<Sizes, "seeds"> & { readonly seed: number; readonly strip: boolean };
interface Found {
  readonly rows: readonly Row[];
  readonly strip?: Findings["charts"][string];
}
/** Which way is compared with which: a smaller error is better, so a negative difference favours the first. */
const AGAINST: readonly (readonly [string, string])[] = [
  ["IRP", "absolute, zero-padded"],
  ["IRP, norm carried", "IRP"],
  ["whitened, norm carried", "whitened"],
  ["whitened, norm carried", "IRP, norm carried"],
  ["whitened, norm carried", RELATIVE],
  ["whitened, norm carried", "ridge linear"],
  ["whitened, norm carried", MEAN],
  ["whitened, norm carried", OWN],
];

/** Reconstruction across autoencoders. */
export const reconstruction: Experiment<Sizes, Cell, Found> = Object.freeze({
  name: "reconstruction",
  reproduces: "reconstruction by relative decoders, and what a decoder asks of the scale",
  about: "Mean squared error of images through another autoencoder's decoder: translations and relative decoders.",
  notebook: "relative-decoders",
  module: import.meta.url,
  presets: SIZES,
  cells: ({ sizes: { seeds, ...sizes }, seed }: Asked<Sizes>) =>
    drawsOf(seed, seeds).map((draw, i) => ({ ...sizes, seed: draw, strip: i === 0 })),
  reads: ({ names }: Cell) => names.map(({ model }) => `mnist/${model}`),
  measure,
  findings: (found: readonly Found[], { seed }: Asked<Sizes>) => {
    const { records, charts } = findings(found.flatMap(({ rows }) => rows), seed);
    return { records, charts: { ...charts, strip: found[0]!.strip! } };
  },
});

async function measure({ names, k, rows: tests, seed, epochs, strip }: Cell): Promise<Found> {
  const dataset = await datasetOf("mnist"), { train, test } = dataset.splits, models: Autoencoder[] = [];
  const rows = { train: train.subarray(0, TRAIN), test: test.subarray(0, tests) };
  for (const name of names) models.push(await autoencoder(dataset, name, rows, epochs));
  const truth = takeRows(dataset.images!, rows.test), stitched = [...stitchDecoders(models, truth, { k, seed })];
  if (!strip) return { rows: stitched };
  const [first, second] = models as [Autoencoder, Autoencoder];
  const picture = await imageStrip(stripRows([first, second], truth, { k, seed }), dataset.imageShape!, {
    title: `Images encoded by ${first.name}, decoded by ${second.name}`,
    subtitle: `MNIST test images, ${k} anchors; the own decoder's row is ${second.name} alone`,
    count: 8,
  });
  return { rows: stitched, strip: picture };
}

/** Records and the chart of errors. */
export function findings(rows: readonly Row[], seed: number): Findings {
  const means = overSeeds(rows, ["method", "apart"], ["error"]);
  const bars = withInterval(rows, ["method", "apart"], "error", seed).map((r) => (
    {
      name: r.method as string,
      coupled: !r.apart,
      value: r.error as number,
      low: r.low as number,
      high: r.high as number,
    }
  ));
  return {
    records: {
      table: means.map((r) => ({
        method: r.method,
        halves: r.apart ? "apart" : "coupled",
        error: plusMinus(r.error as number, r.errorSd as number, 4),
      })),
      means,
      pairs: overSeeds(rows, ["source", "target", "method"], ["error"]),
      differences: AGAINST.map(([a, b]) => difference(rows, a, b, seed, "error")),
    },
    charts: {
      error: barIntervals(bars, {
        title: "Reconstruction through another autoencoder's decoder",
        subtitle: "Mean squared error a pixel over ordered pairs, with its 95 % interval; smaller is better",
        measure: "Mean squared error",
        format: ".3f",
      }),
    },
  };
}
