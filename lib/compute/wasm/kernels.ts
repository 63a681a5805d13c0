/**
 * The five inner loops of the portable engine, as WebAssembly: GEMM tiles in both precisions, dot, axpy and rotations.
 *
 * They use the relaxed multiply-add: one rounding where the processor fuses it (x86 since 2013, every ARM64), two where
 * not. Results are the same bits in every run on one machine; the last bit may differ on a processor without it.
 *
 * @module
 */
import { assemble, bump, type Code, doWhile, f32x4, f64, f64x2, type Func, get, i32, int } from "./assembler.ts";
import { loadI32, set, type Type, v128, when } from "./assembler.ts";

/** A GEMM tile: rows, columns in bytes (two SIMD registers: 8 float32 or 4 float64), depth steps per iteration. */
export const TILE = { rows: 6, bytes: 32, unroll: 2 } as const;
/** Doubles side by side in a panel of `rotate`. */
export const PANEL = 8;
/** Bytes of one rotation as `rotate` reads it: two i32 byte offsets of rows, then c and s as float64. */
export const ROTATION_BYTES = 24;

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const each = (n: number, code: (i: number) => Code): Code => range(n).flatMap((i) => [...code(i)]);

/**
 * tile(a, b, c, panels, steps): c := a · b for one panel of B (`steps` × 2 registers) under `panels` panels of A
 * (`steps` × 6 scalars each), both contiguous; each product is a contiguous 6 × 2-register block of c. `steps` is even.
 */
function tile(name: string, lane: Pick<typeof f32x4, "madd" | "loadSplat">, size: number): Func {
  const [a, b, c, panels, steps, p, left] = [0, 1, 2, 3, 4, 5, 6] as const;
  const registers = TILE.bytes / 16;
  const s = 7, wide = 8, acc = wide + registers, accs = TILE.rows * registers;
  const row = (r: number, u: number): Code => [
    ...set(s, lane.loadSplat(get(a), (u * TILE.rows + r) * size)),
    ...each(registers, (v) => {
      const sum = acc + r * registers + v;
      return set(sum, lane.madd(get(sum), get(s), get(wide + v)));
    }),
  ];
  const step = (u: number): Code => [
    ...each(registers, (v) => set(wide + v, v128.load(get(p), u * TILE.bytes + 16 * v))),
    ...each(TILE.rows, (r) => row(r, u)),
  ];
  const block = [
    ...each(accs, (i) => set(acc + i, v128.zero)),
    ...set(p, get(b)),
    ...set(left, get(steps)),
    ...doWhile([
      ...each(TILE.unroll, step),
      ...bump(a, TILE.unroll * TILE.rows * size),
      ...bump(p, TILE.unroll * TILE.bytes),
      ...bump(left, -TILE.unroll),
    ], get(left)),
    ...each(accs, (i) => v128.store(get(c), 16 * i, get(acc + i))),
    ...bump(c, 16 * accs),
    ...bump(panels, -1),
  ];
  const locals: Type[] = [...range(7).map((): Type => "i32"), ...range(1 + registers + accs).map((): Type => "v128")];
  return { name, params: 5, locals, body: doWhile(block, get(panels)) };
}

/** Runs `wide` on blocks of 4 entries and `narrow` on the rest of n; both advance x and y themselves. */
function strip(n: number, left: number, wide: Code, narrow: Code): Code {
  const loop = (count: Code, body: Code): Code => [
    ...set(left, count),
    ...when(get(left), doWhile([...body, ...bump(left, -1)], get(left))),
  ];
  return [...loop(int.shr(get(n), i32(2)), wide), ...loop(int.and(get(n), i32(3)), narrow)];
}

/** dot(n, x, y): the inner product of two float64 vectors. */
function dot(): Func {
  const [n, x, y, left, sum, s0, s1] = [0, 1, 2, 3, 4, 5, 6] as const;
  const add = (s: number, o: number): Code => set(s, f64x2.madd(get(s), v128.load(get(x), o), v128.load(get(y), o)));
  const wide = [
    ...add(s0, 0),
    ...add(s1, 16),
    ...bump(x, 32),
    ...bump(y, 32),
  ];
  const narrow = [
    ...set(sum, f64.add(get(sum), f64.mul(f64.load(get(x)), f64.load(get(y))))),
    ...bump(x, 8),
    ...bump(y, 8),
  ];
  const total = [...set(s0, f64x2.add(get(s0), get(s1))), ...f64.add(v128.lane(get(s0), 0), v128.lane(get(s0), 1))];
  const body = [...strip(n, left, wide, narrow), ...f64.add(total, get(sum))];
  return { name: "dot", params: 3, locals: ["i32", "i32", "i32", "i32", "f64", "v128", "v128"], result: "f64", body };
}

/** axpy(n, alpha, x, y): y := y + alpha · x on float64 vectors. */
function axpy(): Func {
  const [n, alpha, x, y, left, s] = [0, 1, 2, 3, 4, 5] as const;
  const pair = (o: number): Code =>
    v128.store(get(y), o, f64x2.madd(v128.load(get(y), o), get(s), v128.load(get(x), o)));
  const wide = [...pair(0), ...pair(16), ...bump(x, 32), ...bump(y, 32)];
  const narrow = [
    ...f64.store(get(y), f64.add(f64.load(get(y)), f64.mul(get(alpha), f64.load(get(x))))),
    ...bump(x, 8),
    ...bump(y, 8),
  ];
  const body = [...set(s, v128.splat(get(alpha))), ...strip(n, left, wide, narrow)];
  return { name: "axpy", params: 4, locals: ["i32", "f64", "i32", "i32", "i32", "v128"], body };
}

/**
 * rotate(list, count, base): applies `count` plane rotations in order to the rows of one panel (rows of 8 doubles):
 * (x, y) := (c·x + s·y, c·y − s·x).
 */
function rotate(): Func {
  const [list, count, base, x, y, c, s, u, v] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
  const pair = (o: number): Code => [
    ...set(u, v128.load(get(x), o)),
    ...set(v, v128.load(get(y), o)),
    ...v128.store(get(x), o, f64x2.madd(f64x2.mul(get(c), get(u)), get(s), get(v))),
    ...v128.store(get(y), o, f64x2.nmadd(f64x2.mul(get(c), get(v)), get(s), get(u))),
  ];
  const step = [
    ...set(x, int.add(get(base), loadI32(get(list), 0))),
    ...set(y, int.add(get(base), loadI32(get(list), 4))),
    ...set(c, f64x2.loadSplat(get(list), 8)),
    ...set(s, f64x2.loadSplat(get(list), 16)),
    ...each(PANEL / 2, (i) => pair(16 * i)),
    ...bump(list, ROTATION_BYTES),
    ...bump(count, -1),
  ];
  const locals: Type[] = ["i32", "i32", "i32", "i32", "i32", "v128", "v128", "v128", "v128"];
  return { name: "rotate", params: 3, locals, body: doWhile(step, get(count)) };
}

/** The bytes of the kernel module. */
export function assembleKernels(): Uint8Array<ArrayBuffer> {
  return assemble([tile("tileF32", f32x4, 4), tile("tileF64", f64x2, 8), dot(), axpy(), rotate()]);
}
