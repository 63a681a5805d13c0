/**
 * Blocks of cells coloured on one scale and labelled with their value; a cell without a finite value is a gap.
 *
 * @module
 */

import { number } from "../base/check.ts";
import { powers } from "./logaxis.ts";
import { extent, round, type Row, ticks } from "./records.ts";
import { type ChartOptions, INK, type Spec, wrap } from "./theme.ts";

/** How cells are coloured and labelled. */
export interface CellOptions extends ChartOptions {
  /** The name of the value, with its unit: title of the colour scale and of tooltips. */
  readonly measure: string;
  /** A d3-format for cells and tooltips; ".2f" by default, ".0e" on a logarithmic scale. */
  readonly format?: string;
  /** Colours on a logarithmic scale; every finite value must then be above 0. */
  readonly log?: boolean;
  /** The ends of the colour scale, shared by all panels; the records' extent by default. */
  readonly domain?: readonly [number, number];
  /** Puts the bright end at the low values, for measures where less is better. */
  readonly reverse?: boolean;
}

/** One axis of cells: the field, its title, and its values in the order of the axis. */
export interface CellAxis {
  readonly field: string;
  readonly title: string;
  readonly sort: readonly (number | string)[];
  readonly labelAngle?: number;
}

/** The colour scale, its ticks, and the test for cells bright enough for dark text. */
interface Colours {
  readonly scale: Spec;
  readonly values: readonly number[];
  readonly bright: string;
}

function colours(data: readonly Row[], options: CellOptions, action: string): Colours {
  const { log = false, reverse = false } = options;
  const finite = data.flatMap((row) => typeof row["value"] === "number" ? [row["value"]] : []);
  const [low, high] = options.domain ?? extent(finite.length === 0 ? [1] : finite);
  number(low, log ? Number.MIN_VALUE : -Infinity, high, "the colour scale's lower end", action);
  const at = reverse ? 0.42 : 0.58;
  const middle = log ? Math.exp(Math.log(low) * (1 - at) + Math.log(high) * at) : low * (1 - at) + high * at;
  const tens = log ? powers([low, high]) : [];
  return {
    scale: { type: log ? "log" : "linear", domain: [low, high], scheme: "viridis", reverse, clamp: true, nice: false },
    values: tens.length > 1 ? tens : ticks(low, high),
    bright: `datum.value ${reverse ? "<" : ">"} ${round(middle)}`,
  };
}

/** What a block of cells needs beside its data and axes. */
export interface Block extends CellOptions {
  /** The width of a cell in pixels: narrow ones hold no text. */
  readonly cell: number;
  /** The height of the block in pixels. */
  readonly height: number;
  /** Whether the colour scale is shown. */
  readonly legend: boolean;
}

/** The position channels of both axes. */
function place(axes: readonly [CellAxis, CellAxis]): Spec {
  const [x, y] = axes.map(({ field, title, sort, labelAngle = 0 }) => ({
    field,
    type: "ordinal",
    sort,
    axis: { title, labelAngle, domain: false, ticks: false },
  }));
  return { x, y };
}

/** The layers of one block of cells: rectangles, and their values or gap signs as text. */
export function cells(
  data: readonly Row[],
  axes: readonly [CellAxis, CellAxis],
  options: Block,
  action: string,
): Spec[] {
  const format = options.format ?? (options.log ? ".0e" : ".2f");
  const { scale, values, bright } = colours(data, options, action);
  const legend = {
    title: wrap(options.measure, 13),
    gradientLength: Math.max(80, options.height - 30),
    values,
    format,
    labelExpr: "replace(datum.label, 'e+', 'e')",
  };
  const rectangles = {
    transform: [{ filter: "isValid(datum.value)" }],
    mark: { type: "rect", stroke: "white", strokeWidth: 1 },
    encoding: {
      ...place(axes),
      color: { field: "value", type: "quantitative", scale, legend: options.legend ? legend : null },
      tooltip: [
        ...axes.map(({ field, title }) => ({ field, type: "ordinal", title })),
        { field: "value", type: "quantitative", title: options.measure, format },
      ],
    },
  };
  return [rectangles, signs(axes, options.cell, format, bright)];
}

/** Values, where they fit, and gap signs. */
function signs(axes: readonly [CellAxis, CellAxis], cell: number, format: string, bright: string): Spec {
  const shown = cell >= 24 ? `replace(format(datum.value, '${format}'), 'e+', 'e')` : "''";
  const onGap = { test: "!isValid(datum.value)", value: INK.quiet };
  return {
    transform: [{ calculate: `isValid(datum.value) ? ${shown} : datum.gap`, as: "label" }],
    mark: { type: "text", fontSize: cell >= 34 ? 11 : 9, tooltip: null },
    encoding: {
      ...place(axes),
      text: { field: "label", type: "nominal" },
      color: { condition: [onGap, { test: bright, value: INK.text }], value: "white" },
    },
  };
}
