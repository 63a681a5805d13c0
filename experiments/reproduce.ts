/**
 * `deno task reproduce`: the first figures on a fresh machine, the notebooks, the site, and the file to open.
 *
 * @module
 */
import { join } from "node:path";
import { duration } from "./progress.ts";
import { engineInfo } from "../lib/compute/select.ts";
import { writeJson } from "../lib/file/json.ts";
import { RESULTS, runCommand } from "./run.ts";

/** How long it took, kept for the README. */
export interface ReproduceTime {
  readonly engine: string;
  readonly seconds: number;
  /** Processors of the machine, and how many programs wanted one on average in the last five minutes. */
  readonly cores: number;
  readonly load: number;
}

/** Runs another task of this project in a process of its own. @throws {Error} If it fails. */
async function task(name: string): Promise<void> {
  const cwd = join(import.meta.dirname!, "..");
  const { success } = await new Deno.Command(Deno.execPath(), { args: ["task", name], cwd }).spawn().status;
  if (!success) throw new Error(`Cannot go on as \`deno task ${name}\` must succeed: its message is above`);
}

async function main(): Promise<void> {
  const started = performance.now();
  for (const name of ["fig3", "table2-vision"]) {
    await runCommand({ name, preset: "quick", seed: 1, out: RESULTS });
    console.log("");
  }
  for (const name of ["notebooks", "site"]) await task(name);
  const seconds = Math.round((performance.now() - started) / 1000), { engine } = engineInfo();
  const load = Math.round(Deno.loadavg()[1]! * 10) / 10;
  const time: ReproduceTime = { engine, seconds, cores: navigator.hardwareConcurrency, load };
  await writeJson(join(RESULTS, `reproduce-${engine}.json`), time);
  console.log(`Reproduced in ${duration(seconds)}. Open ${join("site", "index.html")}`);
}

if (import.meta.main) await main();
