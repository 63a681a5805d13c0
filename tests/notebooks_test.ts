import assert from "node:assert/strict";
import { join } from "node:path";
import { readResult } from "../lib/notebook/results.ts";
import { runNotebook } from "../lib/notebook/run.ts";
import { sentence } from "../lib/notebook/say.ts";
import { checkNotebooks } from "../lib/notebook/typecheck.ts";
import { inFolder, inProject } from "./notebook_helper.ts";

// The form that every committed notebook has.

const folder = join(import.meta.dirname!, "..", "notebooks");
const files = (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).filter((name) =>
  name.endsWith(".ipynb")
).sort();

interface Cell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: readonly string[];
  readonly execution_count?: number | null;
  readonly outputs?: readonly { readonly output_type: string; readonly data?: Readonly<Record<string, unknown>> }[];
}

const load = async (name: string): Promise<readonly Cell[]> =>
  JSON.parse(await Deno.readTextFile(join(folder, name))).cells;

Deno.test("there is a notebook for the sections with stored results", () => {
  for (const section of ["3.1", "3.2", "3.3", "4.1"]) {
    assert.ok(files.some((name) => name.startsWith(`${section}-`)), section);
  }
});

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
        imports.every((from) => /^anchorage(\/(chart|notebook|nn))?$/.test(from)),
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

// What notebooks are written with.

const say = (texts: TemplateStringsArray, ...values: (number | string | undefined)[]): string =>
  sentence(texts, values);

Deno.test("numbers in sentences have three significant digits, and integers all of theirs", () => {
  assert.equal(say`${0.91236} ${0.1} ${12.345} ${99.96} ${1234.5} ${300} ${3000}`, "0.912 0.1 12.3 100 1235 300 3000");
  assert.equal(say`${-0.05} ${0.00042} ${-3e7} ${2.5e9}`, "−0.05 4.2 · 10⁻⁴ −3.0 · 10⁷ 2.5 · 10⁹");
  assert.equal(say`${Infinity} ${-Infinity} ${NaN} ${0} ${"word"}`, "∞ −∞ NaN 0 word");
});

Deno.test("a sentence loses the indentation of its code and refuses a missing value", () => {
  assert.equal(
    say`One
      two.

      Three.`,
    "One\ntwo.\n\nThree.",
  );
  assert.throws(() => say`${1} ${undefined}`, {
    name: "TypeError",
    message: "Cannot say a sentence as value 2 must be known: it is missing",
  });
});

const stored = {
  ...{ experiment: "x", preset: "quick", seed: 3, seconds: 61.4, date: "2026-01-02T03:04:05Z", sizes: { k: 2 } },
  engine: { engine: "portable" },
  records: { grid: [{ a: 1, b: "p", v: 0.5 }, { a: 2, b: "p", v: 0.9 }, { a: 2, b: "q", v: { $number: "NaN" } }] },
};

async function withResult(body: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (temporary) => {
    await Deno.writeTextFile(join(temporary, "x-quick.json"), JSON.stringify(stored));
    await Deno.writeTextFile(join(temporary, "x-quick-c.json"), JSON.stringify({ mark: "point" }));
    await body(temporary);
  });
}

Deno.test("a stored result gives rows, values, the best row, charts and where it comes from", () =>
  withResult(async (temporary) => {
    const result = await readResult("x", { folder: temporary });
    assert.deepEqual(result.rows("grid", { a: [1, 2], b: "p" }).length, 2);
    assert.equal(result.value("grid", "v", { a: 1, b: "p" }), 0.5);
    assert.equal(result.best("grid", "v", { b: "p" })["a"], 2);
    assert.deepEqual(await result.chart("c"), { mark: "point" });
    assert.equal(
      result.provenance,
      "Stored run: `deno task experiment x`, seed 3, 2026-01-02, 61 s on the portable engine.",
    );
    await Deno.writeTextFile(join(temporary, "x-full.json"), JSON.stringify({ ...stored, preset: "full" }));
    assert.match((await readResult("x", { folder: temporary })).provenance, /--preset full/);
    assert.equal((await readResult("x", { folder: temporary, preset: "quick" })).preset, "quick");
  }));

Deno.test("a result that is not there names its task; unknown sets, fields and rows are refused", () =>
  withResult(async (temporary) => {
    const at = { folder: temporary };
    await assert.rejects(readResult("y", at), {
      message: `Cannot read the result of y as it must be in ${temporary}: run \`deno task experiment y\` to make it`,
    });
    await assert.rejects(readResult("x", { ...at, preset: "full" }), { message: /--preset full/ });
    const result = await readResult("x", at);
    assert.throws(() => result.rows("none"), { message: /the record set must be one of "grid": it is "none"/ });
    assert.throws(() => result.rows("grid", { z: 1 }), {
      message: /the field must be one of "a", "b", "v": it is "z"/,
    });
    assert.throws(() => result.row("grid", { a: 2 }), {
      name: "RangeError",
      message: 'Cannot read "grid" of x as one row must have a = 2: 2 have',
    });
    assert.throws(() => result.best("grid", "v", { a: 9 }), {
      name: "RangeError",
      message: "Cannot find the best row in grid of x as some row must fit: none does",
    });
    assert.throws(() => result.value("grid", "b", { a: 1 }), {
      name: "RangeError",
      message: 'Cannot read grid of x as "b" must be a number: it is "p"',
    });
  }));
