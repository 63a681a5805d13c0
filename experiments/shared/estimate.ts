/**
 * What a run will take: cells, what they read, and the time by cells that were measured before.
 *
 * @module
 */
import type { Experiment } from "../experiment.ts";
import type { Part } from "../../lib/base/part.ts";
import { partOf, planCells } from "./cells.ts";
import { processors } from "./lanes.ts";
import { duration } from "../../lib/base/progress.ts";
import { cellPaths, readCell, type StoredCell } from "./store.ts";

/** Cells of an experiment that any version of the code has measured into the folder; damaged ones are left out. */
export async function measuredBefore(name: string, folder: string): Promise<readonly StoredCell[]> {
  const paths = (await cellPaths(folder)).filter((path) => path.split("/").at(-2) === name);
  const cells = await Promise.all(paths.map((path) => readCell(path).catch(() => undefined)));
  return cells.filter((cell) => cell !== undefined);
}

/** Seconds that a cell will take: as one that differs in its seed alone, else as the mean of all; undefined without any. */
export function secondsOf(cell: unknown, before: readonly StoredCell[]): number | undefined {
  const shape = (c: unknown): string => JSON.stringify({ ...c as object, seed: 0 });
  const alike = before.filter((b) => shape(b.cell) === shape(cell)), like = alike.length > 0 ? alike : before;
  return like.length === 0 ? undefined : like.reduce((sum, b) => sum + b.seconds, 0) / like.length;
}

/** The plan of a run in a few lines. */
export async function describePlan(
  experiment: Experiment,
  command: { readonly preset: string; readonly seed: number; readonly part: Part; readonly jobs?: number },
  folder: string,
): Promise<string> {
  const planned = partOf(await planCells(experiment, { ...command, folder }), command.part);
  const missing = planned.filter(({ kept }) => kept === undefined);
  const before = await measuredBefore(experiment.name, folder);
  const times = missing.map(({ key }) => secondsOf(key.cell, before)), known = times.filter((t) => t !== undefined);
  const total = known.reduce((sum, t) => sum + t, 0),
    jobs = Math.min(command.jobs ?? processors(), missing.length || 1);
  const time = missing.length === 0
    ? "nothing to measure"
    : known.length < times.length
    ? "no cell was measured before: the time is not known"
    : `about ${duration(total / jobs)} with ${jobs} at a time (${duration(total)} of computing)`;
  const reads = [...new Set(missing.flatMap(({ key }) => Object.keys(key.inputs)))].sort();
  return [
    `cells      ${planned.length}, of which ${planned.length - missing.length} are there`,
    `time       ${time}`,
    `reads      ${reads.length > 0 ? reads.join(", ") : "nothing"}`,
  ].join("\n");
}
