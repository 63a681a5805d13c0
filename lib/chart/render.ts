/**
 * From a spec to SVG, PNG and files, without a browser and without the machine's fonts. Vega and the rasteriser load
 * on first use.
 *
 * @module
 */

import type * as Resvg from "npm:@resvg/resvg-js@2.6.2";
import type * as Pngjs from "npm:pngjs@7.0.0";
import type * as Vega from "npm:vega@6.4.0";
import type * as VegaLite from "npm:vega-lite@6.5.0";
import { number } from "../base/check.ts";
import { writeAtomic } from "../file/atomic.ts";
import { lazy } from "../base/lazy.ts";
import { type Face, fontFiles, parseFace } from "./font.ts";
import type { Spec } from "./theme.ts";

/** The rasteriser, the two steps of drawing, and the font: loaded once. */
interface Tools {
  readonly vega: typeof Vega;
  readonly lite: typeof VegaLite;
  readonly resvg: typeof Resvg;
  readonly pngjs: typeof Pngjs;
  readonly faces: readonly [regular: Face, semibold: Face];
}

let tools: Promise<Tools> | undefined;

/** Loads what drawing needs and teaches Vega the widths of our font, as there is no canvas to ask. */
async function load(): Promise<Tools> {
  const [vega, lite, resvg, pngjs] = await Promise.all([
    lazy<typeof Vega>("vega"),
    lazy<typeof VegaLite>("vega-lite"),
    lazy<typeof Resvg>("@resvg/resvg-js"),
    lazy<typeof Pngjs>("pngjs"),
  ]);
  const [regular, semibold] = await Promise.all(fontFiles.map(async (url) => parseFace(await Deno.readFile(url))));
  const faces = [regular!, semibold!] as const;
  vega.textMetrics.width = (item: TextItem, text: unknown = item.text) => textWidth(faces, item, text);
  return { vega, lite, resvg, pngjs, faces };
}

interface TextItem {
  readonly text?: unknown;
  readonly fontSize?: number;
  readonly fontWeight?: string | number;
  readonly limit?: number;
}

function textWidth(faces: Tools["faces"], item: TextItem, text: unknown): number {
  const bold = item.fontWeight === "bold" || Number(item.fontWeight) >= 500;
  const width = faces[bold ? 1 : 0].width(String(text ?? "").trim()) * (item.fontSize ?? 11);
  return item.limit !== undefined && item.limit > 0 ? Math.min(width, item.limit) : width;
}

/** A logger that keeps what Vega would print, so that it can be thrown. */
function recorder(): { readonly said: string[]; readonly logger: Vega.LoggerInterface } {
  const said: string[] = [];
  const keep = (...parts: readonly unknown[]): Vega.LoggerInterface => {
    said.push(parts.map(String).join(" "));
    return logger;
  };
  const logger = {
    level: (level?: number) => level === undefined ? 2 : logger,
    error: keep,
    warn: keep,
    info: () => logger,
    debug: () => logger,
  } as Vega.LoggerInterface;
  return { said, logger };
}

/**
 * Draws a spec as SVG. Text is laid out with the widths of the font that ships with the charts (Inter); where a viewer
 * lacks it, its next sans-serif is shown.
 *
 * @throws RangeError if Vega-Lite or Vega complain about the spec: with what they say.
 * @example
 * ```ts
 * import { barIntervals, renderSvg } from "anchorage/chart";
 * const spec = barIntervals([{ name: "IRP", value: 0.9 }], { title: "Table 2", measure: "Accuracy" });
 * console.log((await renderSvg(spec)).startsWith("<svg")); // true
 * ```
 */
export async function renderSvg(spec: Spec): Promise<string> {
  const { vega, lite } = await (tools ??= load());
  const { said, logger } = recorder();
  const compiled = lite.compile(structuredClone(spec) as unknown as VegaLite.TopLevelSpec, { logger });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: "none", logger });
  try {
    const svg = await view.toSVG();
    if (said.length === 0) return renumbered(svg);
  } finally {
    view.finalize();
  }
  throw new RangeError(`Cannot draw a chart as its spec must be sound: ${said.join("; ")}`);
}

