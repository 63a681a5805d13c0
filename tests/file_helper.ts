/** What the tests of files share: folders that vanish, small matrices and tensors. */
import { type Dtype, floats, Matrix } from "../lib/linalg/matrix.ts";
import type { Tensors } from "../lib/file/tensor.ts";
import { rng } from "../lib/base/random.ts";

/** The text as UTF-8. */
export const text = (s: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(s);
/** The text as Latin-1. */
export const latin = (s: string): Uint8Array<ArrayBuffer> => Uint8Array.from(s, (c) => c.charCodeAt(0));

/** A seeded matrix of normals. */
export function random(rows: number, cols: number, dtype: Dtype, seed: number): Matrix {
  const draw = rng(seed);
  return new Matrix(rows, cols, floats(rows * cols, dtype).map(() => draw.normal()));
}

/** Runs in a new folder that is removed afterwards. */
export async function inTemp(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** The names in a folder, sorted. */
export const names = (folder: string): string[] => [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();

/** One tensor of every dtype. */
export const sample: Tensors = {
  weights: { dtype: "F32", shape: [2, 3], data: new Float32Array([1, -2, 3.5, NaN, Infinity, 1e-30]) },
  exact: { dtype: "F64", shape: [2], data: new Float64Array([Math.PI, -0]) },
  half: { dtype: "F16", shape: [4], data: new Float32Array([1, 0.5, -65504, 2 ** -24]) },
  brain: { dtype: "BF16", shape: [3], data: new Float32Array([1, -(2 ** 100), 1.0078125]) },
  rows: { dtype: "I32", shape: [3], data: new Int32Array([-1, 0, 7]) },
  mask: { dtype: "U8", shape: [1, 1, 3], data: new Uint8Array([0, 1, 255]) },
  none: { dtype: "F32", shape: [0, 5], data: new Float32Array(0) },
};

const linux = Deno.build.os === "linux";

/** Megabytes that this process has held at once since `forgetPeak`, and holds now; 0 where Linux is not. */
export function memory(line: "VmHWM" | "VmRSS"): number {
  if (!linux) return 0;
  const status = Deno.readTextFileSync("/proc/self/status");
  return Number(new RegExp(`^${line}:\\s*(\\d+) kB$`, "m").exec(status)![1]) / 1024;
}

/** Makes the kernel forget the height so far. */
export function forgetPeak(): void {
  if (linux) Deno.writeTextFileSync("/proc/self/clear_refs", "5");
}

/** Megabytes of memory that the work takes at its height beyond what there was before; 0 where Linux is not. */
export async function height(work: () => unknown): Promise<number> {
  forgetPeak();
  const before = memory("VmRSS");
  await work();
  return memory("VmHWM") - before;
}
