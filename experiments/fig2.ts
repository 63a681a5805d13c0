/**
 * Figure 2: one layer at a time rescaled to α, and what that does to the classifier at the end.
 *
 * @module
 */
import { layerFactorHeatmap } from "../lib/chart/heatmap.ts";
import type { Dataset } from "../lib/data/dataset.ts";
import { weightsPath } from "../lib/encoder/trained.ts";
import { PRETRAINED, type PretrainedName } from "../lib/encoder/pretrainedcards.ts";
import { takeRows } from "../lib/linalg/matrix.ts";
import { loadNetwork } from "../lib/nn/network.ts";
import type { AlphaUnit } from "../lib/nn/rescale.ts";
import { rng } from "../lib/base/random.ts";
import { fig2Claims } from "./fig2.claims.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { ALPHAS, type LayerRecord, networkCells } from "./fig2_cells.ts";
import { ocrCells } from "./fig2_ocr.ts";
import { onnxCells } from "./fig2_onnx.ts";
import { IMAGE_ENCODERS, PHOTOS } from "./shared/pretrained.ts";
import { datasetOf } from "./shared/spaces.ts";
import type { Labelled } from "../lib/head/tempered.ts";
import { deepCells, transformerCells } from "./fig2_text.ts";
import { groupBy, pivot, type Row } from "./shared/summary.ts";

const NETWORKS = ["cnn128", "mlp256"];
const ON = { networks: NETWORKS, alphas: ALPHAS, pretrained: [] };
const PHOTO_NETWORKS = [...IMAGE_ENCODERS.filter((name) => name.startsWith("mobilenet")), "cifar10-resnet56" as const];
const SIZES = {
  quick: { ...ON, datasets: ["mnist"], rows: 500, texts: 0, ocrRows: 0 },
  full: { ...ON, datasets: ["mnist", "fashion-mnist"], rows: 3000, texts: 9000, ocrRows: 150 },
  pretrained: {
    ...{ networks: [], datasets: [], rows: 150, texts: 0, ocrRows: 0, alphas: { mean: ALPHAS.mean } },
    pretrained: [
      ...PHOTO_NETWORKS.map((model) => ({ dataset: PHOTOS.dataset, model })),
      { dataset: "ag-news", model: "use-lite" },
    ],
  },
} as const satisfies Record<string, Sizes>;
interface Sizes {
  readonly networks: readonly string[];
  readonly datasets: readonly string[];
  /** Test items of every model. */
  readonly rows: number;
  readonly texts: number;
  readonly ocrRows: number;
  readonly alphas: Partial<typeof ALPHAS>;
  /** Encoders that others trained, each with a head of our own on a dataset. */
  readonly pretrained: readonly { readonly dataset: string; readonly model: PretrainedName }[];
}

/** One model. */
interface Cell {
  readonly dataset: string;
  readonly model: string;
  readonly rows: number;
  readonly seed: number;
}
const DEEP = "deep MLP", TRANSFORMER = "transformer", RECOGNISER = "ocr-recogniser", TEXTS = "wordnet-8";

/**
 * Figure 2: layer × α, α both as multiples of the mean norm and as norms; on image classifiers and, in the full preset, on a
 * deep perceptron and a transformer that read texts, and on PP-OCR's recogniser; in the
 * preset "pretrained" at every block of networks that others trained, each with a head of our own on a data set (ResNet-56
 * was trained on these very images).
 */
