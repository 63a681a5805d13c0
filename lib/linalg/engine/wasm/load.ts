/**
 * The kernels, instantiated synchronously on first use, and the one block of memory they work in.
 *
 * Nothing in that memory outlives a call of an engine function: each lays out its own workspace from address 0.
 *
 * @module
 */
import { KERNELS } from "./binary.ts";

/** The exported kernels; addresses and sizes are in bytes, counts in entries. See `kernels.ts`. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  tileF32(a: number, b: number, c: number, panels: number, steps: number): void;
  tileF64(a: number, b: number, c: number, panels: number, steps: number): void;
  dot(n: number, x: number, y: number): number;
  axpy(n: number, alpha: number, x: number, y: number): void;
  rotate(list: number, count: number, base: number): void;
}

let loaded: Kernels | undefined;

/** The kernels. */
export function kernels(): Kernels {
  if (loaded === undefined) {
    const module = new WebAssembly.Module(Uint8Array.fromBase64(KERNELS.join("")));
    loaded = new WebAssembly.Instance(module).exports as unknown as Kernels;
  }
  return loaded;
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
