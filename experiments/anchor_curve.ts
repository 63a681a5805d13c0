/**
 * Accuracy over the number of anchors for every method on the five trained encoders, MNIST and Fashion-MNIST.
 *
 * @module
 */
import { accuracyOverAnchors } from "../lib/chart/lines.ts";
import { type LoadedSpace, loadSpace } from "../lib/encoder/load.ts";
import { space } from "../lib/space/space.ts";
import { architectureNames } from "../lib/nn/models.ts";
import type { Experiment, Findings, RunOptions } from "./experiment.ts";
import { METHODS } from "./shared/methods.ts";
import { meanBy, pivot, plusMinus, type Row } from "./shared/summary.ts";
import { visionRows } from "./table2_vision.ts";

const SIZES = { quick: { seeds: 2, rows: 1000 }, full: { seeds: 5, rows: 3000 } } as const;
const COUNTS = [64, 128, 256, 512, 1000, 2000], DATASETS = ["mnist", "fashion-mnist"] as const;

/** The curve, and the bounds that stand on it. */
export const anchorCurve: Experiment = Object.freeze({
  name: "anchor-curve",
  reproduces: "Table 2, over the number of anchors",
  about: "Stitching accuracy of every method over k from 64 to 2000; supervised pairs and other pairs apart.",
  run,
});

async function run({ preset, seed, progress }: RunOptions): Promise<Findings> {
  const { seeds, rows: limit } = SIZES[preset], rows: Row[] = [];
  for (const dataset of DATASETS) {
    const spaces = (await Promise.all(architectureNames.map((name) => loadSpace(`${dataset}/${name}`))))
      .map((s) => firstTests(s, limit));
    const origin = new Map(spaces.map((s) => [s.encoder.name, s.encoder.origin]));
    const supervised = (name: unknown): boolean => origin.get(name as string) === "supervised";
    const tick = progress(dataset, COUNTS.length * seeds * spaces.length ** 2);
    for (const row of visionRows(spaces, { counts: COUNTS, seeds, seed }, METHODS, tick)) {
      rows.push({ dataset, pairs: supervised(row.source) && supervised(row.target) ? "supervised" : "other", ...row });
    }
  }
  const summary = meanBy(rows, ["dataset", "method", "k"], ["accuracy", "similarity"]);
  const named = summary.map((r) => ({ ...r, name: `${r.dataset}: ${r.method}` }));
  return {
    sizes: { datasets: DATASETS, encoders: architectureNames, anchors: COUNTS, seeds, testRows: limit },
    records: {
      table: pivot(named, "name", "k", (r) => plusMinus(r.accuracy as number, r.accuracySd as number)),
      bounds: bounds(summary),
      summary,
      kinds: meanBy(rows, ["dataset", "pairs", "method", "k"], ["accuracy"]),
    },
    charts: Object.fromEntries(DATASETS.map((dataset) => [dataset, chart(rows.filter((r) => r.dataset === dataset))])),
  };
}

/** The space with its first test items only. */
function firstTests(loaded: LoadedSpace, limit: number): LoadedSpace {
  const { test } = loaded, first = test.at(test.ids.slice(0, limit));
  return { ...loaded, test: { ...space(first), labels: first.labels! } };
}

/** Whitened against the orthogonal map at k = 256, and against plain least squares from k = 1000. */
function bounds(summary: readonly Row[]): readonly Row[] {
  return DATASETS.flatMap((dataset) => {
    const of = (method: string, k: number): number =>
      summary.find((r) => r.dataset === dataset && r.method === method && r.k === k)!.accuracy as number;
    const row = (name: string, bound: string, found: number, holds: boolean): Row => ({
      dataset,
      name,
      bound,
      found,
      holds,
    });
    const lead = of("whitened", 256) - of("ortho", 256);
    return [
      row("whitened - ortho, k = 256", "≥ 0.03", lead, lead >= 0.03),
      ...[1000, 2000].map((k) => {
        const gap = of("whitened", k) - of("linear", k);
        return row(`whitened - linear, k = ${k}`, "≥ -0.01", gap, gap >= -0.01);
      }),
    ];
  });
}

function chart(rows: readonly Row[]): Findings["charts"][string] {
  const records = rows.map((r) => ({
    anchors: r.k as number,
    value: r.accuracy as number,
    series: r.method as string,
    seed: r.seed as number,
    panel: r.pairs === "supervised" ? "pairs of supervised encoders" : "other pairs",
  }));
  return accuracyOverAnchors(records, {
    title: "Stitching accuracy over the number of anchors",
    subtitle: `${rows[0]!.dataset}, five trained encoders; rules mark their dimensions`,
    marks: [64, 128, 256].map((d) => ({ at: d, label: `d = ${d}` })),
  });
}
