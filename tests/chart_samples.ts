/** One chart of each kind over made-up records that resemble the papers' figures: the goldens' source. */

import {
  accuracyOverAnchors,
  barIntervals,
  grid,
  normDensities,
  normHistogram,
  rescalingLines,
  scatterCorrelation,
  spaceViews,
  type Spec,
} from "../lib/chart/mod.ts";
import { rng } from "../lib/base/random.ts";
import { conditionNumber, deltas, layerFactor, omegas, similarity, stitching } from "./chart_sample_cells.ts";

function rescaling(): Spec {
  const random = rng("rescaling");
  const sizes = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];
  const alphas = [...sizes.slice(0, 7).map((a) => -a).reverse(), ...sizes];
  const series = ["cosine", "ReLU", "tanh"];
  const accuracy = (name: string, alpha: number): number => {
    if (name === "cosine") return 0.1 + 0.65 * Math.exp(-(Math.log10(Math.abs(alpha) / 10) ** 2) * 4);
    return alpha < 0 ? 0.04 : 0.74 - 0.3 * Math.exp(-alpha);
  };
  const records = series.flatMap((name) =>
    alphas.flatMap((alpha) =>
      [0, 1, 2, 3, 4].map((seed) => ({
        alpha,
        series: name,
        seed,
        accuracy: accuracy(name, alpha) + 0.02 * random.normal(),
      }))
    )
  );
  const title = "Figure 4: accuracy of three MLPs when their inputs are rescaled to norm α";
  const subtitle =
    "Two hidden layers without normalisation on CNN features of MNIST; mean and ± 1 standard deviation over 5 seeds.";
  const marks = [{ at: 10, label: "mean scale" }, { at: -10, label: "its opposite" }];
  return rescalingLines(records, { title, subtitle, marks });
}

function norms(): Spec {
  const encoders = ["cnn128", "mlp256", "cnntanh256", "mlpae64", "pca64", "random-conv"];
  const random = rng("norms");
  const records = encoders.map((encoder, e) => {
    const list = Array.from({ length: 2000 }, () => 8 + 7 * e + (0.8 + 0.4 * e) * random.normal());
    return normHistogram(encoder, list);
  });
  const title = "Figure 5: distribution of embedding norms";
  const subtitle = "2,000 test images of MNIST an encoder; line: kernel density; dashed: the mean norm.";
  return normDensities(records, { title, subtitle });
}

function correlation(): Spec {
  const random = rng("scatter");
  const records = omegas.flatMap((omega) =>
    deltas.map((delta) => {
      const x = 0.4 + 0.5 * delta - 0.3 * delta ** 4 * (1 - Math.log2(omega) / 5) + 0.03 * random.normal();
      return { x, y: 0.15 + 0.85 * x + 0.05 * random.normal(), series: `ω = ${omega}`, label: `δ = ${delta}` };
    })
  );
  const title = "Figure 6, in words: accuracy follows reconstruction similarity";
  const axes = { x: "Reconstruction similarity (cosine)", y: "Stitching accuracy" };
  return scatterCorrelation(records, { title, ...axes, r: 0.93, interval: [0.88, 0.96] });
}

function views(): Spec {
  const random = rng("views");
  const points = Array.from({ length: 200 }, (_, i) => {
    const turn = (i % 10) * 0.628;
    return {
      x: 3 * Math.cos(turn) + 0.5 * random.normal(),
      y: 2 * Math.sin(turn) + 0.5 * random.normal(),
      label: `${i % 10}`,
    };
  });
  const seen = { "Absolute, seed 0": 0, "Absolute, seed 1": 2.1, "Relative, seed 0": 0.3, "Relative, seed 1": 0.33 };
  const records = Object.entries(seen).flatMap(([panel, a]) =>
    points.map(({ x, y, label }) => ({
      x: (1 + a) * (x * Math.cos(a) - y * Math.sin(a)),
      y: (1 + a) * (x * Math.sin(a) + y * Math.cos(a)),
      label,
      panel,
    }))
  );
  const title = "Two seeds differ in absolute and agree in relative coordinates";
  return spaceViews(records, {
    title,
    subtitle: "First two principal components of 200 test images.",
    labels: "Digit",
  });
}

function anchorCurves(): Spec {
  const random = rng("anchors");
  const series = { IRP: 1, affine: 1.1, "l-ortho": 1.02, "absolute (no translation)": 0.12 };
  const records = Object.entries(series).flatMap(([name, top]) =>
    [10, 20, 50, 100, 200, 500, 1000, 2000].flatMap((anchors) =>
      [0, 1, 2].map((seed) => ({
        anchors,
        seed,
        series: name,
        value: Math.min(0.97, top * (0.9 - 3 / anchors ** 0.8)) + 0.02 * random.normal(),
      }))
    )
  );
  const title = "Stitching accuracy over the number of anchors";
  const subtitle =
    "cnn128 to mlp256 on MNIST; mean and ± 1 standard deviation over 3 seeds; dashed: the spaces' dimensions.";
  const marks = [{ at: 128, label: "d = 128 (source)" }, { at: 256, label: "d = 256 (target)" }];
  return accuracyOverAnchors(records, { title, subtitle, marks });
}

function bars(): Spec {
  const records = ["IRP (ours)", "affine", "linear", "l-ortho", "ortho", "relative decoder"].flatMap((name, i) =>
    ["MNIST", "Fashion-MNIST"].map((series, s) => {
      const value = 0.93 - i / 25 - s / 8;
      return { name, series, value, low: value - 0.02 - i / 200, high: value + 0.015 };
    })
  );
  const title = "Table 2: zero-shot stitching accuracy by method";
  return barIntervals(records, {
    title,
    subtitle: "Mean and 95% interval over 20 pairs and 5 seeds.",
    measure: "Accuracy",
  });
}

/** Every chart by name. */
export function samples(): Record<string, Spec> {
  return {
    heatmap: similarity(),
    heatmapLog: conditionNumber(),
    rescalingLines: rescaling(),
    layerFactorHeatmap: layerFactor(),
    normDensities: norms(),
    stitchingMatrix: stitching(),
    scatterCorrelation: correlation(),
    spaceViews: views(),
    accuracyOverAnchors: anchorCurves(),
    barIntervals: bars(),
    grid: grid([similarity(), conditionNumber()], { title: "Figure 3: similarity and condition number" }),
  };
}

/** A spec as its golden file's text: records one a line, numbers to five digits. */
export function golden(value: unknown): string {
  const rounded = (_: string, v: unknown): unknown => typeof v === "number" ? Number(v.toPrecision(5)) : v;
  const flat = JSON.stringify(value, rounded, 1).replaceAll(
    /\{([^{}[\]]*)\}/g,
    (_, inner) => `{${inner.replaceAll(/\s*\n\s*/g, " ").trim()}}`,
  );
  return `${flat}\n`;
}
