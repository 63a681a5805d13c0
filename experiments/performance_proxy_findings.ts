/**
 * What networks of many settings say together: does likeness to a good network go with accuracy?
 *
 * @module
 */
import { barIntervals } from "../lib/chart/bars.ts";
import { grid } from "../lib/chart/panels.ts";
import { scatterCorrelation } from "../lib/chart/scatter.ts";
import { average } from "../lib/linalg/rows.ts";
import type { Findings } from "./experiment.ts";
import { MEASURES } from "./performance_proxy_likeness.ts";
import {
  bestEpochs,
  type Case,
  casesOf,
  CHOICES,
  correlation,
  minus,
  named,
  OVER,
  overReferences,
  overTraining,
  SETTING,
  type Tried,
  WORKS,
} from "./performance_proxy_statistics.ts";
import { groupBy, type Row } from "./shared/summary.ts";

/** Records and charts; networks stand at their best epoch but for what is over training. References may be repeated. */
export function findings(tried: readonly Tried[], references: readonly Row[], seed: number): Findings {
  const graphs = groupBy(tried, ["dataset"]), parts = graphs.map((part) => recordsOf(part, seed));
  const joined = (set: Set): readonly Row[] => parts.flatMap((part) => part[set]);
  const correlations = joined("correlations"), training = joined("training"), networks = joined("networks");
  const each = groupBy(references, ["dataset", "seed"]).map(([first]) => first!);
  return {
    records: {
      correlations,
      training,
      differences: joined("differences"),
      choices: joined("choices"),
      networks,
      references: each,
    },
    charts: { networks: scatter(networks, correlations), measures: bars(correlations, training) },
  };
}

type Set = "correlations" | "training" | "differences" | "choices" | "networks";

/** The records of one graph. */
function recordsOf(tried: readonly Tried[], seed: number): Readonly<Record<Set, readonly Row[]>> {
  const { dataset, similarity } = tried[0]!, best = bestEpochs(tried);
  const measures = MEASURES.filter((measure) => measure in similarity), [first] = measures as [string];
  const works = best.filter(({ validation }) => validation >= WORKS);
  const sets = [[OVER[0], best], [OVER[1], works]] as const;
  const each = (of: (cases: readonly Case[], measure: string) => Row): readonly Row[] =>
    sets.flatMap(([over, models]) =>
      measures.map((measure) => ({ dataset, over, measure, networks: models.length, ...of(casesOf(models), measure) }))
    );
  const runs = groupBy(tried, SETTING), all = casesOf(best);
  return {
    correlations: each((cases, measure) => {
      const { value, low, high } = overReferences(cases, correlation(measure, true), seed);
      const found = named(overReferences(cases, correlation(measure), seed), "pearson");
      return { ...found, spearman: value, rankLow: low, rankHigh: high };
    }),
    training: measures.map((measure) => ({ dataset, measure, ...overTraining(runs, measure, seed) })),
    differences: each((cases, measure) =>
      named(overReferences(cases, minus(correlation(first), correlation(measure)), seed, 2), "difference")
    ).filter(({ measure }) => measure !== first),
    choices: measures.map((measure) => {
      const [most, highest, mean] = [CHOICES.chosen, CHOICES.best, CHOICES.mean].map((of) => of(measure));
      const value = (of: typeof most) => overReferences(all, of!, seed).value;
      const lost = named(overReferences(all, minus(highest!, most!), seed), "lost");
      return { dataset, measure, chosen: value(most), best: value(highest), mean: value(mean), ...lost };
    }),
    networks: best.map(({ similarity, ...model }): Row => ({
      ...model,
      ...Object.fromEntries(measures.map((m) => [m, average(similarity[m]!)])),
    })),
  };
}

/** Measures that are drawn: the paper's, and as IRP sees it. */
const DRAWN = ["relative", "relative, centred"];

/** Accuracy against similarity: a row of plots a graph, a column a measure. */
function scatter(networks: readonly Row[], correlations: readonly Row[]): Findings["charts"][string] {
  const plots = groupBy(networks, ["dataset"]).flatMap((part) =>
    DRAWN.filter((measure) => measure in part[0]!).map((measure) => {
      const { dataset } = part[0]!,
        { pearson: r, low, high } = correlations.find((c) =>
          c.dataset === dataset && c.over === OVER[0] && c.measure === measure
        ) as { pearson: number; low: number; high: number };
      const points = part.map(({ [measure]: x, test: y, depth, ...rest }) => ({
        ...{ x: x as number, y: y as number, series: `depth ${depth}` },
        label: `width ${rest.hidden}, rate ${rest.learningRate}, dropout ${rest.dropout}, epoch ${rest.epoch}`,
      }));
      const axes = {
        title: `${dataset}: ${measure}`,
        x: "Similarity to the reference",
        y: "Test accuracy",
        width: 340,
      };
      return scatterCorrelation(points, { ...axes, r, interval: [low, high] });
    })
  );
  const title = "Graph networks of many settings: likeness to a good one, and accuracy";
  return grid(plots, { title, columns: Math.min(DRAWN.length, plots.length) });
}

/** Pearson's correlations of every measure, over networks and over the epochs of each. */
function bars(correlations: readonly Row[], training: readonly Row[]): Findings["charts"][string] {
  const bar = (series: string) => (r: Row) => ({
    ...{ name: r.measure as string, series, panel: r.dataset as string },
    ...{ value: r.pearson as number, low: r.low as number, high: r.high as number },
  });
  const across = correlations.filter((r) => r.over === OVER[0]);
  return barIntervals([...across.map(bar("over networks")), ...training.map(bar("over epochs"))], {
    title: "What goes with accuracy",
    subtitle: "Pearson's r of similarity to a good network with accuracy, with its 95 % interval",
    measure: "Pearson's r",
    domain: [-1, 1],
  });
}
