/**
 * Kills an experiment at random moments, again and again, and compares what it ends in with a run that was left alone:
 * `tests/kills_experiment.ts [experiment] [preset] [--kills 20] [--jobs n] [--seed n]`. Takes some five times as long as it.
 *
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cellsIn } from "../experiments/run.ts";
import { processors } from "../experiments/shared/lanes.ts";
import { cellPaths, readCell } from "../experiments/shared/store.ts";
import { duration } from "../lib/base/progress.ts";
import { rng } from "../lib/base/random.ts";
import { readJson } from "../lib/file/json.ts";
import { runTask, seedFlag, wholeFlag } from "../tools/task.ts";

const ROOT = join(import.meta.dirname!, "..");

/** What is run. */
interface Subject {
  readonly name: string;
  readonly preset: string;
  readonly jobs: number;
}

/** Runs the experiment into a folder, killed after so many milliseconds; whether it was. */
async function run({ name, preset, jobs }: Subject, out: string, after = Infinity): Promise<boolean> {
  const config = `--config=${join(ROOT, "notebooks", "deno.json")}`, program = join(ROOT, "experiments", "run.ts");
  const args = ["run", "-A", "--no-check", "--quiet", config, program, name];
  args.push("--preset", preset, "--jobs", String(jobs), "--out", out);
  const child = new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "null" }).spawn();
  const timer = Number.isFinite(after) ? setTimeout(() => child.kill("SIGKILL"), after) : undefined;
  const { success, signal } = await child.status;
  clearTimeout(timer);
  if (!success && signal === null) throw new Error(`Cannot go on as ${name} must run: it failed`);
  return signal !== null;
}

/** Milliseconds until a run that has started keeps its first cell. */
async function firstCell(out: string, started: number): Promise<number> {
  while ((await cellPaths(cellsIn(out))).length === 0) await new Promise((done) => setTimeout(done, 50));
  return performance.now() - started;
}

/** Every cell and the result, but for what two runs may differ in. */
async function kept(folder: string, file: string): Promise<unknown> {
  const read = async (path: string): Promise<unknown> => [path.replace(folder, ""), await readCell(path)];
  const cells = await Promise.all((await cellPaths(cellsIn(folder))).map(read));
  const timeless = (key: string, value: unknown): unknown => ["date", "seconds"].includes(key) ? undefined : value;
  return JSON.parse(JSON.stringify({ cells, result: await readJson(join(folder, file)) }, timeless));
}

async function main(): Promise<void> {
  const text = { type: "string" } as const, action = "try kills";
  const { values, positionals } = parseArgs({
    options: { kills: text, jobs: text, seed: text },
    allowPositionals: true,
  });
  const [name = "relative-decoders", preset = "quick"] = positionals;
  const jobs = wholeFlag(values.jobs ?? String(processors()), 1, 1024, "--jobs", action),
    subject = { name, preset, jobs };
  const kills = wholeFlag(values.kills ?? "20", 1, 1000, "--kills", action);
  const folder = await Deno.makeTempDir(), [whole, broken] = [join(folder, "whole"), join(folder, "broken")];
  const draw = rng(seedFlag(values.seed, action)).fork("kills"), file = `${name}-${preset}.json`;
  try {
    const started = performance.now(), alone = run(subject, whole), first = await firstCell(whole, started);
    await alone;
    const took = performance.now() - started, longest = 1.25 * first + 2 * took / kills, counts: number[] = [];
    while (counts.length < kills) {
      const killed = await run(subject, broken, draw.uniform() * longest);
      counts.push((await cellPaths(cellsIn(broken))).length);
      console.log(`${killed ? "killed" : "ended"} with ${counts.at(-1)} cells`);
      if (killed) continue;
      counts.pop();
      assert.deepEqual(await kept(broken, file), await kept(whole, file));
      await Deno.remove(broken, { recursive: true });
    }
    await run(subject, broken);
    assert.deepEqual(await kept(broken, file), await kept(whole, file));
    const when = `after ${counts.join(", ")} cells, within ${(longest / 1000).toFixed(1)} s each`;
    console.log(
      `${name} ${preset}, ${duration(took / 1000)}: ${kills} kills ${when}; the store is that of a run left alone`,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

if (import.meta.main) await runTask(main);
