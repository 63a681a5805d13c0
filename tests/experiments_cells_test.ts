/** Cells: kept one by one, measured once, killed at any moment, measured in parts and merged. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { describePublished, publishedRuns } from "../experiments/report/published.ts";
import { mergeCells } from "../experiments/report/merge.ts";
import { statusRows } from "../experiments/report/status.ts";
import { cellsIn } from "../experiments/run.ts";
import { parsePart } from "../lib/base/part.ts";
import { planCells } from "../experiments/shared/cells.ts";
import { describePlan } from "../experiments/shared/estimate.ts";
import { cellLabel, cellPath, cellPaths, readCell } from "../experiments/shared/store.ts";
import { sourcesOf } from "../experiments/shared/provenance.ts";
import { rounded } from "../experiments/shared/worker.ts";
import { rng } from "../lib/base/random.ts";
import { readJson, writeJson } from "../lib/file/json.ts";
import { runToy, toy, toyCommand } from "./experiments_toy_helper.ts";

/** What is kept in a folder, without what two runs may differ in. */
async function kept(folder: string): Promise<readonly unknown[]> {
  const paths = await cellPaths(cellsIn(folder));
  return await Promise.all(paths.map(async (path) => {
    const { date: _, seconds: __, ...cell } = (await readCell(path))!;
    return [path.replace(folder, ""), cell];
  }));
}

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Messages that are printed as errors meanwhile. */
async function said(run: () => Promise<unknown>): Promise<string> {
  const lines: unknown[] = [], print = console.error;
  console.error = (line: unknown) => void lines.push(line);
  try {
    await run();
  } finally {
    console.error = print;
  }
  return lines.join("\n");
}

Deno.test("a run keeps every cell, a second one measures none, another seed and force do", () =>
  inFolder(async (folder) => {
    const first = await runToy(folder),
      dates = async () =>
        await Promise.all((await cellPaths(cellsIn(folder))).map(async (p) => (await readCell(p))!.date));
    const before = await dates();
    assert.equal(before.length, 12);
    assert.ok(Math.abs((first!.records.squares![11] as { square: number }).square - 121) < 3000);
    assert.deepEqual((await runToy(folder))!.records, first!.records);
    assert.deepEqual(await dates(), before);
    const second = await runToy(folder, { seed: 2 });
    assert.notDeepEqual(second!.records, first!.records);
    assert.equal((await dates()).length, 24);
    await runToy(folder, { force: true });
    assert.equal((await dates()).filter((date) => before.includes(date)).length, 0);
  }));

Deno.test("a run that is killed at random moments ends in the same store", () =>
  inFolder(async (folder) => {
    const [whole, broken] = [join(folder, "whole"), join(folder, "broken")], draw = rng("kill");
    await runToy(whole);
    const script = new URL("experiments_toy_helper.ts", import.meta.url).pathname;
    for (let i = 0; i < 20; i++) {
      const args = ["run", "-A", "--no-check", "--quiet", script, broken];
      const child = new Deno.Command(Deno.execPath(), { args, stdout: "null", stderr: "null" }).spawn();
      const timer = setTimeout(() => child.kill("SIGKILL"), 150 + 350 * draw.uniform());
      await child.status;
      clearTimeout(timer);
    }
    await runToy(broken);
    assert.deepEqual(await kept(broken), await kept(whole));
  }));

Deno.test("two parts merged are one run; a conflict and a damaged cell are named, and then nothing is copied", () =>
  inFolder(async (folder) => {
    const [whole, one, two, all] = ["whole", "one", "two", "all"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
      string,
    ];
    await runToy(whole);
    assert.equal(await runToy(one, { part: { i: 1, n: 2 } }), undefined);
    await runToy(two, { part: { i: 2, n: 2 } });
    assert.deepEqual(await mergeCells([one, two], all), { copied: 12, same: 0, problems: [] });
    assert.deepEqual(await kept(all), await kept(whole));
    assert.deepEqual(await mergeCells([one, whole], all), { copied: 0, same: 18, problems: [] });
    const [path] = await cellPaths(cellsIn(one)) as [string], cell = await readCell(path);
    await Deno.writeTextFile(path, JSON.stringify({ ...cell, found: { square: 1 } }));
    const { problems } = await mergeCells([one], join(folder, "none"));
    assert.deepEqual(problems, [
      `Cannot read the cell ${path} as it must be what a run kept there: it is damaged or was altered`,
    ]);
    assert.deepEqual(await cellPaths(cellsIn(join(folder, "none"))), []);
    const { sha256: sum } = JSON.parse(await Deno.readTextFile((await cellPaths(cellsIn(one)))[1]!));
    await writeJson(path, { ...cell, found: { square: 1 }, sha256: sum });
    const again = await said(() => runToy(one));
    assert.match(again, /damaged or was altered; it is measured again/);
    assert.deepEqual(await kept(one), await kept(whole));
  }));

