/**
 * What Figure 4's probes say together: the worst seed of every series, and the charts.
 *
 * @module
 */
import { rescalingLines } from "../lib/chart/lines.ts";
import type { Findings } from "./experiment.ts";
import type { ProbeRecord } from "./fig4.ts";
import { groupBy, meanBy, pivot, plusMinus, type Row } from "./shared/summary.ts";

/** The activations of the paper. */
export const PAPER = ["cos", "tanh", "relu"] as const;

/** Records and charts from the lines of all probes. */
export function findings(lines: readonly ProbeRecord[]): Findings {
  return { records: { table: table(lines), worst: worstOf(lines), lines }, charts: { accuracy: chart(lines) } };
}

function table(lines: readonly ProbeRecord[]): readonly Row[] {
  const shown = lines.filter(({ alpha }) => [-2, -1, 0.1, 0.5, 1, 2, 5, 10, 100].includes(alpha));
  const means = meanBy(shown, ["panel", "series", "alpha"], ["accuracy"]);
  const named = means.map((row) => ({ ...row, probe: `${row.series} on ${row.panel}` }));
  return pivot(named, "probe", "alpha", (row) => plusMinus(row.accuracy as number, row.accuracySd as number));
}

/**
 * The worst seed of the paper's activations on every space: how far ReLU and tanh move from their accuracy at the mean
 * scale from .5 to 100 times it, what is left of cos, in all its variants, at 2 times, and how far it is off at -1 times.
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
    if (!series.startsWith("cos")) return [];
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
  const [first] = lines.map(({ panel }) => panel);
  const shown = lines.filter(({ panel }) => panel === first);
  return rescalingLines(shown, {
    title: "Figure 4: accuracy over the rescaling factor",
    subtitle: "Two hidden layers, no normalisation; mean and standard deviation over 5 seeds",
    marks: [{ at: -1, label: "−mean" }, { at: 1, label: "mean scale" }],
  });
}
