/**
 * Lines over a logarithmic axis, one colour a series: the mean over seeds, a band of one standard deviation around it,
 * and vertical rules at values that the reader should know.
 *
 * @module
 */

import { number } from "../base/check.ts";
import { panelled, textRoom } from "./panels.ts";
import { logAxis, type Mark, powers, rules } from "./logaxis.ts";
import { COUPLED, distinct, levels, markCoupled, type Row, rows } from "./records.ts";
import { chart, type ChartOptions, chartWidth, colourBy, type Spec } from "./theme.ts";

/** What both line charts take. */
export interface LineOptions extends ChartOptions {
  /** The name of the value, with its unit; "Accuracy" by default. */
  readonly measure?: string;
  /** The ends of the vertical axis; [0, 1] by default. */
  readonly domain?: readonly [number, number];
  /** Vertical rules; their labels stand above the plot. */
  readonly marks?: readonly Mark[];
}

/** One run of a probe whose features were rescaled to norm α. */
export interface RescalingRecord {
  /** Rescaling factor α; either sign, or 0. */
  readonly alpha: number;
  /** The accuracy reached, in [0, 1]. */
  readonly accuracy: number;
  /** What the colours tell apart, e.g. the activation. */
  readonly series: string;
  /** The seed of the run; runs of one series and α are averaged. */
  readonly seed?: number;
  /** The panel that the run belongs to, e.g. a dataset. */
  readonly panel?: string;
}

/** One run with a number of anchors. */
export interface AnchorRecord {
  /** Number of anchors k, at least 1. */
  readonly anchors: number;
  /** The measured value, e.g. stitching accuracy in [0, 1]. */
  readonly value: number;
  /** What the colours tell apart, e.g. the method. */
  readonly series: string;
  /** The seed of the run; runs of one series and k are averaged. */
  readonly seed?: number;
  /** Whether the series gives independence up, being fitted on both sides at once; it is then marked and dashed. */
  readonly coupled?: boolean;
  /** The panel that the run belongs to, e.g. a pair of encoders. */
  readonly panel?: string;
}

/** Names, units and scale of the axes. */
interface Axes {
  readonly x: string;
  readonly xTitle: string;
  readonly y: string;
  readonly yTitle: string;
  readonly ticks: readonly number[];
}

/** Whether some point of some line has more than one run. */
function repeated(data: readonly Row[], x: string): boolean {
  return new Set(data.map((row) => JSON.stringify([row["panel"], row["series"], row[x]]))).size < data.length;
}

/** Band (where a point has several runs), mean line with points, and rules. */
function layers(data: readonly Row[], axes: Axes, options: LineOptions, width: number, action: string): Spec[] {
  const marks = options.marks ?? [];
  const { scale, position } = logAxis([...levels(data, axes.x), ...marks.map((m) => m.at)]);
  const axis = { values: axes.ticks, labelExpr: "format(datum.value, ',')", grid: false, labelOverlap: true };
  const x = { field: axes.x, type: "quantitative", title: axes.xTitle, scale, axis };
  const y = { field: axes.y, type: "quantitative", title: axes.yTitle, scale: { domain: options.domain ?? [0, 1] } };
  const series = distinct<string>(data, "series"), color = colourBy("series", series, action);
  const mean = { field: axes.y, type: "quantitative", aggregate: "mean" };
  const band = {
    mark: { type: "errorband", extent: "stdev", opacity: 0.2, clip: true },
    encoding: { x, y, color, tooltip: { value: null } },
  };
  const tooltip = [
    { field: "series", type: "nominal", title: "series" },
    { field: axes.x, type: "quantitative", title: axes.xTitle, format: "," },
    { ...mean, title: `mean ${axes.yTitle.toLowerCase()}`, format: ".3f" },
    { aggregate: "count", type: "quantitative", title: "runs" },
  ];
  const line = {
    mark: { type: "line", strokeWidth: 2, point: { size: 26 }, clip: options.domain !== undefined },
    encoding: { x, y: { ...y, aggregate: "mean" }, color, ...dashes(series), tooltip },
  };
  return [...(repeated(data, axes.x) ? [band] : []), line, ...rules(marks, x, (at) => position(at) * width)];
}

/** Dashes for coupled series, if there are any; one legend shows colour and dash. */
function dashes(series: readonly string[]): Spec {
  if (!series.some((name) => name.endsWith(COUPLED))) return {};
  const range = series.map((name) => name.endsWith(COUPLED) ? [5, 3] : [1, 0]);
  return { strokeDash: { field: "series", type: "nominal", title: null, scale: { domain: series, range } } };
}

function lines(data: Row[], axes: Axes, options: LineOptions, action: string): Spec {
  for (const { at, label } of options.marks ?? []) {
    number(at, -Infinity, Infinity, `the position of "${label}"`, action);
  }
  const unit = (width: number): Spec => ({ height: 240, layer: layers(data, axes, options, width, action) });
  const margin = 110 + textRoom(distinct(data, "series"));
  return chart(panelled(data, unit, { width: chartWidth(options, action), columns: 2, margin }), options, action);
}

/**
 * Accuracy over the rescaling factor α (Figure 4), on a logarithmic axis; with factors of both signs the axis is
 * symmetric and linear within the smallest |α|. Put the mean scale in `marks`.
 *
 * @throws TypeError if there are no records or a field is of another type; RangeError if a number is not finite or
 * there are more than ten series.
 * @example
 * ```ts
 * import { rescalingLines } from "anchorage/chart";
 * const records = [0.1, 1, 10].map((alpha) => ({ alpha, accuracy: 0.7, series: "ReLU", seed: 0 }));
 * const spec = rescalingLines(records, { title: "Figure 4", marks: [{ at: 1, label: "mean scale" }] });
 * console.log(spec.height); // 240
 * ```
 */
export function rescalingLines(records: readonly RescalingRecord[], options: LineOptions): Spec {
  const action = "draw rescaling lines";
  const kinds = { alpha: "number", accuracy: "number", series: "text", seed: "number?", panel: "text?" } as const;
  const data = rows(records, kinds, action);
  const axes = { x: "alpha", xTitle: "Rescaling factor α", y: "accuracy", yTitle: options.measure ?? "Accuracy" };
  return lines(data, { ...axes, ticks: powers(levels(data, "alpha")) }, options, action);
}

/**
 * A measure over the number of anchors k, on a logarithmic axis, with the dimensions d of the spaces in `marks`.
 *
 * @throws TypeError if there are no records or a field is of another type; RangeError if k is not above 0, a value is
 * not finite or there are more than ten series.
 * @example
 * ```ts
 * import { accuracyOverAnchors } from "anchorage/chart";
 * const records = [10, 100, 1000].map((anchors) => ({ anchors, value: 0.5, series: "IRP" }));
 * console.log(accuracyOverAnchors(records, { title: "Anchors", marks: [{ at: 64, label: "d = 64" }] }).height); // 240
 * ```
 */
export function accuracyOverAnchors(records: readonly AnchorRecord[], options: LineOptions): Spec {
  const action = "draw accuracy over anchors";
  const kinds = { anchors: "positive", value: "number", series: "text", seed: "number?", panel: "text?" } as const;
  const data = rows(markCoupled(records, "series", action), kinds, action);
  const axes = { x: "anchors", xTitle: "Anchors k", y: "value", yTitle: options.measure ?? "Accuracy" };
  return lines(data, { ...axes, ticks: levels(data, "anchors") }, options, action);
}
