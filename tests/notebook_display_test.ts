import assert from "node:assert/strict";
import { runNotebook } from "../lib/notebook/run.ts";
import { alignColumns } from "../lib/notebook/table.ts";
import { inProject, read, write } from "./notebook_helper.ts";

const module = new URL("../lib/notebook/display.ts", import.meta.url).href;
const spec = {
  title: { text: ["Accuracy by", "method"] },
  data: { values: [{ x: 1, y: 2 }] },
  mark: "point",
  encoding: { x: { field: "x", type: "quantitative" } },
};

Deno.test("columns are aligned: names to the left, numbers to the right with the same decimals", () => {
  const text = alignColumns([
    { method: "relative", accuracy: 0.91236, count: 10, note: null },
    { method: "absolute", accuracy: 0.1, count: 2000, note: "low" },
  ]);
  assert.equal(
    text,
    [
      "method    accuracy  count  note",
      "────────  ────────  ─────  ────",
      "relative    0.9124     10  –",
      "absolute    0.1000   2000  low",
    ].join("\n"),
  );
});

Deno.test("numbers of very different sizes keep four digits each, and all kinds of values have a text", () => {
  const values = [123456789, 0.000012345, 2, NaN, Infinity].map((x) => ({ x }));
  assert.deepEqual(alignColumns(values).split("\n").map((line) => line.trim()), [
    "x",
    "──────────",
    "123500000",
    "0.00001234",
    "2",
    "NaN",
    "Infinity",
  ]);
  assert.deepEqual(alignColumns([{ a: true }, { a: undefined }]).split("\n"), ["a", "────", "true", "–"]);
});

Deno.test("a table without rows, or with ragged ones, is refused", () => {
  const none = {
    name: "TypeError",
    message: "Cannot make a table as records must have rows and columns: they have none",
  };
  assert.throws(() => alignColumns([]), none);
  assert.throws(() => alignColumns([{}]), none);
  assert.throws(() => alignColumns([{ a: 1, b: 2 }, { b: 1, a: 2 }, { a: 1 }]), {
    name: "TypeError",
    message: "Cannot make a table as every record must have a, b: row 2 has a",
  });
});

Deno.test("in a notebook a chart is shown live and as a picture, without HTML, and a table as text", () =>
  inProject(async (folder) => {
    const path = await write(folder, [
      `import { show, table } from "${module}";`,
      `await show(${JSON.stringify(spec)});`,
      `await table([{ a: 1 }]);`,
    ]);
    await runNotebook(path);
    const [, chart, text] = (await read(path)).cells.map((cell) => cell.outputs);
    assert.equal(chart!.length, 1);
    assert.equal(chart![0]!.output_type, "display_data");
    const data = chart![0]!.data as Record<string, unknown>;
    assert.deepEqual(Object.keys(data), ["application/vnd.vegalite.v5+json", "image/png", "text/plain"]);
    assert.deepEqual(data["application/vnd.vegalite.v5+json"], spec);
    assert.deepEqual([...Uint8Array.fromBase64(data["image/png"] as string).subarray(1, 4)], [0x50, 0x4e, 0x47]);
    assert.deepEqual(data["text/plain"], ["Chart: Accuracy by method"]);
    assert.deepEqual(text!.map((output) => output.data), [{ "text/plain": ["a\n", "─\n", "1"] }]);
  }));

Deno.test("outside a notebook both print text, and no renderer is loaded", async () => {
  const code = `import { show, table } from "${module}";
    await show(${JSON.stringify(spec)}); await show({ title: "Plain" }); await show({}); await table([{ a: 1 }]);`;
  const args = ["run", "--no-lock", "--quiet", "--cached-only", "--no-prompt", "-"];
  const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped", stderr: "inherit" }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(code));
  await writer.close();
  const { stdout } = await child.output();
  const lines = new TextDecoder().decode(stdout).trim().split("\n");
  assert.deepEqual(lines, ["Chart: Accuracy by method", "Chart: Plain", "Chart: untitled", "a", "─", "1"]);
});