Deno.test("cells of one key that found different things are in conflict", () =>
  inFolder(async (folder) => {
    const [one, two] = [join(folder, "one"), join(folder, "two")];
    await Promise.all([runToy(one, { jobs: 1 }), runToy(two, { jobs: 1 })]);
    const [path] = await cellPaths(cellsIn(two)) as [string], text = await Deno.readTextFile(path);
    const { canonicalJson } = await import("../lib/file/json.ts"), { sha256 } = await import("../lib/file/cache.ts");
    const found = { square: 0.5 }, sum = await sha256(new TextEncoder().encode(canonicalJson(found)));
    await Deno.writeTextFile(path, canonicalJson({ ...JSON.parse(text), found, sha256: sum }));
    const { problems, copied } = await mergeCells([one, two], join(folder, "all"));
    assert.equal(copied, 0);
    assert.match(problems.join(), /are the cell "seed 1, value \d+" and found different things$/);
  }));

Deno.test("a cell that fails, one whose process dies and one with a mistake are named, and what was finished stays", () =>
  inFolder(async (folder) => {
    const failing = runToy(folder, { preset: "failing", jobs: 1 });
    await assert.rejects(failing, /Cannot measure the cell "seed 1, value 13" of toy: Cannot square/);
    await assert.rejects(
      runToy(folder, { preset: "dying", jobs: 1 }),
      /Cannot measure the cell "seed 1, value 14" of toy: its process died with SIGKILL/,
    );
    await assert.rejects(
      runToy(folder, { preset: "mistaken", jobs: 1 }),
      /"seed 1, value 15" of toy: TypeError: Cannot read properties of undefined [^]*toy_helper\.ts:\d+/,
    );
    assert.equal((await cellPaths(cellsIn(folder))).length, 1);
  }));

Deno.test("the key of a cell changes with its parameters, not with their order or the folder", async () => {
  const plan = async (seed: number, folder: string) =>
    (await planCells(toy, { preset: "quick", seed, folder })).map(({ path }) => path.replace(folder, ""));
  assert.deepEqual(await plan(1, "/a"), await plan(1, "/b"));
  assert.equal(new Set([...await plan(1, "/a"), ...await plan(2, "/a")]).size, 24);
});

Deno.test("the plan says how many cells are there, and the time by those that were measured", () =>
  inFolder(async (folder) => {
    const command = toyCommand(folder);
    assert.match(await describePlan(toy, command, cellsIn(folder)), /12, of which 0 are there\n.*is not known\n/);
    await runToy(folder, { part: { i: 1, n: 3 } });
    assert.match(await describePlan(toy, command, cellsIn(folder)), /12, of which 4 are there\n.*about \d+ s with 2/);
    const [row] = await statusRows([toy], cellsIn(folder), 1);
    assert.deepEqual(row, { experiment: "toy", preset: "quick", cells: 12, there: 4, "of other code": 0 });
    const [path] = await cellPaths(cellsIn(folder)) as [string], cell = await readJson(path) as Record<string, unknown>;
    assert.match(String(cell.code), /^[0-9a-f]{16}$/);
    const old = { ...cell, code: "of before" } as never;
    await writeJson(await cellPath(cellsIn(folder), old), old);
    await Deno.remove(path);
    const [now] = await statusRows([toy], cellsIn(folder), 1);
    assert.deepEqual(now, { experiment: "toy", preset: "quick", cells: 12, there: 3, "of other code": 1 });
    const named = new RegExp(`^stale      1, measured by other code or on other data: ${cellLabel(cell.cell)}$`, "m");
    assert.match(await describePlan(toy, command, cellsIn(folder)), named);
  }));

