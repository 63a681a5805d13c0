/** Notebooks show the runs that are kept, not earlier ones. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseNotebook } from "../lib/notebook/nbformat.ts";
import { readResult, RESULT_FOLDERS } from "../lib/notebook/results.ts";

const NOTEBOOKS = join(import.meta.dirname!, "..", "notebooks");
/** A line that names a stored run: the experiment, and the preset where it is not the quick one. */
const RUN = /Stored run: `deno task experiment ([\w-]+)(?: --preset (\w+))?`, seed [^\n]*?engine\./g;

Deno.test("every stored run that a notebook names is the one that is kept", async () => {
  const stale: string[] = [];
  let named = 0;
  for await (const { name } of Deno.readDir(NOTEBOOKS)) {
    if (!name.endsWith(".ipynb")) continue;
    const { cells } = parseNotebook(await Deno.readTextFile(join(NOTEBOOKS, name)), name);
    const data = cells.flatMap((cell) => cell.outputs ?? []).map((o) => (o["data"] ?? {}) as Record<string, unknown>);
    const said = data.map((d) => [d["text/markdown"] ?? ""].flat().join("")).join("\n");
    for (const [line, experiment, preset = "quick"] of said.matchAll(RUN)) {
      const { provenance } = await readResult(experiment!, { preset, folder: RESULT_FOLDERS.kept } as never);
      named++;
      if (!provenance.includes(line)) stale.push(`${name}: ${line} but kept is: ${provenance}`);
    }
  }
  assert.deepEqual(stale, []);
  assert.ok(named >= 8, `${named}`);
});
