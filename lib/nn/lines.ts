/**
 * Working on many short runs of float32, as WebAssembly: what convolutions and pooling spend their time in besides GEMM.
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
  loadI32,
  set,
  v128,
  when,
} from "../linalg/engine/wasm/assembler.ts";

/** Addresses, steps and the length of a run are in bytes; `count` ≥ 1 runs, `bytes` a multiple of 4. */
type Runs = (from: number, to: number, count: number, fromStep: number, toStep: number, bytes: number) => void;

/** The kernels and the memory they work in. */
export interface Lines {
  readonly memory: WebAssembly.Memory;
  /** Copies run after run. */
  readonly copy: Runs;
  /** Adds run after run to what is there. */
  readonly add: Runs;
  /** Keeps the larger of each run and what is there; NaN is passed over. */
  readonly max: Runs;
  /**
   * Where `from` equals `to`, adds the entry `toOffset` bytes beyond `to` to that `fromOffset` bytes beyond `from`, and
   * clears it: so a gradient goes to the first of several equal maxima.
   */
  readonly route: (...args: [...Parameters<Runs>, fromOffset: number, toOffset: number]) => void;
}

let loaded: Lines | undefined;

/** The kernels, with at least `bytes` of memory; views on the buffer are void after the next call. */
export function lines(bytes: number): Lines {
  loaded ??= new WebAssembly.Instance(new WebAssembly.Module(assembleLines())).exports as unknown as Lines;
  const missing = bytes - loaded.memory.buffer.byteLength;
  if (missing > 0) loaded.memory.grow(Math.ceil(missing / 65536));
  return loaded;
}

/** Instructions by their opcodes (core specification §5.4), operands first. */
const op = (code: readonly number[]) => (...operands: Code[]): Code => [...operands.flat(), ...code];
const f32 = { load: op([0x2a, 2, 0]), store: op([0x38, 2, 0]), add: op([0x92]), eq: op([0x5b]), lt: op([0x5d]) };
const wide = { add: op([0xfd, 0xe4, 1]), eq: op([0xfd, 0x41]), and: op([0xfd, 0x4e]), andNot: op([0xfd, 0x4f]) };
const pmax = op([0xfd, 0xeb, 1]), select = op([0x1b]), fromBits = op([0xbe]), subtract = op([0x6b]);
const store = (at: Code, x: Code): Code => v128.store(at, 0, x);
const load = (at: Code): Code => v128.load(at, 0);

/** What a kernel does with four entries and with one, at the addresses of `from` and `to`. */
interface Step {
  readonly four: (from: Code, to: Code) => Code;
  readonly one: (from: Code, to: Code) => Code;
}

const copy: Step = {
  four: (from, to) => store(to, load(from)),
  one: (from, to) => f32.store(to, f32.load(from)),
};
const add: Step = {
  four: (from, to) => store(to, wide.add(load(to), load(from))),
  one: (from, to) => f32.store(to, f32.add(f32.load(to), f32.load(from))),
};
const max: Step = {
  four: (from, to) => store(to, pmax(load(to), load(from))),
  one: (from, to) => {
    const [a, b] = [f32.load(from), f32.load(to)];
    return f32.store(to, select(a, b, f32.lt(b, a)));
  },
};
/** Parameters 6 and 7 are the two offsets. */
const route: Step = {
  four: (from, to) => {
    const [gradient, rest] = [int.add(from, get(6)), int.add(to, get(7))];
    const equal = wide.eq(load(from), load(to));
    const sum = wide.add(load(gradient), wide.and(equal, load(rest)));
    return [...store(gradient, sum), ...store(rest, wide.andNot(load(rest), equal))];
  },
  one: (from, to) => {
    const [gradient, rest] = [int.add(from, get(6)), int.add(to, get(7))];
    const equal = f32.eq(f32.load(from), f32.load(to));
    const taken = fromBits(int.and(loadI32(rest, 0), subtract(i32(0), equal)));
    const left = fromBits(int.and(loadI32(rest, 0), subtract(equal, i32(1))));
    return [...f32.store(gradient, f32.add(f32.load(gradient), taken)), ...f32.store(rest, left)];
  },
};

/** The bytes of the module. */
export function assembleLines(): Uint8Array<ArrayBuffer> {
  return assemble([runs("copy", copy, 6), runs("add", add, 6), runs("max", max, 6), runs("route", route, 8)]);
}

/** A function of `params` parameters, the first six those of `Runs`, that takes the step along every run. */
function runs(name: string, step: Step, params: number): Func {
  const [from, to, count, fromStep, toStep, bytes] = [0, 1, 2, 3, 4, 5] as const;
  const [s, d, left] = [params, params + 1, params + 2];
  const strip = (number: Code, body: Step["one"], size: number): Code => [
    ...set(left, number),
    ...when(
      get(left),
      doWhile([...body(get(s), get(d)), ...bump(s, size), ...bump(d, size), ...bump(left, -1)], get(left)),
    ),
  ];
  const run = [
    ...set(s, get(from)),
    ...set(d, get(to)),
    ...strip(int.shr(get(bytes), i32(4)), step.four, 16),
    ...strip(int.and(int.shr(get(bytes), i32(2)), i32(3)), step.one, 4),
    ...set(from, int.add(get(from), get(fromStep))),
    ...set(to, int.add(get(to), get(toStep))),
    ...bump(count, -1),
  ];
  return { name, params, locals: new Array(params + 3).fill("i32"), body: doWhile(run, get(count)) };
}
