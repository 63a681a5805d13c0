/**
 * The nonlinearities of a multilayer perceptron with their slopes, for hand-written backpropagation.
 *
 * @module
 */
import type { Floats } from "../linalg/matrix.ts";

/** f and f′. The slope is given both z and f(z), whichever is cheaper to read it from. */
export interface Nonlinearity {
  readonly value: (z: number) => number;
  readonly slope: (z: number, value: number) => number;
}

const SQRT_2_OVER_PI = Math.sqrt(2 / Math.PI);
const gelu = (z: number): number => 0.5 * z * (1 + Math.tanh(SQRT_2_OVER_PI * (z + 0.044715 * z ** 3)));

/** All names, in the order of the figures. */
export const nonlinearityNames = ["cos", "tanh", "relu", "gelu", "sigmoid", "sin"] as const;
/** The name of a nonlinearity. */
export type NonlinearityName = typeof nonlinearityNames[number];

/** cos, tanh and ReLU as in Figure 4; GELU (tanh form), sigmoid and sin besides. */
export const nonlinearities: Readonly<Record<NonlinearityName, Nonlinearity>> = Object.freeze({
  cos: { value: Math.cos, slope: (z: number) => -Math.sin(z) },
  tanh: { value: Math.tanh, slope: (_: number, value: number) => 1 - value * value },
  relu: { value: (z: number) => z > 0 ? z : 0, slope: (z: number) => z > 0 ? 1 : 0 },
  gelu: { value: gelu, slope: geluSlope },
  sigmoid: { value: (z: number) => 1 / (1 + Math.exp(-z)), slope: (_: number, value: number) => value * (1 - value) },
  sin: { value: Math.sin, slope: Math.cos },
});

function geluSlope(z: number): number {
  const t = Math.tanh(SQRT_2_OVER_PI * (z + 0.044715 * z ** 3));
  return 0.5 * (1 + t) + 0.5 * z * (1 - t * t) * SQRT_2_OVER_PI * (1 + 3 * 0.044715 * z * z);
}

/** f(z), a new array. */
export function applied({ value }: Nonlinearity, z: Floats): Floats {
  const out = z.slice();
  for (let i = 0; i < out.length; i++) out[i] = value(out[i]!);
  return out;
}

/** Multiplies the gradient by f′, in place. */
export function chain({ slope }: Nonlinearity, gradient: Floats, z: Floats, values: Floats): void {
  for (let i = 0; i < gradient.length; i++) gradient[i]! *= slope(z[i]!, values[i]!);
}
