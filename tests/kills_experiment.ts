/**
 * Kills an experiment at random moments, again and again, and compares what it ends in with a run that was left alone:
 * `tests/kills_experiment.ts [experiment] [preset] [--kills 20] [--seed n]`. Takes three times as long as the experiment.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cellsIn } from "../experiments/run.ts";
import { cellPaths, readCell } from "../experiments/shared/store.ts";
import { rng } from "../lib/base/random.ts";
import { readJson } from "../lib/file/json.ts";
import { runTask, seedFlag, wholeFlag } from "../tools/task.ts";

const ROOT = join(import.meta.dirname!, "..");

/** Runs the experiment into a folder, killed after so many milliseconds; whether it was. */
async function run(name: string, preset: string, out: string, after = Infinity): Promise<boolean> {
  const config = `--config=${join(ROOT, "notebooks", "deno.json")}`, program = join(ROOT, "experiments", "run.ts");
  const args = ["run", "-A", "--no-check", "--quiet", config, program, name, "--preset", preset, "--out", out];
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "null" }).spawn();
  const timer = Number.isFinite(after) ? setTimeout(() => child.kill("SIGKILL"), after) : undefined;
  const { success, signal } = await child.status;
  clearTimeout(timer);
  if (!success && signal === null) throw new Error(`Cannot go on as ${name} must run: it failed`);
  return signal !== null;
}

/** Every cell and the result, but for what two runs may differ in. */
async function kept(folder: string, file: string): Promise<unknown> {
  const timeless = (value: unknown): unknown => ({ ...value as object, date: "", seconds: 0 });
  const cells = await Promise.all(
    (await cellPaths(cellsIn(folder))).map(async (path) => [path.replace(folder, ""), timeless(await readCell(path))]),
  );
  return { cells, result: timeless(await readJson(join(folder, file))) };
}

async function main(): Promise<void> {
  const text = { type: "string" } as const, action = "try kills";
  const { values, positionals } = parseArgs({ options: { kills: text, seed: text }, allowPositionals: true });
  const [name = "relative-decoders", preset = "quick"] = positionals;
  const kills = wholeFlag(values.kills ?? "20", 1, 1000, "--kills", action);
  const folder = await Deno.makeTempDir(), [whole, broken] = [join(folder, "whole"), join(folder, "broken")];
  const draw = rng(seedFlag(values.seed, action)).fork("kills"), file = `${name}-${preset}.json`;
  try {
    const started = performance.now();
    await run(name, preset, whole);
    const alone = performance.now() - started, counts: number[] = [];
    while (counts.length < kills) {
      // Each life is long enough to start; twenty of them are about as long as what there is to do.
      const killed = await run(name, preset, broken, 1000 + 2 * draw.uniform() * alone / kills);
      const there = (await cellPaths(cellsIn(broken))).length;
      console.log(`${killed ? "killed" : "ended"} with ${there} cells`);
      if (!killed) break;
      counts.push(there);
    }
    await run(name, preset, broken);
    assert.deepEqual(await kept(broken, file), await kept(whole, file));
    const seconds = Math.round(alone / 1000), when = `after ${counts.join(", ")} cells`;
    console.log(
      `${name} ${preset}, ${seconds} s alone: ${counts.length} kills, ${when}; the store is that of a run left alone`,
    );
    if (counts.length < kills) {
      throw new Error(`Cannot call it tried as ${kills} kills were asked for: it ended before`);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await runTask(main);
