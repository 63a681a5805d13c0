/**
 * Layer × α cells of Figure 2, for networks of this library and for tf.layers models.
 *
 * @module
 */
import type { LayersModel } from "../lib/nn/tfjs.ts";
import type { Matrix } from "../lib/linalg/matrix.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import type { Labelled } from "../lib/head/tempered.ts";
import { argmaxRows } from "../lib/head/argmax.ts";
import { encodeImages } from "../lib/nn/infer.ts";
import { cutNetwork, layerNames, rescaleInjection } from "../lib/nn/inject.ts";
import type { Network } from "../lib/nn/network.ts";
import { type AlphaUnit, rescaleRows } from "../lib/nn/rescale.ts";
import type { Row } from "./shared/summary.ts";

/** Multiples of the layer's mean norm, and norms. */
export const ALPHAS: Readonly<Record<AlphaUnit, readonly number[]>> = Object.freeze({
  mean: [0.1, 0.2, 0.5, 1, 2, 5, 10],
  norm: [0.1, 1, 3, 10, 30, 100, 1000],
});

/** Every α with what it counts. */
export const STEPS: readonly (readonly [AlphaUnit, number])[] = Object.freeze(
  (["mean", "norm"] as const).flatMap((unit) => ALPHAS[unit].map((alpha) => [unit, alpha] as const)),
);

/** Accuracy with one layer rescaled. */
export interface LayerRecord extends Row {
  /** The network and its dataset. */
  readonly panel: string;
  /** Its number among those that are rescaled; 0 is the input, or a text's embedding. */
  readonly layer: number;
  /** What it is. */
  readonly name: string;
  readonly unit: AlphaUnit;
  readonly alpha: number;
  readonly accuracy: number;
  /** Accuracy without any rescaling. */
  readonly baseline: number;
  /** Mean norm at the layer. */
  readonly meanNorm: number;
  /** Vectors that were zero and stayed so. */
  readonly zeroRows: number;
}

/** Every layer × α of one classifier; the part before the layer runs once. Reshaping and the scores are left out. */
export function networkCells(panel: string, network: Network, { x, labels }: Labelled): readonly LayerRecord[] {
  const { encoder, decoder } = network.architecture;
  const types = ["input", ...[...encoder, ...decoder].map(({ type }) => type)];
  const score = (m: Matrix): number => accuracy(argmaxRows(m), labels);
  const places = layerNames(network).map((place, i) => [place, types[i]!] as const);
  return places.slice(0, -1).filter(([, type]) => type !== "reshape").flatMap(([place, name], layer) => {
    const { before, after } = cutNetwork(network, place);
    const vectors = encodeImages(before, x);
    const cell = { panel, layer, name, baseline: score(encodeImages(after, vectors)) };
    return STEPS.map(([unit, alpha]) => {
      const { values, ...found } = rescaleRows(vectors, alpha, { unit });
      return { ...cell, unit, alpha, accuracy: score(encodeImages(after, values)), ...found };
    });
  });
}

/** Every named layer × α of a tf.layers model whose last layer is called "scores". */
export async function modelCells(
  panel: string,
  model: LayersModel,
  layers: readonly string[],
  { x, labels }: Labelled,
): Promise<readonly LayerRecord[]> {
  const run = async (layer: string, alpha: number, unit: AlphaUnit): Promise<Pick<LayerRecord, Found>> => {
    const { values, ...found } = await rescaleInjection(model, layer, alpha, { unit }).run(x);
    return { accuracy: accuracy(argmaxRows(values), labels), ...found };
  };
  // A positive factor on the scores changes no prediction, so this is the model as it is.
  const { accuracy: baseline } = await run("scores", 1, "norm");
  const cells: LayerRecord[] = [];
  for (const [layer, name] of layers.entries()) {
    for (const [unit, alpha] of STEPS) {
      cells.push({ panel, layer, name, unit, alpha, baseline, ...await run(name, alpha, unit) });
    }
  }
  return cells;
}

type Found = "accuracy" | "zeroRows" | "meanNorm";
