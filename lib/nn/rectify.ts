/**
 * ReLU and its gradient as WebAssembly: four float32 at a time, in blocks that stay in cache.
 *
 * @module
 */
import { assemble, bump, type Code, doWhile, type Func, get, simd, v128 } from "../linalg/engine/wasm/assembler.ts";

type F32 = Float32Array<ArrayBuffer>;

/** Entries of a block; the two blocks lie one after the other. */
const BLOCK = 8192, SECOND = 4 * BLOCK;

interface Kernel {
  readonly memory: WebAssembly.Memory;
  /** First block := max(first block, 0), `fours` · 4 entries. */
  forward(fours: number): void;
  /** Second block := second block where the first is positive, else 0. */
  backward(fours: number): void;
}

let loaded: { readonly kernel: Kernel; readonly first: F32; readonly second: F32 } | undefined;

/** max(x, 0) into `out`, which may be x; NaN stays NaN. */
export function relu(x: F32, out: F32): void {
  const { kernel, first } = loaded ??= load();
  for (let from = 0; from < x.length; from += BLOCK) {
    const part = x.subarray(from, from + BLOCK);
    first.set(part);
    kernel.forward(Math.ceil(part.length / 4));
    out.set(first.subarray(0, part.length), from);
  }
}

/** The gradient from the output y: dy where y > 0, else 0, into `out`, which may be either. */
export function reluBack(y: F32, dy: F32, out: F32): void {
  const { kernel, first, second } = loaded ??= load();
  for (let from = 0; from < y.length; from += BLOCK) {
    const part = y.subarray(from, from + BLOCK);
    first.set(part);
    second.set(dy.subarray(from, from + part.length));
    kernel.backward(Math.ceil(part.length / 4));
    out.set(second.subarray(0, part.length), from);
  }
}

function load(): NonNullable<typeof loaded> {
  const maximum = (x: Code): Code => simd(0xe9, x, v128.zero);
  const where = (x: Code, y: Code): Code => simd(0x4e, y, simd(0x44, x, v128.zero));
  const p = get(1), [first, second] = [v128.load(p, 0), v128.load(p, SECOND)];
  const module = assemble([
    each("forward", v128.store(p, 0, maximum(first))),
    each("backward", v128.store(p, SECOND, where(first, second))),
  ]);
  const kernel = new WebAssembly.Instance(new WebAssembly.Module(module)).exports as unknown as Kernel;
  kernel.memory.grow(Math.ceil(2 * SECOND / 65536));
  const block = (at: number): F32 => new Float32Array(kernel.memory.buffer as ArrayBuffer, at, BLOCK);
  return { kernel, first: block(0), second: block(SECOND) };
}

/** A function of the number of fours: local 0 counts them down, local 1 is the address. */
function each(name: string, step: Code): Func {
  const body = doWhile([...step, ...bump(1, 16), ...bump(0, -1)], get(0));
  return { name, params: 1, locals: ["i32", "i32"], body };
}
