/**
 * Stitching encoders to decoders of other autoencoders: images across seeds and architectures.
 *
 * @module
 */
import { barIntervals } from "../lib/chart/bars.ts";
import { loadDataset } from "../lib/data/registry.ts";
import { takeRows } from "../lib/linalg/matrix.ts";
import { type Autoencoder, autoencoder, type AutoencoderName } from "./shared/autoencoders.ts";
import { difference, overSeeds, withInterval } from "./shared/compare.ts";
import { MEAN, OWN, RELATIVE, stitchDecoders, stripRows, TRAIN } from "./shared/decoding.ts";
import type { Experiment, Findings, RunOptions } from "./experiment.ts";
import { imageStrip } from "./shared/strip.ts";
import { plusMinus, type Row } from "./shared/summary.ts";

const COMMITTED: readonly AutoencoderName[] = [{ model: "convae128" }, { model: "mlpae64" }];
const MLP: AutoencoderName = { model: "mlpae64", seed: 1 }, CONV: AutoencoderName = { model: "convae128", seed: 1 };
const SIZES = {
  quick: { names: [...COMMITTED, MLP], k: 256, rows: 500, seeds: 2, epochs: 8 },
  full: { names: [...COMMITTED, MLP, CONV], k: 512, rows: 2000, seeds: 5, epochs: 20 },
} as const;
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
export const reconstruction: Experiment = Object.freeze({
  name: "reconstruction",
  reproduces: "reconstruction by relative decoders, and what a decoder asks of the scale",
  about: "Mean squared error of images through another autoencoder's decoder: translations and relative decoders.",
  run,
});

async function run({ preset, seed, progress }: RunOptions): Promise<Findings> {
  const { names, epochs, ...sizes } = SIZES[preset], dataset = await loadDataset("mnist");
  const { train, test } = dataset.splits;
  const rows = { train: train.subarray(0, TRAIN), test: test.subarray(0, sizes.rows) };
  const steps = Math.ceil(train.length / 128) * epochs, models: Autoencoder[] = [];
  for (const name of names) {
    const training = { epochs, tick: progress(`reconstruction: train ${name.model}`, steps) };
    models.push(await autoencoder(dataset, name, rows, training));
  }
  const truth = takeRows(dataset.images!, rows.test), tick = progress("reconstruction", sizes.seeds);
  const found = Array.from({ length: sizes.seeds }, (_, i) => {
    const stitched = [...stitchDecoders(models, truth, { k: sizes.k, seed: seed * 100 + i })];
    tick();
    return stitched;
  }).flat();
  const [first, second] = models as [Autoencoder, Autoencoder], draw = { k: sizes.k, seed: seed * 100 };
  const strip = await imageStrip(stripRows([first, second], truth, draw), dataset.imageShape!, {
    title: `Images encoded by ${first.name}, decoded by ${second.name}`,
    subtitle: `MNIST test images, ${sizes.k} anchors; the own decoder's row is ${second.name} alone`,
    count: 8,
  });
  const { records, charts } = findings(found, seed);
  return { sizes: { names, epochs, ...sizes }, records, charts: { ...charts, strip } };
}

/** Records and the chart of errors. */
export function findings(rows: readonly Row[], seed: number): Omit<Findings, "sizes"> {
  const means = overSeeds(rows, ["method", "apart"], ["error"]);
  const bars = withInterval(rows, ["method"], "error", seed).map((r) => (
    { name: r.method as string, value: r.error as number, low: r.low as number, high: r.high as number }
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
