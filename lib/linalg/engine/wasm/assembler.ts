/**
 * A WebAssembly assembler just large enough for the kernels: typed locals, counted loops, f64 and 128-bit SIMD.
 *
 * An expression is the bytes that leave its value on the stack, so operators nest as function calls do. Opcodes are
 * those of the WebAssembly 3.0 core specification (relaxed SIMD included), §5.4; the sections those of §5.5.
 *
 * @module
 */

/** Machine code: the bytes of one expression or statement. */
export type Code = readonly number[];
/** Value types by their encoding. */
export const TYPES = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const;
/** A value type. */
export type Type = keyof typeof TYPES;

/** An exported function: its parameters come first in `locals`. */
export interface Func {
  readonly name: string;
  readonly params: number;
  readonly locals: readonly Type[];
  readonly result?: Type;
  readonly body: Code;
}

function leb(n: number): Code {
  return n < 128 ? [n] : [(n & 127) | 128, ...leb(n >>> 7)];
}

/** An i32 constant (signed LEB128). */
export function i32(n: number): Code {
  const bytes = [];
  for (let more = true; more; n >>= 7) {
    more = !((n >> 7 === 0 && !(n & 64)) || (n >> 7 === -1 && n & 64));
    bytes.push((n & 127) | (more ? 128 : 0));
  }
  return [0x41, ...bytes];
}

/** The value of local `i`. */
export const get = (i: number): Code => [0x20, ...leb(i)];
/** local i := x. */
export const set = (i: number, x: Code): Code => [...x, 0x21, ...leb(i)];
/** x + y, x & y, x >>> y and x ≠ y on i32. */
export const int = {
  add: (x: Code, y: Code): Code => [...x, ...y, 0x6a],
  and: (x: Code, y: Code): Code => [...x, ...y, 0x71],
  shr: (x: Code, y: Code): Code => [...x, ...y, 0x76],
  ne: (x: Code, y: Code): Code => [...x, ...y, 0x47],
};
/** local i := local i + n. */
export const bump = (i: number, n: number): Code => set(i, int.add(get(i), i32(n)));
/** An i32 from memory. */
export const loadI32 = (at: Code, offset: number): Code => [...at, 0x28, 2, ...leb(offset)];

/** Scalar float64. */
export const f64 = {
  add: (x: Code, y: Code): Code => [...x, ...y, 0xa0],
  mul: (x: Code, y: Code): Code => [...x, ...y, 0xa2],
  load: (at: Code): Code => [...at, 0x2b, 3, 0],
  store: (at: Code, x: Code): Code => [...at, ...x, 0x39, 3, 0],
};

/** An instruction of 128-bit SIMD by its opcode, operands first. */
export const simd = (op: number, ...operands: Code[]): Code => [...operands.flat(), 0xfd, ...leb(op)];
const lanes = (op: { add: number; mul: number; madd: number; nmadd: number; splatLoad: number; align: number }) => {
  const mul = (x: Code, y: Code): Code => simd(op.mul, x, y), add = (x: Code, y: Code): Code => simd(op.add, x, y);
  return (relaxed: boolean) => ({
    mul,
    add,
    /** z + x · y. */
    madd: (z: Code, x: Code, y: Code): Code => relaxed ? simd(op.madd, x, y, z) : add(z, mul(x, y)),
    /** z − x · y. */
    nmadd: (z: Code, x: Code, y: Code): Code => relaxed ? simd(op.nmadd, x, y, z) : simd(op.add + 1, z, mul(x, y)),
    loadSplat: (at: Code, offset: number): Code => [...simd(op.splatLoad, at), op.align, ...leb(offset)],
  });
};

/** Four float32 lanes; the relaxed multiply-add rounds once where the processor does, the plain one twice. */
export const f32x4 = lanes({ add: 0xe4, mul: 0xe6, madd: 0x105, nmadd: 0x106, splatLoad: 0x09, align: 2 });
/** Two float64 lanes. */
export const f64x2 = lanes({ add: 0xf0, mul: 0xf2, madd: 0x107, nmadd: 0x108, splatLoad: 0x0a, align: 3 });
/** What one of them gives. */
export type Lanes = ReturnType<typeof f32x4>;
/** 128 bits whatever the lanes; unaligned addresses are allowed. */
export const v128 = {
  zero: [0xfd, 0x0c, ...new Array<number>(16).fill(0)] as Code,
  load: (at: Code, offset: number): Code => [...simd(0x00, at), 3, ...leb(offset)],
  store: (at: Code, offset: number, x: Code): Code => [...simd(0x0b, at, x), 3, ...leb(offset)],
  splat: (x: Code): Code => simd(0x14, x),
  /** Lane 0 or 1 as a float64. */
  lane: (x: Code, lane: number): Code => [...simd(0x21, x), lane],
};

/** Runs the body at least once and again while the condition holds. */
export const doWhile = (body: Code, condition: Code): Code => [0x03, 0x40, ...body, ...condition, 0x0d, 0, 0x0b];
/** Runs the body if the i32 condition is not zero. */
export const when = (condition: Code, body: Code): Code => [...condition, 0x04, 0x40, ...body, 0x0b];

function vector(items: readonly Code[]): Code {
  return [...leb(items.length), ...items.flat()];
}

function section(id: number, items: readonly Code[]): Code {
  const body = vector(items);
  return [id, ...leb(body.length), ...body];
}

function text(s: string): Code {
  return [...leb(s.length), ...new TextEncoder().encode(s)];
}

/** The bytes of a module that exports the functions and one growable memory called "memory". */
export function assemble(funcs: readonly Func[]): Uint8Array<ArrayBuffer> {
  const types = funcs.map((f) => [
    0x60,
    ...vector(f.locals.slice(0, f.params).map((t) => [TYPES[t]])),
    ...vector(f.result ? [[TYPES[f.result]]] : []),
  ]);
  const code = funcs.map((f) => {
    const body = [...vector(f.locals.slice(f.params).map((t) => [1, TYPES[t]])), ...f.body, 0x0b];
    return [...leb(body.length), ...body];
  });
  return new Uint8Array([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(3, funcs.map((_, i) => leb(i))),
    ...section(5, [[0, 1]]),
    ...section(7, [[...text("memory"), 2, 0], ...funcs.map((f, i) => [...text(f.name), 0, ...leb(i)])]),
    ...section(10, code),
  ]);
}
