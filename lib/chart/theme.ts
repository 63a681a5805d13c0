/**
 * One look for every chart: schema, palette, font, sizes, and the frame (title, subtitle) that all charts share.
 *
 * Specs carry Vega-Lite's version 5 schema and use only what versions 5 and 6 have in common: no notebook front end
 * knows a version 6 type yet.
 *
 * @module
 */

import { integer, number } from "../base/check.ts";

/** A Vega-Lite specification: plain frozen JSON, data included. */
export type Spec = Readonly<Record<string, unknown>>;

/** What every chart takes beside its records. */
export interface ChartOptions {
  /** Names the figure, e.g. "Figure 4: accuracy under rescaling". Wrapped to the width. */
  readonly title: string;
  /** One or two sentences under the title: data, encoder, seeds. Wrapped to the width. */
  readonly subtitle?: string;
  /** Approximate width of the whole chart, in pixels of a notebook, in [240, 2000]; 680 by default. */
  readonly width?: number;
}

/** The default chart width in pixels: fits a notebook's output cell. */
export const WIDTH = 680;

/** Font families in order of preference; the first is the one that ships with the charts. */
export const FONT = "Inter, Helvetica, Arial, sans-serif";

/** Colours for categories: Okabe and Ito's set without yellow and black, then three darker ones. At most ten. */
export const PALETTE: readonly string[] = Object.freeze(
  ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#d55e00", "#5d3a9b", "#8a8d2f", "#882255", "#6b7280"],
);

/** Text, quiet text, lines, and the fill of a cell that holds no value. */
export const INK = Object.freeze({
  text: "#1f2933",
  quiet: "#52606d",
  line: "#9aa5b1",
  grid: "#e4e7eb",
  gap: "#f1f3f5",
});

const text = (size: number, color: string, weight = 400): Record<string, unknown> => ({
  fontSize: size,
  color,
  fontWeight: weight,
});

const prefixed = (prefix: string, style: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(style).map(([key, value]) => [prefix + key[0]!.toUpperCase() + key.slice(1), value]),
  );

/** The Vega-Lite `config` of every chart, frozen. */
export const theme: Spec = freeze({
  background: "white",
  font: FONT,
  padding: 10,
  view: { stroke: null },
  title: {
    anchor: "start",
    frame: "bounds",
    offset: 14,
    lineHeight: 19,
    ...text(14.5, INK.text, 600),
    ...prefixed("subtitle", { ...text(12, INK.quiet), lineHeight: 16, padding: 5 }),
  },
  axis: {
    ...prefixed("label", { ...text(11, INK.quiet), limit: 240, padding: 4 }),
    ...prefixed("title", { ...text(12, INK.text), padding: 9 }),
    gridColor: INK.grid,
    domainColor: INK.line,
    tickColor: INK.line,
    tickSize: 4,
    labelFlush: false,
  },
  legend: {
    ...prefixed("label", { ...text(11, INK.quiet), limit: 240 }),
    ...prefixed("title", { ...text(11.5, INK.text), limit: 240, lineHeight: 14, padding: 7 }),
    symbolOpacity: 1,
    symbolSize: 64,
    offset: 16,
  },
  header: { ...prefixed("label", { ...text(12, INK.text, 600), padding: 7 }), title: null },
  range: { category: [...PALETTE], ramp: { scheme: "viridis" }, heatmap: { scheme: "viridis" } },
  text: { color: INK.text, fontSize: 11 },
  concat: { spacing: 24 },
  facet: { spacing: 18 },
});

/** Splits text into lines of at most `limit` characters, at spaces. */
export function wrap(value: string, limit: number): string[] {
  const lines: string[] = [];
  for (const word of value.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < limit) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** The colour channel of a category, its values in the order given; at most as many as the palette has colours. */
export function colourBy(field: string, values: readonly string[], action: string, title: string | null = null): Spec {
  integer(values.length, 1, PALETTE.length, `the number of values of "${field}"`, action);
  return { field, type: "nominal", title, scale: { domain: values } };
}

/** Returns the checked width, default filled in. */
export function chartWidth(options: ChartOptions, action: string): number {
  return number(options.width ?? WIDTH, 240, 2000, "width", action);
}

/** Frames a body (data, marks, encodings) as a whole chart: schema, title, theme; frozen throughout. */
export function chart(body: Spec, options: ChartOptions, action: string): Spec {
  const width = chartWidth(options, action);
  if (typeof options.title !== "string" || options.title.trim() === "") {
    throw new TypeError(`Cannot ${action} as title must be a text that is not empty: it is ${options.title}`);
  }
  const subtitle = options.subtitle === undefined ? {} : { subtitle: wrap(options.subtitle, width / 5.8) };
  return freeze({
    $schema: "https://vega.github.io/schema/vega-lite/v5.json",
    title: { text: wrap(options.title, width / 7.6), ...subtitle },
    ...body,
    config: theme,
  });
}

/** Freezes a JSON value to the bottom and returns it. */
function freeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const child of Object.values(value)) freeze(child);
  return Object.freeze(value);
}
