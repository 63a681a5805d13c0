/**
 * Kernels of our own, what fuses several stock ones, and the gradients that use them.
 *
 * Gradients are global in tfjs: each looks for its kernel on the current backend and takes stock operations elsewhere.
 *
 * @module
 */
import type { Scalar, Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { crossEntropy } from "../loss.ts";
import type { F32 } from "../activation.ts";
import { allocate, areFloat, type Call, type Core, type Info, type Kernels, valuesOf } from "./kernel.ts";

const RELU_GRADIENT = "AnchorageReluGradient";
const TANH_GRADIENT = "AnchorageTanhGradient";
const CROSS_ENTROPY = "AnchorageSoftmaxCrossEntropy";

/** The kernels behind the functions of this file. */
export const fusedKernels: Kernels = {
  [RELU_GRADIENT]: product(reluGradient),
  [TANH_GRADIENT]: product((value, dy, out) => {
    for (let i = 0; i < out.length; i++) out[i] = dy[i]! * (1 - value[i]! * value[i]!);
  }),
  [CROSS_ENTROPY]: ({ inputs: { labels, logits }, backend }) => {
    const [n, classes] = logits!.shape as [number, number];
    if (!areFloat(logits)) return undefined;
    const gradient = allocate(backend, [n, classes]);
    gradient.values.set(valuesOf(backend, logits!));
    const targets = Int32Array.from(backend.data.get(labels!.dataId).values as ArrayLike<number>);
    const loss = allocate(backend, []);
    loss.values[0] = crossEntropy(gradient.values, targets, classes, 1 / n) / n;
    return [loss.info, gradient.info];
  },
};

/** dy where value > 0, else 0, on the bits and without a branch: (−b & ~b) has the sign bit only for b > 0. */
function reluGradient(value: F32, dy: F32, out: F32): void {
  const bits = new Int32Array(value.buffer, value.byteOffset, value.length);
  const from = new Int32Array(dy.buffer, dy.byteOffset, dy.length);
  const to = new Int32Array(out.buffer, out.byteOffset, out.length);
  for (let i = 0; i < to.length; i++) to[i] = from[i]! & ((-bits[i]! & ~bits[i]!) >> 31);
}

function product(loop: (value: F32, dy: F32, out: F32) => void): (call: Call) => Info | undefined {
  return ({ inputs: { value, dy }, backend }) => {
    if (!areFloat(value, dy)) return undefined;
    const { info, values } = allocate(backend, dy!.shape);
    loop(valuesOf(backend, value!), valuesOf(backend, dy!), values);
    return info;
  };
}

/** Registers the gradients of Relu and Tanh that fuse on this backend. */
export function registerGradients(tf: Core): void {
  const run = (name: string, value: Tensor, dy: Tensor): Tensor => tf.engine().runKernel(name, { value, dy }) as Tensor;
  tf.registerGradient({
    kernelName: "Relu",
    inputsToSave: ["x"],
    gradFunc: (dy, [x]) => ({
      x: () => has(tf, RELU_GRADIENT) ? run(RELU_GRADIENT, x!, dy as Tensor) : tf.mul(dy as Tensor, tf.step(x!)),
    }),
  });
  tf.registerGradient({
    kernelName: "Tanh",
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({
      x: () =>
        has(tf, TANH_GRADIENT)
          ? run(TANH_GRADIENT, y!, dy as Tensor)
          : tf.mul(dy as Tensor, tf.sub(tf.scalar(1), tf.square(y!))),
    }),
  });
}

/**
 * Mean softmax cross-entropy of logits (n × c) at labels: integers (n) or their one-hot rows (n × c), as `model.fit`
 * wants them. One pass with its gradient on this backend, stock operations on any other.
 */
export function softmaxCrossEntropy(tf: Core, target: Tensor1D | Tensor2D, logits: Tensor2D): Scalar {
  const labels = target.rank === 2 ? tf.argMax(target, 1) : target;
  if (!has(tf, CROSS_ENTROPY)) {
    const hot = tf.oneHot(tf.cast(labels, "int32") as Tensor1D, logits.shape[1]);
    return tf.neg(tf.mean(tf.sum(tf.mul(hot, tf.logSoftmax(logits)), -1)));
  }
  const op = tf.customGrad((x, save) => {
    const [value, slope] = tf.engine().runKernel(CROSS_ENTROPY, { labels, logits: x as Tensor }) as [Tensor, Tensor];
    (save as (tensors: Tensor[]) => void)([slope]);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, saved[0]!) };
  });
  return op(logits) as Scalar;
}

function has(tf: Core, kernel: string): boolean {
  return tf.getKernel(kernel, tf.getBackend()) !== undefined;
}
