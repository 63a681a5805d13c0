/** The rows whose sides are whole processes: start-up, and memory from file to file. */
import { rmSync } from "node:fs";
import { fitWhitened, Matrix, readNpy } from "anchorage";
import { encodeNpyHeader } from "../lib/file/npy.ts";
import { asDtype } from "../lib/linalg/matrix.ts";
import type { Inputs } from "./inputs.ts";
import { normal } from "./inputs.ts";
import { median, type Side, timed } from "./pair.ts";
import type { Row } from "./rows.ts";

const STARTS = 5;

/** Runs a script of `start/` in a process of its own; returns what it printed. @throws {Error} If it fails. */
function script(name: string, args: readonly string[] = []): string {
  const path = new URL(`start/${name}.ts`, import.meta.url).pathname;
  const permissions = ["--allow-read", "--allow-write", "--allow-env", "--allow-ffi"];
  return program(Deno.execPath(), ["run", "--no-prompt", ...permissions, path, ...args]);
}

function program(command: string, args: readonly string[], env: Record<string, string> = {}): string {
  const { success, stdout, stderr } = new Deno.Command(command, { args: [...args], env }).outputSync();
  if (!success) throw new Error(`Cannot measure as ${args[0]} must run: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** Start-up: a script that imports the library and fits one map, against an empty one. */
export const startRow: Row = {
  work: "start: import mod.ts, fit one map",
  peer: "an empty Deno script",
  atMost: 2,
  precision: "f64",
  engine: "blas",
  prepare: () => {
    const side = (name: string): Side => () => timed(() => script(name), () => [], STARTS);
    const sides = { ours: side("fit"), theirs: [side("empty")] };
    script("fit");
    script("empty");
    return Promise.resolve(sides);
  },
};

/** What a map from file to file took, in one process each. */
export interface Streamed {
  readonly rows: number;
  readonly ours: Ended;
  /** The fastest NumPy: memory-mapped files, multiplied block by block. */
  readonly theirs: Ended & { readonly python: string };
}

/** Median and least seconds of whole processes, and the largest resident size of one. */
export interface Ended {
  readonly median: number;
  readonly least: number;
  readonly megabytes: number;
}

const ENDS = 384, BROAD = 768;

/** Applies a 384 → 768 map to a file of so many float32 rows, by us and by every NumPy in turn. */
export async function measureStream(
  inputs: Inputs,
  rows: number,
  pythons: readonly string[],
  threads: number,
  runs: number,
): Promise<Streamed> {
  const [input, output] = ["in", "out"].map((name) => `${inputs.folder}/stream_${name}.npy`) as [string, string];
  await inputs.put("ends_source", normal(1000, ENDS, "ends/source"));
  await inputs.put("ends_target", normal(1000, BROAD, "ends/target"));
  const map = fitWhitened(
    await readNpy(`${inputs.folder}/ends_source.npy`),
    await readNpy(`${inputs.folder}/ends_target.npy`),
  );
  const { before, weights, after, targetNorm } = map.affine;
  const vector = (v: Float64Array<ArrayBuffer>): Matrix => asDtype(new Matrix(1, v.length, v), "f32");
  const parts = {
    before: vector(before),
    weights: asDtype(weights, "f32"),
    after: vector(after),
    norm: vector(Float64Array.of(targetNorm)),
  };
  for (const [name, part] of Object.entries(parts)) await inputs.put(`ends_${name}`, part);
  using file = await Deno.open(input, { write: true, create: true, truncate: true });
  const block = normal(1000, ENDS, "stream", "f32"), bytes = new Uint8Array(block.data.buffer);
  await write(file, encodeNpyHeader(rows, ENDS, "f32"));
  for (let row = 0; row < rows; row += block.rows) await write(file, bytes);
  const peer = new URL("peers/stream.py", import.meta.url).pathname,
    times = pythons.map(() => [] as Once[]),
    own: Once[] = [];
  const limits = Object.fromEntries(["OMP", "OPENBLAS"].map((name) => [`${name}_NUM_THREADS`, String(threads)]));
  for (let run = 0; run < runs; run++) {
    own.push(once(output, () => script("stream", [inputs.folder, input, output])));
    for (const [i, python] of pythons.entries()) {
      times[i]!.push(once(output, () => program(python, [peer, inputs.folder, input, output], limits)));
    }
  }
  await Promise.all([input, output].map((path) => Deno.remove(path)));
  const theirs = times.map((one, i) => ({ ...ended(one), python: pythons[i]! })).toSorted((a, b) =>
    a.median - b.median
  );
  return { rows, ours: ended(own), theirs: theirs[0]! };
}

interface Once {
  readonly seconds: number;
  readonly megabytes: number;
}

/** From a settled disk and without an output: a file that is replaced costs whoever keeps the old one until the end. */
function once(output: string, body: () => string): Once {
  rmSync(output, { force: true });
  new Deno.Command("sync").outputSync();
  const start = performance.now(), printed = body();
  return { seconds: (performance.now() - start) / 1000, megabytes: Number(printed) };
}

function ended(runs: readonly Once[]): Ended {
  const seconds = runs.map((run) => run.seconds), megabytes = Math.max(...runs.map((run) => run.megabytes));
  return { median: median(seconds), least: Math.min(...seconds), megabytes };
}

async function write(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}
