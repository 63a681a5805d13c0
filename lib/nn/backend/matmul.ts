/**
 * Matrix products of tensors on the engine's GEMM, plain and with bias and activation.
 *
 * @module
 */
import { type Activation, activations, type F32, type Loop } from "../activation.ts";
import { productInto } from "../product.ts";
import { areFloat, type Call, type Info, type Kernels, valuesOf, volumeOf } from "./kernel.ts";

/** The loop of a fused activation; undefined where it is not ours (elu, prelu …). */
export function fusedActivation({ inputs, attrs }: Call): Loop | undefined {
  if (inputs.preluActivationWeights !== undefined) return undefined;
  const name = (attrs.activation ?? "linear") as string;
  return Object.hasOwn(activations, name) ? activations[name as Activation] : undefined;
}

/** Fills rows of `out` (… × n) with the bias: [n], a scalar, or the whole output; false for any other. */
export function fillBias(out: F32, bias: F32, n: number): boolean {
  if (bias.length === n) { for (let i = 0; i < out.length; i += n) out.set(bias, i); }
  else if (bias.length === 1) out.fill(bias[0]!);
  else if (bias.length === out.length) out.set(bias);
  else return false;
  return true;
}

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Leading axes of the output, and the number of matrices in a, b and the output. */
  readonly lead: readonly number[];
  readonly countA: number;
  readonly countB: number;
  readonly count: number;
}

function sizesOf(a: Info, b: Info, transA: boolean, transB: boolean): Sizes | undefined {
  const [m, k] = transA ? a.shape.slice(-2).reverse() : a.shape.slice(-2);
  const [k2, n] = transB ? b.shape.slice(-2).reverse() : b.shape.slice(-2);
  const [leadA, leadB] = [a.shape.slice(0, -2), b.shape.slice(0, -2)];
  const [countA, countB] = [volumeOf(leadA), volumeOf(leadB)];
  const equal = leadA.length === leadB.length && leadA.every((d, i) => d === leadB[i]);
  if (
    k !== k2 ||
    !(equal || (countA === 1 && leadA.length <= leadB.length) || (countB === 1 && leadB.length <= leadA.length))
  ) {
    return undefined;
  }
  const lead = equal || countB === 1 ? leadA : leadB;
  return { m: m!, n: n!, k: k!, lead, countA, countB, count: volumeOf(lead) };
}

function multiply(call: Call): Info | undefined {
  const { inputs: { a, b, bias }, attrs, backend } = call;
  const [transA, transB] = [Boolean(attrs.transposeA), Boolean(attrs.transposeB)];
  const activation = fusedActivation(call);
  const sizes = sizesOf(a!, b!, transA, transB);
  if (!areFloat(a, b, bias) || activation === undefined || sizes === undefined) return undefined;
  const { m, n, k, lead, countA, countB, count } = sizes;
  const [left, right] = [valuesOf(backend, a!), valuesOf(backend, b!)];
  const values = new Float32Array(count * m * n);
  if (bias !== undefined && !fillBias(values, valuesOf(backend, bias), n)) return undefined;
  for (let i = 0; i < count; i++) {
    const startA = countA === 1 ? 0 : i * m * k;
    const startB = countB === 1 ? 0 : i * k * n;
    productInto({
      m,
      n,
      k,
      a: left.subarray(startA, startA + m * k),
      transA,
      b: right.subarray(startB, startB + k * n),
      transB,
      c: values.subarray(i * m * n, (i + 1) * m * n),
      beta: bias === undefined ? 0 : 1,
    });
  }
  activation(values, values);
  return backend.makeTensorInfo([...lead, m, n], "float32", values);
}

/** BatchMatMul and _FusedMatMul. */
export const matmulKernels: Kernels = { BatchMatMul: multiply, _FusedMatMul: multiply };