export const fig2: Experiment<Sizes, Cell, readonly LayerRecord[]> = Object.freeze({
  name: "fig2",
  reproduces: "Figure 2",
  about: "Accuracy of trained classifiers with the vectors after one layer set to α, for each layer and α.",
  notebook: "4.2-scale-invariance",
  module: import.meta.url,
  presets: SIZES,
  claims: fig2Claims,
  cells: ({ sizes: { datasets, networks, rows, texts, ocrRows, pretrained }, seed }: Asked<Sizes>) => [
    ...datasets.flatMap((dataset) => networks.map((model) => ({ dataset, model, rows, seed }))),
    ...(texts > 0 ? [DEEP, TRANSFORMER] : []).map((model) => ({ dataset: TEXTS, model, rows: texts, seed })),
    ...(ocrRows > 0 ? [{ dataset: "mnist", model: RECOGNISER, rows: ocrRows, seed }] : []),
    ...pretrained.map((one) => ({ ...one, rows, seed })),
  ],
  reads: ({ dataset, model }: Cell) => [`${dataset}/${model}`],
  measure: async ({ dataset, model, rows, seed }: Cell) => {
    if (model === DEEP) return deepCells(await datasetOf(dataset), { texts: rows, seed });
    if (model === TRANSFORMER) return await transformerCells(await datasetOf(dataset), { texts: rows, seed });
    if (model === RECOGNISER) return await ocrCells({ rows, seed });
    if (isPretrained(model)) return await onnxCells({ dataset, encoder: model, rows, seed });
    const data = testImages(await datasetOf(dataset), rows, seed);
    return networkCells(`${model} on ${dataset}`, await loadNetwork(weightsPath(dataset, model)), data);
  },
  findings: (found: readonly (readonly LayerRecord[])[]) => {
    const cells = found.flat();
    return {
      records: { table: table(cells), layers: layersOf(cells), models: models(cells), cells },
      charts: Object.fromEntries(units(cells).map((unit) => [unit, chart(cells, unit)])),
    };
  },
});

const isPretrained = (model: string): model is PretrainedName => model in PRETRAINED;
/** What α counts in these cells. */
const units = (cells: readonly LayerRecord[]): readonly AlphaUnit[] => [...new Set(cells.map(({ unit }) => unit))];

/** Test images that the seed draws, with their labels. */
export function testImages({ images, labels, splits: { test } }: Dataset, rows: number, seed: number): Labelled {
  const drawn = rng(seed).fork("rows").permutation(test.length).subarray(0, rows).map((i) => test[i]!);
  return { x: takeRows(images!, drawn), labels: Int32Array.from(drawn, (i) => labels[i]!) };
}

function table(cells: readonly LayerRecord[]): readonly Row[] {
  const named = cells.filter(({ unit }) => unit === "mean").map((c) => ({
    ...c,
    place: `${c.panel}: ${c.layer} ${c.name}`,
  }));
  return pivot(named, "place", "alpha", (row) => (row.accuracy as number).toFixed(3));
}

/** How far each layer behind the input moves the accuracy from .5 to 10 times its mean norm; "steady" up to .05. */
export function layersOf(cells: readonly LayerRecord[]): readonly Row[] {
  const near = cells.filter(({ unit, alpha, layer }) => unit === "mean" && alpha >= 0.5 && layer > 0);
  return groupBy(near, ["panel", "layer"]).map((group) => {
    const [{ panel, layer, name }] = group as readonly [LayerRecord];
    const worst = Math.max(...(group as readonly LayerRecord[]).map((c) => Math.abs(c.accuracy - c.baseline)));
    return { panel, layer: `${layer} ${name}`, worst, steady: worst <= 0.05 };
  });
}

/** Per model: how many of the layers behind the first stay within .05, and the one that moves most. */
function models(cells: readonly LayerRecord[]): readonly Row[] {
  return groupBy(layersOf(cells), ["panel"]).map((layers) => {
    const { panel, layer, worst } = layers.reduce((a, b) => (b.worst as number) > (a.worst as number) ? b : a);
    const { baseline } = cells.find((cell) => cell.panel === panel)!;
    const steady = layers.filter((l) => l.steady).length;
    return { model: panel, baseline, layers: layers.length, steady, worst, at: layer };
  });
}

/** The pretrained models that are drawn, one of each kind; the tables have all. */
const DRAWN = ["mobilenet-v2-tf2", "mobilenet-v1-1.0", "cifar10-resnet56", "use-lite"];

function chart(cells: readonly LayerRecord[], unit: AlphaUnit): Findings["charts"][string] {
  const drawn = ({ panel }: LayerRecord): boolean => {
    const [model] = panel.split(" on ") as [string];
    return !isPretrained(model) || DRAWN.includes(model);
  };
  const values = cells.filter((c) => c.unit === unit && drawn(c)).map((c) => ({ ...c, value: c.accuracy }));
  const subtitle = unit === "mean" ? "α times the layer's mean norm" : "α is the norm itself";
  return layerFactorHeatmap(values, {
    title: "Figure 2: accuracy with one layer rescaled",
    subtitle,
    measure: "Accuracy",
    domain: [0, 1],
  });
}
