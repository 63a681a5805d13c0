/** What a newcomer's slips cost: never a file, never a row in another's place, always a sentence that fits. */
import assert from "node:assert/strict";
import { readNpy, writeNpy } from "../lib/file/npy.ts";
import { writeVectors } from "../lib/file/writevectors.ts";
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

Deno.test("ids on one side alone are not paired by row in silence: by ids for both, or by row as one says", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 100),
      a = `${folder}/a.jsonl`,
      ids = Array.from({ length: 100 }, (_, i) => `${i}`);
    const few = ["--no-score", "--method", "linear", "--out", `${folder}/map.safetensors`];
    await writeVectors(a, { vectors: await readNpy(x), ids });
    await Deno.writeTextFile(`${folder}/ids`, ids.join("\n"));
    for (const [one, other] of [[a, y], [x, a]] as const) {
      const { code, err } = await run("fit", one, other, ...few);
      assert.equal(code, 2);
      assert.match(
        err,
        /both must have ids, or neither: .*a\.jsonl has, .*\.npy has none \(give --ids, or --by-row if/,
      );
      assert.equal((await run("fit", one, other, ...few, "--by-row")).code, 0);
    }
    assert.equal((await run("fit", a, y, ...few, "--ids", `,${folder}/ids`)).code, 0);
    assert.match((await run("fit", a, `${folder}/[xy].npy`, ...few, "--by-row")).err, /there must be such a file/);
    await writeNpy(y, normal(99, 12, "fewer"));
    assert.match((await run("fit", a, y, ...few, "--by-row")).err, /same number of rows: 100 against 99/);
  }));

Deno.test("the command speaks of its own flags, of files that are not there, and of texts that are no numbers", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 100), two = `${folder}/two.jsonl`, odd = `${folder}/odd.csv`;
    await Deno.writeTextFile(two, '{"a":[1],"b":[2]}\n');
    await Deno.writeTextFile(odd, "1,abc\n2,3\n");
    await writeNpy(`${folder}/bad.npy`, new Matrix(2, 1, Float64Array.of(1, NaN)));
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [["inspect", two], /must be named by --column: it has 2 lists/],
      [["inspect", odd], /may be names of columns or a row .*: --header must say which$/],
      [["inspect", odd, "--header", "no"], /line 1 must have numbers: it has "abc"$/],
      [["inspect", `${folder}/bad.npy`], /is NaN; --skip-bad drops such rows$/],
      [["inspect", `${folder}/none.npy`], /^Cannot read \S*none\.npy as there must be such a file: there is none$/],
      [["fit", x, y, "--out", `${folder}/m`, "--seed", "abc"], /--seed must be an integer: it is "abc"/],
      [
        ["fit", x, y, "--out", `${folder}/m`, "--anchors", "-3"],
        /--anchors must be an integer in \[2, 100\]: it is -3$/,
      ],
      [["fit", x, y, "--out", `${folder}/m`, "--anchors", "prototypes:x"], /--anchors must be an integer: it is "x"$/],
      [["evaluate", x, y, "--at", "1,ten"], /every k of --at must be an integer: it is "ten"$/],
      [["gate", x, y, "--require", "recall@10>=9"], /the number must be in \[0, 1\], as the score is: it is 9$/],
      [["gate", x, y, "--require", "cosine>=-2"], /must be in \[-1, 1\], as the score is: it is -2$/],
    ];
    for (const [line, wanted] of cases) {
      const { code, err } = await run(...line);
      assert.equal(code, 2, line.join(" "));
      assert.match(err, wanted, line.join(" "));
    }
    assert.match((await run("inspect", odd, "--header", "yes")).out, /rows: 1\n {2}cols: 2/);
  }));

Deno.test("what cannot be written is said before the work", () =>
  inFolder(async (folder) => {
    const { x, y } = await turned(folder, 100), fit = ["fit", x, y, "--method", "linear", "--no-score", "--out"];
    const cases: readonly (readonly [readonly string[], RegExp])[] = [
      [[...fit, ""], /^Cannot run "fit" as --out must be a file: it is ""$/],
      [[...fit, folder], /^Cannot run "fit" as --out must be a file: it is the folder \S+$/],
      [
        [...fit, `${x}/deep/map`],
        /^Cannot run "fit" as the place of --out must be a folder .*, not \S+x\.npy: it is a file$/,
      ],
      ...Deno.build.os === "linux"
        ? [[[...fit, "/proc/none/map"], /^Cannot run "fit" as the place of --out must be .*, not \/proc: /] as const]
        : [],
      [["evaluate", x, y, "--html", folder], /^Cannot run "evaluate" as --html must be a file: /],
    ];
    for (const [line, wanted] of cases) {
      const { code, err } = await run(...line);
      assert.equal(code, 2);
      assert.match(err, wanted, line.join(" "));
    }
    assert.deepEqual((await names(folder)).length, 3);
    assert.equal((await run(...fit, `${folder}/new/deep/map`)).code, 0);
  }));
