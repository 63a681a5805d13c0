/**
 * `deno task reproduce [--preset quick|full] [--dry-run]`: the first figures on a fresh machine, or everything that is
 * published; then the notebooks, the site, and the file to open.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { linesOf } from "../shared/lines.ts";
import { oneOf } from "../../lib/base/check.ts";
import { duration } from "../../lib/base/progress.ts";
import { engineInfo } from "../../lib/linalg/engine/select.ts";
import { writableFolder } from "../../lib/file/folder.ts";
import { writeJson } from "../../lib/file/json.ts";
import { interruptible } from "../../lib/notebook/signals.ts";
import { spawnGuarded } from "../../lib/notebook/guard.ts";
import { runTask } from "../../tools/task.ts";
import config from "../../deno.json" with { type: "json" };
import { RESULT_FOLDERS } from "../../lib/notebook/results.ts";
import { cellsIn, RESULTS } from "../run.ts";
import { describePublished, publishedRuns } from "./published.ts";

/** How long it took, kept for the README. */
export interface ReproduceTime {
  readonly experiment: "reproduce";
  /** The engine too: a time is kept for each. */
  readonly preset: string;
  readonly date: string;
  readonly engine: string;
  readonly seconds: number;
  /** Processors of the machine, and how many programs wanted one on average in the last five minutes. */
  readonly cores: number;
  readonly load: number;
}

/** Tasks, those of one list side by side. */
type Steps = readonly (readonly (readonly string[])[])[];
const FIRST = [
    ["experiment", "fig3"],
    ["experiment", "table2", "--preset", "vision"],
    ["experiment", "table2", "--preset", "npm"],
  ],
  SHOW = [[["notebooks"]], [["site"]]];
const ROOT = join(import.meta.dirname!, "..", "..");

/** A task as deno.json has it: the settings before it, and what Deno is given. `deno task` would not end with us. */
function lineOf([name, ...more]: readonly string[]): Pick<Deno.CommandOptions, "env" | "args"> {
  const { command } = config.tasks[name as "experiment" | "notebooks" | "site"];
  const words = command.match(/"[^"]*"|\S+/g)!.map((word) => word.replaceAll('"', "")), at = words.indexOf("deno");
  const env = Object.fromEntries(words.slice(0, at).map((word) => word.split("=") as [string, string]));
  return { env, args: [...words.slice(at + 1), ...more] };
}

/** Runs another task of this project in a process of its own. @throws {Error} If it fails, or the signal aborts. */
async function task(args: readonly string[], signal: AbortSignal): Promise<void> {
  const { child, release } = spawnGuarded({ ...lineOf(args), cwd: ROOT, stdout: "piped", stderr: "piped" }, []);
  const stop = (): void => child.kill("SIGTERM");
  signal.addEventListener("abort", stop);
  const [{ success }] = await Promise.all([
    child.status.finally(() => signal.removeEventListener("abort", stop)),
    forward(child.stdout, console.log),
    forward(child.stderr, console.error),
  ]);
  await release();
  signal.throwIfAborted();
  if (!success) throw new Error(`Cannot go on as ${named(args)} must succeed: its message is above`);
}

const named = (args: readonly string[]): string => `\`deno task ${args.join(" ")}\``;

/** Passes lines on whole, as two tasks may speak at once. */
async function forward(stream: ReadableStream<Uint8Array<ArrayBuffer>>, say: (line: string) => void): Promise<void> {
  for await (const line of linesOf(stream)) say(line);
}

/** Runs all steps. @throws {Error} If one fails or the signal aborts: says what is done and how to go on. */
async function runSteps(all: Steps, again: string, signal: AbortSignal): Promise<void> {
  const steps = all.flat(), done = new Set<readonly string[]>();
  for (const side of all) {
    const ended = await Promise.allSettled(side.map((args) => task(args, signal).then(() => done.add(args))));
    const failed = ended.find(({ status }) => status === "rejected");
    if (failed === undefined) continue;
    const list = (wanted: boolean): string => steps.filter((args) => done.has(args) === wanted).map(named).join(", ");
    const [reason, made] = [((failed as PromiseRejectedResult).reason as Error).message, list(true) || "nothing yet"];
    throw new Error(
      `${reason}\nDone: ${made}. To go on: ${list(false)}, or all of it again by \`${again}\`.`,
    );
  }
}

/** What is run, and what is said before: what is measured anew, and what is shown from the store. */
async function planOf(preset: string): Promise<{ readonly steps: Steps; readonly said: string }> {
  if (preset === "quick") {
    const anew = FIRST.map((args) => args.slice(1).join(" ").replace("--preset ", "")).join(" and ");
    const said =
      `Measures ${anew} anew, with seed 1, and what notebooks fit themselves; all other numbers are stored ` +
      "ones, and where a full run of these is stored the notebooks show that.";
    return { steps: [FIRST, ...SHOW], said };
  }
  const runs = await publishedRuns(RESULT_FOLDERS.kept);
  const plan = await describePublished(runs, cellsIn(RESULTS), RESULT_FOLDERS.kept);
  const said =
    `Measures everything that is published anew, run by run; what is finished stays when it is stopped.\n${plan}`;
  const measure = runs.map(({ experiment: { name }, preset: one, seed }) => [
    ["experiment", name, "--preset", one, "--seed", String(seed)],
  ]);
  return { steps: [...measure, [["claims"]], ...SHOW], said };
}

async function main(): Promise<void> {
  const started = performance.now(), action = "reproduce";
  const options = { preset: { type: "string", default: "quick" }, "dry-run": { type: "boolean" } } as const;
  const { values } = parseArgs({ options }), preset = oneOf(values.preset, ["quick", "full"], "--preset", action);
  await writableFolder(RESULTS, "the folder of results", action);
  const { steps, said } = await planOf(preset);
  console.log(said);
  if (values["dry-run"]) return;
  const again = `deno task reproduce${preset === "quick" ? "" : ` --preset ${preset}`}`;
  await interruptible((signal) => runSteps(steps, again, signal));
  const seconds = Math.round((performance.now() - started) / 1000), { engine } = engineInfo();
  const load = Math.round(Deno.loadavg()[1]! * 10) / 10, date = new Date().toISOString();
  const machine = { engine, seconds, cores: navigator.hardwareConcurrency, load };
  const time: ReproduceTime = { experiment: "reproduce", preset: engine, date, ...machine };
  if (preset === "quick") await writeJson(join(RESULTS, `reproduce-${engine}.json`), time);
  console.log(`Reproduced in ${duration(seconds)}. Open ${join("out", "site", "index.html")}`);
}

if (import.meta.main) await runTask(main);
