/**
 * Scatter plots of two measures with their correlation.
 *
 * @module
 */

import { number } from "../base/check.ts";
import { plotWidth, textRoom } from "./panels.ts";
import { distinct, rows } from "./records.ts";
import { chart, type ChartOptions, chartWidth, colourBy, INK, PALETTE, type Spec } from "./theme.ts";

/** One run seen through two measures. */
export interface ScatterRecord {
  /** The first measure. */
  readonly x: number;
  /** The second measure. */
  readonly y: number;
  /** What the colours tell apart. */
  readonly series?: string;
  /** What the tooltip calls the run, e.g. "ω = 8, δ = 0.6". */
  readonly label?: string;
}

/** Names of the measures, and the correlation as computed by the caller. */
export interface ScatterOptions extends ChartOptions {
  /** Name and unit of the first measure. */
  readonly x: string;
  /** Name and unit of the second measure. */
  readonly y: string;
  /** Pearson correlation in [-1, 1]. */
  readonly r: number;
  /** Its confidence interval. */
  readonly interval?: readonly [number, number];
  /** A logarithmic axis for the first measure, whose values must then be above 0. */
  readonly logX?: boolean;
  /** A logarithmic axis for the second measure, whose values must then be above 0. */
  readonly logY?: boolean;
}

/**
 * Points of two measures, with their Pearson correlation in words above the plot (section 5's analysis of Figure 6).
 *
 * @throws TypeError if there are no records or a field is of another type; RangeError if a number is not finite, is not
 * above 0 on a logarithmic axis, or r is not in [-1, 1].
 * @example
 * ```ts
 * import { scatterCorrelation } from "anchorage/chart";
 * const records = [0.1, 0.5, 0.9].map((x) => ({ x, y: x * x }));
 * console.log(scatterCorrelation(records, { title: "Scatter", x: "Similarity", y: "Accuracy", r: 0.97 }).height); // 300
 * ```
 */
export function scatterCorrelation(records: readonly ScatterRecord[], options: ScatterOptions): Spec {
  const action = "draw a scatter plot";
  const kinds = { x: options.logX ? "positive" : "number", y: options.logY ? "positive" : "number" } as const;
  const data = rows(records, { ...kinds, series: "text?", label: "text?" }, action);
  const series = distinct<string>(data, "series");
  const colour = series.length === 0 ? {} : { color: colourBy("series", series, action) };
  const place = { x: axis("x", options.x, options.logX), y: axis("y", options.y, options.logY) };
  const named = (["label", "series"] as const).filter((field) => data.some((row) => field in row));
  const tooltip = [
    ...named.map((field) => ({ field, type: "nominal", title: field })),
    ...(["x", "y"] as const).map((field) => ({ ...place[field], field, format: ".4~g" })),
  ].map(({ scale: _scale, axis: _axis, ...channel }: Record<string, unknown>) => channel);
  const points = {
    mark: { type: "circle", size: 44, opacity: 0.7, color: PALETTE[0] },
    encoding: { ...place, ...colour, tooltip },
  };
  const words = {
    data: { values: [{ text: inWords(options, action) }] },
    mark: { type: "text", align: "left", baseline: "bottom", dy: -6, fontSize: 12, color: INK.text, tooltip: null },
    encoding: { x: { value: 0 }, y: { value: 0 }, text: { field: "text" } },
  };
  const width = plotWidth(chartWidth(options, action), 1, 110 + textRoom(series));
  return chart({ data: { values: data }, width, height: 300, layer: [points, words] }, options, action);
}

/** "Pearson r = 0.93 (95%: 0.88 to 0.96)". */
function inWords({ r, interval }: ScatterOptions, action: string): string {
  const two = (value: number, what: string): string => number(value, -1, 1, what, action).toFixed(2).replace("-", "−");
  const ends = interval?.map((value) => two(value, "the interval of r")).join(" to ");
  return `Pearson r = ${two(r, "r")}${ends === undefined ? "" : ` (95%: ${ends})`}`;
}

function axis(field: "x" | "y", title: string, log = false): Record<string, unknown> {
  const logarithmic = {
    scale: { type: "log" },
    axis: { format: ".0e", tickCount: 5, labelExpr: "replace(datum.label, 'e+', 'e')" },
  };
  const linear = { scale: { zero: false }, axis: { tickCount: 6 } };
  return { field, type: "quantitative", title, ...(log ? logarithmic : linear) };
}
