/**
 * What Figure 6's grid says: correlations with their intervals, and the charts.
 *
 * @module
 */
import { heatmap } from "../lib/chart/heatmap.ts";
import { grid as gridOf } from "../lib/chart/panels.ts";
import { scatterCorrelation } from "../lib/chart/scatter.ts";
import { pearson, spearman } from "../lib/measure/correlation.ts";
import { difference } from "./shared/compare.ts";
import { type Dyad, dyadicInterval, weightedMean } from "./shared/dyadic.ts";
import type { Findings } from "./experiment.ts";
import { groupBy, meanBy, type Row } from "./shared/summary.ts";

/** Without and with completion. */
export const SETTINGS = ["not completed", "completed"] as const;
const GRID = ["omega", "delta"];
/** The paper's two correlations, the second also in its logarithm. */
const ASKED: readonly (readonly [string, string])[] = [
  ["similarity", "accuracy"],
  ["condition", "anchors"],
  ["logCondition", "anchors"],
];

/**
 * Pearson's correlations with and without completion, over the grid of means as in the paper, over single pairs' cells,
 * and Spearman's over the grid. Intervals resample encoders and seeds, which are independent, not the cells, which are
 * not.
 */
export function correlations(cells: readonly Row[], seed: number): readonly Row[] {
  return SETTINGS.filter((setting) => cells.some((c) => c.setting === setting)).flatMap((setting) => {
    const runs = groupBy(cells.filter((c) => c.setting === setting), ["source", "target", "seed"]);
    return ASKED.map(([a, b]) => ({ setting, a, b, ...correlation(runs, [a, b], seed) }));
  });
}

function correlation(runs: readonly (readonly Row[])[], fields: readonly [string, string], seed: number): Row {
  const [x, y] = fields.map((field) => runs.map((run) => run.map((cell) => cell[field] as number))) as [
    number[][],
    number[][],
  ];
  const mean = (of: number[][], weights: Float64Array): number[] =>
    of[0]!.map((_, at) => weightedMean(of.map((run) => run[at]!), weights));
  const dyads = runs.map(([first]) => first as unknown as Dyad);
  const { value, ...interval } = dyadicInterval(dyads, (w) => pearson(mean(x, w), mean(y, w)), seed, [-1, 1]);
  const single = runs.map((_, i) => pearson(x[i]!, y[i]!)), ones = new Float64Array(runs.length).fill(1);
  const range = { lowestPair: Math.min(...single), highestPair: Math.max(...single) };
  return { pearson: value, ...interval, ...range, spearman: spearman(mean(x, ones), mean(y, ones)), runs: runs.length };
}

/** The cell with the highest accuracy. */
export function bestCell(grid: readonly Row[]): Row {
  return grid.reduce((a, b) => b.accuracy as number > (a.accuracy as number) ? b : a);
}

/** The best pruned cell against what all anchors give, pair by pair; its being the best of this grid favours it. */
export function fewAgainstMany(cells: readonly Row[], best: Row, all: readonly Row[], seed: number): readonly Row[] {
  const pruned = cells.filter((c) => ["setting", ...GRID].every((field) => c[field] === best[field]));
  const rows = [...pruned.map((c) => ({ ...c, method: "pruned" })), ...all].map((r) => ({ ...r, k: best.anchors }));
  return [...new Set(all.map((r) => r.method as string))].map((method) => difference(rows, "pruned", method, seed));
}

/** The four heatmaps of the figure, each with and without completion, and the scatter behind the first correlation. */
function charts(grid: readonly Row[], first: Row, on: string): readonly [Spec, Spec] {
  const part = (field: string, title: string, rows = grid): Spec =>
    heatmap(
      rows.map((r) => ({
        omega: r.omega as number,
        delta: r.delta as number,
        value: r[field] as number,
        panel: r.setting as string,
      })),
      { title, measure: title },
    );
  const plain = grid.filter((r) => r.setting === SETTINGS[0]);
  return [
    gridOf([
      part("similarity", "Centred cosine similarity"),
      part("accuracy", "Accuracy"),
      part("logCondition", "log₁₀ of the effective condition number", plain),
      part("anchors", "Anchors kept", plain),
    ], { title: `Figure 6: stitching over subspaces ω and pruning threshold δ${on}` }),
    scatterCorrelation(
      grid.map((r) => ({
        x: r.similarity as number,
        y: r.accuracy as number,
        series: r.setting as string,
        label: `ω = ${r.omega}, δ = ${r.delta}`,
      })),
      {
        title: `Figure 6: similarity against accuracy${on}`,
        subtitle: "Cells of the grid, means over pairs; the correlation is of those without completion",
        x: "Centred cosine similarity",
        y: "Accuracy",
        r: first.pearson as number,
        interval: [first.low as number, first.high as number],
      },
    ),
  ];
}
type Spec = Findings["charts"][string];

/** Records and charts of every dataset, from the cells of all pairs and from what all anchors give (rows with a method). */
export function findingsOf(rows: readonly Row[], seed: number): Findings {
  const datasets = groupBy(rows, ["dataset"]),
    values = ["similarity", "accuracy", "condition", "logCondition", "anchors"];
  const found = datasets.map((of, i) => {
    const dataset = of[0]!.dataset as string, cells = of.filter((r) => r.method === undefined);
    const grid = meanBy(cells, ["setting", "omega", "delta"], values), correlated = correlations(cells, seed);
    const best = bestCell(grid.filter((g) => g.setting === SETTINGS[0]));
    const many = fewAgainstMany(cells, best, of.filter((r) => r.method !== undefined), seed);
    // Of the targets that the anchors span, where there are others.
    const spanned = cells.filter(({ deficient }) => !deficient);
    const fullRank = spanned.length < cells.length ? correlations(spanned, seed) : [];
    const [heat, scatter] = charts(grid, correlated[0]!, datasets.length > 1 ? `, ${dataset}` : "");
    const named = (set: readonly Row[]): readonly Row[] => set.map((r) => ({ dataset, ...r }));
    const suffix = i === 0 ? "" : `-${dataset}`;
    return {
      records: {
        correlations: named(correlated),
        fullRank: named(fullRank),
        fewAgainstMany: named(many),
        grid: named(grid),
      },
      charts: { [`grid${suffix}`]: heat, [`correlation${suffix}`]: scatter },
    };
  });
  const sets = Object.keys(found[0]!.records) as (keyof typeof found[number]["records"])[];
  return {
    summary: "correlations",
    records: Object.fromEntries(sets.map((set) => [set, found.flatMap(({ records }) => records[set])])),
    charts: Object.assign({}, ...found.map((f) => f.charts)),
  };
}
