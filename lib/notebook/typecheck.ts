/**
 * Type-checks notebooks, which Deno's kernel never does: it runs cells whose types, imports or syntax are wrong as far
 * as it can.
 *
 * @module
 */

import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { spawnGuarded } from "./guard.ts";
import { type Notebook, parseNotebook } from "./nbformat.ts";
import { interruptible } from "./signals.ts";

/** How to check notebooks. */
export interface CheckOptions {
  /** Ends the check. Without it, SIGINT, SIGTERM and SIGHUP do. */
  readonly signal?: AbortSignal;
}

/**
 * Checks the code cells of each notebook as one module in the notebook's folder, under the `deno.json` that its kernel
 * would find. A name may hence be declared in one cell only. Needs `--allow-run` for Deno and write on the folders,
 * where a module stands beside each notebook while the check lasts.
 *
 * @throws {TypeError | SyntaxError} when a file is not a notebook of Deno's kernel
 * @throws {Error} with the compiler's messages, which name the notebook, the cell, the line and the column
 */
export async function checkNotebooks(paths: readonly string[], options: CheckOptions = {}): Promise<void> {
  const drafts = await Promise.all(
    paths.map(async (path) => draft(path, parseNotebook(await Deno.readTextFile(path), path))),
  );
  const folders = Map.groupBy(drafts, (one) => dirname(one.file));
  const work = async (signal: AbortSignal): Promise<void> => {
    for (const [folder, group] of folders) await checkFolder(folder, group, signal);
  };
  await (options.signal ? work(options.signal) : interruptible(work));
}

/** A notebook as a module, and where each of its lines comes from. */
interface Draft {
  readonly path: string;
  readonly file: string;
  readonly text: string;
  readonly origin: readonly { readonly cell: string; readonly line: number }[];
}

function draft(path: string, { cells }: Notebook): Draft {
  const lines: string[] = [], origin: { cell: string; line: number }[] = [];
  for (const [index, { cell_type, id, source }] of cells.entries()) {
    if (cell_type !== "code") continue;
    // The lone semicolon keeps a cell that begins with a bracket from continuing the cell before it.
    for (const [at, line] of [...source.split("\n"), ";"].entries()) {
      lines.push(line);
      origin.push({ cell: `cell ${index + 1} of ${cells.length} (id ${id})`, line: at + 1 });
    }
  }
  const file = join(dirname(path), `.${basename(path)}.${crypto.randomUUID()}.ts`);
  return { path, file, text: [...lines, "export {};", ""].join("\n"), origin };
}

async function checkFolder(folder: string, drafts: readonly Draft[], signal: AbortSignal): Promise<void> {
  const written: string[] = [];
  try {
    await removeStale(folder);
    for (const { file, text } of drafts) {
      await Deno.writeTextFile(file, text, { createNew: true });
      written.push(file);
    }
    const files = drafts.map(({ file }) => basename(file)), args = ["check", "--quiet", ...files];
    const env = { NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1" };
    const { child, release } = spawnGuarded({ args, cwd: folder, env, signal, stdout: "null", stderr: "piped" }, files);
    const { success, stderr } = await child.output();
    await release();
    signal.throwIfAborted();
    if (!success) throw new Error(explain(new TextDecoder().decode(stderr), drafts));
  } finally {
    for (const file of written) await Deno.remove(file);
  }
}

/** A draft's name: a notebook's, then a UUID. */
const DRAFT = /^\..+\.ipynb\.[0-9a-f-]{36}\.ts$/;

/** Milliseconds after which a draft is left over: a compiler has read its drafts long before. */
const STALE = 60_000;

/** Removes drafts of checks that nothing could clean up after, as when the machine lost its power. */
async function removeStale(folder: string): Promise<void> {
  for await (const { name } of Deno.readDir(folder)) {
    const path = join(folder, name);
    try {
      if (DRAFT.test(name) && Date.now() - (await Deno.stat(path)).mtime!.getTime() > STALE) await Deno.remove(path);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error; // Another check was faster.
    }
  }
}

/** The compiler's messages, with places in cells instead of places in the draft. */
function explain(messages: string, drafts: readonly Draft[]): string {
  const byUrl = new Map(drafts.map((one) => [pathToFileURL(one.file).href, one]));
  const text = messages.replace(/\s*(error: Type checking failed|Stack backtrace:)[^]*/, "");
  const placed = text.replace(/(file:\S+):(\d+):(\d+)/g, (all, url: string, line: string, column: string) => {
    const place = byUrl.get(url)?.origin[Number(line) - 1];
    return place ? `${byUrl.get(url)?.path}, ${place.cell}, line ${place.line}, column ${column}` : all;
  });
  return `Cannot run the notebooks as their types must be right: they are not\n\n${placed.trim()}`;
}
