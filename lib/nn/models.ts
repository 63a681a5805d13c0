/**
 * The image encoders that this project trains, each a different way to a latent space.
 *
 * @module
 */
import { oneOf } from "../base/check.ts";
import type { Activation } from "./activation.ts";
import type { Architecture, Layer } from "./layers.ts";

/** Names of the architectures. */
export const architectureNames = ["mlp256", "cnn128", "convae128", "cnntanh256", "mlpae64"] as const;
/** One of `architectureNames`. */
export type ArchitectureName = typeof architectureNames[number];

/**
 * The architecture of a name, for 28 × 28 grey images.
 *
 * - mlp256, cnn128: classifiers whose latent entries are rectified (one orthant);
 * - cnntanh256: a classifier with a bounded latent space;
 * - convae128, mlpae64: autoencoders with a linear latent layer.
 *
 * @param classes Classes of a classifier's head; autoencoders ignore it.
 * @throws {RangeError} If the name is unknown.
 * @example
 * ```ts
 * import { architecture } from "anchorage/nn";
 * console.log(architecture("cnn128", 10).latent); // 128
 * ```
 */
export function architecture(name: string, classes: number): Architecture {
  const known = oneOf(name, architectureNames, "the name", "choose an architecture");
  return { name, input: [28, 28, 1], ...PARTS[known](dense(classes, "linear")) };
}

type Parts = Omit<Architecture, "name" | "input">;

const dense = (units: number, activation: Activation): Layer => ({ type: "dense", units, activation });
const conv = (filters: number, size: number, stride: number, activation: Activation): Layer => (
  { type: "conv2d", filters, size, stride, activation }
);
const deconv = (filters: number, activation: Activation): Layer => (
  { type: "conv2dTranspose", filters, size: 3, stride: 2, activation }
);
const pool: Layer = { type: "maxPool", size: 2 };
const flat = (length: number): Layer => ({ type: "reshape", extent: [length] });

const PARTS: Readonly<Record<ArchitectureName, (head: Layer) => Parts>> = {
  mlp256: (head) => ({
    kind: "classifier",
    latent: 256,
    encoder: [flat(784), dense(512, "relu"), dense(256, "relu")],
    decoder: [head],
  }),
  cnn128: (head) => ({
    kind: "classifier",
    latent: 128,
    encoder: [conv(16, 3, 1, "relu"), pool, conv(32, 3, 1, "relu"), pool, flat(1568), dense(128, "relu")],
    decoder: [head],
  }),
  convae128: () => ({
    kind: "autoencoder",
    latent: 128,
    encoder: [conv(16, 3, 2, "relu"), conv(32, 3, 2, "relu"), flat(1568), dense(128, "linear")],
    decoder: [
      dense(1568, "relu"),
      { type: "reshape", extent: [7, 7, 32] },
      deconv(16, "relu"),
      deconv(1, "sigmoid"),
    ],
  }),
  cnntanh256: (head) => ({
    kind: "classifier",
    latent: 256,
    encoder: [conv(16, 5, 2, "tanh"), conv(32, 3, 2, "tanh"), flat(1568), dense(256, "tanh")],
    decoder: [head],
  }),
  mlpae64: () => ({
    kind: "autoencoder",
    latent: 64,
    encoder: [flat(784), dense(256, "relu"), dense(64, "linear")],
    decoder: [dense(256, "relu"), dense(784, "sigmoid"), { type: "reshape", extent: [28, 28, 1] }],
  }),
};
