/**
 * Figure 2: one layer at a time rescaled to α, and what that does to the classifier at the end.
 *
 * @module
 */
import { layerFactorHeatmap } from "../lib/chart/heatmap.ts";
import { loadDataset } from "../lib/data/registry.ts";
import { weightsPath } from "../lib/encoder/trained.ts";
import { takeRows } from "../lib/linalg/matrix.ts";
import { loadNetwork } from "../lib/nn/network.ts";
import type { AlphaUnit } from "../lib/nn/rescale.ts";
import { rng } from "../lib/base/random.ts";
import type { Experiment, Findings, RunOptions } from "./experiment.ts";
import { ALPHAS, type LayerRecord, networkCells } from "./fig2_cells.ts";
import { ocrCells } from "./fig2_ocr.ts";
import { textCells } from "./fig2_text.ts";
import { groupBy, pivot, type Row } from "./shared/summary.ts";

const SIZES = {
  quick: { datasets: ["mnist"], rows: 500, texts: 0, ocrRows: 0 },
  full: { datasets: ["mnist", "fashion-mnist"], rows: 3000, texts: 9000, ocrRows: 150 },
} as const;
const NETWORKS = ["cnn128", "mlp256"] as const;
/**
 * Figure 2: layer × α, α both as multiples of the mean norm and as norms; on image classifiers and, in the full preset, on a
 * deep perceptron and a transformer that read texts, and on PP-OCR's recogniser.
 */
export const fig2: Experiment = Object.freeze({
  name: "fig2",
  reproduces: "Figure 2",
  about: "Accuracy of trained classifiers with the vectors after one layer set to α, for each layer and α.",
  run,
});

async function run({ preset, seed, progress }: RunOptions): Promise<Findings> {
  const sizes = SIZES[preset];
  const tick = progress("fig2", sizes.datasets.length * NETWORKS.length);
  const cells: LayerRecord[] = [];
  for (const name of sizes.datasets) {
    const { images: pixels, labels, splits } = await loadDataset(name);
    const order = rng(seed).fork("rows").permutation(splits.test.length).subarray(0, sizes.rows);
    const rows = order.map((i) => splits.test[i]!);
    const data = { x: takeRows(pixels!, rows), labels: Int32Array.from(rows, (i) => labels[i]!) };
    for (const network of NETWORKS) {
      cells.push(...networkCells(`${network} on ${name}`, await loadNetwork(weightsPath(name, network)), data));
      tick();
    }
  }
  const images = cells.slice();
  if (sizes.texts > 0) cells.push(...await textCells({ texts: sizes.texts, seed, progress }));
  if (sizes.ocrRows > 0) cells.push(...await ocrCells({ rows: sizes.ocrRows, seed, progress }));
  return {
    sizes: { ...sizes, networks: NETWORKS, alphas: ALPHAS },
    records: { table: table(cells), bounds: fig2Bounds(images), models: models(cells), cells },
    charts: { mean: chart(cells, "mean"), norm: chart(cells, "norm") },
  };
}

function table(cells: readonly LayerRecord[]): readonly Row[] {
  const named = cells.filter(({ unit }) => unit === "mean").map((c) => ({
    ...c,
    place: `${c.panel}: ${c.layer} ${c.name}`,
  }));
  return pivot(named, "place", "alpha", (row) => (row.accuracy as number).toFixed(3));
}

/** What Figure 2 must show: inner layers within .05 of no rescaling from .5 to 10 times their mean norm. */
export function fig2Bounds(cells: readonly LayerRecord[]): readonly Row[] {
  const near = cells.filter(({ unit, alpha, layer }) => unit === "mean" && alpha >= 0.5 && layer > 0);
  return groupBy(near, ["panel", "layer"]).map((group) => {
    const [{ panel, layer, name }] = group as readonly [LayerRecord];
    const worst = Math.max(...(group as readonly LayerRecord[]).map((c) => Math.abs(c.accuracy - c.baseline)));
    return {
      claim: "stays within .05 from 0.5x to 10x",
      panel,
      layer: `${layer} ${name}`,
      worst,
      limit: 0.05,
      holds: worst <= 0.05,
    };
  });
}

/** Per model: how many of the layers behind the first stay within .05, and the one that moves most. */
function models(cells: readonly LayerRecord[]): readonly Row[] {
  return groupBy(fig2Bounds(cells), ["panel"]).map((bounds) => {
    const { panel, layer, worst } = bounds.reduce((a, b) => (b.worst as number) > (a.worst as number) ? b : a);
    const { baseline } = cells.find((cell) => cell.panel === panel)!;
    const steady = bounds.filter(({ holds }) => holds).length;
    return { model: panel, baseline, layers: bounds.length, steady, worst, at: layer };
  });
}

function chart(cells: readonly LayerRecord[], unit: AlphaUnit): Findings["charts"][string] {
  const values = cells.filter((c) => c.unit === unit).map((c) => ({ ...c, value: c.accuracy }));
  const subtitle = unit === "mean" ? "α times the layer's mean norm" : "α is the norm itself";
  return layerFactorHeatmap(values, {
    title: "Figure 2: accuracy with one layer rescaled",
    subtitle,
    measure: "Accuracy",
    domain: [0, 1],
  });
}
