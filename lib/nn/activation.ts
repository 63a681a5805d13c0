/**
 * Activations over raw float32 storage, shared by the backend and the plain forward pass.
 *
 * @module
 */
import { relu } from "./rectify.ts";

/** Storage of a float32 tensor. */
export type F32 = Float32Array<ArrayBuffer>;
/** Writes f(x) into `out` (which may be x). */
export type Loop = (x: F32, out: F32) => void;

/** tanh through one exponential in float64; the series below 1e-3, where the difference would cancel. */
export function tanh(x: F32, out: F32): void {
  for (let i = 0; i < x.length; i++) {
    const v = x[i]!;
    out[i] = Math.abs(v) < 1e-3 ? v - v * v * v / 3 : 1 - 2 / (Math.exp(2 * v) + 1);
  }
}

/** 1 / (1 + exp(−x)). */
export function sigmoid(x: F32, out: F32): void {
  for (let i = 0; i < x.length; i++) out[i] = 1 / (1 + Math.exp(-x[i]!));
}

/** Applied to every entry of a layer's output. */
export type Activation = "linear" | "relu" | "tanh" | "sigmoid";

/** The activations by name. */
export const activations: Readonly<Record<Activation, Loop>> = Object.freeze({
  linear: (x: F32, out: F32) => {
    if (x !== out) out.set(x);
  },
  relu,
  tanh,
  sigmoid,
});
