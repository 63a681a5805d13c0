/**
 * Figure 4: perceptrons with different activations on encodings of every scale.
 *
 * @module
 */
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { accuracyOverScale } from "../lib/head/invariance.ts";
import { fitHead } from "../lib/head/head.ts";
import { stepsFor } from "../lib/head/mlp.ts";
import { average, rowNorms } from "../lib/linalg/rows.ts";
import type { NonlinearityName } from "../lib/head/nonlinearity.ts";
import { fig4Claims, VARIANTS } from "./fig4.claims.ts";
import type { Asked, Experiment } from "./experiment.ts";
import { findings, PAPER } from "./fig4_findings.ts";
import { PAPER as DATA } from "./shared/parts.ts";
import { PHOTOS } from "./shared/pretrained.ts";
import { drawRows } from "./shared/rows.ts";
import { drawsOf, spaceOf } from "./shared/spaces.ts";
import type { Row } from "./shared/summary.ts";

const COARSE = [0.1, 0.2, 0.5, 1, 2, 5, 10];
const FINE = [0.1, 1].flatMap((decade) => [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8].map((step) => step * decade)).concat(10);

const EVERY = [...COARSE.map((a) => -a).reverse(), ...COARSE, 20, 50, 100];
/** Sizes for encoders that others trained. */
const OTHERS = { activations: PAPER, rows: 10_000, tests: 5000, seeds: 5, passes: 24, alphas: EVERY };
const SIZES = {
  quick: {
    spaces: ["mnist/cnn128"],
    activations: PAPER,
    rows: 3000,
    tests: 2000,
    seeds: 5,
    passes: 8,
    alphas: EVERY,
  },
  full: {
    spaces: ["mnist/cnn128", "mnist/hog", "fashion-mnist/cnn128", "fashion-mnist/hog"],
    activations: ["cos", "tanh", "relu", "gelu", "sigmoid", "sin"],
    rows: 10_000,
    tests: 5000,
    seeds: 5,
    passes: 8,
    alphas: [...FINE.map((a) => -a).reverse(), ...FINE, 15, 20, 30, 40, 50, 60, 80, 100],
  },
  pretrained: {
    spaces: [
      ...["mobilenet-v2-tf2", "mobilenet-v1-0.25", "centernet"].map((name) => `${PHOTOS.dataset}/${name}`),
      ...["ag-news/use-lite", "subj/use-lite-mean"],
    ],
    ...OTHERS,
  },
  paper: { spaces: DATA["cifar-10"]!.encoders.map((name) => `${PHOTOS.dataset}/${name}`), ...OTHERS },
} as const satisfies Record<string, Sizes>;
interface Sizes {
  readonly spaces: readonly string[];
  readonly activations: readonly NonlinearityName[];
  readonly rows: number;
  readonly tests: number;
  readonly seeds: number;
  /** Passes of the training over the rows: more where these are few. */
  readonly passes: number;
  readonly alphas: readonly number[];
}

/** Accuracy of one probe at one scale. */
export interface ProbeRecord extends Row {
  readonly panel: string;
  readonly series: string;
  readonly seed: number;
  /** Multiple of the mean scale. */
  readonly alpha: number;
  readonly accuracy: number;
}

/** Two hidden layers on raw rows without a penalty. */
const PROBE = { kind: "mlp", depth: 2, l2: 0, standardize: false } as const;

/** cos with the initial spread of the others, with phases anywhere, and with both. */
const NARROW = { spread: 1 }, BIASED = { biases: Math.PI };
const COSINES = [NARROW, BIASED, { ...NARROW, ...BIASED }].map((more) => ({ activation: "cos" as const, ...more }));

/** One probe: a space, an activation and a seed. */
interface Cell {
  readonly space: string;
  readonly activation: NonlinearityName;
  /** Initial spread where it is not the activation's own. */
  readonly spread?: number;
  /** Initial biases are uniform in ± this where they are not zero. */
  readonly biases?: number;
  readonly rows: number;
  readonly tests: number;
  readonly passes: number;
  /** Of the rows that are drawn. */
  readonly drawn: number;
  readonly seed: number;
  readonly alphas: readonly number[];
}

/** Figure 4, with GELU, sigmoid and sin besides in the full preset. */
export const fig4: Experiment<Sizes, Cell, readonly ProbeRecord[]> = Object.freeze({
  name: "fig4",
  reproduces: "Figure 4",
  about: "Accuracy of two-layer perceptrons on encodings set to α times the mean scale, for several activations.",
  notebook: "4.2-scale-invariance",
  module: import.meta.url,
  presets: SIZES,
  claims: fig4Claims,
  cells: ({ sizes: { spaces, activations, seeds, ...sizes }, seed }: Asked<Sizes>) =>
    spaces.flatMap((space) =>
      [...activations.map((activation) => ({ activation })), ...COSINES].flatMap((probe) =>
        drawsOf(seed, seeds).map((draw) => ({ space, ...probe, ...sizes, drawn: seed, seed: draw }))
      )
    ),
  reads: ({ space }: Cell) => [space],
  measure: async (cell: Cell) => probeLines(await spaceOf(cell.space), cell),
  findings: (found: readonly (readonly ProbeRecord[])[]) => findings(found.flat()),
});

/** A probe trained on drawn training rows, measured on drawn test rows at every scale. */
export function probeLines(space: LoadedSpace, cell: Cell): readonly ProbeRecord[] {
  const { activation, spread, biases, rows, tests, passes, drawn, seed, alphas } = cell;
  const train = drawRows(space, rows, drawn), test = drawRows(space.test, tests, drawn);
  const own = { ...(spread !== undefined && { spread }), ...(biases !== undefined && { biases }) };
  const series = [activation, ...Object.keys(own).map((option) => VARIANTS[option])].join(", ");
  const fit = {
    ...PROBE,
    ...own,
    classes: space.classes.length,
    activation,
    seed,
    steps: stepsFor(passes, train.x.rows),
  };
  const { predict } = fitHead(train.x, train.labels, fit), meanScale = average(rowNorms(train.x));
  const points = accuracyOverScale({ predict }, test, { alphas, meanScale });
  return points.map((point) => ({ panel: cell.space, series, seed, ...point }));
}
