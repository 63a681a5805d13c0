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
  simd,
  v128,
} from "../linalg/engine/wasm/assembler.ts";

type F32 = Float32Array<ArrayBuffer>;

/** Entries of a block; weights and gradients lie one after the other behind the constants. */
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
  /** Updates `fours` · 4 entries: weights and gradients of the block, moments at two addresses. */
  update(fours: number, m: number, v: number): void;
}

/** A kernel with views of its memory: two blocks, then two lists of moments. */
interface Loaded {
  readonly kernel: Kernel;
  readonly constants: F32;
  readonly w: F32;
  readonly g: F32;
  readonly m: F32;
  readonly v: F32;
}

let module: WebAssembly.Module | undefined, shared: Loaded | undefined;
/** Kernels by the memory in which moments live. */
const homes = new WeakMap<ArrayBufferLike, Loaded>();

/** Moments of `count` weights, zeros, that live where the kernel works: an update need not carry them there and back. */
export function residentMoments(count: number): { readonly m: F32; readonly v: F32 } {
  const home = load(count);
  homes.set(home.m.buffer, home);
  return { m: home.m.subarray(0, count), v: home.v.subarray(0, count) };
}

/** Updates `m` and `v` in place and writes the new weights to `out`, which may be `weight` itself. */
export function updateF32(
  { weight, out, gradient, m, v }: Readonly<Record<"weight" | "out" | "gradient" | "m" | "v", F32>>,
  by: AdamConstants,
): void {
  const home = homes.get(m.buffer), { kernel, constants, w, g, ...blocks } = home ?? (shared ??= load(BLOCK));
  constants.set([by.beta1, by.gain1, by.beta2, by.gain2, by.rate, by.unbias, by.epsilon, TINY]);
  for (let from = 0; from < weight.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, weight.length), count = to - from, fours = Math.ceil(count / 4);
    w.set(weight.subarray(from, to));
    g.set(gradient.subarray(from, to));
    if (home) {
      kernel.update(fours, m.byteOffset + 4 * from, v.byteOffset + 4 * from);
    } else {
      blocks.m.set(m.subarray(from, to));
      blocks.v.set(v.subarray(from, to));
      kernel.update(fours, blocks.m.byteOffset, blocks.v.byteOffset);
      m.set(blocks.m.subarray(0, count), from);
      v.set(blocks.v.subarray(0, count), from);
    }
    out.set(w.subarray(0, count), from);
  }
}

function load(moments: number): Loaded {
  module ??= new WebAssembly.Module(assemble([update()]));
  const kernel = new WebAssembly.Instance(module).exports as unknown as Kernel;
  const room = Math.ceil(moments / 4) * 4, first = HEAD + 2 * STRIDE;
  kernel.memory.grow(Math.ceil((first + 8 * room) / 65536));
  const view = (at: number, count: number): F32 => new Float32Array(kernel.memory.buffer as ArrayBuffer, at, count);
  return {
    kernel,
    constants: view(0, 8),
    w: view(HEAD, BLOCK),
    g: view(HEAD + STRIDE, BLOCK),
    m: view(first, room),
    v: view(first + 4 * room, room),
  };
}

/** Instructions on four float32 by their opcodes (core specification §5.4.9). */
const op = (code: number) => (...operands: Code[]): Code => simd(code, ...operands);
const add = op(0xe4), subtract = op(0xe5), multiply = op(0xe6), divide = op(0xe7), root = op(0xe3);

/** Parameters: how many fours, the addresses of the two moments. */
function update(): Func {
  const [left, first, second, p, g, m, v] = [0, 1, 2, 3, 12, 13, 14] as const;
  const constants = [4, 5, 6, 7, 8, 9, 10, 11] as const;
  const [beta1, gain1, beta2, gain2, rate, unbias, epsilon, tiny] = constants;
  const [weight, gradient] = [HEAD, HEAD + STRIDE];
  const settled = (x: Code): Code => subtract(add(x, get(tiny)), get(tiny));
  const decayed = (beta: number, old: Code, term: Code): Code => settled(add(multiply(get(beta), old), term));
  const denominator = add(root(multiply(get(v), get(unbias))), get(epsilon));
  const step = [
    ...set(g, v128.load(get(p), gradient)),
    ...set(m, decayed(beta1, v128.load(get(first), 0), multiply(get(gain1), get(g)))),
    ...set(v, decayed(beta2, v128.load(get(second), 0), multiply(multiply(get(gain2), get(g)), get(g)))),
    ...v128.store(
      get(p),
      weight,
      subtract(v128.load(get(p), weight), divide(multiply(get(rate), get(m)), denominator)),
    ),
    ...v128.store(get(first), 0, get(m)),
    ...v128.store(get(second), 0, get(v)),
    ...[p, first, second].flatMap((address) => bump(address, 16)),
    ...bump(left, -1),
  ];
  const body = [
    ...constants.flatMap((local, i) => set(local, f32x4(false).loadSplat(i32(0), 4 * i))),
    ...doWhile(step, get(left)),
  ];
  return {
    name: "update",
    params: 3,
    locals: ["i32", "i32", "i32", "i32", ...new Array(11).fill("v128")],
    body,
  };
}
