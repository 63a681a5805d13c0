/** apply: flat, in parts, and killed at any moment. */
import assert from "node:assert/strict";
import { partPath, partRows } from "../cli/parts.ts";
import { writeBlocks } from "../lib/file/resume.ts";
import { encodeNpy } from "../lib/file/npy.ts";
import { Matrix, sliceRows } from "../lib/linalg/matrix.ts";
import { rng } from "../lib/base/random.ts";
import { inFolder, names, run, turned } from "./cli_helper.ts";
import { normal, toFileUrl } from "./helpers.ts";

async function fitted(folder: string, rows: number): Promise<{ x: string; map: string }> {
  const { x, y } = await turned(folder, rows), map = `${folder}/map.safetensors`;
  assert.equal((await run("fit", x, y, "--no-score", "--anchors", "100", "--out", map)).code, 0);
  return { x, map };
}

Deno.test("killed at 20 random moments and run again, apply writes the same bytes and leaves nothing else", () =>
  inFolder(async (folder) => {
    const { x, map } = await fitted(folder, 400_000), out = `${folder}/out/whole.npy`, draw = rng("kill");
    await run("apply", map, x, "--out", out);
    const whole = await Deno.readFile(out), main = new URL(toFileUrl("cli/main.ts")).pathname;
    let begun = 0;
    for (let i = 0; i < 20; i++) {
      const path = `${folder}/out/${i}.npy`;
      const args = ["run", "-A", "--no-prompt", main, "apply", map, x, "--out", path];
      const child = new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "null" }).spawn();
      const size = Math.floor(draw.uniform() * whole.length);
      while (await sizeOf(`${path}.partial`) < size && await sizeOf(path) < 0) {
        await new Promise((go) => setTimeout(go, 1));
      }
      if (await sizeOf(path) < 0) child.kill("SIGKILL");
      if ((await child.status).signal === "SIGKILL") begun++;
      assert.equal((await run("apply", map, x, "--out", path)).code, 0);
      assert.deepEqual(await Deno.readFile(path), whole);
      await Deno.remove(path);
    }
    assert.ok(begun >= 15, `only ${begun} of 20 were killed before their end`);
    assert.deepEqual(await names(`${folder}/out`), ["whole.npy"]);
  }));

async function sizeOf(path: string): Promise<number> {
  try {
    return (await Deno.stat(path)).size;
  } catch {
    return -1;
  }
}

Deno.test("eight parts have the bytes of one run, and a part that is there is left alone", () =>
  inFolder(async (folder) => {
    const { x, map } = await fitted(folder, 5000), out = `${folder}/out/o.npy`;
    await run("apply", map, x, "--out", out);
    const whole = await Deno.readFile(out), head = encodeNpy(Matrix.zeros(0, 1, "f32")).length;
    for (let i = 8; i >= 1; i--) assert.equal((await run("apply", map, x, "--out", out, "--part", `${i}/8`)).code, 0);
    const again = await run("apply", map, x, "--out", out, "--part", "3/8");
    assert.match(again.out, /was there already/);
    const parts = (await names(`${folder}/out`)).filter((name) => name.includes("-of-"));
    assert.deepEqual(parts, Array.from({ length: 8 }, (_, i) => `o.000${i + 1}-of-0008.npy`));
    const bytes = await Promise.all(
      parts.map(async (name) => Array.from((await Deno.readFile(`${folder}/out/${name}`)).subarray(head))),
    );
    assert.deepEqual(bytes.flat(), Array.from(whole.subarray(head)));
  }));

Deno.test("another map, or vectors changed since, are not taken for done", () =>
  inFolder(async (folder) => {
    const { x, map } = await fitted(folder, 500), out = `${folder}/out.npy`;
    await run("apply", map, x, "--out", out);
    const first = await Deno.readFile(out), { permuted } = await turned(folder, 500);
    await run("fit", x, permuted, "--no-score", "--out", map);
    assert.match((await run("apply", map, x, "--out", out)).out, /new$/);
    const second = await Deno.readFile(out);
    assert.notDeepEqual(second, first);
    // Only a middle row differs: the rows that are checked are the same, the time is not.
    const bytes = await Deno.readFile(x);
    bytes[Math.floor(bytes.length / 8) * 4 + 2]! ^= 64;
    await Deno.writeFile(x, bytes);
    const later = new Date(Date.now() + 5000);
    await Deno.utime(x, later, later);
    assert.match((await run("apply", map, x, "--out", out)).out, /new$/);
    assert.notDeepEqual(await Deno.readFile(out), second);
  }));

Deno.test("what a killed run left is continued only where its blocks are those that would be written", () =>
  inFolder(async (folder) => {
    const x = normal(10, 3, "rows"), path = `${folder}/x.npy`, asked: number[] = [];
    const plan = {
      ...{ rows: 10, cols: 3, dtype: "f64", block: 3, since: 0 } as const,
      rowsAt: (start: number, end: number) => (asked.push(start), Promise.resolve(sliceRows(x, start, end))),
    };
    const whole = encodeNpy(x), head = whole.length - 240;
    const left = async (bytes: Uint8Array): Promise<number> => {
      await Deno.writeFile(`${path}.partial`, bytes);
      await Deno.remove(path).catch(() => {});
      asked.length = 0;
      const kept = await writeBlocks(path, plan);
      assert.deepEqual(await Deno.readFile(path), whole);
      assert.deepEqual(await names(folder), ["x.npy"]);
      return kept;
    };
    assert.equal(await left(whole.slice(0, head + 7 * 24 + 5)), 6);
    assert.deepEqual(asked, [0, 3, 6, 9]);
    assert.equal(await left(whole.slice(0, head - 1)), 0);
    assert.equal(await left(whole), 10);
    for (const at of [5, head, head + 5 * 24]) {
      const spoilt = whole.slice(0, head + 7 * 24);
      spoilt[at]! ^= 1;
      assert.equal(await left(spoilt), 0, `byte ${at}`);
    }
  }));

Deno.test("parts cover the rows once, whatever their number", () => {
  for (const [rows, block, count] of [[100, 1, 8], [5, 2, 8], [0, 4, 3], [1000, 64, 7]] as const) {
    const parts = Array.from({ length: count }, (_, i) => partRows(rows, block, { i: i + 1, n: count }));
    assert.equal(parts[0]![0], 0);
    assert.equal(parts.at(-1)![1], rows);
    parts.forEach(([start], i) => assert.equal(start, i === 0 ? 0 : parts[i - 1]![1]));
  }
});

Deno.test("a part has a name in the order of its rows; the only part has that of the whole", () => {
  assert.equal(partPath("a.b/out", { i: 1, n: 2 }), "a.b/out.0001-of-0002");
  assert.equal(partPath("o.npy", { i: 12, n: 300 }), "o.0012-of-0300.npy");
  assert.equal(partPath("o.npy", { i: 1, n: 1 }), "o.npy");
});
