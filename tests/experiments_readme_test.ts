import assert from "node:assert/strict";
import { join } from "node:path";
import { replaceBetween, resultsTable } from "../experiments/report/readme.ts";
import { parseNotebook } from "../lib/notebook/nbformat.ts";
import { inFolder, read, write } from "./notebook_helper.ts";

Deno.test("the README's table has a row for each notebook or result that is there", async () => {
  await inFolder(async (folder) => {
    await write(folder, ["1"], "3.1-a.ipynb");
    const path = join(folder, "3.1-a.ipynb"), notebook = await read(path);
    const data = { "text/markdown": "Found\n**0.5**.\n\nMore." };
    const said = { output_type: "display_data", data, metadata: {} };
    const cells = notebook.cells.map((cell) => ({ ...cell, id: "findings", outputs: [said] }));
    await Deno.writeTextFile(path, JSON.stringify({ ...notebook, cells }));
    parseNotebook(await Deno.readTextFile(path), path);
    const result = { experiment: "x", preset: "quick", seconds: 200, records: {} };
    await Deno.writeTextFile(join(folder, "x-quick.json"), JSON.stringify(result));
    const entries = [
      { where: "A", notebook: "3.1-a", paper: "says" },
      { where: "B", notebook: "b", experiment: "x" },
      { where: "C", notebook: "3.1-a", experiment: "y" },
      { where: "D", notebook: "d", experiment: "z" },
    ];
    const table = await resultsTable({ results: folder, notebooks: folder }, entries);
    assert.deepEqual(table.split("\n").slice(2), [
      "| A | [3.1](notebooks/3.1-a.ipynb) | `deno task notebooks` | says | Found 0.5. | under 1 min |",
      "| B | – | `deno task experiment x` | – | in the notebook | 3 min 20 s (quick) |",
      "| C | [3.1](notebooks/3.1-a.ipynb) | `deno task experiment y` | – | not run yet | – |",
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
