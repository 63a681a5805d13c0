/**
 * A run as a list of cells: which are there, which are missing, and measuring those.
 *
 * @module
 */
import type { Part } from "../../lib/base/part.ts";
import type { Experiment } from "../experiment.ts";
import { measureCells } from "./lanes.ts";
import { type CellKey, cellLabel, cellPath, keepCell, keyOf, readCell, type StoredCell } from "./store.ts";

/** One cell of a run. */
export interface PlannedCell {
  readonly key: CellKey;
  readonly path: string;
  /** What is kept of it; undefined if it must be measured. */
  readonly kept?: StoredCell;
}

/** How the missing cells are measured. */
export interface MeasureOptions {
  readonly jobs: number;
  /** Starts a progress line of `total` steps; the function it gives is called after each step. */
  readonly progress: (label: string, total: number) => () => void;
}

/** The cells of a run in their order; those that cannot be read are said and taken for missing, with `force` all are. */
export async function planCells(
  experiment: Experiment,
  { preset, seed, folder, force = false }: {
    readonly preset: string;
    readonly seed: number;
    readonly folder: string;
    readonly force?: boolean;
  },
): Promise<readonly PlannedCell[]> {
  const cells = experiment.cells({ sizes: experiment.presets[preset], seed });
  return await Promise.all(cells.map(async (cell) => {
    const key = await keyOf(experiment, cell), path = await cellPath(folder, key);
    const kept = force ? undefined : await readCell(path).catch((error: Error) => {
      console.error(`${error.message}; it is measured again`);
      return undefined;
    });
    return kept === undefined ? { key, path } : { key, path, kept };
  }));
}

/** The cells of one part: every n-th, so that each part has some of every size. */
export function partOf<T>(cells: readonly T[], { i, n }: Part): readonly T[] {
  return cells.filter((_, at) => at % n === i - 1);
}

/** Measures the cells that are missing and keeps each as it comes. @throws {Error} Naming the cell that failed. */
export async function measureMissing(
  experiment: Experiment,
  planned: readonly PlannedCell[],
  folder: string,
  { jobs, progress }: MeasureOptions,
): Promise<void> {
  const missing = planned.filter(({ kept }) => kept === undefined).map(({ key }) => key);
  if (missing.length === 0) return;
  const tick = progress(experiment.name, missing.length), byCell = new Map(missing.map((key) => [key.cell, key]));
  await measureCells(experiment, missing.map(({ cell }) => cell), {
    jobs,
    label: cellLabel,
    keep: async (cell, finding) => {
      await keepCell(folder, byCell.get(cell)!, finding);
      tick();
    },
  });
}
