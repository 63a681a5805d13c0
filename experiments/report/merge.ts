/**
 * `deno task merge <folder> [<folder> …] [--out folder]`: joins the cells of runs in parts.
 *
 * @module
 */
import { basename, dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { writeAtomic } from "../../lib/file/atomic.ts";
import { canonicalJson } from "../../lib/file/json.ts";
import { writableFolder } from "../../lib/file/folder.ts";
import { cellsIn, RESULTS } from "../run.ts";
import { runTask } from "../../tools/task.ts";
import { cellLabel, cellPaths, readCell, type StoredCell } from "../shared/store.ts";

/** What a merge did; cells by name. */
export interface Merged {
  readonly copied: number;
  readonly same: number;
  /** Cells of one key that found different things, and cells that cannot be read. Nothing was written if there is one. */
  readonly problems: readonly string[];
}

/** Copies the cells of `folders` into `out`; all of them, or none if two are in conflict or one is damaged. */
export async function mergeCells(folders: readonly string[], out: string): Promise<Merged> {
  const taken = new Map<string, { readonly cell: StoredCell; readonly from: string }>(), problems: string[] = [];
  const copied = new Set<string>();
  let same = 0;
  for (const folder of [out, ...folders]) {
    for (const path of await cellPaths(cellsIn(folder))) {
      const cell = await readCell(path).catch((error: Error) => void problems.push(error.message));
      if (!cell) continue;
      const name = join(basename(dirname(path)), basename(path)), known = taken.get(name);
      if (!known) {
        taken.set(name, { cell, from: path });
        if (folder !== out) copied.add(name);
      } else if (known.cell.sha256 === cell.sha256) same++;
      else problems.push(`${known.from} and ${path} are the cell ${cellLabel(cell.cell)} and found different things`);
    }
  }
  if (problems.length > 0) return { copied: 0, same, problems };
  for (const name of copied) {
    await writeAtomic(join(cellsIn(out), name), canonicalJson(taken.get(name)!.cell) + "\n");
  }
  return { copied: copied.size, same, problems };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    args: Deno.args,
    options: { out: { type: "string" } },
    allowPositionals: true,
  });
  if (positionals.length === 0) throw new TypeError("Cannot merge as there must be a folder: there is none");
  for (const folder of positionals) {
    const there = await Deno.stat(folder).then(({ isDirectory }) => isDirectory, () => false);
    if (!there) throw new TypeError(`Cannot merge as "${folder}" must be a folder: it is none`);
  }
  const out = await writableFolder(values.out ?? RESULTS, "--out", "merge");
  const { copied, same, problems } = await mergeCells(positionals, out);
  if (problems.length > 0) {
    throw new Error(`Cannot merge as every cell must be whole and found once:\n  ${problems.join("\n  ")}`);
  }
  console.log(`${copied} cells copied, ${same} were there; \`deno task experiment <name>\` gathers them`);
}

if (import.meta.main) await runTask(main);
