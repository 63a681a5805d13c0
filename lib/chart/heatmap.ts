/**
 * Heatmaps over ω × δ and layer × α, one block a panel, one colour scale for all.
 *
 * @module
 */

import { type CellAxis, type CellOptions, cells } from "./cells.ts";
import { panelled } from "./panels.ts";
import { levels, type Row, rows, some } from "./records.ts";
import { chart, chartWidth, INK, type Spec } from "./theme.ts";

/** One cell of an ω × δ sweep. */
export interface HeatmapRecord {
  /** Number of subspaces ω. */
  readonly omega: number;
  /** Pruning threshold δ in [0, 1]. */
  readonly delta: number;
  /** The measured value; null, NaN or infinite draws a gap. */
  readonly value: number | null;
  /** The panel that the cell belongs to, e.g. "intra-space". */
  readonly panel?: string;
}

/** One cell of a layer × α sweep. */
export interface LayerFactorRecord {
  /** Index of the layer that is rescaled, or its name. */
  readonly layer: number | string;
  /** Rescaling factor α. */
  readonly alpha: number;
  /** The measured value; null, NaN or infinite draws a gap. */
  readonly value: number | null;
  /** The panel that the cell belongs to, e.g. a model's name. */
  readonly panel?: string;
}

/** Cells over two axes, one block a panel. */
function blocks(data: Row[], axes: readonly [CellAxis, CellAxis], options: CellOptions, action: string): Spec {
  const height = Math.min(420, Math.max(4, axes[1].sort.length) * 30);
  const unit = (width: number): Spec => {
    const cell = width / axes[0].sort.length;
    return {
      height,
      view: { fill: INK.gap },
      layer: cells(data, axes, { ...options, cell, height, legend: true }, action),
    };
  };
  return chart(panelled(data, unit, { width: chartWidth(options, action), columns: 2 }), options, action);
}

/**
 * Heatmap over subspaces ω and pruning threshold δ (Figures 3 and 6 of Inverse Relative Projection): one panel a
 * setting, one colour scale for all. Figures of several measures are a {@link grid} of heatmaps.
 *
 * @throws TypeError if there are no records or a field is of another type; RangeError if ω or δ is not finite, or a
 * value is not positive on a logarithmic scale.
 * @example
 * ```ts
 * import { heatmap } from "anchorage/chart";
 * const records = [1, 8].flatMap((omega) => [0, 0.5].map((delta) => ({ omega, delta, value: delta + omega / 20 })));
 * console.log(heatmap(records, { title: "Figure 3", measure: "Cosine similarity" }).width);
 * ```
 */
export function heatmap(records: readonly HeatmapRecord[], options: CellOptions): Spec {
  const action = "draw a heatmap";
  const data = rows(records, { omega: "number", delta: "number", value: "gap", panel: "text?" }, action);
  const x: CellAxis = { field: "delta", title: "Pruning threshold δ", sort: levels(data, "delta") };
  const y: CellAxis = { field: "omega", title: "Subspaces ω", sort: levels(data, "omega").reverse() };
  return blocks(data, [x, y], options, action);
}

/**
 * Heatmap over the rescaled layer and the factor α (Figure 2): embedding layer at the bottom, output at the top.
 *
 * @throws TypeError if there are no records or a field is of another type; RangeError if α is not finite, or a value
 * is not positive on a logarithmic scale.
 * @example
 * ```ts
 * import { layerFactorHeatmap } from "anchorage/chart";
 * const records = [0, 1].flatMap((layer) => [0.1, 1, 10].map((alpha) => ({ layer, alpha, value: 0.9 - layer / 10 })));
 * console.log(layerFactorHeatmap(records, { title: "Figure 2", measure: "Accuracy" }).height); // 120
 * ```
 */
export function layerFactorHeatmap(records: readonly LayerFactorRecord[], options: CellOptions): Spec {
  const action = "draw a layer × factor heatmap";
  const layers = [...new Set(some(records, action).map((record) => record.layer))];
  const order = layers.every((layer) => typeof layer === "number") ? layers.sort((a, b) => a - b) : layers.map(String);
  const named = records.map((record) => ({ ...record, layer: String(record.layer) }));
  const data = rows(named, { layer: "text", alpha: "number", value: "gap", panel: "text?" }, action);
  const x: CellAxis = { field: "alpha", title: "Rescaling factor α", sort: levels(data, "alpha") };
  const y: CellAxis = { field: "layer", title: "Layer", sort: order.map(String).reverse() };
  return blocks(data, [x, y], options, action);
}
