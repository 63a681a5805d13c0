/** evaluate's curve, costs and page; drift. */
import assert from "node:assert/strict";
import { fixed, interval, scoreTable } from "../cli/print.ts";
import { curveWords } from "../cli/curve.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { readNpy, writeNpy } from "../lib/file/npy.ts";
import type { MigrationScore } from "../lib/measure/migration.ts";
import { alignColumns } from "../lib/notebook/table.ts";
import { measureDrift } from "../lib/measure/drift.ts";
import { inFolder, run, runJson, turned } from "./cli_helper.ts";
import { normal } from "./helpers.ts";

Deno.test("the curve of a rotation is full at its first point; that of a permuted pairing stays at chance", () =>
  inFolder(async (folder) => {
    const { x, y, permuted } = await turned(folder);
    const { curve } = await runJson("evaluate", x, y, "--curve");
    assert.deepEqual(curve.map(({ pairs }: { pairs: number }) => pairs), [32, 64, 128, 256, 300]);
    assert.ok(curve[0].scores["recall@10"].low > .99);
    assert.deepEqual(curve.at(-1).behind, { estimate: 0, low: 0, high: 0 });
    const { curve: flat } = await runJson("evaluate", x, permuted, "--curve");
    assert.ok(
      flat.every(({ scores }: { scores: Record<string, { high: number }> }) => scores["recall@10"]!.high < .35),
    );
    await run("fit", x, y, "--no-score", "--out", `${folder}/map`);
    assert.match((await run("evaluate", x, y, "--map", `${folder}/map`, "--curve")).err, /came from a file/);
  }));

Deno.test("what rounds to zero is printed without a sign, and everything else with its own", () => {
  assert.deepEqual([-0.0004, -0, 0.0004, -0.0006, 1].map((x) => fixed(x)), [
    "0.000",
    "0.000",
    "0.000",
    "-0.001",
    "1.000",
  ]);
  assert.equal(interval({ estimate: -1e-5, low: -0.002, high: 0 }), "0.000 [-0.002, 0.000]");
  const at = (value: number) => ({ estimate: value, low: value, high: value }),
    zero = { value: 0, difference: at(-1e-5) };
  const score = { name: "x", map: at(-1e-9), nothing: zero, reembedding: { ...zero, difference: at(-0.5) } };
  const table = scoreTable([score as unknown as MigrationScore]);
  assert.doesNotMatch(table, /-0\.000/);
  assert.match(table, /\+0\.000 \[\+0\.000, \+0\.000\].*-0\.500/);
  assert.equal(alignColumns([{ a: -0.00001 }, { a: -0.25 }]).split("\n").at(-1)!.trim(), "-0.25");
});

Deno.test("enough pairs are the fewest that are not behind all by more than .01 at the worse end", () => {
  const point = (pairs: number, low: number) => ({ pairs, scores: {}, behind: { estimate: 0, low, high: 0 } });
  assert.match(curveWords([point(32, -.2), point(64, -.009), point(128, 0)]), /^64 pairs are enough/);
  assert.match(curveWords([point(32, -.2), point(64, -.011), point(100, 0)]), /^More than 64 pairs/);
});

Deno.test("smaller vectors cost what they must: little in int8, more with fewer dimensions and bits", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder), { costs } = await runJson("evaluate", x, y, "--costs");
    const overlap = costs.map(({ scores }: { scores: Record<string, { map: { estimate: number } }> }) =>
      scores["overlap@10"]!.map.estimate
    );
    assert.deepEqual(costs.map(({ bytes }: { bytes: number }) => bytes), [48, 24, 12, 12, 2]);
    const [full, half, quarter, int8, binary] = overlap;
    assert.ok(full > half && half > quarter && full - int8 < .03 && binary < int8, overlap.join());
  }));

Deno.test("a page has the sentences, the tables and one picture a chart, and loads nothing", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder), html = `${folder}/report.html`;
    assert.equal((await run("evaluate", x, y, "--curve", "--costs", "--html", html)).code, 0);
    const page = await Deno.readTextFile(html);
    assert.equal(page.match(/<svg/g)?.length, 3);
    assert.match(page, /pairs are enough/);
    assert.doesNotMatch(page, /<script|<link|https?:\/\/(?!www\.w3\.org)/);
    await run("gate", x, y, "--require", "mrr>=.9", "--html", html);
    assert.match(await Deno.readTextFile(html), /Use it: the map alone/);
  }));

Deno.test("drift tells the same, noise and a changed model apart", () =>
  inFolder(async (folder) => {
    const stored = normal(100, 8, 1),
      paths = ["stored", "noise", "changed", "wide"].map((name) => `${folder}/${name}.npy`);
    const noise = new Matrix(100, 8, stored.data.map((v, p) => v * (1 + 1e-3 * Math.sin(p))));
    const changed = new Matrix(100, 8, stored.data.map((v, p) => p < 8 ? -v : v)); // one row of a hundred
    for (const [i, m] of [stored, noise, changed, normal(100, 9, 2)].entries()) await writeNpy(paths[i]!, m);
    const codes = await Promise.all(paths.map(async (path) => (await run("drift", paths[0]!, path)).code));
    assert.deepEqual(codes, [0, 0, 1, 1]);
    assert.deepEqual([stored, noise, changed].map((m) => measureDrift(stored, m).verdict), [
      "same",
      "noise",
      "changed",
    ]);
    const { moved, lowestRow } = measureDrift(stored, changed);
    assert.deepEqual([moved, lowestRow], [1, 0]);
    const { back } = await runJson("drift", paths[0]!, paths[2]!);
    assert.ok(back.length > 0);
    assert.throws(() => measureDrift(stored, normal(99, 8, 1)), TypeError);
  }));

Deno.test("confidence gives every row a number: high near anchors, and a margin of nothing for twins in the index", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 100), map = `${folder}/map.safetensors`, twins = `${folder}/twins.npy`;
    const near = await runJson("confidence", x, "--kind", "cosine", "--anchors", x, "--neighbors", "1");
    assert.ok(near.values.every((value: number) => Math.abs(value - 1) < 1e-6)); // each is an anchor itself
    const vectors = await readNpy(y);
    await writeNpy(twins, new Matrix(200, 12, Float32Array.from([...vectors.data, ...vectors.data])));
    await run("fit", x, y, "--no-score", "--out", map);
    const of = (index: string) => runJson("confidence", x, "--kind", "margin", "--map", map, "--index", index);
    assert.ok((await of(twins)).values.every((value: number) => Math.abs(value) < 1e-6));
    assert.ok((await of(y)).quantiles["0.5"] > .1);
    const out = `${folder}/c.tsv`;
    await run("confidence", x, "--kind", "cosine", "--anchors", x, "--out", out);
    assert.equal((await Deno.readTextFile(out)).split("\n").length, 102);
    assert.match((await run("confidence", x, "--kind", "margin")).err, /--map must be given/);
  }));

Deno.test("prototypes are means of the same items on both sides, and the map keeps its held-out scores", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder), map = `${folder}/map.safetensors`;
    const { pairs, scores } = await runJson("evaluate", x, y, "--anchors", "prototypes:40");
    assert.equal(pairs, 40);
    assert.ok(scores.find(({ name }: { name: string }) => name === "mrr").map.low > .9);
    await run("fit", x, y, "--anchors", "prototypes:100", "--out", map);
    const [{ facts }] = await runJson("inspect", map), kept = facts.parameters["held-out mrr"];
    assert.ok(kept.length === 3 && kept[1] <= kept[0] && kept[0] <= kept[2]);
  }));
