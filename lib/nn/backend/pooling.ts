/**
 * Max and average pooling with their gradients.
 *
 * @module
 */
import type { F32 } from "../activation.ts";
import { poolAverage, poolAverageBack, poolMax, poolMaxBack, type PoolShape } from "../pool.ts";
import { allocate, areFloat, type Call, type Core, type Info, type Kernels, valuesOf } from "./kernel.ts";

type Pair = [number, number];

/** MaxPool, AvgPool and their gradients. */
export function poolingKernels(tf: Core): Kernels {
  const shapeOf = ({ attrs }: Call, input: Info): PoolShape => {
    const info = tf.backend_util.computePool2DInfo(
      input.shape as [number, number, number, number],
      attrs.filterSize as Pair,
      attrs.strides as Pair,
      1,
      attrs.pad as number,
      attrs.dimRoundingMode as "floor",
    );
    const { top, left } = info.padInfo;
    return { ...info, batch: info.batchSize, channels: info.inChannels, top, left };
  };
  const forward = (loop: (x: F32, y: F32, s: PoolShape) => void) => (call: Call): Info | undefined => {
    const { inputs: { x }, backend } = call;
    if (!areFloat(x)) return undefined;
    const s = shapeOf(call, x!);
    const { info, values } = allocate(backend, [s.batch, s.outHeight, s.outWidth, s.channels]);
    loop(valuesOf(backend, x!), values, s);
    return info;
  };
  const backward = (loop: (call: Call, dy: F32, dx: F32, s: PoolShape) => void) => (call: Call): Info | undefined => {
    const { inputs: { dy, input }, backend } = call;
    if (!areFloat(dy, input)) return undefined;
    const { info, values } = allocate(backend, input!.shape);
    loop(call, valuesOf(backend, dy!), values, shapeOf(call, input!));
    return info;
  };
  return {
    MaxPool: forward(poolMax),
    MaxPoolGrad: backward(({ inputs: { input, output }, backend }, dy, dx, s) =>
      poolMaxBack(valuesOf(backend, input!), valuesOf(backend, output!), dy, dx, s)
    ),
    AvgPool: forward(poolAverage),
    AvgPoolGrad: backward((_, dy, dx, s) => poolAverageBack(dy, dx, s)),
  };
}
