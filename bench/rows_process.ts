/** The rows whose sides are whole processes: start-up, and memory from file to file. */
import { encodeNpyHeader } from "../lib/file/npy.ts";
import type { Inputs } from "./inputs.ts";
import { normal } from "./inputs.ts";
import { type Side, timed } from "./pair.ts";
import type { Row } from "./rows.ts";

const STARTS = 5;

/** Runs a script of `start/` in a process of its own; returns what it printed. @throws {Error} If it fails. */
function script(name: string, args: readonly string[] = []): string {
  const path = new URL(`start/${name}.ts`, import.meta.url).pathname;
  const permissions = ["--allow-read", "--allow-write", "--allow-env", "--allow-ffi"];
  const { success, stdout, stderr } = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", ...permissions, path, ...args],
  }).outputSync();
  if (!success) throw new Error(`Cannot measure as ${name}.ts must run: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** Start-up: a script that imports the library and fits one map, against an empty one. */
export const startRow: Row = {
  work: "start: import mod.ts, fit one map",
  peer: "an empty Deno script",
  atMost: 3,
  precision: "f64",
  engine: "blas",
  prepare: () => {
    const side = (name: string): Side => () => timed(() => script(name), () => [], STARTS);
    const sides = { ours: side("fit"), theirs: side("empty") };
    script("fit");
    script("empty");
    return Promise.resolve(sides);
  },
};

/** What a map from file to file took. */
export interface Streamed {
  readonly rows: number;
  readonly seconds: number;
  /** Largest resident size, looked at after every block. */
  readonly megabytes: number;
}

/** Applies a 768 → 768 map to a file of so many float32 rows and says how much memory that needed. */
export async function measureStream(inputs: Inputs, rows: number): Promise<Streamed> {
  const [input, output] = ["in", "out"].map((name) => `${inputs.folder}/stream_${name}.npy`) as [string, string];
  await inputs.get("source");
  await inputs.get("target");
  using file = await Deno.open(input, { write: true, create: true, truncate: true });
  const block = normal(1000, 768, "stream", "f32");
  await write(file, encodeNpyHeader(rows, 768, "f32"));
  const bytes = new Uint8Array(block.data.buffer);
  for (let row = 0; row < rows; row += block.rows) await write(file, bytes);
  const found = JSON.parse(script("stream", [inputs.folder, input, output]));
  await Promise.all([input, output].map((path) => Deno.remove(path)));
  return { rows, ...found };
}

async function write(file: Deno.FsFile, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;) at += await file.write(bytes.subarray(at));
}
