import assert from "node:assert/strict";
import { type Findings, gather, saveResult } from "../experiments/experiment.ts";
import { linesOf } from "../experiments/shared/lines.ts";
import { duration, progressLine } from "../lib/base/progress.ts";
import { EXPERIMENTS } from "../experiments/registry.ts";
import { parseCommand, summaryRows } from "../experiments/run.ts";
import { groupBy, meanBy, meanSd, pivot } from "../experiments/shared/summary.ts";
import { readJson } from "../lib/file/json.ts";
import { readResult } from "../lib/notebook/results.ts";
import { commitOf } from "../tools/commit.ts";
import { toy } from "./experiments_toy_helper.ts";
import { toFileUrl } from "./helpers.ts";

Deno.test("a command line is read, and what is unknown is refused with the known ones", () => {
  const command = parseCommand(["fig3", "--preset", "full", "--seed", "12", "--out", "/tmp/x"]);
  const { name, preset, seed, out } = command;
  assert.deepEqual([name, preset, seed, out], ["fig3", "full", 12, "/tmp/x"]);
  const { part, jobs, force, dryRun } = parseCommand(["fig3", "--part", "2/3", "--jobs", "4", "--force", "--dry-run"]);
  assert.deepEqual({ part, jobs, force, dryRun }, { part: { i: 2, n: 3 }, jobs: 4, force: true, dryRun: true });
  assert.equal(parseCommand(["table2", "--preset", "vision"]).preset, "vision");
  assert.equal(parseCommand(["fig3"]).preset, "quick");
  assert.throws(() => parseCommand(["fig33"]), /its name must be one of "train-encoders", .*"fig3", .*: it is "fig33"/);
  assert.throws(() => parseCommand([]), /its name must be one of/);
  assert.throws(
    () => parseCommand(["fig3", "--presets", "quick"]),
    /a flag must be one of "--preset", "--seed", "--out", "--part", "--jobs", "--force", "--dry-run"/,
  );
  assert.throws(
    () => parseCommand(["fig3", "--preset", "huge"]),
    /--preset must be one of "quick", "full", "pretrained", "paper": it is "huge"/,
  );
  assert.throws(() => parseCommand(["fig3", "--seed=-1"]), /--seed must be an integer .*: it is -1/);
  assert.throws(() => parseCommand(["fig3", "--seed"]), /--seed must have a value/);
  assert.throws(() => parseCommand(["fig3", "fig4"]), /there must be one name/);
});

Deno.test("an unknown experiment ends with exit code 2 and one sentence", async () => {
  const script = new URL(toFileUrl("experiments/run.ts")).pathname;
  const args = ["run", "-A", "--no-check", script, "nothing"];
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert.equal(code, 2);
  assert.match(
    new TextDecoder().decode(stderr).trim(),
    /^Cannot run an experiment as its name must be one of [^\n]*"nothing"$/,
  );
});

