/**
 * Figure 4: perceptrons with different activations on encodings of every scale.
 *
 * @module
 */
import { rescalingLines } from "../lib/chart/lines.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { accuracyOverScale } from "../lib/head/invariance.ts";
import { fitHead } from "../lib/head/head.ts";
import { stepsFor } from "../lib/head/mlp.ts";
import { average, rowNorms } from "../lib/linalg/rows.ts";
import type { NonlinearityName } from "../lib/head/nonlinearity.ts";
import { fig4Claims, NARROW } from "./fig4.claims.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { drawRows } from "./shared/rows.ts";
import { drawsOf, spaceOf } from "./shared/spaces.ts";
import { groupBy, meanBy, pivot, plusMinus, type Row } from "./shared/summary.ts";

const COARSE = [0.1, 0.2, 0.5, 1, 2, 5, 10];
const FINE = [0.1, 1].flatMap((decade) => [1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8].map((step) => step * decade)).concat(10);

const SIZES = {
  quick: {
    spaces: ["mnist/cnn128"],
    activations: ["cos", "tanh", "relu"],
    rows: 3000,
    tests: 2000,
    seeds: 5,
    alphas: [...COARSE.map((a) => -a).reverse(), ...COARSE, 20, 50, 100],
  },
  full: {
    spaces: ["mnist/cnn128", "mnist/hog", "fashion-mnist/cnn128", "fashion-mnist/hog"],
    activations: ["cos", "tanh", "relu", "gelu", "sigmoid", "sin"],
    rows: 10_000,
    tests: 5000,
    seeds: 5,
    alphas: [...FINE.map((a) => -a).reverse(), ...FINE, 15, 20, 30, 40, 50, 60, 80, 100],
  },
} as const satisfies Record<string, Sizes>;
interface Sizes {
  readonly spaces: readonly string[];
  readonly activations: readonly NonlinearityName[];
  readonly rows: number;
  readonly tests: number;
  readonly seeds: number;
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

/** One probe: a space, an activation and a seed. */
interface Cell {
  readonly space: string;
  readonly activation: NonlinearityName;
  /** Initial spread where it is not the activation's own. */
  readonly spread?: number;
  readonly rows: number;
  readonly tests: number;
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
      [...activations.map((activation) => ({ activation })), { activation: "cos" as const, spread: 1 }].flatMap((
        probe,
      ) => drawsOf(seed, seeds).map((draw) => ({ space, ...probe, ...sizes, drawn: seed, seed: draw })))
    ),
  reads: ({ space }: Cell) => [space],
  measure: async (cell: Cell) => probeLines(await spaceOf(cell.space), cell),
  findings: (found: readonly (readonly ProbeRecord[])[]) => {
    const lines = found.flat();
    return { records: { table: table(lines), worst: worstOf(lines), lines }, charts: { accuracy: chart(lines) } };
  },
});

/** A probe trained on drawn training rows, measured on drawn test rows at every scale. */
export function probeLines(space: LoadedSpace, cell: Cell): readonly ProbeRecord[] {
  const { activation, spread, rows, tests, drawn, seed, alphas } = cell;
  const train = drawRows(space, rows, drawn), test = drawRows(space.test, tests, drawn);
  const own = spread === undefined ? {} : { spread }, series = spread === undefined ? activation : NARROW;
  const fit = { ...PROBE, ...own, classes: space.classes.length, activation, seed, steps: stepsFor(8, train.x.rows) };
  const { predict } = fitHead(train.x, train.labels, fit), meanScale = average(rowNorms(train.x));
  const points = accuracyOverScale({ predict }, test, { alphas, meanScale });
  return points.map((point) => ({ panel: cell.space, series, seed, ...point }));
}

function table(lines: readonly ProbeRecord[]): readonly Row[] {
  const shown = lines.filter(({ alpha }) => [-2, -1, 0.1, 0.5, 1, 2, 5, 10, 100].includes(alpha));
  const means = meanBy(shown, ["panel", "series", "alpha"], ["accuracy"]);
  const named = means.map((row) => ({ ...row, probe: `${row.series} on ${row.panel}` }));
  return pivot(named, "probe", "alpha", (row) => plusMinus(row.accuracy as number, row.accuracySd as number));
}

/**
 * The worst seed of the paper's activations on every space: how far ReLU and tanh move from their accuracy at the mean
 * scale from .5 to 100 times it, what is left of cos at 2 times, and how far it is off at -1 times.
 */
export function worstOf(lines: readonly ProbeRecord[]): readonly Row[] {
  return groupBy(lines, ["panel", "series"]).flatMap((group) => {
    const { panel, series } = group[0] as ProbeRecord;
    const bySeed = groupBy(group, ["seed"]) as readonly (readonly ProbeRecord[])[];
    const worst = (what: string, f: (run: readonly ProbeRecord[], own: number) => number): Row => (
      { series, space: panel, what, worst: Math.max(...bySeed.map((run) => f(run, at(run, 1)))) }
    );
    const drift = (run: readonly ProbeRecord[], own: number): number =>
      Math.max(...range(run).map(({ accuracy }) => Math.abs(accuracy - own)));
    if (series === "relu" || series === "tanh") return [worst("change from 0.5x to 100x", drift)];
    if (series !== "cos") return [];
    return [
      worst("share left at 2x", (run, own) => at(run, 2) / own),
      worst("change at -1x", (run, own) => Math.abs(at(run, -1) - own)),
    ];
  });
}

const at = (run: readonly ProbeRecord[], alpha: number): number => run.find((p) => p.alpha === alpha)!.accuracy;
const range = (run: readonly ProbeRecord[]): readonly ProbeRecord[] =>
  run.filter(({ alpha }) => alpha >= 0.5 && alpha <= 100);

/** The first space alone; the table has the others. */
function chart(lines: readonly ProbeRecord[]): Findings["charts"][string] {
  return rescalingLines(lines.filter(({ panel }) => panel === lines[0]!.panel), {
    title: "Figure 4: accuracy over the rescaling factor",
    subtitle: "Two hidden layers, no normalisation; mean and standard deviation over 5 seeds",
    marks: [{ at: -1, label: "−mean" }, { at: 1, label: "mean scale" }],
  });
}
