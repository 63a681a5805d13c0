/**
 * Figure 2: one layer at a time rescaled to α, and what that does to the classifier at the end.
 *
 * @module
 */
import { layerFactorHeatmap } from "../lib/chart/heatmap.ts";
import { loadDataset } from "../lib/data/registry.ts";
import { weightsPath } from "../lib/encoder/trained.ts";
import { type Matrix, takeRows } from "../lib/matrix.ts";
import { accuracy } from "../lib/measure/similarity.ts";
import type { Labelled } from "../lib/measure/temperature.ts";
import { argmaxRows } from "../lib/nn/head.ts";
import { encodeImages } from "../lib/nn/infer.ts";
import { cutNetwork, layerNames } from "../lib/nn/inject.ts";
import { loadNetwork, type Network } from "../lib/nn/network.ts";
import { type AlphaUnit, rescaleRows } from "../lib/nn/rescale.ts";
import { rng } from "../lib/random.ts";
import type { Experiment, Findings, RunOptions } from "./experiment.ts";
import { groupBy, pivot, type Row } from "./summary.ts";

const SIZES = {
  quick: { datasets: ["mnist"], rows: 500 },
  full: { datasets: ["mnist", "fashion-mnist"], rows: 3000 },
} as const;
const NETWORKS = ["cnn128", "mlp256"] as const;
/** Multiples of the layer's mean norm, and norms. */
const ALPHAS: Readonly<Record<AlphaUnit, readonly number[]>> = {
  mean: [0.1, 0.2, 0.5, 1, 2, 5, 10],
  norm: [0.1, 1, 3, 10, 30, 100, 1000],
};

/** Figure 2 on this library's image classifiers: layer × α, α both as multiples of the mean norm and as norms. */
export const fig2: Experiment = Object.freeze({
  name: "fig2",
  reproduces: "Figure 2",
  about: "Accuracy of trained classifiers with the vectors after one layer set to α, for each layer and α.",
  run,
});

/** Accuracy with one layer rescaled. */
export interface LayerRecord extends Row {
  /** The network and its dataset. */
  readonly panel: string;
  readonly layer: string;
  readonly unit: AlphaUnit;
  readonly alpha: number;
  readonly accuracy: number;
  /** Accuracy without any rescaling. */
  readonly baseline: number;
  /** Mean norm at the layer. */
  readonly meanNorm: number;
  /** Vectors that were zero and stayed so. */
  readonly zeros: number;
}

async function run({ preset, seed, progress }: RunOptions): Promise<Findings> {
  const sizes = SIZES[preset];
  const tick = progress("fig2", sizes.datasets.length * NETWORKS.length);
  const cells: LayerRecord[] = [];
  for (const name of sizes.datasets) {
    const { images, labels, splits } = await loadDataset(name);
    const order = rng(seed).fork("rows").permutation(splits.test.length).subarray(0, sizes.rows);
    const rows = order.map((i) => splits.test[i]!);
    const data = { x: takeRows(images!, rows), labels: Int32Array.from(rows, (i) => labels[i]!) };
    for (const network of NETWORKS) {
      cells.push(...layerCells(`${network} on ${name}`, await loadNetwork(weightsPath(name, network)), data));
      tick();
    }
  }
  return {
    sizes: { ...sizes, networks: NETWORKS, alphas: ALPHAS },
    records: { table: table(cells), bounds: fig2Bounds(cells), cells },
    charts: { mean: chart(cells, "mean"), norm: chart(cells, "norm") },
  };
}

/** Every layer × α of one classifier; the part before the layer runs once. Reshaping and the scores are left out. */
export function layerCells(panel: string, network: Network, { x, labels }: Labelled): readonly LayerRecord[] {
  const { encoder, decoder } = network.architecture;
  const types = ["input", ...[...encoder, ...decoder].map(({ type }) => type)];
  const score = (m: Matrix): number => accuracy(argmaxRows(m), labels);
  return layerNames(network).slice(0, -1).flatMap((place, i) => {
    if (types[i] === "reshape") return [];
    const { before, after } = cutNetwork(network, place);
    const vectors = encodeImages(before, x);
    const cell = { panel, layer: i === 0 ? place : `${i} ${types[i]}`, baseline: score(encodeImages(after, vectors)) };
    return (["mean", "norm"] as const).flatMap((unit) =>
      ALPHAS[unit].map((alpha) => {
        const { values, ...found } = rescaleRows(vectors, alpha, { unit });
        return { ...cell, unit, alpha, accuracy: score(encodeImages(after, values)), ...found };
      })
    );
  });
}

function table(cells: readonly LayerRecord[]): readonly Row[] {
  const named = cells.filter(({ unit }) => unit === "mean").map((c) => ({ ...c, place: `${c.panel}: ${c.layer}` }));
  return pivot(named, "place", "alpha", (row) => (row.accuracy as number).toFixed(3));
}

/** What Figure 2 must show: inner layers within .05 of no rescaling from .5 to 10 times their mean norm. */
export function fig2Bounds(cells: readonly LayerRecord[]): readonly Row[] {
  const near = cells.filter(({ unit, alpha, layer }) => unit === "mean" && alpha >= 0.5 && layer !== "input");
  return groupBy(near, ["panel", "layer"]).map((group) => {
    const [{ panel, layer }] = group as readonly [LayerRecord];
    const worst = Math.max(...(group as readonly LayerRecord[]).map((c) => Math.abs(c.accuracy - c.baseline)));
    return { claim: "stays within .05 from 0.5x to 10x", panel, layer, worst, limit: 0.05, holds: worst <= 0.05 };
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
