/**
 * Rescale injection (section 4.2): every vector after one layer of a model set to a norm, the rest run as it was.
 *
 * @module
 */
import type { LayersModel } from "./tfjs.ts";
import { oneOf } from "../base/check.ts";
import type { Tensor, Tensors } from "../file/tensor.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { encodeImages } from "./infer.ts";
import { injectLayersModel, layersModelNames } from "./inject_tf.ts";
import { type Architecture, type Extent, extentAfter, type Layer } from "./layers.ts";
import { latentExtent, type Network, weighted } from "./network.ts";
import { checkedAlpha, type Rescaled, type RescaleOptions, rescaleRows } from "./rescale.ts";

/** A model with a rescaling after one of its layers. */
export interface RescaledModel {
  /** The layer whose output is rescaled. */
  readonly layer: string;
  /** The factor. */
  readonly alpha: number;
  /** The model's outputs (n × outputs) on rows of inputs, with what the rescaling found at the layer. */
  run(x: Matrix): Promise<Rescaled>;
}

/** A network of this library, or a tf.layers model with one input and one output. */
export type Injectable = Network | LayersModel;

/**
 * The model with the vectors after `layer` normalised and multiplied by α. The model itself is not changed.
 *
 * What is normalised is each token's last axis in a sequence, the whole map of a convolution, and else the whole output
 * of a sample. Layers are named as `layerNames` lists them; "input" rescales what goes in.
 *
 * @throws {RangeError} If α is zero, NaN or infinite, or there is no such layer (the sentence lists the layers).
 * @throws {TypeError} If the model has no weights.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { architecture, initialWeights, rescaleInjection } from "anchorage/nn";
 * const mlp = architecture("mlp256", 10);
 * const model = rescaleInjection({ architecture: mlp, weights: initialWeights(mlp, 1) }, "encoder/1", 10);
 * const { values, zeroRows } = await model.run(Matrix.zeros(2, 784, "f32"));
 * console.log(values.cols, zeroRows); // 10 2
 * ```
 */
export function rescaleInjection(
  model: Injectable,
  layer: string,
  alpha: number,
  options: RescaleOptions = {},
): RescaledModel {
  checkedAlpha(alpha);
  oneOf(layer, layerNames(model), "the layer", "rescale inside a model");
  if (!("architecture" in model)) {
    return Object.freeze({ layer, alpha, run: injectLayersModel(model, layer, alpha, options) });
  }
  const { before, after } = cutNetwork(model, layer);
  const run = (x: Matrix): Promise<Rescaled> => {
    const { values, ...found } = rescaleRows(encodeImages(before, x), alpha, options);
    return Promise.resolve(Object.freeze({ values: encodeImages(after, values), ...found }));
  };
  return Object.freeze({ layer, alpha, run });
}

/** Names of the places where a rescaling can go in, first to last: "input", then every layer. */
export function layerNames(model: Injectable): readonly string[] {
  if (!("architecture" in model)) return layersModelNames(model);
  return ["input", ...named(model.architecture).map(([name]) => name)];
}

/** A network cut after a layer: `before` ends with that layer, `after` goes from there to the outputs. */
export function cutNetwork(network: Network, layer: string): { readonly before: Network; readonly after: Network } {
  const { architecture, weights } = network;
  const absent = weighted(architecture).find(({ name }) => weights[`${name}/weight`] === undefined);
  if (absent !== undefined) {
    throw new TypeError(`Cannot cut ${architecture.name} as it must have weights: ${absent.name}/weight is missing`);
  }
  const all = named(architecture);
  const at = all.findIndex(([name]) => name === layer) + 1;
  const extent = all.slice(0, at).reduce<Extent>((e, [, l]) => extentAfter(l, e), architecture.input);
  const rename = { name: architecture.name, weights };
  return {
    before: chainOf({ ...rename, input: architecture.input, layers: all.slice(0, at) }),
    after: chainOf({ ...rename, input: extent, layers: all.slice(at) }),
  };
}

function named({ encoder, decoder }: Architecture): readonly (readonly [string, Layer])[] {
  const list = (part: string, layers: readonly Layer[]): [string, Layer][] => layers.map((l, i) => [`${part}/${i}`, l]);
  return [...list("encoder", encoder), ...list("decoder", decoder)];
}

/** A network of those layers alone, its weights renamed to their new places. */
function chainOf(parts: {
  readonly name: string;
  readonly input: Extent;
  readonly layers: readonly (readonly [string, Layer])[];
  readonly weights: Tensors;
}): Network {
  const { name, input, layers, weights } = parts;
  const entries = layers.flatMap(([old], i): [string, Tensor][] =>
    ["weight", "bias"].flatMap((kind): [string, Tensor][] => {
      const tensor = weights[`${old}/${kind}`];
      return tensor === undefined ? [] : [[`encoder/${i}/${kind}`, tensor]];
    })
  );
  const encoder = layers.map(([, layer]) => layer);
  const shape = { name, kind: "classifier" as const, input, encoder, decoder: [], latent: 0 };
  const latent = latentExtent(shape).reduce((a, b) => a * b, 1);
  return { architecture: { ...shape, latent }, weights: Object.freeze(Object.fromEntries(entries)) };
}
