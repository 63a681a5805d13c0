/**
 * Kernels of our own, what fuses several stock ones, and the gradients that use them.
 *
 * Gradients are global in tfjs: each looks for its kernel on the current backend and takes stock operations elsewhere.
 *
 * @module
 */
import type { Scalar, Tensor, Tensor1D, Tensor2D } from "../tfjs.ts";
import { crossEntropy } from "../loss.ts";
import type { F32 } from "../activation.ts";
import { slopes } from "./bias.ts";
import { allocate, areFloat, type Call, type Core, type Info, type Kernels, valuesOf } from "./kernel.ts";

const RELU_GRADIENT = "AnchorageReluGradient";
const TANH_GRADIENT = "AnchorageTanhGradient";
const CROSS_ENTROPY = "AnchorageSoftmaxCrossEntropy";
const SQUARED_ERROR = "AnchorageMeanSquaredError";

/** The kernels behind the functions of this file. */
export const fusedKernels: Kernels = {
  [RELU_GRADIENT]: product(slopes.relu),
  [TANH_GRADIENT]: product(slopes.tanh),
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
  [SQUARED_ERROR]: ({ inputs: { target, x }, backend }) => {
    if (!areFloat(target, x)) return undefined;
    const gradient = allocate(backend, x!.shape);
    const loss = allocate(backend, []);
    loss.values[0] = squaredError(valuesOf(backend, target!), valuesOf(backend, x!), gradient.values);
    return [loss.info, gradient.info];
  },
};

/** Mean of (x − target)²; writes its gradient for x. */
function squaredError(target: F32, x: F32, gradient: F32): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) {
    const difference = x[i]! - target[i]!;
    total += difference * difference;
    gradient[i] = 2 * difference / x.length;
  }
  return total / x.length;
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
  return withGradient(tf, (x) => tf.engine().runKernel(CROSS_ENTROPY, { labels, logits: x }) as Tensor[], logits);
}

/** Mean of (x − target)² over all entries of two tensors of one shape, fused in the same way; no gradient for target. */
export function meanSquaredError(tf: Core, target: Tensor, x: Tensor): Scalar {
  if (!has(tf, SQUARED_ERROR)) return tf.mean(tf.squaredDifference(x, target));
  return withGradient(tf, (y) => tf.engine().runKernel(SQUARED_ERROR, { target, x: y }) as Tensor[], x);
}

/** The first result of `run` as a function of x whose gradient is the second. */
function withGradient(tf: Core, run: (x: Tensor) => Tensor[], x: Tensor): Scalar {
  const op = tf.customGrad((...args) => {
    const [input, save] = args as unknown as [Tensor, (tensors: Tensor[]) => void];
    const [value, slope] = run(input) as [Tensor, Tensor];
    save([slope]);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => tf.mul(dy, saved[0]!) };
  });
  return op(x) as Scalar;
}

function has(tf: Core, kernel: string): boolean {
  return tf.getKernel(kernel, tf.getBackend()) !== undefined;
}
