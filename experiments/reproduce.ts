/**
 * `deno task reproduce`: the first figures on a fresh machine, and where to look.
 *
 * @module
 */
import { runCommand } from "./run.ts";
import { duration } from "./progress.ts";
import { RESULTS } from "./run.ts";

const started = performance.now();
for (const name of ["fig3", "table2-vision"]) {
  await runCommand({ name, preset: "quick", seed: 1, out: RESULTS });
  console.log("");
}
console.log(`Reproduced in ${duration((performance.now() - started) / 1000)}. Charts and numbers are in ${RESULTS}`);
