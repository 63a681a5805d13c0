/**
 * Adam's update over raw storage, shared by the heads and the tfjs optimiser.
 *
 * @module
 */
import type { Floats } from "../linalg/matrix.ts";
import { updateF32 } from "./adamkernel.ts";

/** Step size and decay rates of Adam (Kingma and Ba 2015, algorithm 1). */
export interface AdamRates {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Added to the root of the second moment. */
  readonly epsilon: number;
}

/** Rates as in the paper, with the given step size. */
export function adamRates(learningRate: number): AdamRates {
  return { learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
}

/** One weight tensor with its moments and gradient; `out` may be `weight` itself. */
export interface AdamSlot {
  readonly weight: Floats;
  readonly out: Floats;
  readonly gradient: Floats;
  readonly m: Floats;
  readonly v: Floats;
}

/** Update number `step` (from 1), one pass: moments in place, new weights into `out`. */
export function adamUpdate(slot: AdamSlot, step: number, rates: AdamRates): void {
  const { weight, out, gradient, m, v } = slot;
  const { learningRate, beta1, beta2, epsilon } = rates;
  const rate = learningRate / (1 - beta1 ** step);
  const unbias = 1 / (1 - beta2 ** step);
  const [gain1, gain2] = [1 - beta1, 1 - beta2];
  if (single(slot)) return updateF32(slot, { beta1, gain1, beta2, gain2, rate, unbias, epsilon });
  for (let i = 0; i < weight.length; i++) {
    const g = gradient[i]!;
    const mi = beta1 * m[i]! + gain1 * g;
    const vi = beta2 * v[i]! + gain2 * g * g;
    m[i] = mi;
    v[i] = vi;
    out[i] = weight[i]! - rate * mi / (Math.sqrt(vi * unbias) + epsilon);
  }
}

function single(slot: AdamSlot): slot is AdamSlot & Parameters<typeof updateF32>[0] {
  return Object.values(slot).every((values) => values instanceof Float32Array);
}
