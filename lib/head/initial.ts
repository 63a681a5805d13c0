/**
 * Layers of a perceptron before training.
 *
 * @module
 */
import type { Rng } from "../base/random.ts";
import { type Floats, floats } from "../linalg/matrix.ts";
import type { AdamSlot } from "../nn/adam.ts";

/** Storage of one layer in training: x (d) → y (h), with the gradients and Adam's moments. */
export interface Trained {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: AdamSlot;
  readonly bias: AdamSlot;
}

/** Weights uniform in ± gain · √(6 / inputs) (He), biases zero. */
export function initial(draw: Rng, inputs: number, outputs: number, dtype: "f32" | "f64", gain: number): Trained {
  const slot = (size: number): AdamSlot => {
    const weight = floats(size, dtype);
    return { weight, out: weight, gradient: floats(size, dtype), m: floats(size, dtype), v: floats(size, dtype) };
  };
  const weight = slot(inputs * outputs);
  fillUniform(weight.weight, gain * Math.sqrt(6 / inputs), draw);
  return { inputs, outputs, weight, bias: slot(outputs) };
}

/** Values uniform in ± bound. */
export function fillUniform(values: Floats, bound: number, draw: Rng): void {
  for (let i = 0; i < values.length; i++) values[i] = (2 * draw.uniform() - 1) * bound;
}