Deno.test("everything published: the runs that are stored, what is there, and the time by stored cells or the run's own", () =>
  inFolder(async (folder) => {
    const out = join(folder, "out"),
      kept = join(folder, "kept"),
      cells = Array.from({ length: 12 }, (_, value) => value);
    await writeJson(join(kept, "toy-quick.json"), { seed: 1, seconds: 60 });
    await writeJson(join(kept, "toy-gone.json"), { seed: 1, seconds: 60 });
    const runs = await publishedRuns(kept, [toy]);
    assert.deepEqual(runs.map(({ preset, seed, seconds }) => [preset, seed, seconds]), [["quick", 1, 60]]);
    const said = (): Promise<string> => describePublished(runs, cellsIn(out), kept, 2);
    assert.match(
      await said(),
      /\ntoy quick +12 +0 +60 s\n12 cells, of which 0 are there; about 30 s with 2 at a/,
    );
    // A cell that differs in its seed alone tells more than the mean of others: 12 times 20 s.
    const stored = [...cells.map((value) => ({ cell: { seed: 7, value }, seconds: 20 })), {
      cell: { value: -1 },
      seconds: 900,
    }];
    await writeJson(join(kept, "toy-other.json"), { experiment: "toy", cells: stored });
    assert.match(await said(), /about 2 min 0 s with 2/);
    await runToy(out);
    assert.match(await said(), /12 cells, of which 12 are there; about 0 s with 2/);
  }));

Deno.test("the part is what is asked for, or what the cluster says", () => {
  const env = (values: Readonly<Record<string, string>>) => (name: string) => values[name];
  assert.deepEqual(parsePart("2/5", "run an experiment", env({})), { i: 2, n: 5 });
  assert.deepEqual(parsePart(undefined, "run an experiment", env({})), { i: 1, n: 1 });
  const slurm = { SLURM_ARRAY_TASK_ID: "3", SLURM_ARRAY_TASK_COUNT: "4", SLURM_ARRAY_TASK_MIN: "0" };
  assert.deepEqual(parsePart(undefined, "run an experiment", env(slurm)), { i: 4, n: 4 });
  assert.deepEqual(parsePart("1/2", "run an experiment", env(slurm)), { i: 1, n: 2 });
  assert.deepEqual(
    parsePart(undefined, "run an experiment", env({ JOB_COMPLETION_INDEX: "0", JOB_COMPLETIONS: "3" })),
    { i: 1, n: 3 },
  );
  assert.throws(() => parsePart("0/2", "run an experiment"), /i of --part i\/n must be an integer/);
  assert.throws(
    () => parsePart("2", "run an experiment"),
    /^TypeError: Cannot run an experiment as --part must be i\/n: it is "2"$/,
  );
});

Deno.test("what is kept has six digits, inside lists and records too", () => {
  assert.deepEqual(rounded({ a: [0.12345678, 3], b: "x", c: { d: 1e-20 / 3 } }), {
    ...{ a: [0.123457, 3], b: "x", c: { d: 3.33333e-21 } },
  });
});

Deno.test("the code's version is of what measures: other modules change it, what only draws or has types does not", async () => {
  const folder = await Deno.makeTempDir(), file = (name: string) => join(folder, name);
  const sources = async (main: string): Promise<readonly string[]> => {
    await Deno.writeTextFile(file("main.ts"), main);
    return (await sourcesOf(new URL(`file://${file("main.ts")}`))).map((name) => name.split("/").at(-1)!);
  };
  const key = { experiment: "toy", cell: { a: 1 }, inputs: { mnist: "x" }, code: "c" };
  const paths = [key, { ...key, code: "d" }, { ...key, inputs: { mnist: "y" } }].map((k) => cellPath("/f", k));
  assert.equal(new Set(await Promise.all(paths)).size, 3);
  try {
    for (const name of ["a.ts", "b.ts", "c.ts", "d.claims.ts"]) {
      await Deno.writeTextFile(file(name), `export const x = "${name}";\n`);
    }
    const main = 'import { x } from "./a.ts";\nimport type { y } from "./b.ts";\nimport { z } from "./d.claims.ts";\n' +
      'const c = () => import("./c.ts");\n';
    assert.deepEqual(await sources(main), ["a.ts", "c.ts", "main.ts"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
