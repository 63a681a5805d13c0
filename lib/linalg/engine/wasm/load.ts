/**
 * The kernels, instantiated synchronously on first use, and the one block of memory they work in.
 *
 * Nothing in that memory outlives a call of an engine function: each lays out its own workspace from address 0.
 *
 * @module
 */
import { PLAIN, RELAXED } from "./binary.ts";

/** The exported kernels; addresses and sizes are in bytes, counts in entries. See `kernels.ts`. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  tileF32(a: number, b: number, c: number, panels: number, steps: number): void;
  tileF64(a: number, b: number, c: number, panels: number, steps: number): void;
  dot(n: number, x: number, y: number): number;
  axpy(n: number, alpha: number, x: number, y: number): void;
  rotate(list: number, count: number, base: number): void;
}

/** "relaxed" or "plain": which build the runtime can take. */
export type Build = "relaxed" | "plain";
let loaded: Kernels | undefined;
let chosen: Build | undefined;

/** The build that this runtime takes, found out once. */
export function build(): Build {
  return chosen ??= WebAssembly.validate(decode(RELAXED)) ? "relaxed" : "plain";
}

/** The kernels. */
export function kernels(): Kernels {
  return loaded ??= new WebAssembly.Instance(compiled()).exports as unknown as Kernels;
}

function compiled(): WebAssembly.Module {
  return new WebAssembly.Module(decode(build() === "relaxed" ? RELAXED : PLAIN));
}

function decode(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(lines.join("")), (letter) => letter.charCodeAt(0));
}

/**
 * The memory, grown to at least `bytes`; views on the buffer are void after the next call.
 *
 * @throws {RangeError} If the workspace would pass 4 GB, the limit of WebAssembly.
 */
export function workspace(bytes: number): ArrayBuffer {
  const { memory } = kernels();
  const missing = bytes - memory.buffer.byteLength;
  if (missing > 0) {
    if (bytes > 65535 * 65536) {
      throw new RangeError(
        `Cannot compute on the portable engine as the workspace must be under 4 GB: it is ${bytes} B`,
      );
    }
    memory.grow(Math.ceil(missing / 65536));
  }
  return memory.buffer as ArrayBuffer;
}
