/**
 * `deno task status [--seed n] [--out folder]`: which cells of every experiment and preset are there.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { canonicalJson } from "../../lib/file/json.ts";
import { alignColumns, type Records } from "../../lib/notebook/table.ts";
import type { Experiment } from "../experiment.ts";
import { EXPERIMENTS } from "../registry.ts";
import { cellsIn, RESULTS } from "../run.ts";
import { runTask, seedFlag } from "../../tools/task.ts";
import { planCells } from "../shared/cells.ts";
import { measuredBefore } from "../shared/estimate.ts";
import { codeVersion } from "../shared/provenance.ts";
import type { Row } from "../shared/summary.ts";

/** A row for every experiment and preset: cells, how many are there, and how many other versions of the code left. */
export async function statusRows(experiments: readonly Experiment[], folder: string, seed: number): Promise<Row[]> {
  const rows: Row[] = [];
  for (const experiment of experiments) {
    const code = await codeVersion(experiment.module), before = await measuredBefore(experiment.name, folder);
    const others = before.filter((cell) => cell.code !== code);
    for (const preset of Object.keys(experiment.presets)) {
      const planned = await planCells(experiment, { preset, seed, folder });
      const there = planned.filter(({ kept }) => kept !== undefined).length;
      const of = new Set(planned.map(({ key }) => canonicalJson(key.cell)));
      const stale = others.filter(({ cell }) => of.has(canonicalJson(cell))).length;
      rows.push({ experiment: experiment.name, preset, cells: planned.length, there, "of other code": stale });
    }
  }
  return rows;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ args: Deno.args, options: { seed: { type: "string" }, out: { type: "string" } } });
  const seed = seedFlag(values.seed, "show the status");
  console.log(alignColumns(await statusRows(EXPERIMENTS, cellsIn(values.out ?? RESULTS), seed) as Records));
}

if (import.meta.main) await runTask(main);
