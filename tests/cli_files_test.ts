/** The command over files of many forms: pairs by id, arrays of one file, and translation in order. */
import assert from "node:assert/strict";
import { openRows } from "../lib/file/rowsource.ts";
import { readNpy, writeNpy } from "../lib/file/npy.ts";
import { readVectors } from "../lib/file/vectors.ts";
import { writeVectors } from "../lib/file/writevectors.ts";
import { Matrix, sliceRows, takeRows } from "../lib/linalg/matrix.ts";
import { rng } from "../lib/base/random.ts";
import { inFolder, names, run, runJson, turned } from "./cli_helper.ts";
import { close, normal } from "./helpers.ts";

Deno.test("files with ids are paired by them, whatever their order and what else they hold", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 200), a = await readNpy(x), order = rng(1).permutation(200).subarray(0, 180);
    const ids = Array.from({ length: 200 }, (_, i) => `item ${i}`);
    await writeVectors(`${folder}/x.jsonl`, { vectors: a, ids });
    const some = takeRows(await readNpy(y), order), named = Array.from(order, (i) => ids[i]!);
    await writeVectors(`${folder}/y.csv`, { vectors: some, ids: named });
    const { held, pairs, scores } = await runJson(
      "evaluate",
      `${folder}/x.jsonl`,
      `${folder}/y.csv`,
      "--method",
      "linear",
    );
    assert.deepEqual([held, pairs], [45, 135]);
    assert.equal(scores.find(({ name }: { name: string }) => name === "recall@1").map.estimate, 1);
    await writeVectors(`${folder}/z.jsonl`, { vectors: some, ids: named.map((id) => `other ${id}`) });
    assert.match((await run("evaluate", `${folder}/x.jsonl`, `${folder}/z.jsonl`)).err, /must have an id in common/);
  }));

Deno.test("shards are one file, and apply writes the same rows from every form, with their ids beside them", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 300), map = `${folder}/map.safetensors`, rows = await readNpy(x);
    await run("fit", x, y, "--no-score", "--method", "linear", "--out", map);
    await run("apply", map, x, "--out", `${folder}/whole.npy`);
    const wanted = await readNpy(`${folder}/whole.npy`), ids = Array.from({ length: 300 }, (_, i) => `row ${i}`);
    for (let i = 0; i < 12; i++) await writeNpy(`${folder}/part-${i}.npy`, sliceRows(rows, i * 25, i * 25 + 25));
    await writeVectors(`${folder}/x.jsonl`, { vectors: rows, ids });
    await writeVectors(`${folder}/x.safetensors`, { vectors: rows });
    for (const [from, to] of [["part-*.npy", "a"], ["x.safetensors", "b"], ["x.jsonl", "c"]] as const) {
      const out = `${folder}/${to}.npy`;
      assert.equal((await run("apply", map, `${folder}/${from}`, "--out", out)).code, 0);
      close((await readNpy(out)).data, wanted.data, 1e-6, from);
      assert.match((await run("apply", map, `${folder}/${from}`, "--out", out)).out, /was there already/);
    }
    assert.deepEqual((await Deno.readTextFile(`${folder}/c.npy.ids`)).trim().split("\n"), ids);
    assert.deepEqual((await readVectors(`${folder}/c.npy`, { ids: `${folder}/c.npy.ids` })).ids, ids);
    await run("apply", map, `${folder}/x.jsonl`, "--out", `${folder}/d.npy`, "--part", "2/2");
    const half = (await Deno.readTextFile(`${folder}/d.0002-of-0002.npy.ids`)).trim().split("\n");
    assert.deepEqual(half, ids.slice(-half.length));
    assert.equal(half.length, (await readNpy(`${folder}/d.0002-of-0002.npy`)).rows);
    assert.deepEqual((await names(folder)).filter((name) => /partial|tmp/.test(name)), []);
    assert.match((await run("apply", map, x, "--out", `${folder}/o.csv`)).err, /must end in \.npy/);
  }));

Deno.test("rows in order are those asked for, whatever the blocks, and earlier ones begin anew", () =>
  inFolder(async (folder) => {
    const x = normal(90, 3, "rows"), ids = Array.from({ length: 90 }, (_, i) => `${i}`), draw = rng("slices");
    for (let i = 0; i < 9; i++) {
      const slice = { vectors: sliceRows(x, i * 10, i * 10 + 10), ids: ids.slice(i * 10, i * 10 + 10) };
      await writeVectors(`${folder}/p${i}.jsonl`, slice);
    }
    await using source = await openRows(`${folder}/p*.jsonl`);
    assert.deepEqual([source.rows, source.cols, source.named], [90, 3, true]);
    for (let i = 0; i < 60; i++) {
      const start = draw.integer(90), end = start + draw.integer(91 - start);
      close((await source.read(start, end)).data, sliceRows(x, start, end).data, 0, `${start} to ${end}`);
    }
  }));

Deno.test("bad rows are refused, or dropped and counted; without ids a pair then no longer pairs", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 100), bad = `${folder}/bad.npy`, { rows, cols, data } = await readNpy(x);
    await writeNpy(bad, new Matrix(rows, cols, data.map((v, p) => p === 30 ? NaN : v)));
    assert.match((await run("evaluate", bad, y)).err, /row 2/);
    assert.match((await run("evaluate", bad, y, "--skip-bad")).err, /99 against 100, some dropped/);
    const [{ facts }] = await runJson("inspect", bad, "--skip-bad");
    assert.deepEqual([facts.rows, facts.skipped], [99, 1]);
  }));

Deno.test("a map is not applied to the new model's vectors, nor tried on the items it was fitted on", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 200), map = `${folder}/map.safetensors`, b = await readNpy(y);
    await writeNpy(y, new Matrix(b.rows, b.cols, b.data.map((value, p) => value + (p % 12) - 5)));
    await run("fit", x, y, "--no-score", "--out", map);
    const wrong = await run("apply", map, y, "--out", `${folder}/o.npy`);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /wrong way round/);
    assert.equal((await run("apply", map, x, "--out", `${folder}/o.npy`)).code, 0);
    await Deno.writeTextFile(`${folder}/ids`, Array.from({ length: 200 }, (_, i) => `item ${i}\n`).join(""));
    const named = [x, y, "--ids", `${folder}/ids`];
    await run("fit", ...named, "--no-score", "--out", map);
    assert.match((await run("evaluate", ...named, "--map", map)).err, /was fitted on them/);
    assert.equal((await run("evaluate", x, y, "--map", map)).code, 0); // without ids nobody can tell
  }));
