/**
 * The sets of items, and their files: images as bytes, weights rounded to bytes.
 *
 * @module
 */
import { decodeSafetensors, encodeSafetensors } from "../../../lib/file/safetensors.ts";
import type { Tensor, Tensors } from "../../../lib/file/tensor.ts";
import { Matrix } from "../../../lib/linalg/matrix.ts";
import { architecture, type ArchitectureName } from "../../../lib/nn/models.ts";
import type { Network } from "../../../lib/nn/network.ts";
import type { Items } from "./core.ts";

/** What can be drawn or looked at, and the dataset that it is of. */
export const SETS = Object.freeze({ digits: "mnist", garments: "fashion-mnist" });
/** The name of a set. */
export type SetName = keyof typeof SETS;

const SCALE = "/scale";

/** The bytes of a file of items: those to take anchors from, then as many to measure on. */
export function encodeItems({ images, labels, classes }: Items): Uint8Array<ArrayBuffer> {
  const bytes = (shape: readonly number[], from: ArrayLike<number>): Tensor => (
    { dtype: "U8", shape, data: Uint8Array.from(from) }
  );
  return encodeSafetensors({
    images: bytes([images.rows, images.cols], images.data.map((shade) => Math.round(255 * shade))),
    labels: bytes([labels.length], labels),
  }, { classes: JSON.stringify(classes) });
}

/** The items of a file. */
export function decodeItems(bytes: Uint8Array, name: string): Items {
  const { tensors, metadata } = decodeSafetensors(bytes, name), { shape: [count = 0, pixels = 0] } = tensors["images"]!;
  const data = Float32Array.from(tensors["images"]!.data, (shade) => shade / 255);
  return {
    images: new Matrix(count, pixels, data),
    labels: Int32Array.from(tensors["labels"]!.data),
    classes: JSON.parse(metadata["classes"]!),
    pool: count / 2,
  };
}

/** The bytes of a network's file: each column of a weight as a byte an entry and one scale. */
export function encodeWeights(weights: Tensors): Uint8Array<ArrayBuffer> {
  return encodeSafetensors(Object.fromEntries(
    Object.entries(weights).flatMap(([name, tensor]) => {
      const { shape, data } = tensor, cols = shape.at(-1)!;
      if (shape.length < 2) return [[name, tensor]];
      const scale = new Float32Array(cols);
      for (const [i, x] of data.entries()) scale[i % cols] = Math.max(scale[i % cols]!, Math.abs(x) / 127);
      const rounded = Int8Array.from(data, (x, i) => Math.round(x / (scale[i % cols] || 1)));
      const scales: Tensor = { dtype: "F32", shape: [cols], data: scale };
      return [[name, { dtype: "I8", shape, data: rounded } satisfies Tensor], [name + SCALE, scales]];
    }),
  ));
}

/** The network of a file. */
export function decodeNetwork(architectureName: string, bytes: Uint8Array): Network {
  const { tensors } = decodeSafetensors(bytes, architectureName);
  const weights = Object.entries(tensors).filter(([name]) => !name.endsWith(SCALE)).map(([name, tensor]) => {
    const scale = tensors[name + SCALE]?.data, { shape } = tensor;
    if (scale === undefined) return [name, tensor];
    const data = Float32Array.from(tensor.data, (x, i) => x * scale[i % scale.length]!);
    return [name, { dtype: "F32", shape, data }];
  });
  return {
    architecture: architecture(architectureName as ArchitectureName, 10),
    weights: Object.fromEntries(weights),
  };
}
