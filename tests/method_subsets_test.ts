/** Nested pruned subsets: one factor along the farthest-point order gives every pseudo-inverse of the order. */
import assert from "node:assert/strict";
import { fitInverse, fitIrp, Matrix } from "anchorage";
import { matmul, pinv, svd } from "../lib/linalg/linalg.ts";
import { engine, withEngine } from "../lib/linalg/engine/select.ts";
import { exchangeRows } from "../lib/linalg/exchange.ts";
import { rng } from "../lib/base/random.ts";
import { takeRows, transpose } from "../lib/linalg/matrix.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { completedMap, completeSubset } from "../lib/method/completion.ts";
import { side } from "../lib/method/side.ts";
import { invertSubset } from "../lib/method/subsets.ts";
import { distance, forEachEngine, normal } from "./helpers.ts";

const DELTAS = [0.3, 0.5, 0.8, 0.84, 0.86, 0.9];

forEachEngine("subsets by the nested factor are pseudo-inverted as by decomposition, whatever the order of δ", () => {
  const y = side(normal(160, 190, "y")), { unit } = y.unit();
  const sizes = new Set<number>();
  for (const delta of [...DELTAS, ...DELTAS.toReversed()]) {
    const fresh = side(normal(160, 190, "y")).subsets({ delta, subspaces: 3, seed: 4 });
    for (const [i, { indices, rows, condition, anchors }] of y.subsets({ delta, subspaces: 3, seed: 4 }).entries()) {
      const S = takeRows(unit, indices), { s } = svd(S);
      assert.deepEqual(indices, indices.toSorted());
      assert.deepEqual(anchors, S);
      assert.ok(distance(rows, transpose(pinv(S))) < 1e-9, `δ = ${delta}: ${indices.length}`);
      if (indices.length < 160) assert.ok(Math.abs(condition.effective / (s[0]! / s.at(-1)!) - 1) < 1e-7);
      assert.ok(distance(rows, fresh[i]!.rows) < 1e-9);
      sizes.add(indices.length);
    }
  }
  assert.ok([...sizes].some((m) => m >= 48 && m < 160), `the factor must have been used: ${[...sizes]}`);
});

forEachEngine("an ill-conditioned subset is decomposed, not solved: its condition is right", () => {
  const flat = mapColumns(normal(80, 120, "flat"), (v, j) => j < 8 ? v : 1e-6 * v),
    all = Int32Array.from(Array(60).keys());
  const { unit } = side(flat).unit(),
    { condition, rows } = invertSubset(unit, all),
    S = takeRows(unit, all),
    { s } = svd(S);
  assert.ok(condition.effective > 1e5 && Math.abs(condition.effective / (s[0]! / s[59]!) - 1) < 1e-3);
  assert.ok(distance(rows, transpose(pinv(S))) < 1e-6);
});

forEachEngine(
  "a completed subset of full rank is the forward minimum-norm regression, by factors as by decomposition",
  () => {
    const x = side(normal(160, 180, "x")), y = side(normal(160, 190, "y"));
    for (const subset of y.subsets({ delta: 0.84, subspaces: 2, seed: 1 })) {
      const { indices } = subset;
      assert.ok(indices.length >= 48 && indices.length < 160, `${indices.length}`);
      const [sx, sy] = [takeRows(x.unit().unit, indices), takeRows(y.unit().unit, indices)];
      assert.ok(distance(completeSubset(x.unit().unit, subset), matmul(pinv(sx), sy)) < 1e-9);
      assert.ok(distance(completeSubset(x.unit().unit, subset), matmul(sx, subset.rows, { transA: true })) > 0.05);
    }
  },
);

Deno.test("equal subsets are one array, and their completed map is made once", () => {
  const [x, y] = [side(normal(60, 70, "x")), side(normal(60, 70, "y"))];
  const at = (delta: number) => y.subsets({ delta, subspaces: 3, seed: 2 });
  assert.ok(at(0) === at(0.01) && at(0) !== at(0.9));
  assert.ok(x.completed(at(0)) === x.completed(at(0.01)) && x.completed(at(0)) !== x.completed(at(0.9)));
  assert.ok(distance(x.completed(at(0)), completedMap(x.unit().unit, at(0))) < 1e-9);
  assert.ok(distance(x.completed(at(0.9)), x.completed(at(0))) > 0.05);
});

