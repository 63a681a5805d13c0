/**
 * Small multiples: one body repeated over the panels of its rows, and whole charts side by side.
 *
 * @module
 */

import { integer } from "../base/check.ts";
import { distinct, type Row } from "./records.ts";
import { chart, type ChartOptions, chartWidth, type Spec } from "./theme.ts";

/** Room for axes, legend and padding beside the plots, in pixels. */
const MARGIN = 145;

/** The room, in pixels, that the longest of some labels takes beside a plot. */
export function textRoom(labels: readonly string[]): number {
  return Math.ceil(6.3 * labels.reduce((longest, label) => Math.max(longest, label.length), 0));
}

/** The width of one plot of a chart with `count` plots beside one another. */
export function plotWidth(total: number, count: number, margin = MARGIN): number {
  return Math.max(60, Math.round((total - margin - 18 * (count - 1)) / count));
}

/**
 * One plot, or one a panel when rows have a `panel`, titled by it and in order of appearance, at most `columns` wide.
 *
 * @param unit The plot's spec without data and width; `shared` names the scales that panels do not share.
 */
export function panelled(
  data: readonly Row[],
  unit: (width: number) => Spec,
  layout: { readonly width: number; readonly columns?: number; readonly margin?: number; readonly own?: Spec },
): Spec {
  const panels = distinct<string>(data, "panel");
  const columns = Math.max(1, Math.min(layout.columns ?? 3, panels.length));
  const width = plotWidth(layout.width, columns, layout.margin);
  if (panels.length === 0) return { data: { values: data }, width, ...unit(width) };
  return {
    data: { values: data },
    facet: { field: "panel", type: "nominal", sort: panels, title: null },
    columns,
    spec: { width, ...unit(width) },
    ...(layout.own === undefined ? {} : { resolve: { scale: layout.own } }),
  };
}

/**
 * Sets whole charts side by side under one title, each with its own scales: how a figure of several measures is made.
 *
 * @param specs Charts of this library; their titles become the parts' titles.
 * @param options `columns` charts a row (1 by default).
 * @throws TypeError if there is no chart.
 * @example
 * ```ts
 * import { grid, heatmap } from "anchorage/chart";
 * const records = [{ omega: 1, delta: 0.5, value: 0.4 }, { omega: 2, delta: 0.5, value: 0.6 }];
 * const part = heatmap(records, { title: "Similarity", measure: "Cosine" });
 * console.log(grid([part, part], { title: "Figure 3", columns: 2 }).columns); // 2
 * ```
 */
export function grid(specs: readonly Spec[], options: ChartOptions & { readonly columns?: number }): Spec {
  const action = "draw a grid of charts";
  if (specs.length === 0) throw new TypeError(`Cannot ${action} as it must have at least 1 chart: it has 0`);
  const columns = integer(options.columns ?? 1, 1, specs.length, "columns", action);
  chartWidth(options, action);
  const parts = specs.map(({ $schema: _schema, config: _config, title, ...body }) => ({
    ...body,
    title: { ...(title as object), fontSize: 12.5, subtitleFontSize: 11, offset: 10 },
  }));
  const resolve = { scale: { color: "independent" } };
  return chart({ concat: parts, columns, spacing: 30, resolve }, options, action);
}
