/**
 * What a run will take: cells, what they read, and the time by cells that were measured before.
 *
 * @module
 */
import { join } from "node:path";
import { absent } from "../../lib/file/absent.ts";
import { canonicalJson, readJson } from "../../lib/file/json.ts";
import { RESULT_FOLDERS } from "../../lib/notebook/results.ts";
import type { Experiment } from "../experiment.ts";
import type { Part } from "../../lib/base/part.ts";
import { partOf, planCells } from "./cells.ts";
import { processors } from "./lanes.ts";
import { listReads } from "./listing.ts";
import { duration } from "../../lib/base/progress.ts";
import { unpackCells } from "./packed.ts";
import { cellLabel, cellPaths, readCell, type StoredCell } from "./store.ts";

/** Cells of an experiment that any version of the code has measured into the folder; damaged ones are left out. */
export async function measuredBefore(name: string, folder: string): Promise<readonly StoredCell[]> {
  const paths = (await cellPaths(folder)).filter((path) => path.split("/").at(-2) === name);
  const cells = await Promise.all(paths.map((path) => readCell(path).catch(() => undefined)));
  return cells.filter((cell) => cell !== undefined);
}

/** A cell with what it took. */
type Timed = Pick<StoredCell, "cell" | "seconds">;

/** Cells of an experiment that are kept with its results in the folder. */
async function storedCells(name: string, folder: string): Promise<readonly Timed[]> {
  const there = (await Array.fromAsync(Deno.readDir(folder)).catch(absent) ?? []).map((entry) => entry.name);
  const files = there.filter((one) => one.startsWith(`${name}-`) && one.endsWith(".json"));
  const read = await Promise.all(files.map((one) => readJson(join(folder, one))));
  const runs = read as { readonly experiment?: string; readonly cells?: unknown }[];
  return runs.flatMap(({ experiment, cells = [] }) => experiment === name ? unpackCells(cells) : []);
}

/** Seconds that a cell will take: as one that differs in its seed alone, else as the mean of all; undefined without any. */
export function secondsOf(cell: unknown, before: readonly Timed[]): number | undefined {
  const shape = (c: unknown): string => canonicalJson({ ...c as object, seed: 0 });
  const alike = before.filter((b) => shape(b.cell) === shape(cell)), like = alike.length > 0 ? alike : before;
  return like.length === 0 ? undefined : like.reduce((sum, b) => sum + b.seconds, 0) / like.length;
}

/** What a run will take. */
export interface Plan {
  readonly cells: number;
  /** How many of them need not be measured. */
  readonly there: number;
  /** Seconds of computing over the others; undefined if no cell was measured before, here or for what is kept. */
  readonly seconds?: number;
  /** Data and models that the others read. */
  readonly reads: readonly string[];
  /** Those of the others that another version of the code, or of the data, measured. */
  readonly stale: readonly string[];
}

/** The plan of a run, its time by cells that were measured into the folder or are kept with results. */
export async function estimatePlan(
  experiment: Experiment,
  command: { readonly preset: string; readonly seed: number; readonly part: Part },
  folder: string,
  results: string = RESULT_FOLDERS.kept,
): Promise<Plan> {
  const planned = partOf(await planCells(experiment, { ...command, folder }), command.part);
  const missing = planned.filter(({ kept }) => kept === undefined), { name } = experiment;
  const here = await measuredBefore(name, folder), before = [...here, ...await storedCells(name, results)];
  const times = missing.map(({ key }) => secondsOf(key.cell, before)), known = times.filter((t) => t !== undefined);
  const reads = [...new Set(missing.flatMap(({ key }) => Object.keys(key.inputs)))].sort();
  const olds = new Set(here.map(({ cell }) => canonicalJson(cell)));
  const stale = missing.filter(({ key }) => olds.has(canonicalJson(key.cell))).map(({ key }) => cellLabel(key.cell));
  const plan = { cells: planned.length, there: planned.length - missing.length, reads, stale };
  return known.length < times.length ? plan : { ...plan, seconds: known.reduce((sum, t) => sum + t, 0) };
}

/** The plan of a run in a few lines. */
export async function describePlan(
  experiment: Experiment,
  command: { readonly preset: string; readonly seed: number; readonly part: Part; readonly jobs?: number },
  folder: string,
): Promise<string> {
  const { cells, there, seconds, reads, stale } = await estimatePlan(experiment, command, folder);
  const jobs = Math.min(command.jobs ?? processors(), cells - there || 1);
  const time = cells === there
    ? "nothing to measure"
    : seconds === undefined
    ? "no cell was measured before: the time is not known"
    : `about ${duration(seconds / jobs)} with ${jobs} at a time (${duration(seconds)} of computing)`;
  const named = experiment.cells({ sizes: experiment.presets[command.preset], seed: command.seed });
  return [
    `cells      ${cells}, of which ${there} are there`,
    `time       ${time}`,
    `reads      ${reads.length > 0 ? reads.join(", ") : "nothing"}`,
    ...(command.preset === "paper" ? ["note       not run here: no time is known for its models"] : []),
    ...await listReads(named.flatMap((cell) => experiment.reads(cell))),
    ...(stale.length > 0
      ? [`stale      ${stale.length}, measured by other code or on other data: ${stale.join("; ")}`]
      : []),
  ].join("\n");
}
