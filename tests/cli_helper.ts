/** What the tests of the command share: a run in this process or in its own, and tiny spaces in files. */
import { main } from "../cli/main.ts";
import { writeNpy } from "../lib/file/npy.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { polar } from "../lib/linalg/polar.ts";
import { rng } from "../lib/base/random.ts";
import { normal } from "./helpers.ts";

/** A command line run in this process. */
export async function run(...args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [], err: string[] = [];
  const code = await main(args, { out: (text) => void out.push(text), err: (text) => void err.push(text) });
  return { code, out: out.join("\n"), err: err.join("\n") };
}

/** What a command line prints with --json. */
// deno-lint-ignore no-explicit-any
export async function runJson(...args: readonly string[]): Promise<any> {
  const { code, out, err } = await run(...args, "--json");
  if (code === 2) throw new Error(err);
  return JSON.parse(out);
}

/** Calls `body` with a folder that is removed afterwards. */
export async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "anchorage-cli-" });
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** x, a turned and scaled x, and the turned one with its rows in another order, as float32 files of `rows` rows. */
export async function turned(
  folder: string,
  rows = 400,
  cols = 12,
): Promise<{ readonly x: string; readonly y: string; readonly permuted: string }> {
  const x = normal(rows, cols, "x"), q = polar(normal(cols, cols, "q")), y = matmul(x, q, { alpha: 3 });
  const other = takeRows(y, rng("order").permutation(rows));
  const paths = { x: `${folder}/x.npy`, y: `${folder}/y.npy`, permuted: `${folder}/permuted.npy` };
  await writeNpy(paths.x, Matrix.from(x, "f32"));
  await writeNpy(paths.y, Matrix.from(y, "f32"));
  await writeNpy(paths.permuted, Matrix.from(other, "f32"));
  return paths;
}

/** Names in a folder. */
export async function names(folder: string): Promise<string[]> {
  const found = await Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  return found.sort();
}