forEachEngine("a side serves many fits as bare anchors do", () => {
  const [a, b] = [normal(70, 20, "a"), normal(70, 24, "b")], [x, y] = [side(a), side(b)];
  for (const delta of DELTAS) {
    for (const completion of ["none", "per-subset"] as const) {
      const options = { delta, completion, subspaces: 4, seed: 2 };
      assert.ok(distance(fitIrp(x, y, options).affine.weights, fitIrp(a, b, options).affine.weights) < 1e-9);
    }
  }
  assert.ok(distance(fitInverse(y).weights, fitInverse(b).weights) < 1e-9);
});

Deno.test("what is no matrix and no space is refused by every fit, in a sentence", () => {
  const rows = [[1, 2], [3, 4], [5, 7]] as unknown as Matrix, x = normal(3, 2, "x");
  const sentence =
    /^TypeError: Cannot fit .* as the anchors must be a Matrix or a space: they are a list of 3 \(Matrix\.from\?\)$/;
  assert.throws(() => fitIrp(rows, x), (e) => sentence.test(String(e)));
  assert.throws(() => fitIrp(x, rows), (e) => sentence.test(String(e)));
  assert.throws(() => fitInverse(rows), (e) => sentence.test(String(e)));
  for (const nothing of [undefined, null, 7, "x", {}]) {
    assert.throws(() => fitIrp(nothing as unknown as Matrix, x), /the anchors must be a Matrix or a space: they are /);
  }
});

/** Rows of the given squares of singular values, mixed: the first `count` of a seeded shuffle. */
const drawn = (count: number, of: number, seed: string): Int32Array<ArrayBuffer> =>
  rng(seed).permutation(of).slice(0, count).sort();

forEachEngine(
  "rows that go and come: the exchanged inverse is that of a decomposition, or there is none",
  () => {
    for (const weak of [1, 1e-2, 1e-3, 1e-4]) {
      const all = mapColumns(normal(120, 130, "exchange"), (v, j) => j < 60 ? v : weak * v);
      const start = drawn(100, 120, "known"), known = { indices: start, rows: transpose(pinv(takeRows(all, start))) };
      const spare = Array.from({ length: 120 }, (_, i) => i).filter((i) => !start.includes(i));
      for (const [gone, come] of [[0, 0], [5, 0], [0, 5], [4, 6]] as const) {
        const indices = Int32Array.from([...start.subarray(gone), ...spare.slice(0, come)]).sort();
        const rows = exchangeRows(all, known, indices), direct = transpose(pinv(takeRows(all, indices)));
        assert.ok(rows || weak < 1e-2, "only where digits are lost is it left to another factor");
        assert.ok(!rows || distance(rows, direct) < 1e-9, `${weak}, ${gone} gone, ${come} come`);
      }
      assert.deepEqual(known.rows, transpose(pinv(takeRows(all, start))));
    }
  },
);

forEachEngine("too many exchanged rows, dependent ones and a wrong start are left to another factor", () => {
  const all = normal(120, 130, "exchange"), start = drawn(100, 120, "known");
  const rows = transpose(pinv(takeRows(all, start))), known = { indices: start, rows };
  assert.equal(exchangeRows(all, known, drawn(100, 120, "other")), undefined);
  const twin = new Matrix(120, 130, all.data.slice()), spare = all.data.findIndex((_, i) => !start.includes(i));
  twin.row(spare).set(twin.row(start[7]!));
  const both = Int32Array.from([...start, spare]).sort();
  assert.equal(exchangeRows(twin, known, both), undefined);
  assert.ok(exchangeRows(all, known, both));
  const wrong = new Matrix(100, 130, rows.data.map((x, i) => i % 131 ? x : x * 1.001));
  assert.equal(exchangeRows(all, { indices: start, rows: wrong }, both), undefined);
});

forEachEngine(
  "subsets that differ by a few rows are exchanged: one factor of full size serves them all",
  () => {
    const y = normal(160, 190, "y"), own = engine();
    let large = 0;
    const counting = { ...own, cholesky: (a: Matrix) => (large += Number(a.rows > 100), own.cholesky(a)) };
    const found = withEngine(counting, () => side(y).subsets({ delta: 0.75, subspaces: 8, seed: 4 }));
    const sizes = new Set(found.map(({ indices }) => indices.join()));
    assert.ok(sizes.size > 4 && large > 0 && large < sizes.size / 2, `${large} factors for ${sizes.size} subsets`);
    const { unit } = side(y).unit();
    for (const { rows, indices, condition } of found) {
      const S = takeRows(unit, indices), { s } = svd(S);
      assert.ok(distance(rows, transpose(pinv(S))) < 1e-9);
      assert.ok(Math.abs(condition.effective / (s[0]! / s.at(-1)!) - 1) < 1e-7);
    }
  },
);
