/**
 * `deno task gather [<experiment>...]`: puts kept results together again from their cells, where the code says something
 * else of these now.
 *
 * @module
 */
import { oneOf } from "../../lib/base/check.ts";
import { RESULT_FOLDERS } from "../../lib/notebook/results.ts";
import { runTask } from "../../tools/task.ts";
import { type Experiment, saveResult } from "../experiment.ts";
import { EXPERIMENTS } from "../registry.ts";
import { firstDifference, storedRuns } from "./stored.ts";

/**
 * Makes the records, charts and pictures of a folder's results anew; nothing is measured, and when and by what their cells
 * were stays as it was. A line about each that changed, when it has.
 */
export async function* gatherAgain(
  folder: string,
  experiments: readonly Experiment[] = EXPERIMENTS,
): AsyncGenerator<string> {
  for (const { experiment, result, cells } of await storedRuns(folder, experiments)) {
    const asked = { sizes: result.sizes, seed: result.seed };
    const findings = await experiment.findings(cells.map(({ found }) => found), asked);
    const difference = firstDifference([result.records, result.charts ?? {}], [findings.records, findings.charts]);
    if (difference === undefined) continue;
    await saveResult({ ...result, ...findings }, cells, folder);
    yield `${experiment.name} ${result.preset}: ${difference.slice(2)}`;
  }
}

async function main(): Promise<void> {
  const names = EXPERIMENTS.map(({ name }) => name);
  const asked = new Set(Deno.args.map((name) => oneOf(name, names, "experiment", "gather results")));
  const experiments = asked.size === 0 ? EXPERIMENTS : EXPERIMENTS.filter(({ name }) => asked.has(name));
  let changed = 0;
  for await (const line of gatherAgain(RESULT_FOLDERS.kept, experiments)) {
    console.log(line);
    changed++;
  }
  console.log(`${changed} put together again; the others are what their cells say`);
}

if (import.meta.main) await runTask(main);
