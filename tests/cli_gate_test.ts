/** fit, evaluate and gate on tiny spaces whose answer is known. */
import assert from "node:assert/strict";
import { readNpy, writeNpy } from "../lib/file/npy.ts";
import { rowNorms, unitRows } from "../lib/linalg/rows.ts";
import { inFolder, run, runJson, turned } from "./cli_helper.ts";
import { close } from "./helpers.ts";

Deno.test("a rotation passes the gate, a permuted pairing is refused", () =>
  inFolder(async (folder) => {
    const { x, y, permuted } = await turned(folder), require = ["--require", "recall@10>=.9", "--require", "mrr>=.9"];
    const good = await run("gate", x, y, ...require), bad = await run("gate", x, permuted, ...require);
    assert.deepEqual([good.code, bad.code], [0, 1]);
    assert.match(good.out, /Use it: /);
    assert.match(bad.out, /Re-embed: /);
    assert.equal((await runJson("gate", x, permuted, ...require)).verdict, "re-embed");
    // Chance alone meets so low a bound: the control refuses it.
    const low = await run("gate", x, permuted, "--require", "recall@10>=.01");
    assert.equal(low.code, 1);
    assert.match(low.out, /yes {2}recall@10>=\.01[\s\S]*shuffled pairs does as well/);
    assert.equal((await run("gate", x, y, "--require", "recall@10>=.01")).code, 0);
  }));

Deno.test("the worse end of the interval decides, on either side", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder), choice = ["--method", "irp"];
    const { scores } = await runJson("evaluate", x, y, ...choice),
      { estimate, low, high } = scores.find(
        ({ name }: { name: string }) => name === "overlap@10",
      ).map;
    assert.ok(low < estimate && estimate < high);
    const gate = async (text: string): Promise<number> => (await run("gate", x, y, ...choice, "--require", text)).code;
    assert.equal(await gate(`overlap@10>=${estimate}`), 1);
    assert.equal(await gate(`overlap@10>=${low}`), 0);
    assert.equal(await gate(`overlap@10<=${estimate}`), 1);
    assert.equal(await gate(`overlap@10<=${high}`), 0);
  }));

Deno.test("a map too weak alone may do in two stages, which is a yes only where two stages were asked for", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder), require = ["--method", "irp", "--require", "overlap@1>=.99"];
    const alone = await run("gate", x, y, ...require),
      staged = await run("gate", x, y, ...require, "--two-stage", "10");
    assert.match(alone.out, /Use it in two stages: /);
    assert.deepEqual([alone.code, staged.code], [1, 0]);
  }));

Deno.test("the gate names the scores that there are, and reads no half of a requirement", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder);
    const wrong = await run("gate", x, y, "--require", "recal@10>=.9"),
      half = await run("gate", x, y, "--require", "mrr");
    assert.deepEqual([wrong.code, half.code, (await run("gate", x, y)).code], [2, 2, 2]);
    assert.match(wrong.err, /one of recall@1, recall@10, mrr/);
    assert.match(half.err, /"recall@10>=\.9", say/);
  }));

Deno.test("labels and judgements are scored beside doing nothing and re-embedding", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 200), { data } = await readNpy(y), { rows, cols } = await readNpy(y);
    await Deno.writeTextFile(
      `${folder}/labels`,
      Array.from({ length: rows }, (_, i) => data[i * cols]! > 0).join("\n"),
    );
    await Deno.writeTextFile(`${folder}/qrels`, Array.from({ length: rows }, (_, i) => `${i} ${i} 1`).join("\n"));
    const { scores } = await runJson(
      "evaluate",
      x,
      y,
      "--labels",
      `${folder}/labels`,
      "--qrels",
      `${folder}/qrels`,
      "--queries",
      `${x},${y}`,
    );
    const of = (name: string) => scores.find((score: { name: string }) => score.name === name);
    assert.ok(of("accuracy").map.low > .5);
    assert.ok(Math.abs(of("accuracy").reembedding.difference.estimate) < .1);
    assert.equal(of("ndcg@1").reembedding.value, 1);
    assert.equal(of("ndcg@1").nothing.value, 1);
    assert.ok(of("ndcg@1").map.estimate > .95);
    assert.ok(of("recall@1").nothing.value < .2);
  }));

Deno.test("a saved map translates as the fitted one, and is tried on pairs that it does not know", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder), map = `${folder}/map.safetensors`, out = `${folder}/out.npy`;
    assert.equal((await run("fit", x, y, "--method", "linear", "--anchors", "100", "--out", map)).code, 0);
    assert.equal((await run("apply", map, x, "--out", out)).code, 0);
    close((await readNpy(out)).data, (await readNpy(y)).data, 1e-5);
    const { pairs, held, scores } = await runJson("evaluate", x, y, "--map", map);
    assert.deepEqual([pairs, held, scores[0].map.estimate], [undefined, 400, 1]);
    const wrong = await run("evaluate", x, y, "--map", x);
    assert.equal(wrong.code, 2);
  }));

Deno.test("anchors can be a number or a file of ids; files that do not pair are refused", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder), ids = `${folder}/ids`;
    await Deno.writeTextFile(ids, Array.from({ length: 50 }, (_, i) => `${i * 2}`).join("\n"));
    assert.deepEqual(((r) => [r.pairs, r.held])(await runJson("evaluate", x, y, "--anchors", ids)), [50, 350]);
    assert.deepEqual(((r) => [r.pairs, r.held])(await runJson("evaluate", x, y, "--anchors", "60")), [60, 100]);
    await Deno.writeTextFile(ids, "0\n1\nnone\n");
    assert.match((await run("evaluate", x, y, "--anchors", ids)).err, /has no id "none"/);
    const { x: short } = await turned(`${folder}`, 399).then(async ({ x }) => {
      await Deno.rename(x, `${folder}/short.npy`);
      return { x: `${folder}/short.npy` };
    });
    await turned(folder);
    assert.match((await run("evaluate", short, y)).err, /must have the same number of rows: 399 against 400/);
  }));

Deno.test("with --unit every translated row has norm 1, which is offered where the new model's vectors have", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder), map = `${folder}/map.safetensors`, out = `${folder}/out.npy`;
    assert.doesNotMatch((await run("fit", x, y, "--no-score", "--out", map)).out, /--unit/);
    await run("fit", x, y, "--no-score", "--unit", "--out", map);
    await run("apply", map, x, "--out", out);
    close(rowNorms(await readNpy(out)), new Float64Array(400).fill(1), 1e-6);
    await writeNpy(y, unitRows(await readNpy(y)));
    assert.match((await run("fit", x, y, "--no-score", "--out", map)).out, /give --unit/);
  }));
