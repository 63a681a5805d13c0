/**
 * The plain forward pass of a network on the library's engine, without tfjs: what encodes and decodes images.
 *
 * @module
 */
import { columns } from "../base/check.ts";
import type { Tensors } from "../file/tensor.ts";
import { asDtype, Matrix, sliceRows } from "../linalg/matrix.ts";
import { activations, type F32 } from "./activation.ts";
import { convolve, convolveBackInput } from "./conv.ts";
import { type ConvLayer, type Extent, extentAfter, type Layer, sameConvolution, volume } from "./layers.ts";
import { latentExtent, type Network } from "./network.ts";
import { poolMax } from "./pool.ts";
import { productInto } from "./product.ts";

/** Images at a time, so that a layer's output stays small. */
const BLOCK = 256;

/**
 * Latent vectors (n × latent, float32) of images (n × height · width · channels, entries in [0, 1]).
 *
 * Float32 throughout: equal to the trained network's own forward pass to about 1e-5 relative.
 *
 * @throws {TypeError} If the images have another number of columns than the network's input has entries.
 */
export function encodeImages({ architecture, weights }: Network, images: Matrix): Matrix {
  return run("encoder", architecture.encoder, weights, architecture.input, images);
}

/**
 * What the decoder makes of latent vectors: class scores of a classifier, images of an autoencoder (float32).
 *
 * @throws {TypeError} If the vectors have another dimension than the latent space.
 */
export function decodeLatents({ architecture, weights }: Network, latents: Matrix): Matrix {
  return run("decoder", architecture.decoder, weights, latentExtent(architecture), latents);
}

function run(part: string, layers: readonly Layer[], weights: Tensors, input: Extent, x: Matrix): Matrix {
  columns(x, volume(input), "the input", `run the ${part}`);
  const width = volume(layers.reduce<Extent>((extent, layer) => extentAfter(layer, extent), input));
  const out = new Float32Array(x.rows * width);
  for (let start = 0; start < x.rows; start += BLOCK) {
    const rows = sliceRows(x, start, Math.min(start + BLOCK, x.rows));
    let values = asDtype(rows, "f32").data as F32;
    let extent = input;
    for (const [i, layer] of layers.entries()) {
      values = apply(layer, { values, extent, batch: rows.rows, weights, name: `${part}/${i}` });
      extent = extentAfter(layer, extent);
    }
    out.set(values, start * width);
  }
  return new Matrix(x.rows, width, out);
}

interface Input {
  readonly values: F32;
  readonly extent: Extent;
  readonly batch: number;
  readonly weights: Tensors;
  readonly name: string;
}

function apply(layer: Layer, input: Input): F32 {
  if (layer.type === "reshape") return input.values;
  if (layer.type === "maxPool") return maxPool(layer.size, input);
  const { batch, extent, weights, name } = input;
  const out = new Float32Array(batch * volume(extentAfter(layer, extent)));
  const bias = weights[`${name}/bias`]!.data;
  const weight = weights[`${name}/weight`]!.data as F32;
  if (layer.type === "dense") {
    productInto({ m: batch, n: layer.units, k: volume(extent), a: input.values, b: weight, c: out });
  } else convolution(layer, input, weight, out);
  for (let p = 0; p < out.length;) for (let j = 0; j < bias.length; j++) out[p++]! += bias[j]!;
  activations[layer.activation](out, out);
  return out;
}

function convolution(layer: ConvLayer, { extent, batch, values }: Input, weight: F32, out: F32): void {
  if (layer.type === "conv2d") {
    return convolve(values, weight, out, sameConvolution(extent, layer, layer.filters, batch));
  }
  const wide = extentAfter(layer, extent);
  convolveBackInput(values, weight, out, sameConvolution(wide, layer, extent[2]!, batch));
}

function maxPool(size: number, { extent, batch, values }: Input): F32 {
  const [inHeight, inWidth, channels] = extent as readonly [number, number, number];
  const [outHeight, outWidth] = [Math.floor(inHeight / size), Math.floor(inWidth / size)];
  const out = new Float32Array(batch * outHeight * outWidth * channels);
  const filter = { filterHeight: size, filterWidth: size, strideHeight: size, strideWidth: size, top: 0, left: 0 };
  poolMax(values, out, { batch, inHeight, inWidth, channels, outHeight, outWidth, ...filter });
  return out;
}
