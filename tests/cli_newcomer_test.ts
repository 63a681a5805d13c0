/** What a newcomer's slips cost: never a file, never a row in another's place, always a sentence that fits. */
import assert from "node:assert/strict";
import { writeNpy } from "../lib/file/npy.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { inFolder, names, run, turned } from "./cli_helper.ts";
import { normal } from "./helpers.ts";

Deno.test("no command writes over a file that it reads, by whatever name", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 100), map = `${folder}/map.safetensors`, link = `${folder}/link.npy`;
    await Deno.symlink(x, link);
    const few = ["--no-score", "--method", "linear"];
    assert.equal((await run("fit", x, y, ...few, "--out", map)).code, 0);
    const before = await Promise.all([x, y, map].map((path) => Deno.readFile(path)));
    const lines = [
      ["fit", x, y, ...few, "--out", x],
      ["fit", x, y, ...few, "--out", `${folder}/../${folder.split("/").at(-1)}/y.npy`],
      ["apply", map, x, "--out", link],
      ["apply", map, `${folder}/x*.npy`, "--out", x],
      ["half", "encode", x, "--out", x],
      ["export", map, "--js", "--out", map],
      ["evaluate", x, y, "--method", "linear", "--html", y],
      ["confidence", x, "--kind", "cosine", "--anchors", y, "--out", y],
    ];
    for (const line of lines) {
      const { code, err } = await run(...line);
      assert.equal(code, 2, line.join(" "));
      assert.match(err, /must not be a file that is read/, line.join(" "));
    }
    const after = await Promise.all([x, y, map].map((path) => Deno.readFile(path)));
    assert.deepEqual(after, before);
    assert.equal((await run("fit", x, y, ...few, "--out", map)).code, 0); // an earlier result may be replaced
  }));

Deno.test("apply names the file's row, refuses another dimension before it writes, and drops no row without ids", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 300), map = `${folder}/map.safetensors`, bad = `${folder}/bad.npy`;
    await run("fit", x, y, "--no-score", "--method", "linear", "--out", map);
    const rows = normal(300, 12, "rows"), out = ["--out", `${folder}/o.npy`];
    await writeNpy(bad, new Matrix(300, 12, rows.data.map((value, p) => p === 205 * 12 + 3 ? NaN : value)));
    assert.match((await run("apply", map, bad, ...out)).err, /bad\.npy .*row 205, column 3 is NaN/);
    assert.match((await run("apply", map, bad, ...out, "--skip-bad")).err, /must have ids/);
    await Deno.remove(`${folder}/o.npy.partial`);
    await writeNpy(bad, normal(300, 7, "narrow"));
    assert.match((await run("apply", map, bad, ...out)).err, /bad\.npy .*must have 12 columns.*300 × 7/);
    assert.deepEqual((await names(folder)).filter((name) => name.startsWith("o.")), []);
  }));

Deno.test("files of no rows, and too few pairs, get a sentence that can be met", () =>
  inFolder(async (folder) => {
    const none = `${folder}/none.npy`, few = await turned(folder, 10);
    await writeNpy(none, new Matrix(0, 3, new Float32Array(0)));
    assert.match((await run("inspect", none)).err, /Cannot describe vectors as the number of rows must be .*it is 0/);
    const { code, err } = await run("gate", few.x, few.y, "--method", "linear", "--require", "recall@1>=.1");
    assert.equal(code, 2);
    assert.match(err, /at least 20: it is 3 \(of 10 pairs\)/);
  }));
