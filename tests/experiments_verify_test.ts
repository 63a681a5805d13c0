/** Stored cells: packed and back, a share of them measured again, altered ones named. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { resultText, saveResult } from "../experiments/experiment.ts";
import { gatherAgain } from "../experiments/report/gather.ts";
import { firstDifference, storedRuns } from "../experiments/report/stored.ts";
import { fitting, remeasure, sampled, staleRecords } from "../experiments/report/verify.ts";
import { compareSeeds } from "../experiments/report/seeds.ts";
import { measureRun } from "../experiments/run.ts";
import { SHARE, stretchOf, studentEnd, studentWithin } from "../experiments/shared/student.ts";
import { pack, packCells, unpack, unpackCells } from "../experiments/shared/packed.ts";
import { engineInfo } from "../lib/linalg/engine/select.ts";
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

Deno.test("what cells share is kept once, where it changes", () => {
  const same = { engine: engineInfo(), experiment: "toy", inputs: { a: "1" }, versions: { deno: "2" } };
  const own = (seed: number) => ({ cell: { seed }, date: "2026-01-01", found: [], seconds: 1, sha256: "0" });
  const cells = [["x", 1], ["x", 2], ["y", 3], ["x", 4]].map(([code, seed]) => (
    { ...same, code: code as string, ...own(seed as number) }
  ));
  const packed = packCells(cells);
  assert.deepEqual(packed.map((line) => "$shared" in (line as object)), [true, false, false, true, false, true, false]);
  assert.deepEqual(packed[1], own(1));
  assert.deepEqual(unpackCells(packed), cells);
  assert.deepEqual(unpackCells(pack(cells)), cells, "as earlier versions kept them");
});

Deno.test("the first difference beyond the tolerance is named", () => {
  assert.equal(firstDifference({ a: [1, 0.5] }, { a: [1.001, 0.5011] }), undefined);
  assert.equal(firstDifference({ a: [1, 0.5] }, { a: [1, 0.51] }), "a.1 is stored as 0.5 and measured as 0.51");
  assert.equal(firstDifference({ a: "x" }, { a: "y" }), "a is stored as x and measured as y");
  assert.equal(firstDifference({ a: 1 }, { a: 1, b: 2 }), "b is stored as undefined and measured as 2");
  assert.equal(firstDifference(NaN, NaN), undefined);
  assert.equal(firstDifference([{ rate: 45 }], [{ rate: 2191 }]), undefined, "how fast it was is no finding");
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
    const some = sampled(runs, 1, 1).map((one, i) => ({
      ...one,
      stored: { ...one.stored, seconds: i === 1 ? 30 : 1 },
    }));
    const { taken, left } = fitting(some, 6);
    assert.deepEqual([taken, left], [[some[0], ...some.slice(2, 7)], [some[1], ...some.slice(7)]], "30 s do not fit");
    assert.deepEqual(fitting(some, Infinity), { taken: some, left: [] });
    assert.deepEqual([await staleRecords(runs), await remeasure(sampled(runs, 1, 1), 2, () => {})], [[], []]);
    const stored = await readJson(path) as { cells: { found: { square: number } }[] };
    // The first line is what the cells share.
    stored.cells[1 + 5]!.found.square += 1e4;
    await Deno.writeTextFile(path, toJson(stored));
    const altered = await storedRuns(folder, [toy]),
      [named, ...others] = await remeasure(sampled(altered, 1, 1), 2, () => {});
    assert.match(named!, /^toy quick, the cell "seed 1, value 5": square is stored as \S+ and measured as [\d.]+$/);
    assert.equal(others.length, 0);
    const elsewhere = altered.map((run) => ({ ...run, cells: run.cells.map((one) => ({ ...one, code: "before" })) }));
    const [by] = await remeasure(sampled(elsewhere, 1, 1), 2, () => {});
    assert.match(
      by!,
      / \(stored on \d{4}-\d\d-\d\d by other code than is here: `deno task experiment` makes it anew\)$/,
    );
    assert.match(
      (await staleRecords(altered))[0]!,
      /^toy quick, the records of the stored run: squares\.5\.square is stored as .* \(`deno task gather`/,
    );
    const [run] = runs, unknown = { ...run!, cells: [{ ...run!.cells[0]!, cell: { value: 13, seed: 1 } }] };
    assert.match(
      (await remeasure(sampled([unknown], 1, 1), 1, () => {})).join(),
      /^Cannot measure the cell "seed 1, value 13"/,
    );
    await Deno.writeTextFile(path, resultText({ ...result, records: { squares: [] } }, cells));
    const gathered = () => Array.fromAsync(gatherAgain(folder, [toy]));
    const lines = await gathered(), [again] = await storedRuns(folder, [toy]);
    assert.deepEqual(lines, ["toy quick: squares.0 is stored as undefined and measured as [object Object]"]);
    assert.equal(firstDifference(again!.result, { ...result }), undefined, "and nothing else is another");
    assert.deepEqual(await gathered(), []);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Draws of 50 numbers, each normal around its own and from its own instance of the encoder, with a constant beside it. */
