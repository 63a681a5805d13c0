/**
 * Networks with weights: made from a seed, saved to and loaded from one safetensors file each.
 *
 * @module
 */
import { readSafetensors, writeSafetensors } from "../file/safetensors.ts";
import type { Tensor, Tensors } from "../file/tensor.ts";
import { rng } from "../base/random.ts";
import { type Architecture, type Extent, extentAfter, type Layer, volume, weightShape } from "./layers.ts";

/** An architecture and its weights: "encoder/0/weight", "encoder/0/bias", "decoder/0/weight", … */
export interface Network {
  /** Its layers. */
  readonly architecture: Architecture;
  /** Its weights by layer. */
  readonly weights: Tensors;
}

/** How a network came to be, kept beside its weights: seed, data, epochs, engine, accuracy, date … */
export type Card = Readonly<Record<string, string | number>>;

/** Entries of the input of the decoder. */
export function latentExtent({ input, encoder }: Architecture): Extent {
  return encoder.reduce<Extent>((extent, layer) => extentAfter(layer, extent), input);
}

/** Name, layer and input extent of every layer that has weights. */
export function weighted({ input, encoder, decoder, ...rest }: Architecture): readonly Weighted[] {
  const list = (part: string, layers: readonly Layer[], from: Extent): Weighted[] => {
    let extent = from;
    return layers.flatMap((layer, i) => {
      const shape = weightShape(layer, extent);
      extent = extentAfter(layer, extent);
      return shape === undefined ? [] : [{ name: `${part}/${i}`, shape, units: extent.at(-1)! }];
    });
  };
  const middle = latentExtent({ input, encoder, decoder, ...rest });
  return [...list("encoder", encoder, input), ...list("decoder", decoder, middle)];
}

/** Where a layer's weight and bias are, and their sizes. */
export interface Weighted {
  readonly name: string;
  readonly shape: readonly number[];
  readonly units: number;
}

/** Fresh weights uniform in ± √(6 / (fan-in + fan-out)) (Glorot), biases zero, drawn from the seed. */
export function initialWeights(architecture: Architecture, seed: number): Tensors {
  const entries = weighted(architecture).flatMap(({ name, shape, units }): [string, Tensor][] => {
    const draw = rng(seed).fork(`${architecture.name}/${name}`);
    const field = volume(shape.slice(0, -2));
    const bound = Math.sqrt(6 / (field * (shape.at(-2)! + shape.at(-1)!)));
    const data = Float32Array.from({ length: volume(shape) }, () => (2 * draw.uniform() - 1) * bound);
    return [
      [`${name}/weight`, { dtype: "F32", shape, data }],
      [`${name}/bias`, { dtype: "F32", shape: [units], data: new Float32Array(units) }],
    ];
  });
  return Object.freeze(Object.fromEntries(entries));
}

/** The network with weights rounded to half precision, as they are stored. */
export function half({ architecture, weights }: Network): Network {
  const rounded = Object.entries(weights).map(([name, { shape, data }]): [string, Tensor] => [
    name,
    { dtype: "F16", shape, data: Float32Array.from(data, Math.f16round) },
  ]);
  return { architecture, weights: Object.freeze(Object.fromEntries(rounded)) };
}

/** Writes the network in half precision with its card. */
export async function saveNetwork(path: string, network: Network, card: Card): Promise<void> {
  const metadata = { architecture: JSON.stringify(network.architecture), card: JSON.stringify(card) };
  await writeSafetensors(path, half(network).weights, metadata);
}

/**
 * Reads a network written by `saveNetwork`.
 *
 * @throws {TypeError} If the file has no architecture, or a weight is missing or has another shape than it says.
 */
export async function loadNetwork(path: string): Promise<Network & { readonly card: Card }> {
  const { tensors, metadata } = await readSafetensors(path);
  if (metadata.architecture === undefined) {
    throw new TypeError(`Cannot load ${path} as its metadata must have an architecture: it has none`);
  }
  const architecture = JSON.parse(metadata.architecture) as Architecture;
  for (const { name, shape } of weighted(architecture)) {
    const found = tensors[`${name}/weight`]?.shape.join(" × ") ?? "missing";
    if (found !== shape.join(" × ")) {
      throw new TypeError(`Cannot load ${path} as ${name}/weight must be ${shape.join(" × ")}: it is ${found}`);
    }
  }
  return Object.freeze({ architecture, weights: tensors, card: JSON.parse(metadata.card ?? "{}") as Card });
}
