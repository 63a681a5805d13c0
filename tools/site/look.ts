/**
 * Chart specs for the site: on a dark page, and on a narrow one. Pure, and part of the site's script.
 *
 * @module
 */
import { INK, type Spec, wrap } from "../../lib/chart/theme.ts";

/** What the theme's colours become on a dark page. */
const DARK: Readonly<Record<string, string>> = {
  [INK.text]: "#e6edf3",
  [INK.quiet]: "#9da9b5",
  [INK.line]: "#56616d",
  [INK.grid]: "#28313a",
  [INK.gap]: "#1c242c",
  "#0072b2": "#3d9bd9",
  "#5d3a9b": "#9a7bd6",
  "#882255": "#c5558f",
  white: "#141a20",
};

/** The spec with the colours of a dark page. Encodings stay: what they colour lies on marks, not on the page. */
export function darkened(spec: Spec): Spec {
  const turn = (value: unknown, key = ""): unknown => {
    if (typeof value === "string") return DARK[value] ?? value;
    if (key === "encoding" || key === "data" || key === "values" || typeof value !== "object" || value === null) {
      return value;
    }
    if (Array.isArray(value)) return value.map((one) => turn(one));
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, turn(one, name)]));
  };
  return turn(spec) as Spec;
}

/** The spec for a page of `width` pixels: titles wrapped to it, panels below one another, legends below the plot. */
export function stacked(spec: Spec, width: number): Spec {
  const { title, config } = spec as { title?: { text?: string[]; subtitle?: string[] }; config?: Spec };
  const lines = (text: string[], size: number): string[] => wrap(text.join(" "), (width - 20) / size);
  const legend = {
    ...config?.legend as Spec,
    orient: "bottom",
    columns: legendColumns(spec, width),
    gradientLength: width / 2,
    offset: 8,
  };
  return {
    ...paired(one(spec) as Spec, width),
    ...(title?.text && {
      title: {
        ...title,
        text: lines(title.text, 7.8),
        ...(title.subtitle && { subtitle: lines(title.subtitle, 6.2) }),
      },
    }),
    config: { ...config, legend },
  };
}

/** How many entries of the longest name stand side by side in a legend, at most five. */
function legendColumns(spec: unknown, width: number): number {
  const longest = (value: unknown, key = ""): number => {
    if (key === "domain" && Array.isArray(value)) return Math.max(0, ...value.map((name) => String(name).length));
    if (key === "data" || key === "config" || typeof value !== "object" || value === null) return 0;
    return Math.max(0, ...Object.entries(value).map(([name, one]) => longest(one, name)));
  };
  return Math.max(1, Math.min(5, Math.floor(width / (longest(spec) * 5.8 + 34))));
}

/** Square panels, which are compared with one another, stay two in a row. */
function paired(spec: Spec, width: number): Spec {
  const parts = spec["concat"] as readonly Spec[] | undefined;
  const square = ({ width, height }: Spec): boolean => typeof width === "number" && width === height;
  if (parts === undefined || parts.length < 2 || !parts.every(square)) return spec;
  const side = Math.floor((width - 36) / 2);
  return { ...spec, columns: 2, spacing: 12, concat: parts.map((part) => ({ ...part, width: side, height: side })) };
}

/** One panel a row, and no length of a gradient that was meant for a plot's height. */
function one(value: unknown, key = ""): unknown {
  if (key === "data" || key === "config" || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((part) => one(part));
  const entries = Object.entries(value).filter(([name]) => name !== "gradientLength");
  return Object.fromEntries(entries.map(([name, part]) => [name, name === "columns" ? 1 : one(part, name)]));
}

/** Plots at least this wide, in pixels, can give some of it away; narrower ones are margins. */
const PLOT = 150;

/** What a plot keeps of its width at least: a matrix of ten columns with its names and margins fits a phone. */
const KEPT = 50;

/** The spec with every plot narrower by `pixels`, but none below `KEPT`. */
export function narrowed(spec: Spec, pixels: number): Spec {
  const shrink = (value: unknown, key = ""): unknown => {
    if (key === "width" && typeof value === "number" && value >= PLOT) return Math.max(KEPT, value - pixels);
    if (key === "data" || key === "config" || key === "encoding" || typeof value !== "object" || value === null) {
      return value;
    }
    if (Array.isArray(value)) return value.map((part) => shrink(part));
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, shrink(part, name)]));
  };
  return shrink(spec) as Spec;
}
