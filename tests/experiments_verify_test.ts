/** Stored cells: packed and back, a share of them measured again, altered ones named. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { saveResult } from "../experiments/experiment.ts";
import { firstDifference, remeasure, sampled, staleRecords, storedRuns } from "../experiments/report/verify.ts";
import { compareSeeds, studentWithin } from "../experiments/report/seeds.ts";
import { measureRun } from "../experiments/run.ts";
import { pack, unpack } from "../experiments/shared/packed.ts";
import { readJson, toJson } from "../lib/file/json.ts";
import { rng } from "../lib/base/random.ts";
import { close } from "./helpers.ts";
import { toy, toyCommand } from "./experiments_toy_helper.ts";

Deno.test("records become columns and come back, whatever is in them", () => {
  const rows = [{ a: 1, b: "x", c: 0 }, { a: 2, b: "y", c: 0 }, { a: 1, b: "x", c: 0 }];
  const $columns = { a: [1, 2, 1], b: { of: ["x", "y"], at: "010" }, c: { same: 0 } };
  assert.deepEqual(pack({ rows }), { rows: { $rows: 3, $columns } });
  assert.deepEqual(unpack({ $columns: ["a", "b"], rows: [[1, "x"], [2, [3]]] }), [{ a: 1, b: "x" }, { a: 2, b: [3] }]);
  const mixed = [{ a: 1 }, { a: 2, b: 0 }, { a: 3 }, { a: 4, b: 1 }];
  assert.equal((pack(mixed) as { at: string }).at, "0101");
  assert.deepEqual(unpack(pack(mixed)), mixed);
  const many = Array.from({ length: 40 }, (_, i) => ({ name: `n${i}`, at: NaN, list: [i], of: i % 2 === 0 }));
  assert.deepEqual(unpack(pack(many)), many);
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

/** A run of ten draws for each of 50 cells: normal numbers around the cell's own, of another encoder instance every second. */
function drawnRun(seed: number, shift = 0): { cell: unknown; found: unknown }[] {
  const draw = rng(seed);
  return Array.from({ length: 500 }, (_, i) => {
    const cell = { place: i % 50, encoder: i % 100 < 50 ? "a" : "a~2", seed: 100 * seed + i };
    return { cell, found: { rows: [{ seed: cell.seed, accuracy: (i % 50) / 10 + shift + draw.normal() }], name: "x" } };
  });
}

Deno.test("other seeds agree with the stored one as often as chance says, and not with another truth", () => {
  const agreement = compareSeeds(drawnRun(1), [2, 3, 4].map((seed) => drawnRun(seed)));
  assert.equal(agreement.numbers, 50);
  assert.ok(agreement.within >= 49, `${agreement.within}`);
  close([agreement.expected], [studentWithin(3, 38)], 1e-12);
  const off = compareSeeds(drawnRun(1), [2, 3, 4].map((seed) => drawnRun(seed, 2)));
  assert.ok(off.within < 10, `${off.within}`);
  assert.match(off.worst.at, /^\{"place":\d+,"encoder":"a"\} \.rows\.0\.accuracy$/);
});

Deno.test("Student's t within three: as tables have it, and nearly the normal's for many degrees", () => {
  const from = [1, 2, 3, 8, 15].map((degrees) => studentWithin(3, degrees));
  close(from, [0.795167, 0.904534, 0.942331, 0.982928, 0.991031], 1e-5);
  close([studentWithin(3, 10_000)], [0.9973], 1e-4);
});
