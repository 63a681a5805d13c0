/** Stored cells: packed and back, a share of them measured again, altered ones named. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { saveResult } from "../experiments/experiment.ts";
import { firstDifference, remeasure, sampled, staleRecords, storedRuns } from "../experiments/report/verify.ts";
import { measureRun } from "../experiments/run.ts";
import { pack, unpack } from "../experiments/shared/packed.ts";
import { readJson, toJson } from "../lib/file/json.ts";
import { toy, toyCommand } from "./experiments_toy_helper.ts";

Deno.test("records become columns and come back, whatever is in them", () => {
  const rows = [{ a: 1, b: "x" }, { a: 2, b: "y" }];
  assert.deepEqual(pack({ rows }), { rows: { $columns: ["a", "b"], rows: [[1, "x"], [2, "y"]] } });
  for (
    const value of [rows, [], [1, [2]], [{}, {}], [{ a: 1 }, { b: 1 }], { deep: [{ list: rows }, { list: [] }] }, null]
  ) {
    assert.deepEqual(unpack(pack(value)), value);
  }
});

Deno.test("the first difference beyond the tolerance is named", () => {
  assert.equal(firstDifference({ a: [1, 0.5] }, { a: [1.001, 0.5011] }), undefined);
  assert.equal(firstDifference({ a: [1, 0.5] }, { a: [1, 0.51] }), "a.1 is stored as 0.5 and measured as 0.51");
  assert.equal(firstDifference({ a: "x" }, { a: "y" }), "a is stored as x and measured as y");
  assert.equal(firstDifference({ a: 1 }, { a: 1, b: 2 }), "b is stored as undefined and measured as 2");
  assert.equal(firstDifference(NaN, NaN), undefined);
  assert.match(firstDifference([1], null)!, /stored as 1 and measured as null/);
});

Deno.test("stored cells are measured again; an altered one and altered records are named", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const { result, cells } = (await measureRun(toyCommand(folder), { experiments: [toy], progress: () => () => {} }))!;
    await saveResult(result, cells, folder);
    const path = join(folder, "toy-quick.json"), runs = await storedRuns(folder, [toy]);
    assert.equal(runs[0]!.cells.length, 12);
    assert.deepEqual(sampled(runs, 0.25, 1), sampled(runs, 0.25, 1));
    assert.equal(sampled(runs, 0.25, 1).length, 3);
    assert.notDeepEqual(sampled(runs, 0.25, 1), sampled(runs, 0.25, 2));
    assert.deepEqual([await staleRecords(runs), await remeasure(sampled(runs, 1, 1), 2, () => {})], [[], []]);
    const stored = await readJson(path) as { cells: { found: { square: number } }[] };
    stored.cells[5]!.found.square += 1e4;
    await Deno.writeTextFile(path, toJson(stored));
    const altered = await storedRuns(folder, [toy]),
      [named, ...others] = await remeasure(sampled(altered, 1, 1), 2, () => {});
    assert.match(named!, /^toy, the cell "seed 1, value 5": square is stored as /);
    assert.equal(others.length, 0);
    assert.match(
      (await staleRecords(altered))[0]!,
      /^toy, the records of the stored run: squares\.5\.square is stored as/,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
