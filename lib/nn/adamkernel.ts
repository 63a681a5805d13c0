/**
 * Adam's update of float32 weights as WebAssembly: four entries at a time, in blocks that stay in cache.
 *
 * @module
 */
import {
  assemble,
  bump,
  type Code,
  doWhile,
  f32x4,
  type Func,
  get,
  i32,
  set,
  v128,
} from "../compute/wasm/assembler.ts";

type F32 = Float32Array<ArrayBuffer>;

/** Entries of a block; its four arrays lie one after the other behind the constants. */
const BLOCK = 8192, HEAD = 64, STRIDE = BLOCK * 4;
/** Added to moments and taken off again, so that they do not decay into denormals, with which processors are slow. */
const TINY = 1e-30;

/** The constants of one update, as float32 in this order. */
export interface AdamConstants {
  readonly beta1: number;
  readonly gain1: number;
  readonly beta2: number;
  readonly gain2: number;
  /** Step size over the bias of the first moment. */
  readonly rate: number;
  /** One over the bias of the second moment. */
  readonly unbias: number;
  readonly epsilon: number;
}

interface Kernel {
  readonly memory: WebAssembly.Memory;
  /** Updates `fours` · 4 entries of the block. */
  update(fours: number): void;
}

let loaded: Kernel | undefined;

/** Updates `m` and `v` in place and writes the new weights to `out`, which may be `weight` itself. */
export function updateF32(
  slot: Readonly<Record<"weight" | "out" | "gradient" | "m" | "v", F32>>,
  by: AdamConstants,
): void {
  loaded ??= load();
  const { weight, out, gradient, m, v } = slot, { buffer } = loaded.memory;
  new Float32Array(buffer, 0, 8).set([by.beta1, by.gain1, by.beta2, by.gain2, by.rate, by.unbias, by.epsilon, TINY]);
  const [w, g, first, second] = [0, 1, 2, 3].map((i) => new Float32Array(buffer, HEAD + i * STRIDE, BLOCK)) as Quad;
  for (let from = 0; from < weight.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, weight.length), count = to - from;
    w.set(weight.subarray(from, to));
    g.set(gradient.subarray(from, to));
    first.set(m.subarray(from, to));
    second.set(v.subarray(from, to));
    loaded.update(Math.ceil(count / 4));
    out.set(w.subarray(0, count), from);
    m.set(first.subarray(0, count), from);
    v.set(second.subarray(0, count), from);
  }
}

type Quad = [Float32Array, Float32Array, Float32Array, Float32Array];

function load(): Kernel {
  const kernel = new WebAssembly.Instance(new WebAssembly.Module(assemble([update()]))).exports as unknown as Kernel;
  kernel.memory.grow(Math.ceil((HEAD + 4 * STRIDE) / 65536));
  return kernel;
}

/** Instructions on four float32 by their opcodes (core specification §5.4.9), operands first. */
const op = (code: number) => (...operands: Code[]): Code => [...operands.flat(), 0xfd, code, 1];
const add = op(0xe4), subtract = op(0xe5), multiply = op(0xe6), divide = op(0xe7), root = op(0xe3);

function update(): Func {
  const [left, p, g, m, v] = [0, 1, 10, 11, 12] as const;
  const constants = [2, 3, 4, 5, 6, 7, 8, 9] as const;
  const [beta1, gain1, beta2, gain2, rate, unbias, epsilon, tiny] = constants;
  const at = (array: number): number => HEAD + array * STRIDE;
  const load = (array: number): Code => v128.load(get(p), at(array));
  const settled = (x: Code): Code => subtract(add(x, get(tiny)), get(tiny));
  const decayed = (beta: number, old: Code, term: Code): Code => settled(add(multiply(get(beta), old), term));
  const denominator = add(root(multiply(get(v), get(unbias))), get(epsilon));
  const step = [
    ...set(g, load(1)),
    ...set(m, decayed(beta1, load(2), multiply(get(gain1), get(g)))),
    ...set(v, decayed(beta2, load(3), multiply(multiply(get(gain2), get(g)), get(g)))),
    ...v128.store(get(p), at(0), subtract(load(0), divide(multiply(get(rate), get(m)), denominator))),
    ...v128.store(get(p), at(2), get(m)),
    ...v128.store(get(p), at(3), get(v)),
    ...bump(p, 16),
    ...bump(left, -1),
  ];
  const body = [
    ...constants.flatMap((local, i) => set(local, f32x4.loadSplat(i32(0), 4 * i))),
    ...doWhile(step, get(left)),
  ];
  return { name: "update", params: 1, locals: ["i32", "i32", ...new Array(11).fill("v128")], body };
}
