/**
 * Copying and adding many short runs of float32, as WebAssembly: what unrolling a convolution into a matrix spends its
 * time in.
 *
 * @module
 */
import {
  assemble,
  bump,
  type Code,
  doWhile,
  type Func,
  get,
  i32,
  int,
  set,
  v128,
  when,
} from "../compute/wasm/assembler.ts";

/** Addresses, steps and the length of a run are in bytes; `count` ≥ 1 runs, `bytes` a multiple of 4. */
type Runs = (from: number, to: number, count: number, fromStep: number, toStep: number, bytes: number) => void;

/** The two kernels and the memory they work in. */
export interface Lines {
  readonly memory: WebAssembly.Memory;
  /** Copies run after run. */
  readonly copy: Runs;
  /** Adds run after run to what is there. */
  readonly add: Runs;
}

let loaded: Lines | undefined;

/** The kernels, with at least `bytes` of memory; views on the buffer are void after the next call. */
export function lines(bytes: number): Lines {
  loaded ??= new WebAssembly.Instance(new WebAssembly.Module(assembleLines())).exports as unknown as Lines;
  const missing = bytes - loaded.memory.buffer.byteLength;
  if (missing > 0) loaded.memory.grow(Math.ceil(missing / 65536));
  return loaded;
}

/** The bytes of the module (opcodes: core specification §5.4). */
export function assembleLines(): Uint8Array<ArrayBuffer> {
  const load = (at: Code): Code => [...at, 0x2a, 2, 0];
  const store = (at: Code, x: Code): Code => [...at, ...x, 0x38, 2, 0];
  const sum = (x: Code, y: Code): Code => [...x, ...y, 0x92];
  const sums = (x: Code, y: Code): Code => [...x, ...y, 0xfd, 0xe4, 0x01];
  const wide = (at: number): Code => v128.load(get(at), 0);
  return assemble([
    runs("copy", (s, d) => v128.store(get(d), 0, wide(s)), (s, d) => store(get(d), load(get(s)))),
    runs(
      "add",
      (s, d) => v128.store(get(d), 0, sums(wide(d), wide(s))),
      (s, d) => store(get(d), sum(load(get(d)), load(get(s)))),
    ),
  ]);
}

/** A function of the type `Runs` from what it does with four entries and with one, at the addresses in two locals. */
function runs(name: string, four: (s: number, d: number) => Code, one: (s: number, d: number) => Code): Func {
  const [from, to, count, fromStep, toStep, bytes, s, d, left] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
  const strip = (number: Code, body: Code, size: number): Code => [
    ...set(left, number),
    ...when(get(left), doWhile([...body, ...bump(s, size), ...bump(d, size), ...bump(left, -1)], get(left))),
  ];
  const run = [
    ...set(s, get(from)),
    ...set(d, get(to)),
    ...strip(int.shr(get(bytes), i32(4)), four(s, d), 16),
    ...strip(int.and(int.shr(get(bytes), i32(2)), i32(3)), one(s, d), 4),
    ...set(from, int.add(get(from), get(fromStep))),
    ...set(to, int.add(get(to), get(toStep))),
    ...bump(count, -1),
  ];
  return { name, params: 6, locals: new Array(9).fill("i32"), body: doWhile(run, get(count)) };
}
