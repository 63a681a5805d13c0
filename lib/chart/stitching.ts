/**
 * Encoder × decoder matrices with the means of rows and columns beside them.
 *
 * @module
 */

import { type CellAxis, type CellOptions, cells } from "./cells.ts";
import { plotWidth, textRoom } from "./panels.ts";
import { distinct, rows } from "./records.ts";
import { chart, chartWidth, INK, PALETTE, type Spec } from "./theme.ts";

/** One encoder stitched to one decoder. */
export interface StitchingRecord {
  /** The space that is translated from. */
  readonly encoder: string;
  /** The space that is translated into, whose head is used. */
  readonly decoder: string;
  /** The measured value; null, NaN or infinite draws a gap and counts for no mean. */
  readonly value: number | null;
}

/** Bars of the mean over one axis, standing on the matrix' edge, with the mean in numbers. */
function margin(axis: CellAxis, across: "x" | "y", options: CellOptions, size: number, length: number): Spec {
  const along = across === "x" ? "y" : "x";
  const format = options.format ?? ".2f";
  const mean = { field: "value", type: "quantitative", aggregate: "mean" };
  const place = {
    [across]: { field: axis.field, type: "ordinal", sort: axis.sort, axis: null },
    [along]: { ...mean, axis: null, scale: { zero: true, nice: false } },
  };
  const tooltip = [
    { field: axis.field, type: "nominal", title: axis.field },
    { ...mean, title: `mean ${options.measure.toLowerCase()}`, format },
  ];
  const label = across === "x" ? { baseline: "bottom", dy: -3 } : { align: "left", dx: 4 };
  const text = { type: "text", color: INK.quiet, fontSize: 10, tooltip: null, ...label };
  return {
    width: across === "x" ? length : size,
    height: across === "x" ? size : length,
    layer: [
      { mark: { type: "bar", color: PALETTE[0], opacity: 0.75 }, encoding: { ...place, tooltip } },
      { mark: text, encoding: { ...place, text: { ...mean, format } } },
    ],
  };
}

/**
 * Matrix of stitching results, encoders in rows and decoders in columns in order of appearance, with bars of the mean
 * an encoder reaches (right) and of the mean reached into a decoder (top) (Figure 7).
 *
 * @throws TypeError if there are no records or a field is of another type.
 * @example
 * ```ts
 * import { stitchingMatrix } from "anchorage/chart";
 * const records = ["cnn", "mlp"].flatMap((encoder) =>
 *   ["cnn", "mlp"].map((decoder) => ({ encoder, decoder, value: encoder === decoder ? 0.9 : 0.7 }))
 * );
 * console.log(stitchingMatrix(records, { title: "Figure 7", measure: "Accuracy" }).spacing); // 8
 * ```
 */
export function stitchingMatrix(records: readonly StitchingRecord[], options: CellOptions): Spec {
  const action = "draw a stitching matrix";
  const data = rows(records, { encoder: "text", decoder: "text", value: "gap" }, action);
  const decoders = distinct<string>(data, "decoder");
  const encoders = distinct<string>(data, "encoder");
  const cell = Math.min(64, plotWidth(chartWidth(options, action), 1, 165 + textRoom(encoders)) / decoders.length);
  const [width, height] = [Math.round(cell * decoders.length), Math.round(Math.min(cell, 34) * encoders.length)];
  const narrow = textRoom(decoders) > cell - 4;
  const x: CellAxis = { field: "decoder", title: "Decoder", sort: decoders, labelAngle: narrow ? -40 : 0 };
  const y: CellAxis = { field: "encoder", title: "Encoder", sort: encoders };
  const layer = cells(data, [x, y], { ...options, cell, height, legend: false }, action);
  const matrix = { width, height, view: { fill: INK.gap }, layer };
  const right = margin(y, "y", options, 60, height);
  const body = {
    data: { values: data },
    spacing: 8,
    bounds: "flush",
    vconcat: [margin(x, "x", options, 44, width), { spacing: 8, bounds: "flush", hconcat: [matrix, right] }],
  };
  return chart(body, options, action);
}
