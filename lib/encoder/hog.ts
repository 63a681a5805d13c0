/**
 * Histograms of oriented gradients: a fixed image encoder that nobody trains.
 *
 * @module
 */
import type { Dataset, ImageShape } from "../data/dataset.ts";
import { floats, Matrix } from "../linalg/matrix.ts";
import type { Implementation } from "./encoder.ts";

const CELL = 4, BINS = 9;
/** A cell's energy below this share of the image's largest counts as this much, so that flat cells stay quiet. */
const FLOOR = 0.1;

/** HOG of 28 × 28 images: 7 × 7 cells of 4 pixels with 9 unsigned orientations each, 441 numbers. */
export const hog: Implementation = Object.freeze({
  key: () => Promise.resolve({ cell: CELL, bins: BINS, floor: FLOOR, version: 1 }),
  encode: (dataset: Dataset) => Promise.resolve(histograms(dataset.images!, dataset.imageShape!)),
});

/**
 * Histograms of oriented gradients of every image (n × h·w·c → n × cells·9); channels are averaged.
 *
 * Gradient votes are split linearly between the two nearest orientations; each cell is divided by the root of the
 * energy of its 3 × 3 neighbourhood. A flat image gives a zero row.
 */
export function histograms(images: Matrix, { height, width, channels }: ImageShape): Matrix {
  const [rows, cols] = [Math.floor(height / CELL), Math.floor(width / CELL)], dim = rows * cols * BINS;
  const out = floats(images.rows * dim, "f32"), grey = new Float64Array(height * width);
  for (let i = 0; i < images.rows; i++) {
    const image = images.row(i);
    for (let p = 0; p < grey.length; p++) {
      grey[p] = 0;
      for (let c = 0; c < channels; c++) grey[p]! += image[p * channels + c]! / channels;
    }
    const votes = orientationVotes(grey, height, width, rows, cols);
    normaliseCells(votes, rows, cols, out.subarray(i * dim, (i + 1) * dim));
  }
  return new Matrix(images.rows, dim, out);
}

function orientationVotes(grey: Float64Array, height: number, width: number, rows: number, cols: number): Float64Array {
  const votes = new Float64Array(rows * cols * BINS);
  const at = (y: number, x: number): number =>
    grey[Math.min(Math.max(y, 0), height - 1) * width + Math.min(Math.max(x, 0), width - 1)]!;
  for (let y = 0; y < rows * CELL; y++) {
    for (let x = 0; x < cols * CELL; x++) {
      const dx = at(y, x + 1) - at(y, x - 1), dy = at(y + 1, x) - at(y - 1, x);
      const size = Math.hypot(dx, dy);
      if (size === 0) continue;
      const angle = ((Math.atan2(dy, dx) / Math.PI + 1) % 1) * BINS - 0.5;
      const low = Math.floor(angle), share = angle - low;
      const cell = (Math.floor(y / CELL) * cols + Math.floor(x / CELL)) * BINS;
      votes[cell + (low + BINS) % BINS]! += size * (1 - share);
      votes[cell + (low + 1) % BINS]! += size * share;
    }
  }
  return votes;
}

function normaliseCells(votes: Float64Array, rows: number, cols: number, out: Float32Array | Float64Array): void {
  const energy = new Float64Array(rows * cols);
  for (let p = 0; p < votes.length; p++) energy[Math.floor(p / BINS)]! += votes[p]! ** 2;
  const floor = FLOOR * energy.reduce((a, b) => Math.max(a, b), 0);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      let sum = 0, count = 0;
      for (let y = Math.max(r - 1, 0); y <= Math.min(r + 1, rows - 1); y++) {
        for (let x = Math.max(c - 1, 0); x <= Math.min(c + 1, cols - 1); x++, count++) sum += energy[y * cols + x]!;
      }
      const root = Math.sqrt(Math.max(sum / count, floor)), cell = (r * cols + c) * BINS;
      for (let b = 0; b < BINS; b++) out[cell + b] = root > 0 ? votes[cell + b]! / root : 0;
    }
  }
}
