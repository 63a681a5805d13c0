/** The figure of docs/extending.md is one that runs. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Experiment, gather } from "../experiments/experiment.ts";
import { inFolder } from "./notebook_helper.ts";

const root = join(import.meta.dirname!, "..");

Deno.test("the figure that docs/extending.md adds measures its cells, draws, and is judged", () =>
  inFolder(async (folder) => {
    const text = await Deno.readTextFile(join(root, "docs", "extending.md"));
    const sources = Array.from(text.matchAll(/^```ts\n([^]*?)^```$/gm), ([, code]) => code!);
    assert.equal(sources.length, 2);
    const from = (path: string): string => `"${pathToFileURL(join(root, path)).href}`;
    for (const [i, name] of ["growth.ts", "growth.claims.ts"].entries()) {
      const code = sources[i]!.replaceAll('"../lib/', from("lib/")).replaceAll(
        '"./shared/',
        from("experiments/shared/"),
      );
      await Deno.writeTextFile(join(folder, name), code.replace('"./experiment.ts', from("experiments/experiment.ts")));
    }
    const { growth } = await import(pathToFileURL(join(folder, "growth.ts")).href) as { growth: Experiment };
    const asked = { sizes: growth.presets.quick, seed: 1 }, cells = growth.cells(asked);
    assert.equal(cells.length, 6);
    const kept = { code: "", inputs: {}, seconds: 0 }, found = await Promise.all(cells.map(growth.measure));
    const { records, charts } = await gather(
      growth,
      { preset: "quick", seed: 1 },
      found.map((one) => ({ ...kept, found: one })),
    );
    assert.ok(charts.accuracy);
    assert.ok((records.means as { accuracy: number }[]).every(({ accuracy }) => accuracy > 0.2));
    assert.match(growth.claims![0]!.judge(records).ours, /^a gain of \d/);
  }));
