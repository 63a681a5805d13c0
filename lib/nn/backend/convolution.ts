/**
 * Convolution kernels, forward and both gradients, through im2col on the engine's GEMM.
 *
 * @module
 */
import type { backend_util, TensorInfo } from "../tfjs.ts";
import { convolve, convolveBackFilter, convolveBackInput, type ConvShape } from "../conv.ts";
import { allocate, areFloat, type Call, type Core, type Kernels, valuesOf } from "./kernel.ts";
import { fillBias, fusedActivation } from "./matmul.ts";

type Shape4 = [number, number, number, number];

/** BatchMatMul's counterpart for images: Conv2D, FusedConv2D and the gradients of the filter and the input. */
export function convolutionKernels(tf: Core): Kernels {
  const shapeOf = (input: readonly number[], filter: readonly number[], { attrs }: Call): ConvShape | undefined => {
    if ((attrs.dataFormat ?? "NHWC") !== "NHWC") return undefined;
    const info = tf.backend_util.computeConv2DInfo(
      input as Shape4,
      filter as Shape4,
      attrs.strides as [number, number],
      (attrs.dilations ?? 1) as number,
      attrs.pad as number,
      attrs.dimRoundingMode as "floor",
    );
    return info.inChannels === filter[2] ? fromInfo(info) : undefined;
  };

  const forward = (call: Call): TensorInfo | undefined => {
    const { inputs: { x, filter, bias }, backend } = call;
    const activation = fusedActivation(call);
    const s = shapeOf(x!.shape, filter!.shape, call);
    if (!areFloat(x, filter, bias) || s === undefined || activation === undefined) return undefined;
    const { info, values } = allocate(backend, [s.batch, s.outHeight, s.outWidth, s.outChannels]);
    if (bias !== undefined && !fillBias(values, valuesOf(backend, bias), s.outChannels)) return undefined;
    convolve(valuesOf(backend, x!), valuesOf(backend, filter!), values, s, bias === undefined ? 0 : 1);
    activation(values, values);
    return info;
  };

  const backFilter = (call: Call): TensorInfo | undefined => {
    const { inputs: { x, dy }, attrs, backend } = call;
    const s = shapeOf(x!.shape, attrs.filterShape as number[], call);
    if (!areFloat(x, dy) || s === undefined) return undefined;
    const { info, values } = allocate(backend, attrs.filterShape as number[]);
    convolveBackFilter(valuesOf(backend, x!), valuesOf(backend, dy!), values, s);
    return info;
  };

  const backInput = (call: Call): TensorInfo | undefined => {
    const { inputs: { dy, filter }, attrs, backend } = call;
    const s = shapeOf(attrs.inputShape as number[], filter!.shape, call);
    if (!areFloat(dy, filter) || s === undefined) return undefined;
    const { info, values } = allocate(backend, attrs.inputShape as number[]);
    convolveBackInput(valuesOf(backend, dy!), valuesOf(backend, filter!), values, s);
    return info;
  };

  return { Conv2D: forward, FusedConv2D: forward, Conv2DBackpropFilter: backFilter, Conv2DBackpropInput: backInput };
}

function fromInfo(info: backend_util.Conv2DInfo): ConvShape {
  const { top, left } = info.padInfo;
  return {
    batch: info.batchSize,
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    inChannels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    top,
    left,
  };
}
