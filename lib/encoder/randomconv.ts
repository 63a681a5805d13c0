/**
 * Random convolutions: 64 filters that nobody trained, rectified and pooled.
 *
 * @module
 */
import type { Dataset, ImageShape } from "../data/dataset.ts";
import { asDtype, floats, Matrix, sliceRows } from "../linalg/matrix.ts";
import { relu } from "../nn/rectify.ts";
import { convolve } from "../nn/conv.ts";
import { sameConvolution } from "../nn/layers.ts";
import { rng } from "../base/random.ts";
import type { Implementation } from "./encoder.ts";

const FILTERS = 64, SIZE = 5, STRIDE = 2, GRID = 4, SEED = 0;
/** Images at a time, so that the filtered images stay small. */
const BLOCK = 64;

/** 64 random 5 × 5 filters at every other pixel, ReLU, means over a 4 × 4 grid: 1,024 numbers for images of any size. */
export const randomConv: Implementation = Object.freeze({
  key: () => Promise.resolve({ filters: FILTERS, size: SIZE, stride: STRIDE, grid: GRID, seed: SEED, version: 1 }),
  encode: (dataset: Dataset) => Promise.resolve(randomConvolution(dataset.images!, dataset.imageShape!, SEED)),
});

/**
 * Pooled responses of random filters (n × 4 · 4 · 64, float32): every filter has mean zero, so that an image of one
 * colour answers only at its borders, beyond which it is black.
 */
export function randomConvolution(images: Matrix, shape: ImageShape, seed: number): Matrix {
  const { height, width, channels } = shape, filters = randomFilters(SIZE * SIZE * channels, FILTERS, seed);
  const layer = { type: "conv2d", filters: FILTERS, size: SIZE, stride: STRIDE, activation: "relu" } as const;
  const dim = GRID * GRID * FILTERS, out = floats(images.rows * dim, "f32");
  const map = { height: Math.ceil(height / STRIDE), width: Math.ceil(width / STRIDE) };
  const volume = map.height * map.width * FILTERS, maps = new Float32Array(Math.min(BLOCK, images.rows) * volume);
  for (let start = 0; start < images.rows; start += BLOCK) {
    const block = asDtype(sliceRows(images, start, Math.min(start + BLOCK, images.rows)), "f32");
    const y = maps.subarray(0, block.rows * volume);
    convolve(
      Float32Array.from(block.data),
      filters,
      y,
      sameConvolution([height, width, channels], layer, FILTERS, block.rows),
    );
    relu(y, y);
    pool(y, map, out.subarray(start * dim, (start + block.rows) * dim));
  }
  return new Matrix(images.rows, dim, out);
}

/** Normal draws (patch × count) with mean zero and norm one in every column. */
function randomFilters(patch: number, count: number, seed: number): Float32Array<ArrayBuffer> {
  const draw = rng(seed).fork("filters"), out = new Float32Array(patch * count);
  for (let f = 0; f < count; f++) {
    const values = Float64Array.from({ length: patch }, () => draw.normal());
    const mean = values.reduce((a, b) => a + b) / patch;
    const norm = Math.hypot(...values.map((value) => value - mean));
    for (let p = 0; p < patch; p++) out[p * count + f] = (values[p]! - mean) / norm;
  }
  return out;
}

/** Means of height × width × 64 maps over a 4 × 4 grid of cells, as even as the size allows. */
function pool(
  maps: ArrayLike<number>,
  { height, width }: Pick<ImageShape, "height" | "width">,
  out: { [index: number]: number; length: number },
): void {
  const cells = GRID * GRID, images = out.length / (cells * FILTERS), counts = new Float64Array(cells);
  const cellOf = (y: number, x: number): number => Math.floor(y * GRID / height) * GRID + Math.floor(x * GRID / width);
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) counts[cellOf(y, x)]!++;
  for (let i = 0, p = 0; i < images; i++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const cell = cellOf(y, x), to = (i * cells + cell) * FILTERS, share = 1 / counts[cell]!;
        for (let f = 0; f < FILTERS; f++) out[to + f]! += maps[p++]! * share;
      }
    }
  }
}
