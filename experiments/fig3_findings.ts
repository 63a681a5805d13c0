/**
 * What Figure 3's cells say: means over the grid with intervals over encoders and seeds, and the heatmaps.
 *
 * @module
 */
import { heatmap } from "../lib/chart/heatmap.ts";
import { spearman } from "../lib/measure/correlation.ts";
import type { Findings } from "./experiment.ts";
import { difference, roundedRecords, withInterval } from "./shared/compare.ts";
import { type Dyad, dyadicDraws, dyadicInterval, weightedMean } from "./shared/dyadic.ts";
import { groupBy, meanBy, pivot, plusMinus, type Row } from "./shared/summary.ts";

/** What the charts say of the sizes. */
interface Sizes {
  readonly dataset?: string;
  readonly encoders: readonly string[];
  readonly anchors: number;
}

/** Records and charts from the cells of all pairs. */
export function findings(cells: readonly Row[], sizes: Sizes, seed: number): Findings {
  const values = ["similarity", "accuracy", "condition", "anchors"];
  const means = meanBy(cells, ["setting", "omega", "delta"], values), at = ["setting", "omega", "delta"];
  const ends = withInterval(cells, at, "similarity", seed);
  const grid = means.map((m, i) => ({ ...m, low: ends[i]!.low, high: ends[i]!.high, ...overOf(ends[i]!) }));
  const inter = cells.filter((c) => c.setting === "inter"), wide = inter.filter((c) => c.omega === 16);
  const completed = cells.filter((c) => c.setting === "inter, completed");
  return {
    records: roundedRecords({
      table: pivot(means.filter((m) => m.omega === 16), "setting", "delta", similarity),
      grid,
      gains: ["intra", "inter"].flatMap((setting) => gainsOf(cells.filter((c) => c.setting === setting), seed)),
      optimum: [inter, completed].flatMap((some) => some.length === 0 ? [] : [optimumOf(some, seed)]),
      trend: trendsOf(wide, seed),
      targets: meanBy(wide, ["target", "rank", "delta"], ["similarity", "condition", "anchors"]),
    }),
    charts: charts(means, sizes),
  };
}

const overOf = ({ encoders, seeds }: Row): Row => ({ encoders, seeds });

/** What ω = 16 adds to ω = 1 in similarity, at every δ. */
export function gainsOf(cells: readonly Row[], seed: number): readonly Row[] {
  return groupBy(cells, ["delta"]).map((group) => {
    const rows = group.map((r) => ({ ...r, method: `ω = ${r.omega}` }));
    const { difference: gain, low, high, ...rest } = difference(rows, "ω = 16", "ω = 1", seed, "similarity");
    return { setting: group[0]!.setting, delta: group[0]!.delta, gain, low, high, ...overOf(rest) };
  });
}

/** Where the mean similarity is largest, and in which share of resamples that is at δ in [.4, .8] and ω of at least 8. */
export function optimumOf(cells: readonly Row[], seed: number): Row {
  const places = groupBy(cells, ["omega", "delta"]), [first] = places as [readonly Row[]];
  const key = (r: Row): string => JSON.stringify([r.source, r.target, r.seed]);
  const values = places.map((place) => {
    const known = new Map(place.map((r) => [key(r), r.similarity as number]));
    return first.map((r) => known.get(key(r))!);
  });
  const best = (weights: Float64Array): number => {
    const means = values.map((v) => weightedMean(v, weights));
    return means.indexOf(Math.max(...means));
  };
  const inside = Array.from(dyadicDraws(first as unknown as readonly Dyad[], seed), (weights) => {
    const { omega, delta } = places[best(weights)]![0] as Record<string, number>;
    return omega! >= 8 && delta! >= 0.4 && delta! <= 0.8;
  });
  const { setting, omega, delta } = places[best(new Float64Array(first.length).fill(1))]![0]!;
  return { setting, omega, delta, inside: inside.filter(Boolean).length / inside.length };
}

/** How conditions go with δ: over all pairs and, where targets differ in it, over those with more anchors than dimensions. */
export function trendsOf(cells: readonly Row[], seed: number): readonly Row[] {
  const full = cells.filter((c) => c.rank !== "k ≤ d"), all = { targets: "all", ...trendOf(cells, seed) };
  return full.length === cells.length || full.length === 0
    ? [all]
    : [all, { targets: "k > d", ...trendOf(full, seed) }];
}

/** How the mean condition number goes with δ. */
export function trendOf(cells: readonly Row[], seed: number): Row {
  const deltas = groupBy(cells, ["delta"]), list = deltas.map((g) => g[0]!.delta as number);
  const key = (r: Row): string => JSON.stringify([r.source, r.target, r.seed]), [first] = deltas as [readonly Row[]];
  const values = deltas.map((group) => {
    const known = new Map(group.map((r) => [key(r), r.condition as number]));
    return first.map((r) => known.get(key(r))!);
  });
  const means = (weights: Float64Array): number[] => values.map((v) => weightedMean(v, weights));
  const { value, ...interval } = dyadicInterval(
    first as unknown as readonly Dyad[],
    (weights) => spearman(list, means(weights)),
    seed,
    [-1, 1],
  );
  const all = means(new Float64Array(first.length).fill(1));
  return { spearman: value, ...interval, from: all[0], to: all.at(-1) };
}

const similarity = (row: Row): string => plusMinus(row.similarity as number, row.similaritySd as number, 2);

type Means = readonly Readonly<Record<string, unknown>>[];

const NAMES: Readonly<Record<string, string>> = { mnist: "MNIST", "cifar10-4000": "CIFAR-10" };

function charts(means: Means, { dataset = "mnist", encoders, anchors }: Sizes): Findings["charts"] {
  const cells = (field: string, of: (v: number) => number = (v) => v) =>
    means.map((m) => ({
      omega: m.omega as number,
      delta: m.delta as number,
      value: of(m[field] as number),
      panel: m.setting as string,
    }));
  const subtitle = `${NAMES[dataset] ?? dataset}, ${encoders.length} encoders, k = ${anchors} anchors`;
  return {
    similarity: heatmap(cells("similarity"), {
      title: "Figure 3, top: reconstruction similarity",
      subtitle,
      measure: "Centred cosine similarity",
    }),
    condition: heatmap(cells("condition", Math.log10).filter((c) => !c.panel.includes("completed")), {
      title: "Figure 3, bottom: condition number",
      subtitle,
      measure: "log₁₀ of the effective condition number",
    }),
    accuracy: heatmap(cells("accuracy").filter((c) => c.panel.startsWith("inter")), {
      title: "Accuracy of the target's head on translated samples",
      subtitle,
      measure: "Accuracy",
    }),
  };
}
