/**
 * Sums and means over leading or trailing axes, softmax over the last, and gathering of rows.
 *
 * @module
 */
import type { F32 } from "../activation.ts";
import { allocate, areFloat, type Call, type Core, type Info, type Kernels, valuesOf } from "./kernel.ts";

/** Kernels that reduce, and GatherV2 along the first axis. */
export function reductionKernels(tf: Core): Kernels {
  const reduce = (scale: (count: number) => number) => ({ inputs, attrs, backend }: Call): Info | undefined => {
    const { x } = inputs;
    const rank = x!.shape.length;
    const axes = tf.util.parseAxisParam(attrs.axis as number[], x!.shape).toSorted((p, q) => p - q);
    const leading = axes.every((axis, i) => axis === i);
    const trailing = axes.every((axis, i) => axis === rank - axes.length + i);
    if (!areFloat(x) || !(leading || trailing)) return undefined;
    const kept = x!.shape.map((d, i) => axes.includes(i) ? 1 : d);
    const shape = attrs.keepDims ? kept : kept.filter((_, i) => !axes.includes(i));
    const { info, values } = allocate(backend, shape);
    const from = valuesOf(backend, x!);
    const count = axes.reduce((n, axis) => n * x!.shape[axis]!, 1);
    if (trailing) sumInner(from, values, count, scale(count));
    else sumOuter(from, values, scale(count));
    return info;
  };

  const softmax = ({ inputs: { logits }, attrs, backend }: Call): Info | undefined => {
    const n = logits!.shape.at(-1) ?? 0;
    if (!areFloat(logits) || n === 0 || ![-1, logits!.shape.length - 1].includes(attrs.dim as number)) return undefined;
    const { info, values } = allocate(backend, logits!.shape);
    softmaxRows(valuesOf(backend, logits!), values, n);
    return info;
  };

  const gather = ({ inputs: { x, indices }, attrs, backend }: Call): Info | undefined => {
    const [axis] = tf.util.parseAxisParam(attrs.axis as number, x!.shape);
    if (!areFloat(x) || axis !== 0 || attrs.batchDims || indices!.dtype !== "int32") return undefined;
    const rows = backend.data.get(indices!.dataId).values as Int32Array;
    if (rows.some((row) => row < 0 || row >= x!.shape[0]!)) return undefined;
    const { info, values } = allocate(backend, [...indices!.shape, ...x!.shape.slice(1)]);
    const from = valuesOf(backend, x!);
    const width = rows.length === 0 ? 0 : values.length / rows.length;
    rows.forEach((row, i) => values.set(from.subarray(row * width, (row + 1) * width), i * width));
    return info;
  };

  return { Sum: reduce(() => 1), Mean: reduce((count) => 1 / count), Softmax: softmax, GatherV2: gather };
}

/** out[i] = scale · Σ of the i-th run of `count` entries, summed in float64. */
function sumInner(x: F32, out: F32, count: number, scale: number): void {
  for (let i = 0, p = 0; i < out.length; i++) {
    let sum = 0;
    for (let j = 0; j < count; j++) sum += x[p++]!;
    out[i] = sum * scale;
  }
}

/** out[j] = scale · Σ over rows of column j, summed in float64. */
function sumOuter(x: F32, out: F32, scale: number): void {
  const sums = new Float64Array(out.length);
  for (let p = 0; p < x.length;) for (let j = 0; j < sums.length; j++) sums[j]! += x[p++]!;
  for (let j = 0; j < out.length; j++) out[j] = sums[j]! * scale;
}

function softmaxRows(x: F32, out: F32, n: number): void {
  for (let p = 0; p < x.length; p += n) {
    let max = -Infinity;
    for (let j = p; j < p + n; j++) if (x[j]! > max) max = x[j]!;
    let sum = 0;
    for (let j = p; j < p + n; j++) sum += out[j] = Math.exp(x[j]! - max);
    for (let j = p; j < p + n; j++) out[j]! /= sum;
  }
}
