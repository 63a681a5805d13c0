/**
 * What a notebook cell shows: charts and tables.
 *
 * @module
 */

import { renderPng } from "../chart/render.ts";
import type { Spec } from "../chart/theme.ts";
import { alignColumns, type Records } from "./table.ts";

/**
 * Shows a chart: in a notebook as a live chart with a picture for readers that run no scripts, elsewhere as its title.
 *
 * No `text/html` is sent, as JupyterLab would prefer it to the live chart. Await it, so that outputs keep their order.
 *
 * @param spec a Vega-Lite specification
 * @example
 * ```ts
 * import { show } from "anchorage/notebook";
 *
 * await show({ title: "Accuracy", data: { values: [{ x: 1, y: 2 }] }, mark: "point", encoding: {} });
 * ```
 */
export async function show(spec: Spec): Promise<void> {
  const text = `Chart: ${title(spec)}`;
  if (!inKernel()) return console.log(text);
  const picture = (await pictureOf(spec)).toBase64();
  await broadcast({ "application/vnd.vegalite.v5+json": spec, "image/png": picture, "text/plain": text });
}

/** A picture of more bytes is drawn smaller, so that notebooks with many charts stay light. */
const HEAVY = 120_000;

/** The chart at twice its size, or smaller where that would be heavy, but not below its size. */
async function pictureOf(spec: Spec): Promise<Uint8Array<ArrayBuffer>> {
  for (const scale of [2, 1.25]) {
    const picture = await renderPng(spec, scale);
    if (picture.length <= HEAVY) return picture;
  }
  return await renderPng(spec, 1);
}

/**
 * Shows records as a plain table with aligned columns: numbers to four significant digits, to the right.
 *
 * @param records rows with the same keys; the keys of the first are the columns
 * @example
 * ```ts
 * import { table } from "anchorage/notebook";
 *
 * await table([{ method: "relative", accuracy: 0.91 }, { method: "absolute", accuracy: 0.1 }]);
 * ```
 */
export async function table(records: Records): Promise<void> {
  const text = alignColumns(records);
  if (!inKernel()) return console.log(text);
  await broadcast({ "text/plain": text });
}

/** Shows a bundle of one output through the protocol itself, as `Deno.jupyter.display` drops metadata. */
export async function broadcast(data: Readonly<Record<string, unknown>>): Promise<void> {
  await Deno.jupyter.broadcast("display_data", { data, metadata: {}, transient: {} });
}

/** Whether this runs in a notebook: outside one, touching `Deno.jupyter` throws. */
export function inKernel(): boolean {
  try {
    return Deno.jupyter !== undefined;
  } catch {
    return false;
  }
}

function title({ title }: Spec): string {
  const text = typeof title === "object" && title !== null && "text" in title ? title.text : title;
  return Array.isArray(text) ? text.join(" ") : String(text ?? "untitled");
}
