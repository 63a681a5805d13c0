/** Small notebooks in a temporary folder. @module */

import { join } from "node:path";
import { runNotebook, type RunOptions } from "../lib/notebook/run.ts";

/** The parts of a notebook file that tests look at. */
export interface File {
  readonly cells: readonly {
    readonly id: string;
    readonly execution_count?: number | null;
    readonly source: readonly string[];
    readonly outputs: readonly Record<string, unknown>[];
  }[];
  readonly metadata: Record<string, Record<string, unknown>>;
  readonly nbformat_minor: number;
}

/** Runs `body` with a folder that is removed afterwards. */
export async function inFolder<T>(body: (folder: string) => Promise<T>, dir?: string): Promise<T> {
  const folder = await Deno.realPath(await Deno.makeTempDir(dir === undefined ? {} : { dir, prefix: "tmp-" }));
  try {
    return await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Runs `body` with a folder in which a kernel finds the import map of the notebooks. */
export async function inProject<T>(body: (folder: string) => Promise<T>): Promise<T> {
  return await inFolder(body, join(import.meta.dirname!, "..", "notebooks"));
}

/** A cell without an id, as an older notebook has it. */
export function code(source: string): Record<string, unknown> {
  return { cell_type: "code", metadata: {}, source, outputs: [], execution_count: null };
}

/** Writes a notebook of code cells and returns its path. */
export async function write(folder: string, sources: readonly string[], name = "a.ipynb"): Promise<string> {
  const path = join(folder, name);
  const notebook = { cells: sources.map(code), metadata: {}, nbformat: 4, nbformat_minor: 5 };
  await Deno.writeTextFile(path, JSON.stringify(notebook));
  return path;
}

export async function read(path: string): Promise<File> {
  return JSON.parse(await Deno.readTextFile(path));
}

/** The message with which a notebook of these cells fails; throws when it runs, or changes its file on failure. */
export async function failure(sources: readonly string[], options: RunOptions = {}): Promise<string> {
  return await inFolder(async (folder) => {
    const path = await write(folder, sources);
    const before = await Deno.readTextFile(path);
    const message = await runNotebook(path, options).then(() => undefined, (error: Error) => error.message);
    if (message === undefined) throw new Error("the notebook ran");
    if (await Deno.readTextFile(path) !== before) throw new Error("the file changed");
    const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
    if (names.join() !== "a.ipynb") throw new Error(`left behind: ${names}`);
    return message.replaceAll(path, "a.ipynb");
  });
}

/** Whether a process of this id exists. */
export function alive(pid: number): boolean {
  try {
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