function drawnRun(seed: number, draws: number, shift = 0): { cell: unknown; found: unknown }[] {
  const draw = rng(seed);
  return Array.from({ length: 50 * draws }, (_, i) => {
    const cell = { place: i % 50, encoder: i % 100 < 50 ? "a" : "a~2", seed: 100 * seed + i };
    const accuracy = (i % 50) / 10 + shift + draw.normal();
    return { cell, found: { rows: [{ seed: cell.seed, accuracy, k: 256 }], name: "x" } };
  });
}

Deno.test("other seeds agree with the stored one as often as chance says, and not with another truth", () => {
  const agreement = compareSeeds(drawnRun(1, 10), [2, 3, 4].map((seed) => drawnRun(seed, 10)));
  assert.equal(agreement.numbers, 50, "the constant is not counted");
  assert.ok(agreement.within >= 49, `${agreement.within}`);
  close([agreement.expected], [studentWithin(3, 38)], 1e-12);
  const off = compareSeeds(drawnRun(1, 10), [2, 3, 4].map((seed) => drawnRun(seed, 10, 2)));
  assert.ok(off.within < 15, `${off.within}`);
  assert.match(off.worst.at, /^\{"place":\d+,"encoder":"a"\} \.rows\.0\.accuracy$/);
});

Deno.test("few draws: three standard errors as t has them hold what they say, three plain ones do not", () => {
  let [within, plain, numbers, expected] = [0, 0, 0, 0];
  for (let i = 0; i < 40; i++) {
    const found = compareSeeds(drawnRun(10 * i + 1, 2), [2, 3, 4].map((seed) => drawnRun(10 * i + seed, 2)));
    [within, plain, numbers, expected] = [
      within + found.within,
      plain + found.plain,
      numbers + found.numbers,
      found.expected,
    ];
  }
  // Of 2000 numbers 5.4 are without by chance: more than 16, or none, one time in ten thousand, or in two hundred.
  assert.ok(numbers === 2000 && within >= 1984 && within < 2000, `${within} of ${numbers}`);
  assert.ok(plain < 0.985 * numbers, `${plain} of ${numbers}`);
  close([plain / numbers], [expected], 0.01);
  assert.throws(
    () => compareSeeds(drawnRun(1, 1), [drawnRun(2, 1)]),
    /^RangeError: Cannot compare seeds as there must be three/,
  );
});

Deno.test("Student's t: within three and the ends as tables have them, nearly the normal's for many degrees", () => {
  const from = [1, 2, 3, 8, 15].map((degrees) => studentWithin(3, degrees));
  close(from, [0.795167, 0.904534, 0.942331, 0.982928, 0.991031], 1e-5);
  close([studentWithin(3, 10_000)], [0.9973], 1e-4);
  close([1, 2, 4, 7].map((degrees) => studentEnd(SHARE, degrees)), [12.7062, 4.30265, 2.77645, 2.36462], 1e-4);
});

Deno.test("few things widen an interval, many hardly do, and one kind with all the variance decides", () => {
  const list = (n: number, by = 1): number[] => Array.from({ length: n }, (_, i) => by * i);
  close([stretchOf([list(5)])], [2.77645 / 1.95996 * Math.sqrt(5 / 4)], 1e-4);
  close([stretchOf([list(5), [7, 7]]), stretchOf([list(5), [1]])], [stretchOf([list(5)]), stretchOf([list(5)])], 1e-9);
  close([stretchOf([list(5), list(2, 1e-4)])], [stretchOf([list(5)])], 0.01);
  assert.ok(stretchOf([list(5, 1e-4), list(2)]) > 9);
  close([stretchOf([list(1000)]), stretchOf([[], [1, 1]])], [1, 1], 2e-3);
});
