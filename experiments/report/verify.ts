/**
 * `deno task verify [--share .1] [--most minutes] [--seed n] [--jobs n] [--only a,b] [--from folder]`: measures a random
 * share of the stored cells again and compares; then puts all stored cells together again and compares the records. With
 * `--most` it leaves out those that by their stored times do not fit into so many minutes, and names them. With `--seeds
 * 5,6,7` it measures whole runs with those seeds, kept cell by cell, and compares what they find with what is stored.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { duration, progress } from "../../lib/base/progress.ts";
import { rng } from "../../lib/base/random.ts";
import { RESULT_FOLDERS } from "../../lib/notebook/results.ts";
import { measureCells, processors } from "../shared/lanes.ts";
import { cellLabel, keyOf, type StoredCell } from "../shared/store.ts";
import { otherSeeds } from "./seeds.ts";
import { firstDifference, type StoredRun, storedRuns } from "./stored.ts";
import { TOLERANCE } from "./tolerance.ts";
import { numberFlag, runTask, seedFlag, wholeFlag } from "../../tools/task.ts";

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

/** The sampled cells, in their random order, that fit into so many seconds of computing, and the others. */
export function fitting(
  cells: readonly Sampled[],
  seconds: number,
): Readonly<Record<"taken" | "left", readonly Sampled[]>> {
  let sum = 0;
  const fits = ({ stored }: Sampled): boolean => sum + stored.seconds <= seconds && (sum += stored.seconds) >= 0;
  const { true: taken = [], false: left = [] } = Object.groupBy(cells, (cell) => `${fits(cell)}` as "true" | "false");
  return { taken, left };
}

const secondsOf = (cells: readonly Sampled[]): number => cells.reduce((sum, { stored }) => sum + stored.seconds, 0);

/** What the code or the data is that a cell was measured by, if not what is here. */
async function otherwise({ run: { experiment }, stored }: Sampled): Promise<string> {
  const { code, inputs } = await keyOf(experiment, stored.cell), date = stored.date.slice(0, 10);
  const changed = Object.entries(inputs).filter(([name, sum]) => stored.inputs[name] !== sum).map(([name]) => name);
  const by = [
    ...code === stored.code ? [] : ["other code"],
    ...changed.length > 0 ? [`other ${changed.join(", ")}`] : [],
  ];
  return by.length === 0
    ? ""
    : ` (stored on ${date} by ${by.join(" and ")} than is here: \`deno task experiment\` makes it anew)`;
}

/** Measures the sampled cells again; a sentence about each that differs, or that cannot be measured any more. */
export async function remeasure(cells: readonly Sampled[], jobs: number, tick: () => void): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const [experiment, group] of Map.groupBy(cells, ({ run }) => run.experiment)) {
    const byCell = new Map(group.map((one) => [one.stored.cell, one]));
    await measureCells(experiment, [...byCell.keys()], {
      jobs,
      label: cellLabel,
      keep: async (cell, { found }) => {
        const one = byCell.get(cell)!,
          difference = firstDifference(one.stored.found, found),
          { preset } = one.run.result;
        if (difference !== undefined) {
          differences.push(
            `${experiment.name} ${preset}, the cell ${cellLabel(cell)}: ${difference}${await otherwise(one)}`,
          );
        }
        tick();
      },
    }).catch((error: Error) => differences.push(error.message));
  }
  return differences;
}

/** A sentence about each run whose records are not what its cells say. */
export async function staleRecords(runs: readonly StoredRun[]): Promise<readonly string[]> {
  const found = await Promise.all(runs.map(async ({ experiment, result, cells }) => {
    const asked = { sizes: result.sizes, seed: result.seed };
    const { records } = await experiment.findings(cells.map((c) => c.found), asked);
    const difference = firstDifference(result.records, records);
    if (difference === undefined) return [];
    const mend = "`deno task gather` puts it together again";
    return [`${experiment.name} ${result.preset}, the records of the stored run: ${difference} (${mend})`];
  }));
  return found.flat();
}

async function main(): Promise<void> {
  const text = { type: "string" } as const, action = "verify the stored cells";
  const options = { share: text, most: text, seed: text, seeds: text, jobs: text, only: text, from: text };
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
  const most = values.most === undefined ? Infinity : 60 * jobs * numberFlag(values.most, 0, 1e6, "--most", action);
  const { taken: cells, left } = fitting(sampled(runs, share, seed), most);
  console.log(
    `${cells.length} cells, by their stored times ${duration(secondsOf(cells) / jobs)} with ${jobs} at a time` +
      left.map((one) =>
        `\nleft out, ${duration(one.stored.seconds)}: ${one.run.experiment.name} ${cellLabel(one.stored.cell)}`
      ).join(""),
  );
  const tick = progress("verify", cells.length);
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
