/**
 * Which of its kernels OpenBLAS uses. A build knows the processors of its day; on a newer one it falls back to kernels of
 * 2004 in silence, at a sixth of the speed. The build itself says what it has and what the processor can do, so it is
 * asked, and told better. What the environment names in `OPENBLAS_CORETYPE` is never overridden.
 *
 * Limits: x86-64 under Linux. The kernels are one choice for a whole process: another user of the same library in it
 * must not compute while this one chooses.
 *
 * @module
 */
import { openNative, pointee, system } from "../../base/runtime.ts";

/** Kernels worth changing to, best first: how the library calls them, and how it tells that the processor can. */
const BETTER = [
  { core: "Cooperlake", age: 4, can: "support_avx512_bf16" },
  { core: "SkylakeX", age: 3, can: "support_avx512" },
  { core: "Haswell", age: 2, can: "support_avx2" },
  { core: "Sandybridge", age: 1, can: "support_avx" },
] as const;
/** The library's names for kernels of SSE and of the first AVX; those of AVX2; any other is not judged. */
const OLD = [
  ["katmai", "coppermine", "northwood", "prescott", "banias", "atom", "core2", "penryn", "dunnington", "nehalem"],
  ["sandybridge", "bulldozer", "piledriver", "steamroller", "excavator"],
  ["haswell", "zen"],
  ["skylakex"],
] as const;
const OLD_AMD = ["athlon", "opteron", "barcelona", "bobcat", "nano", "generic"];

const yes = { parameters: [], result: "i32", optional: true } as const;
const go = { parameters: [], result: "void" } as const;
const on = { parameters: ["buffer"], result: "i32" } as const;
const table = { type: "pointer", optional: true } as const;
const SYMBOLS = {
  gotoblas_dynamic_quit: go,
  gotoblas_dynamic_init: go,
  support_avx: yes,
  support_avx2: yes,
  support_avx512: yes,
  support_avx512_bf16: yes,
  gotoblas_COOPERLAKE: table,
  gotoblas_SKYLAKEX: table,
  gotoblas_HASWELL: table,
  gotoblas_SANDYBRIDGE: table,
  stdin: { type: "pointer" },
  flockfile: { parameters: ["pointer"], result: "void" },
  funlockfile: { parameters: ["pointer"], result: "void" },
  getenv: { parameters: ["buffer"], result: "pointer" },
  setenv: { parameters: ["buffer", "buffer", "i32"], result: "i32" },
  unsetenv: on,
} as const;
/** What a build with kernels for many processors gives, and the C library beneath it. */
export type Switch = Deno.DynamicLibrary<typeof SYMBOLS>["symbols"];

/** How old kernels are: 0 for SSE to 3 for the first AVX-512; more for what needs no better. */
export function ageOf(core: string): number {
  const name = core.toLowerCase(), age = OLD.findIndex((names) => names.some((old) => name === old));
  if (age >= 0) return age;
  return OLD_AMD.some((old) => name.startsWith(old)) ? 0 : OLD.length;
}

/** The kernels that library and processor both have and that are newer than `own`, best first. */
export function betterCores(own: string, lib: Pick<Switch, `support_${string}` & keyof Switch>): readonly string[] {
  const has = lib as unknown as Readonly<Record<string, unknown>>;
  return BETTER.filter(({ core, age, can }) =>
    age > ageOf(own) && has[`gotoblas_${core.toUpperCase()}`] != null && lib[can]?.() === 1
  ).map(({ core }) => core);
}

/** What chooses: the library's doors, and which kernels it now uses. */
export interface Chooser {
  readonly lib: Switch;
  readonly core: () => string;
  /** Says what is wrong with the results of the kernels in use, or undefined. */
  readonly check: () => string | undefined;
  /** The kernels to try first; default the newest. */
  readonly first?: string | undefined;
}

/** The doors of the library at a path; undefined where it has none, or its kernels are as new as can be. */
export function openSwitch(path: string, own: string): Switch | undefined {
  if (system !== "linux" || own === "" || ageOf(own) >= OLD.length) return undefined;
  try {
    return openNative(path, SYMBOLS);
  } catch {
    return undefined; // a build for one processor
  }
}

/**
 * Changes to the best kernels whose results are right, and says what is wrong if none are. One thread of the process at
 * a time, by a lock of the C library: workers share the kernels, and those of one must not change under another.
 */
export function chooseCore({ lib, core, check, first }: Chooser): string | undefined {
  const lock = pointee(lib.stdin);
  lib.flockfile(lock);
  try {
    const own = core(), better = betterCores(own, lib).toSorted((a, b) => Number(b === first) - Number(a === first));
    for (const name of better) {
      change(lib, name);
      if (core() === name && check() === undefined) return undefined;
    }
    if (better.length > 0) change(lib, own);
    return check();
  } finally {
    lib.funlockfile(lock);
  }
}

/** Whether the environment names kernels, as the library itself reads it. */
export function namedCore(lib: Pick<Switch, "getenv">): boolean {
  return lib.getenv(VARIABLE) !== null;
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(`${text}\0`);
const VARIABLE = bytes("OPENBLAS_CORETYPE");

/** The library reads the variable when it chooses; it is unset again, so that child processes choose for themselves. */
function change(lib: Switch, core: string): void {
  lib.setenv(VARIABLE, bytes(core), 1);
  lib.gotoblas_dynamic_quit();
  lib.gotoblas_dynamic_init();
  lib.unsetenv(VARIABLE);
}