Deno.test("a result carries its provenance, and numbers that are not finite survive the round trip", async () => {
  const folder = await Deno.makeTempDir();
  const found = [{ a: Infinity, b: NaN, c: 0.1 }],
    experiment = { ...toy, findings: () => ({ records: { rows: found }, charts: {} }) };
  const cells = [{ found: 1, inputs: { mnist: "x" }, seconds: 1.5, code: "c" }, {
    found: 2,
    inputs: {},
    seconds: 2,
    code: "c",
  }];
  const result = await gather(experiment, { preset: "quick", seed: 5 }, cells);
  assert.deepEqual(summaryRows(result), found);
  assert.deepEqual([result.seconds, result.code, result.inputs, result.sizes], [
    3.5,
    "c",
    { mnist: "x" },
    toy.presets.quick,
  ]);
  assert.equal(result.versions.commit, await commitOf());
  await saveResult(result, [], folder);
  const read = await readJson(`${folder}/toy-quick.json`) as typeof result;
  assert.deepEqual(read.records.rows, found);
  for (const key of ["seed", "sizes", "engine", "versions", "code", "inputs", "date", "seconds", "preset"] as const) {
    assert.deepEqual(read[key], result[key]);
  }
  await Deno.remove(folder, { recursive: true });
});
Deno.test("a result takes the place of an earlier one whole: no part of that one stays, and a failure changes nothing", async () => {
  const folder = await Deno.makeTempDir(), chart = { mark: "point", data: { values: [{ a: 1 }] } };
  const save = async (seed: number, charts: Findings["charts"]): Promise<readonly string[]> => {
    const findings = () => ({ records: { rows: [{ seed }] }, charts }),
      experiment = { ...toy, presets: { quick: {} as never }, findings };
    return await saveResult(await gather(experiment, { preset: "quick", seed }, []), [], folder);
  };
  const there = (): string[] => Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  await Deno.writeTextFile(`${folder}/toy-quick-a.json`, "a chart's file of an earlier version");
  await Deno.writeTextFile(`${folder}/toy-quicker.json`, "another's");
  await save(1, { a: chart, b: chart });
  assert.deepEqual(there(), ["toy-quick-a.png", "toy-quick-b.png", "toy-quick.json", "toy-quicker.json"]);
  const before = await Deno.readTextFile(`${folder}/toy-quick.json`);
  await assert.rejects(save(2, { a: chart, c: { mark: "no such mark" } }));
  assert.equal(await Deno.readTextFile(`${folder}/toy-quick.json`), before);
  assert.equal(there().length, 4);
  const paths = await save(2, { c: chart });
  assert.deepEqual(there(), ["toy-quick-c.png", "toy-quick.json", "toy-quicker.json"]);
  assert.deepEqual(paths, [`${folder}/toy-quick.json`, `${folder}/toy-quick-c.png`]);
  assert.deepEqual(await (await readResult("toy", { folder })).chart("c"), chart);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("experiments have distinct names and say what they reproduce", () => {
  assert.equal(new Set(EXPERIMENTS.map((e) => e.name)).size, EXPERIMENTS.length);
  for (const e of EXPERIMENTS) assert.ok(e.about.length > 10 && e.reproduces.length > 3, e.name);
});

Deno.test("progress shows what is done, the rate and the time left", () => {
  assert.equal(progressLine("fig3", 10, 40, 5), "fig3 10/40, 2.0/s, 15 s left");
  assert.equal(progressLine("fig3", 4, 40, 8), "fig3 4/40, 2.0 s each, 72 s left");
  assert.equal(progressLine("fig3", 40, 40, 240), "fig3 40/40, 6.0 s each, took 4 min 0 s");
  assert.equal(duration(99), "99 s");
});

Deno.test("summaries group, average and lay out", () => {
  const rows = [{ m: "a", k: 1, v: 1 }, { m: "a", k: 1, v: 3 }, { m: "b", k: 1, v: 5 }, { m: "a", k: 2, v: 7 }];
  assert.equal(groupBy(rows, ["m", "k"]).length, 3);
  assert.deepEqual(meanBy(rows, ["m"], ["v"])[1], { m: "b", v: 5, vSd: 0, count: 1 });
  assert.equal(meanSd([1, 3]).sd, Math.SQRT2);
  assert.deepEqual(pivot(meanBy(rows, ["m", "k"], ["v"]), "m", "k", (r) => String(r.v)), [
    { m: "a", "k = 1": "2", "k = 2": "7" },
    { m: "b", "k = 1": "5", "k = 2": "–" },
  ]);
});

Deno.test("lines come whole, however their bytes arrive, and the last may lack its end", async () => {
  const bytes = new TextEncoder().encode("one\n\nδ = 0.6\nrest");
  const cut = (size: number): ReadableStream<Uint8Array<ArrayBuffer>> =>
    ReadableStream.from(
      Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) => bytes.slice(i * size, (i + 1) * size)),
    );
  for (const size of [1, 2, 5, 100]) {
    assert.deepEqual(await Array.fromAsync(linesOf(cut(size))), ["one", "", "δ = 0.6", "rest"]);
  }
  assert.deepEqual(await Array.fromAsync(linesOf(ReadableStream.from([bytes.slice(0, 4)]))), ["one"]);
});
