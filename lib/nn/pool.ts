/**
 * Max and average pooling on raw storage, forward and back, in blocks of images.
 *
 * @module
 */
import type { F32 } from "./activation.ts";
import { type Lines, lines } from "./lines.ts";

/** All sizes of one pooling; images are height × width × channels. */
export interface PoolShape {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  /** Rows above and columns left of the image. */
  readonly top: number;
  readonly left: number;
}

/** Entries of the input at a time. */
const BLOCK = 1 << 18;

/** Writes the largest entry of every window into y; NaN is passed over, as in tfjs. */
export function poolMax(x: F32, y: F32, s: PoolShape): void {
  for (const { kernels, inputs, outputs, from, to, run } of blocks(s)) {
    inputs.set(x.subarray(...from));
    outputs.fill(-Infinity);
    run((at, place, count, step, bytes) => kernels.max(at, place, count, step, bytes, bytes));
    y.set(outputs, to[0]);
  }
}

/** Writes the gradient of the input into dx: each dy goes to the first largest entry of its window. */
export function poolMaxBack(x: F32, y: F32, dy: F32, dx: F32, s: PoolShape): void {
  for (const { kernels, inputs, gradients, outputs, rests, from, to, run } of blocks(s)) {
    inputs.set(x.subarray(...from));
    outputs.set(y.subarray(...to));
    rests.set(dy.subarray(...to));
    gradients.fill(0);
    const [beyondInput, beyondOutput] = [inputs.byteLength, outputs.byteLength];
    run((at, place, count, step, bytes) =>
      kernels.route(at, place, count, step, bytes, bytes, beyondInput, beyondOutput)
    );
    dx.set(gradients, from[0]);
  }
}

/** Writes the mean over the part of every window that lies in the image into y. */
export function poolAverage(x: F32, y: F32, s: PoolShape): void {
  const { outHeight, outWidth, channels } = s;
  for (const { kernels, inputs, outputs, from, to, run } of blocks(s)) {
    inputs.set(x.subarray(...from));
    outputs.fill(0);
    run((at, place, count, step, bytes) => kernels.add(at, place, count, step, bytes, bytes));
    for (let p = 0; p < outputs.length; p += channels) {
      const place = p / channels % (outHeight * outWidth);
      const high = covered(Math.floor(place / outWidth) * s.strideHeight - s.top, s.filterHeight, s.inHeight);
      const wide = covered(place % outWidth * s.strideWidth - s.left, s.filterWidth, s.inWidth);
      for (let j = p; j < p + channels; j++) outputs[j]! /= high * wide;
    }
    y.set(outputs, to[0]);
  }
}

/** Writes the gradient of the input into dx: dy / (height · width of the filter) to all of a window, as in tfjs. */
export function poolAverageBack(dy: F32, dx: F32, s: PoolShape): void {
  const share = 1 / (s.filterHeight * s.filterWidth);
  for (const { kernels, inputs, outputs, from, to, run } of blocks(s)) {
    inputs.fill(0);
    outputs.set(dy.subarray(...to));
    for (let p = 0; p < outputs.length; p++) outputs[p]! *= share;
    run((at, place, count, step, bytes) => kernels.add(place, at, count, bytes, step, bytes));
    dx.set(inputs, from[0]);
  }
}

/** Entries of [start, start + size) that lie in [0, length). */
function covered(start: number, size: number, length: number): number {
  return Math.min(start + size, length) - Math.max(start, 0);
}

/** Handles the run of one filter entry along a row of places: addresses, number of places, bytes from one to the next. */
type Visit = (at: number, place: number, count: number, step: number, bytes: number) => void;

/** A block of images in the kernels' memory: inputs, gradients of that size, outputs, rests of that size. */
interface Block {
  readonly kernels: Lines;
  readonly inputs: F32;
  readonly gradients: F32;
  readonly outputs: F32;
  readonly rests: F32;
  /** The block's entries in the whole input and output. */
  readonly from: [number, number];
  readonly to: [number, number];
  readonly run: (visit: Visit) => void;
}

function* blocks(s: PoolShape): Generator<Block> {
  const [image, map] = [s.inHeight * s.inWidth * s.channels, s.outHeight * s.outWidth * s.channels];
  const most = Math.max(1, Math.floor(BLOCK / image));
  for (let start = 0; start < s.batch; start += most) {
    const end = Math.min(start + most, s.batch);
    const [n, m] = [(end - start) * image, (end - start) * map];
    const kernels = lines(8 * (n + m));
    const part = (at: number, length: number): F32 =>
      new Float32Array(kernels.memory.buffer as ArrayBuffer, 4 * at, length);
    const [inputs, gradients, outputs, rests] = [part(0, n), part(n, n), part(2 * n, m), part(2 * n + m, m)];
    const run = (visit: Visit): void => eachRun(end - start, s, outputs.byteOffset, visit);
    yield {
      kernels,
      inputs,
      gradients,
      outputs,
      rests,
      from: [start * image, end * image],
      to: [start * map, end * map],
      run,
    };
  }
}

/** Visits, for every row of places, the entries under each entry of the filter that lie in the image. */
function eachRun(count: number, s: PoolShape, outputs: number, visit: Visit): void {
  const bytes = 4 * s.channels;
  for (let across = 0; across < count * s.outHeight; across++) {
    const image = Math.floor(across / s.outHeight);
    for (let fy = 0; fy < s.filterHeight; fy++) {
      const y = (across % s.outHeight) * s.strideHeight - s.top + fy;
      if (y < 0 || y >= s.inHeight) continue;
      for (let fx = 0; fx < s.filterWidth; fx++) {
        const low = Math.max(0, Math.ceil((s.left - fx) / s.strideWidth));
        const high = Math.min(s.outWidth, Math.floor((s.inWidth - 1 + s.left - fx) / s.strideWidth) + 1);
        if (low >= high) continue;
        const at = (image * s.inHeight + y) * s.inWidth + low * s.strideWidth - s.left + fx;
        const place = across * s.outWidth + low;
        visit(at * bytes, outputs + place * bytes, high - low, s.strideWidth * bytes, bytes);
      }
    }
  }
}
