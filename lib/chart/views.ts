/**
 * Two-dimensional views of spaces.
 *
 * @module
 */

import { plotWidth, textRoom } from "./panels.ts";
import { distinct, extent, round, type Row, rows } from "./records.ts";
import { chart, type ChartOptions, chartWidth, colourBy, INK, type Spec } from "./theme.ts";

/** One point of a space in two coordinates. */
export interface ViewRecord {
  /** First coordinate, e.g. the first principal component. */
  readonly x: number;
  /** Second coordinate. */
  readonly y: number;
  /** The point's class. */
  readonly label: string;
  /** The space it is seen in: one panel each, in order of appearance. */
  readonly panel: string;
}

/** What views of spaces take beside their records. */
export interface ViewOptions extends ChartOptions {
  /** All panels on the same axes, to compare positions; by default each panel has its own. */
  readonly sharedAxes?: boolean;
  /** What the labels are, e.g. "Digit": the legend's title. */
  readonly labels?: string;
}

/** Least and largest coordinate along an axis. */
export type Span = readonly [low: number, high: number];

/**
 * The square window that holds all points, with a little air: equal units on both axes keep angles and shapes.
 *
 * @param xs First coordinates of the points. @param ys Second coordinates.
 */
export function squareWindow(xs: readonly number[], ys: readonly number[]): { readonly x: Span; readonly y: Span } {
  const [x, y] = [extent(xs), extent(ys)],
    half = Math.max(...[x, y].map(([low, high]) => (high - low) / 2)) * 1.06 || 1;
  const around = ([low, high]: Span): Span => [(low + high) / 2 - half, (low + high) / 2 + half];
  return { x: around(x), y: around(y) };
}

function window(points: readonly Row[]): { readonly x: Spec; readonly y: Spec } {
  const { x, y } = squareWindow(points.map((row) => Number(row["x"])), points.map((row) => Number(row["y"])));
  const scale = (ends: Span): Spec => ({ domain: ends.map(round), nice: false, zero: false });
  return { x: scale(x), y: scale(y) };
}

/**
 * Two-dimensional views of spaces, one square panel each, coloured by label: before and after a transformation, or two
 * seeds in absolute and in relative coordinates (section 3.1). Units are equal on both axes of a panel.
 *
 * @throws TypeError if there are no records or a field is of another type; RangeError if a coordinate is not finite or
 * there are more than ten labels.
 * @example
 * ```ts
 * import { spaceViews } from "anchorage/chart";
 * const records = ["seed 0", "seed 1"].flatMap((panel) => [1, 2].map((x) => ({ x, y: -x, label: `${x}`, panel })));
 * console.log(spaceViews(records, { title: "Two seeds", labels: "Digit" }).columns); // 2
 * ```
 */
export function spaceViews(records: readonly ViewRecord[], options: ViewOptions): Spec {
  const action = "draw views of spaces";
  const data = rows(records, { x: "number", y: "number", label: "text", panel: "text" }, action);
  const labels = distinct<string>(data, "label").sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const title = options.labels ?? "Label";
  const color = { ...colourBy("label", labels, action, title), legend: { symbolSize: 70 } };
  const panels = distinct<string>(data, "panel");
  const columns = panels.length === 4 ? 2 : Math.min(3, panels.length);
  const side = Math.min(280, plotWidth(chartWidth(options, action), columns, 70 + textRoom([title, ...labels])));
  const concat = panels.map((panel) => {
    const points = data.filter((row) => row["panel"] === panel);
    const scales = window(options.sharedAxes ? data : points);
    const axis = (field: "x" | "y"): Spec => ({ field, type: "quantitative", scale: scales[field], axis: null });
    return {
      title: { text: panel, fontSize: 12, anchor: "middle", offset: 6 },
      data: { values: points.map(({ panel: _panel, ...point }) => point) },
      width: side,
      height: side,
      view: { stroke: INK.line, strokeOpacity: 0.6 },
      mark: { type: "circle", size: 16, opacity: 0.75 },
      encoding: { x: axis("x"), y: axis("y"), color, tooltip: [{ field: "label", type: "nominal", title }] },
    };
  });
  return chart({ concat, columns, spacing: 18 }, options, action);
}
