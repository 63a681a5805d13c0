/**
 * Charts: pure functions from records to Vega-Lite specs, and their rendering to SVG, PNG and files.
 *
 * @module
 */

export { type ChartOptions, FONT, PALETTE, type Spec, theme } from "./theme.ts";
export type { Mark } from "./logaxis.ts";
export { grid } from "./panels.ts";
export type { CellOptions } from "./cells.ts";
export { heatmap, type HeatmapRecord, layerFactorHeatmap, type LayerFactorRecord } from "./heatmap.ts";
export {
  accuracyOverAnchors,
  type AnchorRecord,
  type LineOptions,
  rescalingLines,
  type RescalingRecord,
} from "./lines.ts";
export { normHistogram, type NormRecord } from "./histogram.ts";
export { normDensities } from "./norms.ts";
export { stitchingMatrix, type StitchingRecord } from "./stitching.ts";
export { scatterCorrelation, type ScatterOptions, type ScatterRecord } from "./scatter.ts";
export { spaceViews, type ViewOptions, type ViewRecord } from "./views.ts";
export { type PointOptions, viewRecords } from "./points.ts";
export { barIntervals, type BarOptions, type BarRecord } from "./bars.ts";
export { renderPng, renderSvg, saveChart } from "./render.ts";
export { migrationBars, pairsCurve } from "./migration.ts";
