/**
 * Everything that is published, as runs that can be measured anew, and what that will take.
 *
 * @module
 */
import { join } from "node:path";
import { duration } from "../../lib/base/progress.ts";
import { readJson } from "../../lib/file/json.ts";
import { alignColumns } from "../../lib/notebook/table.ts";
import type { Experiment } from "../experiment.ts";
import { EXPERIMENTS } from "../registry.ts";
import { estimatePlan } from "../shared/estimate.ts";
import { processors } from "../shared/lanes.ts";

/** A published run. */
export interface Published {
  readonly experiment: Experiment;
  readonly preset: string;
  readonly seed: number;
  /** What it took, over all cells. */
  readonly seconds: number;
}

/** The published runs of a folder of results, in the order of the experiments; a preset that is no more is left out. */
export async function publishedRuns(
  folder: string,
  experiments: readonly Experiment[] = EXPERIMENTS,
): Promise<readonly Published[]> {
  const names = new Set((await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name));
  const runs = experiments.flatMap((experiment) =>
    Object.keys(experiment.presets).filter((preset) => names.has(`${experiment.name}-${preset}.json`))
      .map((preset) => ({ experiment, preset }))
  );
  return await Promise.all(runs.map(async ({ experiment, preset }) => {
    const { seed, seconds } = await readJson(join(folder, `${experiment.name}-${preset}.json`)) as Published;
    return { experiment, preset, seed, seconds };
  }));
}

/** What is to be measured, run by run, and how long it will take by the times that are stored, in a few lines. */
export async function describePublished(
  runs: readonly Published[],
  folder: string,
  kept: string,
  jobs: number = processors(),
): Promise<string> {
  const plans = await Promise.all(runs.map(async ({ experiment, preset, seed, seconds }) => {
    const command = { preset, seed, part: { i: 1, n: 1 }, jobs };
    const { cells, there, seconds: known } = await estimatePlan(experiment, command, folder, kept);
    return { run: `${experiment.name} ${preset}`, cells, there, seconds: known ?? seconds * (1 - there / cells) };
  }));
  const sum = (f: (plan: typeof plans[number]) => number): number => plans.reduce((total, plan) => total + f(plan), 0);
  const rows = plans.map(({ seconds, ...plan }) => ({ ...plan, computing: duration(seconds) }));
  const time = `about ${duration(sum((p) => p.seconds) / jobs)} with ${jobs} at a time`;
  const [cells, there] = [sum((p) => p.cells), sum((p) => p.there)];
  return `${alignColumns(rows)}\n${cells} cells, of which ${there} are there; ${time}, by stored times`;
}