/**
 * Draws a spec as PNG, with the font that ships with the charts and no other.
 *
 * @param scale Pixels of the image a pixel of the chart, in [0.1, 8].
 * @throws RangeError if Vega-Lite or Vega complain about the spec, or a text has a character that the font lacks, which
 * the rasteriser would drop in silence.
 * @example
 * ```ts
 * import { barIntervals, renderPng } from "anchorage/chart";
 * const spec = barIntervals([{ name: "IRP", value: 0.9 }], { title: "Table 2", measure: "Accuracy" });
 * console.log((await renderPng(spec))[1] === "P".charCodeAt(0)); // true
 * ```
 */
export async function renderPng(spec: Spec, scale = 2): Promise<Uint8Array<ArrayBuffer>> {
  number(scale, 0.1, 8, "scale", "draw a chart");
  return rasterise(await renderSvg(spec), scale);
}

async function rasterise(svg: string, scale: number): Promise<Uint8Array<ArrayBuffer>> {
  const { resvg, pngjs, faces } = await (tools ??= load());
  const missing = faces[0].missing(texts(svg));
  if (missing.length > 0) {
    throw new RangeError(`Cannot draw a chart as its font must have every character: it lacks ${missing.join(" ")}`);
  }
  const files = fontFiles.map((url) => decodeURIComponent(url.pathname));
  const font = { loadSystemFonts: false, fontFiles: files, defaultFontFamily: "Inter", sansSerifFamily: "Inter" };
  const { pixels, width, height } = new resvg.Resvg(svg, { font, fitTo: { mode: "zoom", value: scale } }).render();
  // Charts are opaque and flat: RGB without filters, packed hard, is little more than half of the rasteriser's own PNG.
  const packing = { colorType: 2, inputColorType: 6, filterType: 0, deflateLevel: 9, deflateStrategy: 0 } as const;
  const image = Object.assign(new pngjs.PNG({ width, height }), { data: pixels });
  return new Uint8Array(pngjs.PNG.sync.write(image, packing));
}

/** Numbers the ids of clips and gradients from 1: Vega counts on from chart to chart, so that no two runs are alike. */
function renumbered(svg: string): string {
  const found = new Map<string, number>();
  return svg.replaceAll(/(id="|url\(#)(clip|gradient_)(\d+)/g, (_, before: string, kind: string, id: string) => {
    if (!found.has(kind + id)) found.set(kind + id, found.size + 1);
    return `${before}${kind}${found.get(kind + id)}`;
  });
}

/** What an SVG's text elements say, joined. */
function texts(svg: string): string {
  const found = [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]*)/g)].map((match) => match[1]);
  return found.join("").replaceAll(/&(amp|lt|gt|quot|apos);/g, "");
}

/**
 * Writes a chart as `path.json`, `path.svg` and `path.png`, each whole or not at all.
 *
 * @param path The files' common path without an extension; missing folders are made.
 * @throws RangeError as {@link renderPng}; nothing is written then.
 * @example
 * ```ts
 * import { barIntervals, saveChart } from "anchorage/chart";
 * const folder = await Deno.makeTempDir();
 * const spec = barIntervals([{ name: "IRP", value: 0.9 }], { title: "Table 2", measure: "Accuracy" });
 * await saveChart(spec, `${folder}/table2`);
 * console.log([...Deno.readDirSync(folder)].length); // 3
 * ```
 */
export async function saveChart(spec: Spec, path: string): Promise<void> {
  const svg = await renderSvg(spec);
  const png = await rasterise(svg, 2);
  await writeAtomic(`${path}.json`, `${JSON.stringify(spec, null, 1)}\n`);
  await writeAtomic(`${path}.svg`, `${svg}\n`);
  await writeAtomic(`${path}.png`, png);
}
