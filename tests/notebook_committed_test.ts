import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { listNotebooks } from "../lib/notebook/list.ts";
import { runNotebook } from "../lib/notebook/run.ts";
import { checkNotebooks } from "../lib/notebook/typecheck.ts";
import { inFolder, inProject } from "./notebook_helper.ts";

// The form that every committed notebook has.

const folder = join(import.meta.dirname!, "..", "notebooks");
const files = (await listNotebooks(folder)).map((path) => basename(path));

interface Cell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly execution_count?: number | null;
  readonly outputs?: readonly { readonly output_type: string; readonly data?: Readonly<Record<string, unknown>> }[];
}

const load = async (name: string): Promise<readonly Cell[]> =>
  JSON.parse(await Deno.readTextFile(join(folder, name))).cells;

Deno.test("there is a notebook for each section with results; 3.1 comes first, what goes beyond last", () => {
  const sections = files.map((name) => name.split("-")[0]);
  assert.deepEqual(sections.slice(0, 7), ["3.1", "3.2", "3.3", "3.4", "4.1", "4.2", "5"]);
  assert.equal(sections.at(-1), "beyond");
});

Deno.test("sections come in order, whatever their numbers of digits; other names after them", () =>
  inFolder(async (temporary) => {
    const names = ["3.1-a", "3.2-a", "3.10-a", "5-a", "5.1-a", "10-a", "alignment", "zeta", "beyond-it"];
    for (const name of names.toReversed()) await Deno.writeTextFile(join(temporary, `${name}.ipynb`), "");
    await Deno.writeTextFile(join(temporary, "1-notes.md"), "");
    assert.deepEqual(await listNotebooks(temporary), names.map((name) => join(temporary, `${name}.ipynb`)));
  }));

for (const name of files) {
  Deno.test(`${name} has the form of a notebook: what the paper says, code to read, a figure, what we find`, async () => {
    const cells = await load(name), code = cells.filter((cell) => cell.cell_type === "code");
    const said = cells.filter((cell) => cell.cell_type === "markdown").map((cell) => cell.source.join("")).join("\n");
    assert.match(said, /^# /, "it begins with a title");
    assert.match(said, /\$\$[^$]+\$\$/, "an equation in TeX");
    assert.match(said, /\]\(https:\/\/(arxiv|openreview|proceedings)/, "a reference");
    assert.ok((await Deno.stat(join(folder, name))).size < 1_000_000, "it is larger than 1 MB");
    assert.equal(new Set(cells.map(({ id }) => id)).size, cells.length, "ids repeat");
    for (const { id, source } of code) {
      const text = source.join("");
      assert.ok(source.length <= 15, `cell ${id} is ${source.length} lines long`);
      assert.doesNotMatch(text, /\b(for|while)\s*\(|\.forEach\(|\bMath\./, `cell ${id} has a loop or maths`);
      const imports = [...text.matchAll(/from "([^"]+)"/g)].map(([, from]) => from!);
      assert.ok(
        imports.every((from) => /^anchorage(\/(\w+))?$|^npm:ml-matrix@/.test(from)),
        `cell ${id} imports ${imports}`,
      );
    }
  });

  Deno.test(`${name} is committed as it ran: every cell in order, charts with pictures, findings computed`, async () => {
    const code = (await load(name)).filter((cell) => cell.cell_type === "code");
    assert.deepEqual(code.map((cell) => cell.execution_count), code.map((_, i) => i + 1));
    const outputs = code.flatMap((cell) => cell.outputs ?? []);
    assert.ok(outputs.every(({ output_type }) => output_type === "display_data"), "an output is no display");
    const charts = outputs.filter(({ data }) => data?.["application/vnd.vegalite.v5+json"]);
    assert.ok(charts.length > 0 && charts.every(({ data }) => data?.["image/png"]), "charts need pictures");
    const findings = code.find(({ id }) => id === "findings");
    assert.match(findings?.source.join("") ?? "", /await say`[^]*\$\{/, "findings are said with computed values");
    assert.match(String(findings?.outputs?.[0]?.data?.["text/markdown"]), /\d/);
  });
}

Deno.test("the notebooks' types are right", () => checkNotebooks(files.map((name) => join(folder, name))));

Deno.test("a notebook that is run twice gives the same bytes", () =>
  inProject(async (temporary) => {
    const name = files.find((file) => file.startsWith("3.2"))!, path = join(temporary, name);
    await Deno.copyFile(join(folder, name), path);
    await runNotebook(path);
    const first = await Deno.readTextFile(path);
    await runNotebook(path);
    assert.ok(await Deno.readTextFile(path) === first, "outputs differ between two runs");
  }));
