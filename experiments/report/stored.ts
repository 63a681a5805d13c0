/**
 * Stored runs with their cells, and what differs from them.
 *
 * @module
 */
import { join } from "node:path";
import { readJson } from "../../lib/file/json.ts";
import type { Experiment, Result } from "../experiment.ts";
import { EXPERIMENTS } from "../registry.ts";
import { unpackCells } from "../shared/packed.ts";
import type { StoredCell } from "../shared/store.ts";
import { TIMES, TOLERANCE } from "./tolerance.ts";

/** Where two values first differ by more than the tolerance, and how; undefined if nowhere. */
export function firstDifference(stored: unknown, found: unknown, path = ""): string | undefined {
  if (typeof stored === "number" && typeof found === "number") {
    const same = Object.is(stored, found) ||
      Math.abs(stored - found) <= TOLERANCE.absolute + TOLERANCE.relative * Math.abs(stored);
    return same ? undefined : `${path || "the value"} is stored as ${stored} and measured as ${found}`;
  }
  if (typeof stored !== "object" || typeof found !== "object" || stored === null || found === null) {
    return Object.is(stored, found)
      ? undefined
      : `${path || "the value"} is stored as ${stored} and measured as ${found}`;
  }
  const names = new Set([...Object.keys(stored), ...Object.keys(found)]),
    [a, b] = [stored, found] as Record<string, unknown>[];
  for (const name of names) {
    if (TIMES.includes(name)) continue;
    const difference = firstDifference(a![name], b![name], path === "" ? name : `${path}.${name}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** A stored run with its cells. */
export interface StoredRun {
  readonly experiment: Experiment;
  readonly result: Result;
  readonly cells: readonly StoredCell[];
}

/** Every stored run of these experiments that has its cells: in its file, or beside it, where earlier versions kept them. */
export async function storedRuns(
  folder: string,
  experiments: readonly Experiment[] = EXPERIMENTS,
): Promise<StoredRun[]> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), runs: StoredRun[] = [];
  for (const name of names.filter((one) => one.endsWith(".json")).sort()) {
    const { cells, ...own } = await readJson(join(folder, name)) as Result & { readonly cells?: unknown };
    const experiment = experiments.find((e) => e.name === own.experiment);
    if (cells === undefined || experiment === undefined) continue;
    const main = name.replace("-cells.json", ".json");
    const result = main === name ? own : await readJson(join(folder, main)) as Result;
    runs.push({ experiment, result, cells: unpackCells(cells) });
  }
  return runs;
}
