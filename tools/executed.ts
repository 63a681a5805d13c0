/**
 * Notebooks that this checkout ran, in `out/notebooks/`, beside the committed ones.
 *
 * @module
 */
import { basename, join } from "node:path";
import { absent } from "../lib/file/absent.ts";
import { listNotebooks } from "../lib/notebook/list.ts";
import { type Notebook, parseNotebook } from "../lib/notebook/nbformat.ts";

/** The committed notebooks, in reading order; in place of each its run of this checkout, if there is one of these cells. */
export async function latestNotebooks(root: string): Promise<readonly string[]> {
  return await Promise.all((await listNotebooks(join(root, "notebooks"))).map(async (path) => {
    const run = join(root, "out", "notebooks", basename(path));
    return await ranFrom(path, run) ? run : path;
  }));
}

/** Whether `run` is there and has the cells of the notebook at `path`: else it was edited since. */
export async function ranFrom(path: string, run: string): Promise<boolean> {
  const [cells, ran] = await Promise.all([path, run].map(sources));
  return ran !== undefined && ran === cells;
}

async function sources(path: string): Promise<string | undefined> {
  const text = await Deno.readTextFile(path).catch(absent);
  if (text === undefined) return undefined;
  const { cells }: Notebook = parseNotebook(text, path);
  return JSON.stringify(cells.map(({ cell_type, source }) => [cell_type, source]));
}
