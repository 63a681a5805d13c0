/**
 * Bias and activation in one operation: in place on the way forward, one slope and one sum on the way back.
 *
 * @module
 */
import type { Tensor } from "../tfjs.ts";
import { type Activation, activations, type F32 } from "../activation.ts";
import { productInto } from "../product.ts";
import { reluBack } from "../rectify.ts";
import { allocate, areFloat, type Core, type Info, type Kernels, share, valuesOf } from "./kernel.ts";

const FORWARD = "AnchorageBiasActivation";
const BACKWARD = "AnchorageBiasActivationGradient";
type Name = Activation;
type Slope = (y: F32, dy: F32, out: F32) => void;

/** out = dy · f′, from the output y of the activation f. */
export const slopes: Readonly<Record<Exclude<Name, "linear">, Slope>> = Object.freeze({
  relu: reluBack,
  tanh: (y: F32, dy: F32, out: F32) => {
    for (let i = 0; i < out.length; i++) out[i] = dy[i]! * (1 - y[i]! * y[i]!);
  },
  sigmoid: (y: F32, dy: F32, out: F32) => {
    for (let i = 0; i < out.length; i++) out[i] = dy[i]! * y[i]! * (1 - y[i]!);
  },
});

/** A column of ones: GEMM with it adds a bias to every row, or sums the rows, far quicker than a loop. */
function ones(n: number): F32 {
  return new Float32Array(n).fill(1);
}

/** The two kernels behind `biasActivation`. */
export const biasKernels: Kernels = {
  [FORWARD]: ({ inputs: { x, bias }, attrs, backend }): Info | undefined => {
    if (!areFloat(x, bias)) return undefined;
    const values = valuesOf(backend, x!);
    if (values !== backend.data.get(x!.dataId).values) return undefined;
    const n = x!.shape.at(-1)!;
    const m = values.length / n;
    productInto({ m, n, k: 1, a: ones(m), b: valuesOf(backend, bias!), c: values, beta: 1 });
    activations[attrs.activation as Name](values, values);
    return share(backend, x!, x!.shape);
  },
  [BACKWARD]: ({ inputs: { y, dy }, attrs, backend }): Info[] | undefined => {
    if (!areFloat(y, dy)) return undefined;
    const name = attrs.activation as Name;
    const n = dy!.shape.at(-1)!;
    const dx = name === "linear" ? share(backend, dy!, dy!.shape) : allocate(backend, dy!.shape).info;
    const slope = valuesOf(backend, dx);
    if (name !== "linear") slopes[name](valuesOf(backend, y!), valuesOf(backend, dy!), slope);
    const sums = allocate(backend, [n]);
    const rows = slope.length / n;
    productInto({ m: 1, n, k: rows, a: ones(rows), b: slope, c: sums.values });
    return [dx, sums.info];
  },
};

/**
 * activation(x + bias), bias along the last axis. On this backend it overwrites x, which must be a fresh result that
 * nothing else reads; on any other it is the stock operations.
 */
export function biasActivation(tf: Core, x: Tensor, bias: Tensor, activation: Name): Tensor {
  if (tf.getKernel(FORWARD, tf.getBackend()) === undefined) {
    const shifted = tf.add(x, bias);
    return activation === "linear" ? shifted : tf[activation](shifted);
  }
  const op = tf.customGrad((...args) => {
    const [from, b, save] = args as unknown as [Tensor, Tensor, (tensors: Tensor[]) => void];
    const value = tf.engine().runKernel(FORWARD, { x: from, bias: b }, { activation }) as Tensor;
    save([value]);
    const gradFunc = (dy: Tensor, [y]: Tensor[]): Tensor[] =>
      tf.engine().runKernel(BACKWARD, { y: y!, dy }, { activation }) as Tensor[];
    return { value, gradFunc };
  });
  return op(x, bias);
}
