/**
 * Elementwise kernels of one input, one plain loop each so that the compiler sees one function per loop.
 *
 * @module
 */
import { type Loop, sigmoid, tanh } from "../activation.ts";
import { relu } from "../rectify.ts";
import { allocate, areFloat, type Info, type Kernel, type Kernels, valuesOf } from "./kernel.ts";

const exp: Loop = (x, out) => {
  for (let i = 0; i < x.length; i++) out[i] = Math.exp(x[i]!);
};
const log: Loop = (x, out) => {
  for (let i = 0; i < x.length; i++) out[i] = Math.log(x[i]!);
};
const sqrt: Loop = (x, out) => {
  for (let i = 0; i < x.length; i++) out[i] = Math.sqrt(x[i]!);
};
const rsqrt: Loop = (x, out) => {
  for (let i = 0; i < x.length; i++) out[i] = 1 / Math.sqrt(x[i]!);
};
const square: Loop = (x, out) => {
  for (let i = 0; i < x.length; i++) out[i] = x[i]! * x[i]!;
};
const reciprocal: Loop = (x, out) => {
  for (let i = 0; i < x.length; i++) out[i] = 1 / x[i]!;
};
const negate: Loop = (x, out) => {
  for (let i = 0; i < x.length; i++) out[i] = -x[i]!;
};
const absolute: Loop = (x, out) => {
  for (let i = 0; i < x.length; i++) out[i] = Math.abs(x[i]!);
};

const unary = (loop: Loop): Kernel => ({ inputs, backend }): Info | undefined => {
  const { x } = inputs;
  if (!areFloat(x)) return undefined;
  const { info, values } = allocate(backend, x!.shape);
  loop(valuesOf(backend, x!), values);
  return info;
};

/** Kernels of one input. */
export const unaryKernels: Kernels = {
  Relu: unary(relu),
  Tanh: unary(tanh),
  Sigmoid: unary(sigmoid),
  Exp: unary(exp),
  Log: unary(log),
  Sqrt: unary(sqrt),
  Rsqrt: unary(rsqrt),
  Square: unary(square),
  Reciprocal: unary(reciprocal),
  Neg: unary(negate),
  Abs: unary(absolute),
};
