/**
 * Max and average pooling with their gradients.
 *
 * @module
 */
import type { backend_util } from "@tensorflow/tfjs-core";
import type { F32 } from "../activation.ts";
import { allocate, areFloat, type Call, type Core, type Info, type Kernels, valuesOf } from "./kernel.ts";

type Pool = backend_util.Conv2DInfo;
type Pair = [number, number];
/** Handles one window: entries of x at `at[0 … count)` and the following channels, output entries from p on. */
type Window = (at: Int32Array, count: number, p: number) => void;

/** Calls `visit` for every place of the output with the places of the input in its window, padding left out. */
function eachWindow(s: Pool, visit: Window): void {
  const at = new Int32Array(s.filterHeight * s.filterWidth);
  for (let place = 0; place < s.batchSize * s.outHeight * s.outWidth; place++) {
    const image = Math.floor(place / (s.outHeight * s.outWidth));
    const y0 = (Math.floor(place / s.outWidth) % s.outHeight) * s.strideHeight - s.padInfo.top;
    const x0 = (place % s.outWidth) * s.strideWidth - s.padInfo.left;
    let count = 0;
    for (let fy = 0; fy < s.filterHeight; fy++) {
      const y = y0 + fy * s.dilationHeight;
      if (y < 0 || y >= s.inHeight) continue;
      for (let fx = 0; fx < s.filterWidth; fx++) {
        const x = x0 + fx * s.dilationWidth;
        if (x >= 0 && x < s.inWidth) at[count++] = ((image * s.inHeight + y) * s.inWidth + x) * s.inChannels;
      }
    }
    visit(at, count, place * s.inChannels);
  }
}

/** The largest entry of every window, NaN passed over as the stock kernel does. */
function maxForward(x: F32, out: F32, s: Pool): void {
  const c = s.inChannels;
  out.fill(-Infinity);
  eachWindow(s, (at, count, p) => {
    for (let i = 0; i < count; i++) {
      for (let j = 0, from = at[i]!; j < c; j++) if (x[from + j]! > out[p + j]!) out[p + j] = x[from + j]!;
    }
  });
}

/** Each dy goes to the first largest entry of its window. */
function maxBackward(x: F32, dy: F32, dx: F32, s: Pool): void {
  const c = s.inChannels;
  const max = new Float32Array(c);
  const best = new Int32Array(c);
  eachWindow(s, (at, count, p) => {
    max.fill(-Infinity);
    best.fill(-1);
    for (let i = 0; i < count; i++) {
      for (let j = 0, from = at[i]!; j < c; j++, from++) {
        if (!(x[from]! > max[j]!)) continue;
        max[j] = x[from]!;
        best[j] = from;
      }
    }
    for (let j = 0; j < c; j++) if (best[j]! >= 0) dx[best[j]!]! += dy[p + j]!;
  });
}

/** The mean over the part of every window that lies in the image. */
function averageForward(x: F32, out: F32, s: Pool): void {
  const c = s.inChannels;
  eachWindow(s, (at, count, p) => {
    for (let i = 0; i < count; i++) for (let j = 0, from = at[i]!; j < c; j++) out[p + j]! += x[from + j]!;
    for (let j = 0; j < c; j++) out[p + j]! /= count;
  });
}

/** Every input of a window gets dy / (height · width of the filter), as the stock gradient has it. */
function averageBackward(dy: F32, dx: F32, s: Pool): void {
  const c = s.inChannels;
  const share = 1 / (s.filterHeight * s.filterWidth);
  eachWindow(s, (at, count, p) => {
    for (let i = 0; i < count; i++) for (let j = 0, to = at[i]!; j < c; j++) dx[to + j]! += dy[p + j]! * share;
  });
}

/** MaxPool, AvgPool and their gradients. */
export function poolingKernels(tf: Core): Kernels {
  const poolOf = ({ attrs }: Call, shape: readonly number[]): Pool =>
    tf.backend_util.computePool2DInfo(
      shape as [number, number, number, number],
      attrs.filterSize as Pair,
      attrs.strides as Pair,
      1,
      attrs.pad as number,
      attrs.dimRoundingMode as "floor",
    );
  const forward = (loop: (x: F32, out: F32, s: Pool) => void) => (call: Call): Info | undefined => {
    const { inputs: { x }, backend } = call;
    if (!areFloat(x)) return undefined;
    const s = poolOf(call, x!.shape);
    const { info, values } = allocate(backend, s.outShape);
    loop(valuesOf(backend, x!), values, s);
    return info;
  };
  const backward = (loop: (x: F32, dy: F32, dx: F32, s: Pool) => void) => (call: Call): Info | undefined => {
    const { inputs: { dy, input }, backend } = call;
    if (!areFloat(dy, input)) return undefined;
    const { info, values } = allocate(backend, input!.shape);
    loop(valuesOf(backend, input!), valuesOf(backend, dy!), values, poolOf(call, input!.shape));
    return info;
  };
  return {
    MaxPool: forward(maxForward),
    MaxPoolGrad: backward(maxBackward),
    AvgPool: forward(averageForward),
    AvgPoolGrad: backward((_, dy, dx, s) => averageBackward(dy, dx, s)),
  };
}
