/**
 * Type-checks and runs notebooks: `deno task notebooks [files…] [--jobs n] [--timeout s] [--keep-going] [--check]`.
 *
 * Without files, all of `notebooks/`. Those of the project go with their outputs to `out/notebooks/`, from where
 * `deno task keep` takes them; a notebook elsewhere gets its outputs written back. Types are checked before anything
 * runs. `--jobs` notebooks run at a time, by default one a core. After the first failure no other starts, unless with
 * `--keep-going`. `--check` checks types only.
 *
 * @module
 */

import { basename, dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writableFolder } from "../lib/file/folder.ts";
import { listNotebooks } from "../lib/notebook/list.ts";
import { runNotebook } from "../lib/notebook/run.ts";
import { interruptible } from "../lib/notebook/signals.ts";
import { checkNotebooks } from "../lib/notebook/typecheck.ts";
import { wholeFlag } from "./task.ts";

const OPTIONS = {
  jobs: { type: "string", default: String(navigator.hardwareConcurrency) },
  timeout: { type: "string", default: "600" },
  "keep-going": { type: "boolean", default: false },
  check: { type: "boolean", default: false },
} as const;

const ROOT = join(import.meta.dirname!, "..");

/** Where the executed notebook goes. */
function target(path: string): string {
  return dirname(resolve(path)) === join(ROOT, "notebooks") ? join(ROOT, "out", "notebooks", basename(path)) : path;
}

/** Runs one notebook and reports it; false when it failed. */
async function report(path: string, timeout: number, signal: AbortSignal): Promise<boolean> {
  try {
    const progress = ({ number, of, seconds }: { number: number; of: number; seconds: number }): void => {
      console.error(`${path}  cell ${number}/${of}  ${seconds.toFixed(2)} s`);
    };
    const { cells, seconds } = await runNotebook(path, { out: target(path), timeout, progress, signal });
    console.error(`${path}  ${cells} cells in ${seconds.toFixed(1)} s`);
    return true;
  } catch (error) {
    console.error((error as Error).message);
    return false;
  }
}

async function main(signal: AbortSignal): Promise<boolean> {
  const { values, positionals } = parseArgs({ options: OPTIONS, allowPositionals: true });
  const jobs = wholeFlag(values.jobs, 1, 1024, "--jobs", "run notebooks");
  const paths = positionals.length > 0 ? positionals : await listNotebooks("notebooks");
  await checkNotebooks(paths, { signal });
  if (values.check) return true;
  for (const folder of new Set(paths.map((path) => dirname(target(path))))) {
    await writableFolder(folder, "the folder of executed notebooks", "run notebooks");
  }
  const waiting = [...paths];
  let failed = 0;
  const lane = async (): Promise<void> => {
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      if (!await report(path, Number(values.timeout), signal)) failed++;
      if (signal.aborted || failed > 0 && !values["keep-going"]) return;
    }
  };
  await Promise.all(Array.from({ length: jobs }, lane));
  if (failed > 0 && values["keep-going"]) console.error(`${failed} of ${paths.length} notebooks failed`);
  return failed === 0 && waiting.length === 0;
}

if (import.meta.main) {
  const succeeded = await interruptible(main).catch((error: Error) => void console.error(error.message));
  Deno.exit(succeeded ? 0 : 1);
}
