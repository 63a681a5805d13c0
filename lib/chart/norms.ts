/**
 * Distributions of embedding norms: histograms with the fitted density, one panel an encoder.
 *
 * @module
 */

import { panelled } from "./panels.ts";
import type { NormRecord } from "./histogram.ts";
import { type Row, rows, some } from "./records.ts";
import { chart, type ChartOptions, chartWidth, INK, PALETTE, type Spec } from "./theme.ts";
import { sameLength } from "../base/check.ts";

/** The lowest count that the logarithmic axis shows: a bin with one sample still has a bar. */
const FLOOR = 0.7;

/** The ticks of that axis. */
const POWERS: readonly number[] = Object.freeze(Array.from({ length: 9 }, (_, i) => 10 ** i));

/** One row a bin. */
function bins(record: NormRecord, action: string): Row[] {
  const { encoder: panel, edges, counts, mean } = record;
  sameLength(edges, counts.length + 1, `edges of ${panel}`, action);
  const each = counts.map((count, i) => ({ panel, low: edges[i]!, high: edges[i + 1]!, count, mean }));
  return rows(each, { panel: "text", low: "number", high: "number", count: "number", mean: "number?" }, action);
}

/** One row a point of the density, in samples a bin, so that line and bars share an axis. */
function line({ encoder: panel, edges, counts, density }: NormRecord, action: string): Row[] {
  if (density === undefined) return [];
  sameLength(density.y, density.x.length, `density of ${panel}`, action);
  const samples = counts.reduce((sum, count) => sum + count, 0) * (edges[1]! - edges[0]!);
  const each = density.x.map((at, i) => ({ panel, at, expected: density.y[i]! * samples }));
  return rows(each, { panel: "text", at: "number", expected: "number" }, action);
}

const quantitative = { type: "quantitative" };
const x = {
  ...quantitative,
  title: "Norm",
  scale: { zero: false, nice: false, padding: 6 },
  axis: { tickCount: 5, grid: false },
};
const y = {
  ...quantitative,
  title: "Samples (log scale)",
  scale: { type: "log", domainMin: FLOOR, nice: false },
  axis: { format: "~s", values: POWERS },
};

function bars(): Spec {
  const format = { ...quantitative, format: "~g" };
  return {
    transform: [{ filter: `datum.count > ${FLOOR}` }],
    mark: { type: "rect", color: PALETTE[4], stroke: "white", strokeWidth: 0.5 },
    encoding: {
      x: { ...x, field: "low" },
      x2: { field: "high" },
      y: { ...y, field: "count" },
      y2: { datum: FLOOR },
      tooltip: [
        { field: "panel", type: "nominal", title: "encoder" },
        { field: "low", title: "from", ...format },
        { field: "high", title: "to", ...format },
        { field: "count", title: "samples", ...format },
      ],
    },
  };
}

const density: Spec = {
  transform: [{ filter: `isValid(datum.expected) && datum.expected > ${FLOOR}` }],
  mark: { type: "line", color: PALETTE[5], strokeWidth: 2, tooltip: null },
  encoding: { x: { ...x, field: "at" }, y: { ...y, field: "expected" } },
};

const rule: Spec = {
  transform: [{ filter: "isValid(datum.mean)" }],
  mark: { type: "rule", color: INK.text, strokeDash: [4, 3], tooltip: null },
  encoding: { x: { ...x, field: "mean", aggregate: "mean" } },
};

/**
 * Distributions of the norms of several encoders' embeddings (Figure 5): bars on a logarithmic count axis, the
 * density as a line, the mean as a dashed rule, each panel with its own norm axis. Empty bins have no bar; the line
 * stops where less than .7 samples a bin are expected. Make the records with {@link normHistogram}.
 *
 * @throws TypeError if there are no records or lengths differ; RangeError if an edge or a count is not finite.
 * @example
 * ```ts
 * import { normDensities } from "anchorage/chart";
 * const record = { encoder: "cnn", edges: [4, 5, 6, 7], counts: [10, 80, 12], mean: 5.5 };
 * console.log(normDensities([record], { title: "Figure 5" }).columns); // 1
 * ```
 */
export function normDensities(records: readonly NormRecord[], options: ChartOptions): Spec {
  const action = "draw norm densities";
  const data = some(records, action).flatMap((record) => [...bins(record, action), ...line(record, action)]);
  const has = (field: string): boolean => data.some((row) => field in row);
  const layer = [bars(), ...(has("expected") ? [density] : []), ...(has("mean") ? [rule] : [])];
  const unit = (): Spec => ({ height: 130, layer });
  const layout = { width: chartWidth(options, action), columns: 3, margin: 110, own: { x: "independent" } };
  return chart(panelled(data, unit, layout), options, action);
}
