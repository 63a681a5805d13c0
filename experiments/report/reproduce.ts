/**
 * `deno task reproduce`: the first figures on a fresh machine, the notebooks, the site, and the file to open.
 *
 * @module
 */
import { join } from "node:path";
import { linesOf } from "../shared/lines.ts";
import { duration } from "../../lib/base/progress.ts";
import { engineInfo } from "../../lib/linalg/engine/select.ts";
import { writeJson } from "../../lib/file/json.ts";
import { RESULTS } from "../run.ts";

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

/** Runs another task of this project in a process of its own. @throws {Error} If it fails. */
async function task(...args: readonly string[]): Promise<void> {
  const cwd = join(import.meta.dirname!, "..", "..");
  const command = new Deno.Command(Deno.execPath(), { args: ["task", ...args], cwd, stdout: "piped", stderr: "piped" });
  const child = command.spawn();
  const [{ success }] = await Promise.all([
    child.status,
    forward(child.stdout, console.log),
    forward(child.stderr, console.error),
  ]);
  if (!success) throw new Error(`Cannot go on as \`deno task ${args.join(" ")}\` must succeed: its message is above`);
}

/** Passes lines on whole, as two tasks may speak at once. */
async function forward(stream: ReadableStream<Uint8Array<ArrayBuffer>>, say: (line: string) => void): Promise<void> {
  for await (const line of linesOf(stream)) say(line);
}

async function main(): Promise<void> {
  const started = performance.now();
  await Promise.all([["fig3"], ["table2", "--preset", "vision"]].map((args) => task("experiment", ...args)));
  for (const name of ["notebooks", "site"]) await task(name);
  const seconds = Math.round((performance.now() - started) / 1000), { engine } = engineInfo();
  const load = Math.round(Deno.loadavg()[1]! * 10) / 10;
  const time: ReproduceTime = {
    experiment: "reproduce",
    preset: engine,
    date: new Date().toISOString(),
    engine,
    seconds,
    cores: navigator.hardwareConcurrency,
    load,
  };
  await writeJson(join(RESULTS, `reproduce-${engine}.json`), time);
  console.log(`Reproduced in ${duration(seconds)}. Open ${join("out", "site", "index.html")}`);
}

if (import.meta.main) await main();
