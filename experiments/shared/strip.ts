/**
 * A strip of grey or coloured images: one row a way to make them, one column an item.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { chart, type ChartOptions, type Spec } from "../../lib/chart/theme.ts";
import type { ImageShape } from "../../lib/data/dataset.ts";
import { lazy } from "../../lib/base/lazy.ts";
import type { Matrix } from "../../lib/linalg/matrix.ts";

/** One row of the strip. */
export interface StripRow {
  readonly name: string;
  /** n × (height · width · channels), entries in [0, 1]. */
  readonly images: Matrix;
}

interface Encoder {
  readonly PNG: {
    readonly sync: { write(image: { width: number; height: number; data: Buffer }, options: object): Buffer };
  };
}

/**
 * The first `count` images of every row as a chart, each a PNG of some hundred bytes inside it; `labels` name the columns.
 */
export async function imageStrip(
  rows: readonly StripRow[],
  shape: ImageShape,
  options: ChartOptions & { readonly count: number; readonly labels?: readonly string[] },
): Promise<Spec> {
  const { PNG } = await lazy<Encoder>("pngjs"), { height, width, channels } = shape, size = 52;
  const type = channels === 3 ? 2 : 0, { labels } = options;
  const values = rows.flatMap(({ name, images }) =>
    Array.from({ length: options.count }, (_, item) => {
      const data = Buffer.from(Uint8Array.from(images.row(item), (v) => Math.round(255 * Math.min(1, Math.max(0, v)))));
      const png = PNG.sync.write({ width, height, data }, { colorType: type, inputColorType: type });
      return { item, name, url: `data:image/png;base64,${png.toString("base64")}` };
    })
  );
  const names = rows.map(({ name }) => name);
  const body = {
    data: { values },
    width: size * options.count,
    height: size * names.length,
    mark: { type: "image", width: size - 4, height: size - 4 },
    encoding: {
      x: { field: "item", type: "ordinal", axis: labels ? named(labels) : null },
      y: { field: "name", type: "nominal", sort: names, title: null, axis: { labelLimit: 200 } },
      url: { field: "url", type: "nominal" },
      tooltip: [{ field: "name", type: "nominal", title: "made by" }],
    },
  };
  return chart(body, options, "draw a strip of images");
}

/** The names of the items, below them: a word a line. */
function named(labels: readonly string[]): Spec {
  const labelExpr = `split(${JSON.stringify(labels)}[datum.value], " ")`;
  const plain = { title: null, ticks: false, domain: false };
  return { ...plain, orient: "bottom", labelAngle: 0, labelLimit: 60, labelFontSize: 9, labelExpr };
}
