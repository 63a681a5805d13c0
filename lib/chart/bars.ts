/**
 * Bars with confidence intervals.
 *
 * @module
 */

import { number } from "../base/check.ts";
import { panelled, textRoom } from "./panels.ts";
import { distinct, markCoupled, type Row, rows } from "./records.ts";
import { chart, type ChartOptions, chartWidth, colourBy, INK, PALETTE, type Spec } from "./theme.ts";

/** One bar. */
export interface BarRecord {
  /** The bar's name, e.g. a method or a pair of encoders. */
  readonly name: string;
  /** The measured value. */
  readonly value: number;
  /** Lower end of its interval. */
  readonly low?: number;
  /** Upper end of its interval. */
  readonly high?: number;
  /** What the colours tell apart among the bars of one name, e.g. the setting. */
  readonly series?: string;
  /** Whether it gives independence up, being fitted on both sides at once; its name is then marked. */
  readonly coupled?: boolean;
  /** The panel that the bar belongs to, e.g. a dataset. */
  readonly panel?: string;
}

/** What bars take beside their records. */
export interface BarOptions extends ChartOptions {
  /** The name of the value, with its unit. */
  readonly measure: string;
  /** A d3-format for values; ".2f" by default. */
  readonly format?: string;
  /** The ends of the value axis; from 0 to the largest by default. */
  readonly domain?: readonly [number, number];
}

/** Throws unless every interval has both ends in order. */
function intervals(data: readonly Row[], action: string): void {
  for (const [i, { low, high }] of data.entries()) {
    if (low === undefined && high === undefined) continue;
    if (low === undefined || high === undefined) {
      throw new TypeError(`Cannot ${action} as record ${i} must have both low and high: it has one of them`);
    }
    number(Number(low), -Infinity, Number(high), `low of record ${i}`, action);
  }
}

/** A name of more letters stands in two lines, broken at the last space before. */
const LINE = 22, HEAD = `slice(datum.label, 0, ${LINE})`, AT = `lastindexof(${HEAD}, ' ')`;
const IN_TWO = `length(datum.label) <= ${LINE} || ${AT} < 1 ? datum.label : ` +
  `[slice(datum.label, 0, ${AT}), slice(datum.label, ${AT} + 1)]`;
const isLong = ({ name }: Row): boolean => String(name).length > LINE;

/** The channels that all layers share: position, and colour by series. */
function channels(data: readonly Row[], options: BarOptions, action: string): { place: Spec; x: Spec; colour: Spec } {
  const series = distinct<string>(data, "series");
  const scale = options.domain === undefined ? { zero: true, nice: true } : { domain: options.domain };
  const x = { type: "quantitative", title: options.measure, scale, axis: { tickCount: 6 } };
  const axis = { title: null, ticks: false, domain: false, ...(data.some(isLong) && { labelExpr: IN_TWO }) };
  const y = { field: "name", type: "nominal", sort: null, axis };
  if (series.length === 0) return { place: { y }, x, colour: {} };
  const yOffset = { field: "series", type: "nominal", sort: series };
  return { place: { y, yOffset }, x, colour: { color: colourBy("series", series, action) } };
}

function layers(data: readonly Row[], options: BarOptions, action: string): Spec[] {
  const { place, x, colour } = channels(data, options, action);
  const has = (field: string): boolean => data.some((row) => field in row);
  const valued = { type: "quantitative", format: options.format ?? ".2f" };
  const tooltip = [
    { field: "name", type: "nominal", title: "name" },
    ...(has("series") ? [{ field: "series", type: "nominal", title: "series" }] : []),
    { field: "value", title: options.measure, ...valued },
    ...(has("low") ? [{ field: "low", title: "from", ...valued }, { field: "high", title: "to", ...valued }] : []),
  ];
  const bar = {
    mark: { type: "bar", color: PALETTE[0], clip: true },
    encoding: { x: { ...x, field: "value" }, ...place, ...colour, tooltip },
  };
  const whisker = {
    transform: [{ filter: "isValid(datum.low)" }],
    mark: { type: "rule", color: INK.text, strokeWidth: 1.5, tooltip: null },
    encoding: { x: { ...x, field: "low" }, x2: { field: "high" }, ...place },
  };
  const end = "isValid(datum.high) ? max(datum.high, datum.value, 0) : max(datum.value, 0)";
  const text = {
    transform: [{ calculate: end, as: "end" }],
    mark: { type: "text", align: "left", dx: 5, fontSize: 10.5, color: INK.quiet, tooltip: null },
    encoding: { x: { ...x, field: "end" }, ...place, text: { field: "value", ...valued } },
  };
  return [bar, ...(has("low") ? [whisker] : []), text];
}

/**
 * Horizontal bars in order of appearance with their values and confidence intervals, grouped by series (the form of
 * Tables 1 and 2, drawn).
 *
 * @throws TypeError if there are no records, a field is of another type or one end of an interval is missing; RangeError
 * if a number is not finite, an interval's ends are not in order or there are more than ten series.
 * @example
 * ```ts
 * import { barIntervals } from "anchorage/chart";
 * const records = [{ name: "IRP", value: 0.9, low: 0.88, high: 0.92 }, { name: "affine", value: 0.93 }];
 * console.log(barIntervals(records, { title: "Table 2", measure: "Stitching accuracy" }).height); // 60
 * ```
 */
export function barIntervals(records: readonly BarRecord[], options: BarOptions): Spec {
  const action = "draw bars";
  const kinds = { low: "number?", high: "number?", series: "text?", panel: "text?" } as const;
  const data = rows(markCoupled(records, "name", action), { name: "text", value: "number", ...kinds }, action);
  intervals(data, action);
  const names = distinct(data, "name").length;
  const thickness = Math.max(30, 20 * distinct(data, "series").length + 8);
  const layer = layers(data, options, action);
  const unit = (): Spec => ({ height: names * thickness, layer });
  const margin = 75 + textRoom(distinct(data, "name")) + textRoom(distinct(data, "series"));
  const layout = { width: chartWidth(options, action), columns: 2, margin };
  return chart(panelled(data, unit, layout), options, action);
}
