/**
 * Runs notebooks headless, without Python.
 *
 * @module
 */

import { dirname } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { number } from "../base/check.ts";
import { writeAtomic } from "../file/atomic.ts";
import { type Kernel, startKernel } from "./kernel.ts";
import { type Cell, formatNotebook, type Notebook, parseNotebook } from "./nbformat.ts";
import { type Collector, collectOutputs } from "./outputs.ts";
import { interruptible } from "./signals.ts";

/** How to run a notebook. */
export interface RunOptions {
  /** The file that the executed notebook goes to; the notebook itself by default. */
  readonly out?: string;
  /** Seconds that a cell may take; 600 by default. */
  readonly timeout?: number;
  /** Told after each code cell: its number and how many cells there are, its id, the seconds it took. */
  readonly progress?: (cell: CellProgress) => void;
  /** Ends the run. Without it, SIGINT, SIGTERM and SIGHUP do. */
  readonly signal?: AbortSignal;
}

/** A code cell that ran. `number` counts all cells from 1. */
export interface CellProgress {
  /** Number of the cell among all, from 1. */
  readonly number: number;
  /** How many cells there are. */
  readonly of: number;
  /** Id of the cell. */
  readonly id: string;
  /** Seconds that it took. */
  readonly seconds: number;
}

/** A notebook that ran to its end. */
export interface RunResult {
  /** The notebook. */
  readonly path: string;
  /** Code cells that ran. */
  readonly cells: number;
  /** Seconds that it took. */
  readonly seconds: number;
}

/**
 * Runs every cell of a notebook in a fresh kernel and writes it with its outputs, in nbformat 4.5, once all have succeeded.
 * On any failure the file stays as it was and no kernel stays behind. Runs as `deno jupyter` does: with all permissions,
 * in the notebook's folder. The same notebook gives the same bytes, as far as its cells do. Types are not checked.
 *
 * @throws {TypeError | SyntaxError} when the file is not a notebook of Deno's kernel
 * @throws {RangeError} when `timeout` is not a positive number
 * @throws {Error} when a cell fails or hangs, or the kernel ends; the message names the cell and shows its source
 *
 * @example
 * ```ts
 * import { runNotebook } from "anchorage/notebook";
 *
 * const path = await Deno.makeTempFile({ suffix: ".ipynb" });
 * const cell = { id: "a", cell_type: "code", metadata: {}, source: "1 + 1", outputs: [], execution_count: null };
 * await Deno.writeTextFile(path, JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 }));
 * console.log((await runNotebook(path)).cells); // 1
 * ```
 */
export async function runNotebook(path: string, options: RunOptions = {}): Promise<RunResult> {
  const timeout = number(options.timeout ?? 600, Number.MIN_VALUE, Infinity, "timeout", `run ${path}`);
  const notebook = parseNotebook(await Deno.readTextFile(path), path);
  const started = performance.now();
  const work = async (signal: AbortSignal): Promise<Notebook> => {
    const kernel = await startKernel(dirname(path), signal).catch((error) => fail(path, error));
    try {
      return await runCells(kernel, notebook, { path, timeout, progress: options.progress });
    } finally {
      await kernel.stop();
    }
  };
  const done = await (options.signal ? work(options.signal) : interruptible(work));
  await writeAtomic(options.out ?? path, formatNotebook(done));
  const cells = done.cells.filter((cell) => typeof cell.execution_count === "number").length;
  return Object.freeze({ path, cells, seconds: (performance.now() - started) / 1000 });
}

interface Run {
  readonly path: string;
  readonly timeout: number;
  readonly progress: RunOptions["progress"];
}

async function runCells(kernel: Kernel, { cells, metadata }: Notebook, run: Run): Promise<Notebook> {
  const collector = collectOutputs();
  const done: Cell[] = [];
  for (const [index, cell] of cells.entries()) {
    const started = performance.now();
    const executed = await runCell(kernel, cell, collector, run.timeout).catch((error) => {
      return fail(run.path, error, `cell ${index + 1} of ${cells.length} (id ${cell.id})`, cell.source);
    });
    done.push(executed);
    if (typeof executed.execution_count !== "number") continue;
    const seconds = (performance.now() - started) / 1000;
    run.progress?.({ number: index + 1, of: cells.length, id: cell.id, seconds });
  }
  return { cells: done, metadata: { ...metadata, language_info: kernel.language } };
}

/** The cell with its outputs; a text cell, and a code cell that holds nothing, come back without running. */
async function runCell(kernel: Kernel, cell: Cell, collector: Collector, timeout: number): Promise<Cell> {
  if (cell.cell_type !== "code") return cell;
  if (cell.source.trim() === "") return { ...cell, outputs: [], execution_count: null };
  const { outputs, sink } = collector.cell();
  const { status, execution_count, ename, evalue, traceback } = await kernel.execute(cell.source, sink, timeout);
  if (status !== "ok") {
    const trace = Array.isArray(traceback) ? traceback.join("\n").trim() : "";
    throw new Error(`it threw ${trace || `${ename}: ${evalue}`}`);
  }
  return { ...cell, outputs, execution_count: execution_count as number };
}

/** Rethrows a reason as what a reader needs: one sentence with notebook and cell, the source, the traceback. */
function fail(path: string, reason: unknown, cell = "", source = ""): never {
  const [why, ...trace] = stripVTControlCharacters((reason as Error).message).split("\n");
  const sentence = `Cannot run ${path}${cell && ` past ${cell}`} as ${why}`;
  const numbered = source && source.split("\n").map((line, i) => `${String(i + 1).padStart(4)} | ${line}`).join("\n");
  throw new Error(
    [sentence, numbered, trace.join("\n").replace(/^\s*\n|\s+$/g, "")].filter((part) => part !== "").join("\n\n"),
    {
      cause: reason,
    },
  );
}
