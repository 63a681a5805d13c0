import assert from "node:assert/strict";
import { join } from "node:path";
import { replaceBetween, resultsTable } from "../experiments/report/readme.ts";
import type { Judged, Records } from "../experiments/shared/claims.ts";
import { parseNotebook } from "../lib/notebook/nbformat.ts";
import { inFolder, read, write } from "./notebook_helper.ts";

Deno.test("the README's table: what notebooks find, every claim judged by what is stored, what is not run said so", async () => {
  await inFolder(async (folder) => {
    await write(folder, ["1"], "3.1-a.ipynb");
    const path = join(folder, "3.1-a.ipynb"), notebook = await read(path);
    const data = { "text/markdown": "Found\n**0.5**.\n\nMore." };
    const said = { output_type: "display_data", data, metadata: {} };
    const cells = notebook.cells.map((cell) => ({ ...cell, id: "findings", outputs: [said] }));
    await Deno.writeTextFile(path, JSON.stringify({ ...notebook, cells }));
    parseNotebook(await Deno.readTextFile(path), path);
    const result = { experiment: "x", preset: "quick", seed: 3, seconds: 200, records: { rows: [{ value: 0.25 }] } };
    await Deno.writeTextFile(join(folder, "x-quick.json"), JSON.stringify(result));
    const other = { ...result, preset: "pretrained", records: { rows: [{ value: 0.5 }] } };
    await Deno.writeTextFile(join(folder, "x-pretrained.json"), JSON.stringify(other));
    const judge = ({ rows }: Records): Judged => ({ value: 0, verdict: "partly", ours: String(rows![0]!.value) });
    const claim = { id: "i", where: "Figure 9", claim: "c", paper: "p", rule: "r", date: "2026-11-28", judge };
    const experiments = [
      { name: "x", reproduces: "b", notebook: "b", claims: [claim, { ...claim, notebook: "3.1-a" }] },
      { name: "y", reproduces: "figure 1", notebook: "3.1-a", claims: [claim] },
      { name: "train", reproduces: "nothing that is read" },
    ];
    const sections = [{ where: "A", notebook: "3.1-a", paper: "says" }];
    const table = await resultsTable({ results: folder, notebooks: folder }, experiments, sections);
    const run = "`deno task experiment x` ([quick, seed 3, 3 min 20 s](data/results/x-quick.json))";
    const real = run.replaceAll("quick", "pretrained"), on = "Figure 9, pretrained encoders";
    assert.deepEqual(table.split("\n").slice(2), [
      "| A | – | says | Found 0.5. | – | [3.1](notebooks/3.1-a.ipynb), `deno task notebooks` |",
      `| ${on} | c | p | 0.5 | **partly** | [b](notebooks/b.ipynb), ${real} |`,
      `| ${on} | c | p | 0.5 | **partly** | [3.1](notebooks/3.1-a.ipynb), ${real} |`,
      `| Figure 9 | c | p | 0.25 | **partly** | [b](notebooks/b.ipynb), ${run} |`,
      `| Figure 9 | c | p | 0.25 | **partly** | [3.1](notebooks/3.1-a.ipynb), ${run} |`,
      "| Figure 1 | – | – | not run yet | – | [3.1](notebooks/3.1-a.ipynb), `deno task experiment y` |",
    ]);
  });
});

Deno.test("text goes between its markers, again and again, and nowhere without them", () => {
  const text = "a <!-- results -->old<!-- /results --> b";
  const once = replaceBetween(text, "results", "new");
  assert.equal(once, "a <!-- results -->\n\nnew\n\n<!-- /results --> b");
  assert.equal(replaceBetween(once, "results", "new"), once);
  assert.throws(() => replaceBetween("a", "results", "new"), {
    name: "RangeError",
    message: "Cannot write the results as the text must have <!-- results --> and then <!-- /results -->: it has not",
  });
});
