/**
 * The five inner loops of the portable engine, as WebAssembly: GEMM tiles in both precisions, dot, axpy and rotations.
 *
 * They use the relaxed multiply-add where the runtime has it: one rounding where the processor fuses it (x86 since 2013,
 * every ARM64), two where not. Results are the same bits in every run on one machine and runtime; the last bit may differ
 * on another. Without it (Safari, Node 20) a product takes about twice the time.
 *
 * @module
 */
import { assemble, bump, type Code, doWhile, f32x4, f64, f64x2, type Func, get, i32, int } from "./assembler.ts";
import { type Lanes, loadI32, set, type Type, v128, when } from "./assembler.ts";
import { PANEL, ROTATION_BYTES, TILE } from "./layout.ts";

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const each = (n: number, code: (i: number) => Code): Code => range(n).flatMap((i) => [...code(i)]);

/**
 * tile(a, b, c, panels, steps): c := a · b for one panel of B (`steps` × 2 registers) under `panels` panels of A
 * (`steps` × 6 scalars each), both contiguous; each product is a contiguous 6 × 2-register block of c. `steps` is even.
 */
function tile(name: string, lane: Lanes, size: number): Func {
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

/** Runs `wide` on blocks of 8 entries, `pair` on blocks of 2 and `last` on the odd one of n. */
function strip(n: number, left: number, wide: Code, pair: Code, last: Code): Code {
  const loop = (count: Code, body: Code): Code => [
    ...set(left, count),
    ...when(get(left), doWhile([...body, ...bump(left, -1)], get(left))),
  ];
  return [
    ...loop(int.shr(get(n), i32(3)), wide),
    ...loop(int.and(int.shr(get(n), i32(1)), i32(3)), pair),
    ...when(int.and(get(n), i32(1)), last),
  ];
}

/** dot(n, x, y): the inner product of two float64 vectors. */
function dot(lane: Lanes): Func {
  const [n, x, y, left, sum, acc] = [0, 1, 2, 3, 4, 5] as const;
  const add = (i: number): Code =>
    set(acc + i, lane.madd(get(acc + i), v128.load(get(x), 16 * i), v128.load(get(y), 16 * i)));
  const advance = (bytes: number): Code => [...bump(x, bytes), ...bump(y, bytes)];
  const sums = lane.add(lane.add(get(acc), get(acc + 1)), lane.add(get(acc + 2), get(acc + 3)));
  const body = [
    ...strip(
      n,
      left,
      [...each(4, add), ...advance(64)],
      [...add(0), ...advance(16)],
      set(sum, f64.mul(f64.load(get(x)), f64.load(get(y)))),
    ),
    ...set(acc, sums),
    ...f64.add(f64.add(v128.lane(get(acc), 0), v128.lane(get(acc), 1)), get(sum)),
  ];
  const locals: Type[] = ["i32", "i32", "i32", "i32", "f64", "v128", "v128", "v128", "v128"];
  return { name: "dot", params: 3, locals, result: "f64", body };
}

/** axpy(n, alpha, x, y): y := y + alpha · x on float64 vectors. */
function axpy(lane: Lanes): Func {
  const [n, alpha, x, y, left, s] = [0, 1, 2, 3, 4, 5] as const;
  const add = (i: number): Code =>
    v128.store(get(y), 16 * i, lane.madd(v128.load(get(y), 16 * i), get(s), v128.load(get(x), 16 * i)));
  const advance = (bytes: number): Code => [...bump(x, bytes), ...bump(y, bytes)];
  const body = [
    ...set(s, v128.splat(get(alpha))),
    ...strip(
      n,
      left,
      [...each(4, add), ...advance(64)],
      [...add(0), ...advance(16)],
      f64.store(get(y), f64.add(f64.load(get(y)), f64.mul(get(alpha), f64.load(get(x))))),
    ),
  ];
  return { name: "axpy", params: 4, locals: ["i32", "f64", "i32", "i32", "i32", "v128"], body };
}

/**
 * rotate(list, count, base): applies `count` plane rotations in order to neighbouring rows (8 doubles each) of one
 * panel: (x, y) := (c·x + s·y, c·y − s·x), y the row after x. Along a chain of rotations the row they share stays in
 * registers.
 */
function rotate(lane: Lanes): Func {
  const [list, count, base, x, at, c, s, y, carry] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
  const row = PANEL * 8;
  const save = each(PANEL / 2, (i) => v128.store(get(at), 16 * i, get(carry + i)));
  const fetch = each(PANEL / 2, (i) => set(carry + i, v128.load(get(x), 16 * i)));
  const pair = (i: number): Code => [
    ...set(y, v128.load(get(x), row + 16 * i)),
    ...v128.store(get(x), 16 * i, lane.madd(lane.mul(get(c), get(carry + i)), get(s), get(y))),
    ...set(carry + i, lane.nmadd(lane.mul(get(c), get(y)), get(s), get(carry + i))),
  ];
  const step = [
    ...set(x, int.add(get(base), loadI32(get(list), 0))),
    ...when(int.ne(get(x), get(at)), [...save, ...fetch]),
    ...set(c, lane.loadSplat(get(list), 8)),
    ...set(s, lane.loadSplat(get(list), 16)),
    ...each(PANEL / 2, pair),
    ...set(at, int.add(get(x), i32(row))),
    ...bump(list, ROTATION_BYTES),
    ...bump(count, -1),
  ];
  const locals: Type[] = [...range(5).map((): Type => "i32"), ...range(3 + PANEL / 2).map((): Type => "v128")];
  const start = [...set(at, int.add(get(base), loadI32(get(list), 0))), ...set(x, get(at)), ...fetch];
  return { name: "rotate", params: 3, locals, body: [...start, ...doWhile(step, get(count)), ...save] };
}

/** The bytes of the kernel module, with the relaxed multiply-add or without. */
export function assembleKernels(relaxed: boolean): Uint8Array<ArrayBuffer> {
  const [single, double] = [f32x4(relaxed), f64x2(relaxed)];
  const tiles = [tile("tileF32", single, 4), tile("tileF64", double, 8)];
  return assemble([...tiles, dot(double), axpy(double), rotate(double)]);
}
