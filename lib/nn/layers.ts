/**
 * Networks as lists of layers: the one description from which the trainer builds and the plain forward pass reads.
 *
 * @module
 */

import type { Activation } from "./activation.ts";
import type { ConvShape } from "./conv.ts";

/** Height, width and channels of an image, or [length] of a vector. */
export type Extent = readonly [number, number, number] | readonly [number];

/** A convolution or its transpose, square filters. */
export interface ConvLayer {
  /** Which layer it is. */
  readonly type: "conv2d" | "conv2dTranspose";
  /** Channels that it makes. */
  readonly filters: number;
  /** Side of the filter in pixels. */
  readonly size: number;
  /** Pixels from one place of the filter to the next. */
  readonly stride: number;
  /** What follows the sum. */
  readonly activation: Activation;
}

/** One layer. Convolutions pad with zeros to "same" size: output = ⌈input / stride⌉, transposed: input · stride. */
export type Layer =
  | { readonly type: "dense"; readonly units: number; readonly activation: Activation }
  | ConvLayer
  | { readonly type: "maxPool"; readonly size: number }
  | { readonly type: "reshape"; readonly extent: Extent };

/** A named network: an encoder from images to the latent space, and what trains it (a linear head or a decoder). */
export interface Architecture {
  /** Name of the architecture. */
  readonly name: string;
  /** What it is trained as. */
  readonly kind: "classifier" | "autoencoder";
  /** Extent of one input. */
  readonly input: Extent;
  /** Dimension of the latent space: the output of the encoder's last layer, after its activation. */
  readonly latent: number;
  /** Layers from the input to the latent space. */
  readonly encoder: readonly Layer[];
  /** From the latent space to class scores (classifier) or back to the input (autoencoder). */
  readonly decoder: readonly Layer[];
}

/** Entries of an extent. */
export function volume(extent: readonly number[]): number {
  return extent.reduce((a, b) => a * b, 1);
}

/** The extent after `layer`. @throws {TypeError} If the layer cannot follow that extent. */
export function extentAfter(layer: Layer, extent: Extent): Extent {
  if (layer.type === "dense") return [layer.units];
  if (layer.type === "reshape" && volume(layer.extent) === volume(extent)) return layer.extent;
  if (layer.type === "reshape" || extent.length !== 3) {
    throw new TypeError(`Cannot put a ${layer.type} layer after the extent [${extent.join(", ")}]`);
  }
  const [height, width, channels] = extent;
  if (layer.type === "maxPool") return [Math.floor(height / layer.size), Math.floor(width / layer.size), channels];
  const factor = layer.type === "conv2d" ? 1 / layer.stride : layer.stride;
  return [Math.ceil(height * factor), Math.ceil(width * factor), layer.filters];
}

/** Shape of the weight of a layer on inputs of this extent; undefined where it has none. */
export function weightShape(layer: Layer, extent: Extent): readonly number[] | undefined {
  if (layer.type === "dense") return [volume(extent), layer.units];
  if (layer.type === "maxPool" || layer.type === "reshape") return undefined;
  const [inside, outside] = [extent[2]!, layer.filters];
  const ends = layer.type === "conv2d" ? [inside, outside] : [outside, inside];
  return [layer.size, layer.size, ...ends];
}

/** The convolution from `extent` with "same" padding, output ⌈input / stride⌉, zeros shared between both sides. */
export function sameConvolution(extent: Extent, layer: ConvLayer, filters: number, batch: number): ConvShape {
  const [inHeight, inWidth, inChannels] = extent as readonly [number, number, number];
  const { size, stride } = layer;
  const [outHeight, outWidth] = [Math.ceil(inHeight / stride), Math.ceil(inWidth / stride)];
  const before = (input: number, output: number): number =>
    Math.floor(Math.max((output - 1) * stride + size - input, 0) / 2);
  const filter = { filterHeight: size, filterWidth: size, strideHeight: stride, strideWidth: stride };
  const image = { batch, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels: filters };
  const [top, left] = [before(inHeight, outHeight), before(inWidth, outWidth)];
  return { ...image, ...filter, dilationHeight: 1, dilationWidth: 1, top, left };
}
