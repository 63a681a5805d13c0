/**
 * Charts of a migration: a map beside doing nothing and re-embedding, and scores over the number of pairs.
 *
 * @module
 */
import type { Interval } from "../measure/bootstrap.ts";
import type { MigrationScore } from "../measure/migration.ts";
import { barIntervals, type BarRecord } from "./bars.ts";
import { accuracyOverAnchors } from "./lines.ts";
import type { ChartOptions, Spec } from "./theme.ts";

/**
 * The scores of `measureMigration` as bars with 95 % intervals: doing nothing, the map, two stages where there are, and
 * re-embedding. Values outside [0, 1] are shown at its end.
 *
 * @throws {TypeError} If there is no score.
 */
export function migrationBars(scores: readonly MigrationScore[], options: ChartOptions): Spec {
  const records = scores.flatMap(({ name, map, nothing, reembedding, twoStage }): BarRecord[] => [
    { name, series: "doing nothing", value: clip(nothing.value) },
    { name, series: "map", ...bar(map) },
    ...twoStage ? [{ name, series: "in two stages", ...bar(twoStage) }] : [],
    { name, series: "re-embedding", value: clip(reembedding.value) },
  ]);
  return barIntervals(records, { ...options, measure: "score", domain: [0, 1] });
}

/** Scores, by name, of maps fitted on more and more pairs. @throws {TypeError} If there is no point. */
export function pairsCurve(
  points: readonly { readonly pairs: number; readonly scores: Readonly<Record<string, Interval>> }[],
  options: ChartOptions,
): Spec {
  const records = points.flatMap(({ pairs, scores }) =>
    Object.entries(scores).map(([series, { estimate }]) => ({ anchors: pairs, value: clip(estimate), series }))
  );
  return accuracyOverAnchors(records, { ...options, measure: "score", domain: [0, 1] });
}

/** An interval as a bar, cut to [0, 1]. */
export const bar = ({ estimate, low, high }: Interval): Pick<BarRecord, "value" | "low" | "high"> => ({
  value: clip(estimate),
  low: clip(low),
  high: clip(high),
});

const clip = (x: number): number => Math.min(1, Math.max(0, x));
