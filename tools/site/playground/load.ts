/**
 * The playground's files, read.
 *
 * @module
 */
import { decodeSafetensors } from "../../../lib/file/safetensors.ts";
import { Matrix } from "../../../lib/linalg/matrix.ts";
import { architecture, type ArchitectureName } from "../../../lib/nn/models.ts";
import type { Network } from "../../../lib/nn/network.ts";
import type { Digits } from "./core.ts";

/** Pixels of an image. */
export const PIXELS = 28 * 28;

/** The digits of a file: labels, then images. */
export function readDigits(bytes: Uint8Array): Digits {
  const count = bytes.length / (PIXELS + 1);
  const data = Float32Array.from(bytes.subarray(count), (x) => x / 255);
  return {
    images: new Matrix(count, PIXELS, data),
    labels: Int32Array.from(bytes.subarray(0, count)),
    pool: count / 2,
  };
}

/** A network from the bytes of its file. */
export function readNetwork(name: string, bytes: Uint8Array): Network {
  const { tensors } = decodeSafetensors(bytes, name);
  return { architecture: architecture(name as ArchitectureName, 10), weights: tensors };
}
