/**
 * Elementwise kernels of two inputs with the broadcasts that training uses: equal shapes, a scalar, a suffix (bias) or a
 * prefix (per row). Anything else is left to the stock kernel.
 *
 * @module
 */
import type { F32 } from "../activation.ts";
import { allocate, areFloat, type Core, type Kernel, type Kernels, valuesOf, volumeOf } from "./kernel.ts";

/** Two nested loops: entry (o, i) of an operand is at o · outer + i · inner. */
interface Plan {
  readonly outer: number;
  readonly inner: number;
  readonly a: Stride;
  readonly b: Stride;
}
interface Stride {
  readonly outer: number;
  readonly inner: number;
}
type Loop = (a: F32, b: F32, out: F32, plan: Plan) => void;

const add: Loop = (a, b, out, { outer, inner, a: sa, b: sb }) => {
  for (let o = 0, p = 0; o < outer; o++) {
    for (let i = 0, pa = o * sa.outer, pb = o * sb.outer; i < inner; i++, pa += sa.inner, pb += sb.inner) {
      out[p++] = a[pa]! + b[pb]!;
    }
  }
};
const subtract: Loop = (a, b, out, { outer, inner, a: sa, b: sb }) => {
  for (let o = 0, p = 0; o < outer; o++) {
    for (let i = 0, pa = o * sa.outer, pb = o * sb.outer; i < inner; i++, pa += sa.inner, pb += sb.inner) {
      out[p++] = a[pa]! - b[pb]!;
    }
  }
};
const multiply: Loop = (a, b, out, { outer, inner, a: sa, b: sb }) => {
  for (let o = 0, p = 0; o < outer; o++) {
    for (let i = 0, pa = o * sa.outer, pb = o * sb.outer; i < inner; i++, pa += sa.inner, pb += sb.inner) {
      out[p++] = a[pa]! * b[pb]!;
    }
  }
};
const divide: Loop = (a, b, out, { outer, inner, a: sa, b: sb }) => {
  for (let o = 0, p = 0; o < outer; o++) {
    for (let i = 0, pa = o * sa.outer, pb = o * sb.outer; i < inner; i++, pa += sa.inner, pb += sb.inner) {
      out[p++] = a[pa]! / b[pb]!;
    }
  }
};
const squaredDifference: Loop = (a, b, out, { outer, inner, a: sa, b: sb }) => {
  for (let o = 0, p = 0; o < outer; o++) {
    for (let i = 0, pa = o * sa.outer, pb = o * sb.outer; i < inner; i++, pa += sa.inner, pb += sb.inner) {
      const difference = a[pa]! - b[pb]!;
      out[p++] = difference * difference;
    }
  }
};
const maximum: Loop = (a, b, out, { outer, inner, a: sa, b: sb }) => {
  for (let o = 0, p = 0; o < outer; o++) {
    for (let i = 0, pa = o * sa.outer, pb = o * sb.outer; i < inner; i++, pa += sa.inner, pb += sb.inner) {
      out[p++] = Math.max(a[pa]!, b[pb]!);
    }
  }
};
const minimum: Loop = (a, b, out, { outer, inner, a: sa, b: sb }) => {
  for (let o = 0, p = 0; o < outer; o++) {
    for (let i = 0, pa = o * sa.outer, pb = o * sb.outer; i < inner; i++, pa += sa.inner, pb += sb.inner) {
      out[p++] = Math.min(a[pa]!, b[pb]!);
    }
  }
};

/** How to walk an operand of `shape` under the output's outer × inner split; undefined where two strides cannot. */
function stride(shape: readonly number[], outer: readonly number[], inner: readonly number[]): Stride | undefined {
  const padded = [...Array(outer.length + inner.length - shape.length).fill(1), ...shape];
  const of = (part: readonly number[], full: readonly number[]): number | undefined => {
    if (part.every((d, i) => d === full[i])) return 1;
    return part.every((d) => d === 1) ? 0 : undefined;
  };
  const high = of(padded.slice(0, outer.length), outer);
  const low = of(padded.slice(outer.length), inner);
  if (high === undefined || low === undefined) return undefined;
  return { outer: high * (low === 1 ? volumeOf(inner) : 1), inner: low };
}

/** The first split of the output's axes under which both operands walk by two strides. */
function planOf(a: readonly number[], b: readonly number[], out: readonly number[]): Plan | undefined {
  for (let axis = 0; axis <= out.length; axis++) {
    const [outer, inner] = [out.slice(0, axis), out.slice(axis)];
    const [sa, sb] = [stride(a, outer, inner), stride(b, outer, inner)];
    if (sa && sb) return { outer: volumeOf(outer), inner: volumeOf(inner), a: sa, b: sb };
  }
  return undefined;
}

/** Kernels of two inputs. */
export function binaryKernels(tf: Core): Kernels {
  const binary = (loop: Loop): Kernel => ({ inputs, backend }) => {
    const { a, b } = inputs;
    if (!areFloat(a, b)) return undefined;
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(a!.shape, b!.shape);
    const plan = planOf(a!.shape, b!.shape, shape);
    if (plan === undefined) return undefined;
    const { info, values } = allocate(backend, shape);
    loop(valuesOf(backend, a!), valuesOf(backend, b!), values, plan);
    return info;
  };
  return {
    Add: binary(add),
    Sub: binary(subtract),
    Multiply: binary(multiply),
    RealDiv: binary(divide),
    SquaredDifference: binary(squaredDifference),
    Maximum: binary(maximum),
    Minimum: binary(minimum),
  };
}
