/**
 * What Figures 2 (a) and 4 and section 3.4 must show, recomputed in the quick presets: `experiments/report/scale_bounds.ts
 * [--seed n]`. A bound that fails ends the run with exit code 1; what Figure 5 finds is printed beside them.
 *
 * @module
 */
import { parseArgs } from "node:util";
import { integer } from "../../lib/base/check.ts";
import { alignColumns, type Records } from "../../lib/notebook/table.ts";
import type { Experiment } from "../experiment.ts";
import { fig2 } from "../fig2.ts";
import { fig4 } from "../fig4.ts";
import { fig5 } from "../fig5.ts";
import { duration, progress } from "../../lib/base/progress.ts";
import { temperature } from "../temperature.ts";

/** Runs an experiment's quick preset and prints its bounds; returns how many fail. */
async function recompute({ name, reproduces, run }: Experiment, seed: number): Promise<number> {
  const started = performance.now();
  const { records } = await run({ preset: "quick", seed, progress });
  console.log(`\n${name} (${reproduces}), seed ${seed}, ${duration((performance.now() - started) / 1000)}`);
  console.log(alignColumns(records.bounds as Records));
  return records.bounds!.filter(({ holds }) => holds === false).length;
}

if (import.meta.main) {
  const { values } = parseArgs({ args: Deno.args, options: { seed: { type: "string" } } });
  const seed = integer(Number(values.seed ?? 1), 0, Number.MAX_SAFE_INTEGER, "--seed", "check the bounds");
  let failed = 0;
  for (const experiment of [temperature, fig2, fig4, fig5]) failed += await recompute(experiment, seed);
  if (failed > 0) {
    console.error(`${failed} bounds do not hold`);
    Deno.exit(1);
  }
}
