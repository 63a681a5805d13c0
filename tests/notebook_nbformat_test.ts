import assert from "node:assert/strict";
import { join } from "node:path";
import { formatNotebook, type Output, parseNotebook } from "../lib/notebook/nbformat.ts";
import { runNotebook } from "../lib/notebook/run.ts";
import { failure, inFolder, read, write } from "./notebook_helper.ts";
import { foreign } from "./notebook_samples.ts";

const cell = (more: Record<string, unknown>): unknown => ({ cell_type: "code", metadata: {}, source: "", ...more });
const file = (cells: unknown[], metadata = {}): string =>
  JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 4 });

Deno.test("ids stay, and missing or repeated ones are derived from index and source", () => {
  const cells = [
    cell({ id: "a", source: ["x\n", "y"] }),
    cell({ id: "a" }),
    cell({ source: "x" }),
    cell({ source: "y" }),
  ];
  const { cells: read } = parseNotebook(file(cells), "a.ipynb");
  const again = parseNotebook(file(cells), "a.ipynb").cells;
  assert.deepEqual(read, again);
  assert.equal(read[0]!.id, "a");
  assert.equal(read[0]!.source, "x\ny");
  assert.equal(new Set(read.map(({ id }) => id)).size, 4);
  for (const { id } of read.slice(1)) assert.match(id, /^\d-[0-9a-f]{8}$/);
  const changed = parseNotebook(file([...cells.slice(0, 3), cell({ source: "z" })]), "a.ipynb").cells;
  assert.equal(changed[2]!.id, read[2]!.id);
  assert.notEqual(changed[3]!.id, read[3]!.id);
});

Deno.test("a formatted notebook has sorted keys and texts as lines, and reads back the same", () => {
  const data = {
    "text/plain": "a\nb",
    "image/png": "AA\nBB",
    "application/vnd.vegalite.v5+json": { mark: "bar", a: "x\ny" },
  };
  const outputs: Output[] = [{ output_type: "display_data", metadata: {}, data }];
  const notebook = parseNotebook(file([cell({ id: "z", outputs, source: "1\n2\n" })], { b: 1 }), "a.ipynb");
  const text = formatNotebook(notebook);
  assert.ok(
    text.startsWith('{\n "cells": [\n  {\n   "cell_type": "code",\n   "execution_count": null,\n   "id": "z",\n') &&
      text.endsWith("}\n"),
    text,
  );
  const written = JSON.parse(text);
  assert.deepEqual(written.cells[0].source, ["1\n", "2\n"]);
  assert.deepEqual(written.cells[0].outputs[0].data, { ...data, "text/plain": ["a\n", "b"] });
  assert.deepEqual(Object.keys(written.cells[0].outputs[0].data), Object.keys(data).sort());
  assert.deepEqual(written.metadata.kernelspec.name, "anchorage");
  assert.equal(written.nbformat_minor, 5);
  const shuffled = JSON.stringify(Object.fromEntries(Object.entries(written).reverse()));
  assert.equal(formatNotebook({ ...parseNotebook(shuffled, "a.ipynb"), metadata: notebook.metadata }), text);
});

Deno.test("cells of other tools become legal ones: no fields of other types, ids and metadata that nbformat allows", () => {
  const written = JSON.parse(formatNotebook(parseNotebook(JSON.stringify(foreign), "a.ipynb")));
  const [text, code, raw, twin] = written.cells;
  assert.deepEqual(Object.keys(text), ["attachments", "cell_type", "id", "metadata", "source"]);
  assert.deepEqual(text.metadata, { editable: true });
  assert.deepEqual([code.outputs, code.execution_count, code.metadata], [[], null, { tags: ["a"] }]);
  assert.deepEqual(raw, { cell_type: "raw", id: raw.id, metadata: {}, source: ["r"] });
  const ids = written.cells.map(({ id }: { id: string }) => id);
  assert.ok(ids.every((id: string) => /^[a-zA-Z0-9-_]{1,64}$/.test(id)), ids.join());
  assert.equal(new Set(ids).size, ids.length);
  assert.notEqual(twin.id, "1-2c624232");
  assert.deepEqual(written.metadata, {
    kernelspec: { display_name: "Anchorage (Deno)", language: "typescript", name: "deno" },
  });
});

Deno.test("a cell of an unknown type is refused", () => {
  for (const cell_type of ["heading", "__proto__", "toString", undefined]) {
    assert.throws(() => parseNotebook(file([cell({}), { source: "", cell_type }]), "a.ipynb"), {
      name: "TypeError",
      message: `Cannot run a.ipynb as cell 2 must be of type code, markdown or raw: it is "${cell_type}"`,
    });
  }
});

Deno.test("a notebook that is too deep, or has a key twice, is refused before anything runs", () =>
  inFolder(async (folder) => {
    const path = join(folder, "deep.ipynb"), deep = "[".repeat(10_000) + "]".repeat(10_000);
    const name = "SyntaxError";
    for (const text of [deep, `{"cells":[],"nbformat":4,"metadata":{"a":${deep}}}`]) {
      await Deno.writeTextFile(path, text);
      await assert.rejects(runNotebook(path), { name, message: /deep\.ipynb as it must be at most 100 levels deep$/ });
    }
    await Deno.writeTextFile(path, '{"cells":[],"nbformat":4,"cells":[]}');
    await assert.rejects(runNotebook(path), { name, message: /no object may have a key twice: "cells" is$/ });
  }));

Deno.test("an output that is too deep for a file fails its cell; texts that are no text are written as one", async () => {
  const show = (data: string): string =>
    `await Deno.jupyter.broadcast("display_data", { data: ${data}, metadata: {} }); undefined`;
  const deep = 'JSON.parse("[".repeat(110) + "]".repeat(110))';
  assert.match(await failure([show(`{ "application/json": ${deep} }`)]), /cell 1 of 1 .* at most 100 levels deep/);
  await inFolder(async (folder) => {
    const path = await write(folder, [show('{ "text/plain": 5, "image/png": null, "application/json": { a: 5 } }')]);
    await runNotebook(path);
    const { data } = (await read(path)).cells[0]!.outputs[0]!;
    assert.deepEqual(data, { "application/json": { a: 5 }, "image/png": "", "text/plain": ["5"] });
  });
});
