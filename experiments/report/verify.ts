/**
 * `deno task verify [--share .1] [--seed n] [--jobs n] [--only a,b] [--from folder]`: measures a random share of the
 * stored cells again and compares; then puts all stored cells together again and compares the records. With `--seeds
 * 5,6,7` it measures whole runs with those seeds, kept cell by cell, and compares what they find with what is stored.
 *
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { duration, progress } from "../../lib/base/progress.ts";
import { rng } from "../../lib/base/random.ts";
import { readJson } from "../../lib/file/json.ts";
import { RESULT_FOLDERS } from "../../lib/notebook/results.ts";
import type { Experiment, Result } from "../experiment.ts";
import { EXPERIMENTS } from "../registry.ts";
import { measureCells, processors } from "../shared/lanes.ts";
import { unpack } from "../shared/packed.ts";
import { cellLabel, type StoredCell } from "../shared/store.ts";
import { otherSeeds } from "./seeds.ts";
import { TOLERANCE } from "./tolerance.ts";
import { numberFlag, runTask, seedFlag, wholeFlag } from "../../tools/task.ts";

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

/** Every stored run that has its cells: in its file, or beside it, where earlier versions kept them. */
export async function storedRuns(
  folder: string,
  experiments: readonly Experiment[] = EXPERIMENTS,
): Promise<StoredRun[]> {
  const names = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name), runs: StoredRun[] = [];
  for (const name of names.filter((one) => one.endsWith(".json")).sort()) {
    const { cells, ...own } = await readJson(join(folder, name)) as Result & { readonly cells?: unknown };
    if (cells === undefined) continue;
    const main = name.replace("-cells.json", ".json");
    const result = main === name ? own : await readJson(join(folder, main)) as Result;
    const experiment = experiments.find((e) => e.name === own.experiment)!;
    runs.push({ experiment, result, cells: unpack(cells) as readonly StoredCell[] });
  }
  return runs;
}

/** One cell to be measured again. */
interface Sampled {
  readonly run: StoredRun;
  readonly stored: StoredCell;
}

/** A seeded share of the cells of all runs, at least one. */
export function sampled(runs: readonly StoredRun[], share: number, seed: number): readonly Sampled[] {
  const all = runs.flatMap((run) => run.cells.map((stored) => ({ run, stored })));
  const order = rng(seed).fork("verify").permutation(all.length);
  return Array.from(order.subarray(0, Math.max(1, Math.ceil(share * all.length))), (i) => all[i]!);
}

/** Measures the sampled cells again; a sentence about each that differs. */
export async function remeasure(cells: readonly Sampled[], jobs: number, tick: () => void): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const [experiment, group] of Map.groupBy(cells, ({ run }) => run.experiment)) {
    const byCell = new Map(group.map(({ stored }) => [stored.cell, stored]));
    await measureCells(experiment, [...byCell.keys()], {
      jobs,
      label: cellLabel,
      keep: (cell, { found }) => {
        const difference = firstDifference(byCell.get(cell)!.found, found);
        if (difference !== undefined) {
          differences.push(`${experiment.name}, the cell ${cellLabel(cell)}: ${difference}`);
        }
        tick();
        return Promise.resolve();
      },
    });
  }
  return differences;
}

/** A sentence about each run whose records are not what its cells say. */
export async function staleRecords(runs: readonly StoredRun[]): Promise<readonly string[]> {
  const found = await Promise.all(runs.map(async ({ experiment, result, cells }) => {
    const asked = { sizes: result.sizes, seed: result.seed };
    const { records } = await experiment.findings(cells.map((c) => c.found), asked);
    const difference = firstDifference(result.records, records);
    return difference === undefined ? [] : [`${experiment.name}, the records of the stored run: ${difference}`];
  }));
  return found.flat();
}

async function main(): Promise<void> {
  const text = { type: "string" } as const, action = "verify the stored cells";
  const options = { share: text, seed: text, seeds: text, jobs: text, only: text, from: text };
  const { values } = parseArgs({ args: Deno.args, options });
  const share = numberFlag(values.share ?? "0.1", 0, 1, "--share", action), seed = seedFlag(values.seed, action);
  const jobs = wholeFlag(values.jobs ?? String(processors()), 1, 1024, "--jobs", action), started = performance.now();
  const runs = (await storedRuns(values.from ?? RESULT_FOLDERS.kept))
    .filter(({ experiment: { name }, result }) =>
      values.only?.split(",").some((one) => one === name || one === `${name}-${result.preset}`) ?? true
    );
  if (runs.length === 0) throw new Error("Cannot verify as there must be a stored run with its cells: there is none");
  if (values.seeds !== undefined) {
    return await otherSeeds(runs, values.seeds.split(",").map((one) => seedFlag(one, action)), jobs);
  }
  const cells = sampled(runs, share, seed), tick = progress("verify", cells.length);
  const differences = [...await staleRecords(runs), ...await remeasure(cells, jobs, tick)];
  const of = runs.reduce((sum, run) => sum + run.cells.length, 0), { absolute, relative } = TOLERANCE;
  for (const difference of differences) console.error(difference);
  console.log(
    `${cells.length} of ${of} stored cells of ${runs.length} runs measured again, seed ${seed}, tolerance ${absolute} and ` +
      `${100 * relative} %: ${differences.length === 0 ? "all agree" : `${differences.length} differences`} ` +
      `(${duration((performance.now() - started) / 1000)})`,
  );
  if (differences.length > 0) Deno.exit(1);
}

if (import.meta.main) await runTask(main);
