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

/** Megabytes of memory that the work takes at its height beyond what there was before; undefined where Linux is not. */
export async function height(work: () => unknown): Promise<number | undefined> {
  if (Deno.build.os !== "linux") return void await work();
  // By another program, as Deno keeps /proc to itself unless it is given all permissions.
  const shell = (script: string): string => {
    const { stdout } = new Deno.Command("sh", { args: ["-c", script], stdin: "null" }).outputSync();
    return new TextDecoder().decode(stdout);
  };
  const line = (name: string): number =>
    Number(new RegExp(`^${name}:\\s*(\\d+) kB$`, "m").exec(shell(`cat /proc/${Deno.pid}/status`))![1]) / 1024;
  shell(`echo 5 > /proc/${Deno.pid}/clear_refs`); // makes the kernel forget the height so far
  const before = line("VmRSS");
  await work();
  return line("VmHWM") - before;
}
