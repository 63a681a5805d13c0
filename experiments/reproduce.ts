/**
 * `deno task reproduce`: the first figures on a fresh machine, the notebooks, the site, and the file to open.
 *
 * @module
 */
import { join } from "node:path";
import { duration } from "./progress.ts";
import { runCommand } from "./run.ts";
import { RESULTS } from "./run.ts";

/** Runs another task of this project in a process of its own. @throws {Error} If it fails. */
async function task(name: string): Promise<void> {
  const cwd = join(import.meta.dirname!, "..");
  const { success } = await new Deno.Command(Deno.execPath(), { args: ["task", name], cwd }).spawn().status;
  if (!success) throw new Error(`Cannot go on as \`deno task ${name}\` must succeed: its message is above`);
}

const started = performance.now();
for (const name of ["fig3", "table2-vision"]) {
  await runCommand({ name, preset: "quick", seed: 1, out: RESULTS });
  console.log("");
}
for (const name of ["notebooks", "site"]) await task(name);
console.log(`Reproduced in ${duration((performance.now() - started) / 1000)}. Open ${join("site", "index.html")}`);
