/** Heatmaps over made-up records that resemble the papers' figures. */

import { heatmap, type HeatmapRecord, layerFactorHeatmap, type Spec, stitchingMatrix } from "../lib/chart/mod.ts";

export const omegas = [1, 2, 4, 8, 16, 32];
export const deltas = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

function sweep(
  panels: readonly string[],
  value: (omega: number, delta: number, panel: number) => number,
): HeatmapRecord[] {
  return panels.flatMap((panel, p) =>
    omegas.flatMap((omega) => deltas.map((delta) => ({ omega, delta, panel, value: value(omega, delta, p) })))
  );
}

/** Figure 3, top. */
export function similarity(): Spec {
  const records = sweep(["Intra-space", "Inter-space"], (omega, delta, p) => {
    const more = Math.log2(omega) / 5;
    return 0.96 - p * 0.22 - (1 - more) * delta ** 3 * 0.7 - p * (1 - delta) * 0.25;
  });
  const title = "Figure 3 (top): reconstruction similarity over subspaces and pruning";
  const subtitle =
    "Fashion-MNIST, 1,000 anchors, mean over 3 seeds. Left: one encoder inverted onto itself; right: onto another.";
  return heatmap(records, { title, subtitle, measure: "Cosine similarity" });
}

/** Figure 3, bottom: with gaps. */
export function conditionNumber(): Spec {
  const records = sweep(["Intra-space", "Inter-space"], (omega, delta, p) => {
    if (delta === 0 && omega < 4) return Infinity;
    return omega === 2 && delta === 0.1 ? NaN : 10 ** (7 + p - 6 * delta + Math.log2(omega) / 9);
  });
  const title = "Figure 3 (bottom): condition number of the anchors, mean over subspaces";
  return heatmap(records, { title, measure: "Condition number", log: true, reverse: true });
}

/** Figure 2. */
export function layerFactor(): Spec {
  const alphas = [0.1, 0.5, 1, 2, 5, 10, 50, 100, 500, 1000];
  const layers = Array.from({ length: 13 }, (_, i) => i);
  const records = layers.flatMap((layer) =>
    alphas.map((alpha) => ({ layer, alpha, value: 0.92 / (1 + Math.exp(-(Math.log10(alpha) + 1.3 + layer / 8) * 3)) }))
  );
  const title = "Figure 2: accuracy when one layer's output is rescaled to norm α";
  const subtitle = "Transformer encoder, one layer rescaled a run. Without rescaling the accuracy is 0.92.";
  return layerFactorHeatmap(records, { title, subtitle, measure: "Accuracy", domain: [0, 1] });
}

/** Figure 7: with a gap. */
export function stitching(): Spec {
  const names = ["cnn128", "mlp256", "cnntanh256", "mlpae64", "pca64", "random-conv", "ocr-rec"];
  const records = names.flatMap((encoder, e) =>
    names.map((decoder, d) => ({
      encoder,
      decoder,
      value: e === d ? 0.95 - d / 60 : e === 6 && d === 4 ? NaN : 0.86 - e / 25 - d / 18,
    }))
  );
  const title = "Figure 7: zero-shot stitching between encoders and decoders";
  const subtitle = "MNIST, 1,000 anchors, ω = 16, δ = 0.8; bars: the mean of a row and of a column.";
  return stitchingMatrix(records, { title, subtitle, measure: "Accuracy", domain: [0, 1] });
}
