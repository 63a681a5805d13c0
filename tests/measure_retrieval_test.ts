/** Retrieval and neighbourhoods by cosine. */
import assert from "node:assert/strict";
import { matmul } from "../lib/linalg/linalg.ts";
import { polar } from "../lib/linalg/polar.ts";
import { Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { nearestNeighbors } from "../lib/measure/neighbors.ts";
import { neighborJaccard } from "../lib/measure/jaccard.ts";
import { retrieval } from "../lib/measure/retrieval.ts";
import { rng } from "../lib/base/random.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { close, forEachEngine, normal } from "./helpers.ts";
import { golden, refuses, x, y, z } from "./golden/measure.ts";

forEachEngine("ranks, MRR and recall agree with full sorts", () => {
  const { mrr, recall, ranks } = retrieval(z, x);
  close(ranks, golden.retrieval.ranks, 1e-10);
  close([mrr, ...recall.values()], [golden.retrieval.mrr, ...Object.values<number>(golden.retrieval.recall)], 1e-10);
  assert.deepEqual([...recall.keys()], [1, 5, 10]);
});

forEachEngine(
  "retrieval is perfect under a joint rotation and row scales, and near chance when rows are shuffled",
  () => {
    for (const [n, d] of [[30, 4], [3000, 8]] as const) {
      const a = normal(n, d, n), r = polar(normal(d, d, "r"));
      const scaled = mapColumns(a, (value, _, i) => value * (1 + i % 7));
      const { mrr, recall } = retrieval(matmul(a, r), matmul(scaled, r), { recallAt: [1, n] });
      assert.equal(mrr, 1);
      assert.deepEqual([...recall], [[1, 1], [n, 1]]);
      assert.ok(retrieval(a, takeRows(a, rng(n).permutation(n))).mrr < .3, "shuffled rows must not be found");
    }
  },
);

forEachEngine("a collapsed space is retrieved as by chance, not perfectly", () => {
  const n = 9, same = mapColumns(Matrix.zeros(n, 5), (_, j) => j + .1);
  const { ranks, mrr, recall } = retrieval(normal(n, 5, 1), same, { recallAt: [1, 5] });
  assert.ok(ranks.every((rank) => rank === 5));
  close([mrr], [Array.from({ length: n }, (_, i) => 1 / (i + 1)).reduce((a, b) => a + b) / n], 1e-14);
  close([...recall.values()], [1 / n, 5 / n], 1e-14);
});

forEachEngine("neighbours and their Jaccard index agree with full sorts", () => {
  assert.deepEqual([...nearestNeighbors(x, x, { k: 4, excludeSelf: true })], golden.neighbors);
  const { mean, perRow } = neighborJaccard(x, y, { k: 7 });
  close(perRow, golden.jaccard, 1e-12);
  close([mean], [golden.jaccard.reduce((a: number, b: number) => a + b) / x.rows], 1e-12);
});

forEachEngine("neighbourhoods are unchanged by a rotation and row scales, and changed by a shift", () => {
  const a = normal(2500, 6, 5), turned = mapColumns(matmul(a, polar(normal(6, 6, 6))), (v, _, i) => v * (1 + i % 3));
  assert.ok(neighborJaccard(a, turned, { k: 5 }).mean > 1 - 1e-3);
  assert.ok(neighborJaccard(a, mapColumns(a, (v) => v + 3), { k: 5 }).mean < .6);
  const chance = neighborJaccard(a, normal(2500, 6, 7), { k: 50 }).mean;
  assert.ok(Math.abs(chance - 50 / 5000) < .002, `two unrelated spaces share ${chance}`);
});

forEachEngine("a row is its own nearest neighbour unless left out; equal cosines go to the lowest index", () => {
  const axes = Matrix.identity(4);
  assert.deepEqual([...nearestNeighbors(axes, axes, { k: 3 })], [0, 1, 2, 1, 0, 2, 2, 0, 1, 3, 0, 1]);
  assert.deepEqual([...nearestNeighbors(axes, axes, { k: 2, excludeSelf: true })], [1, 2, 0, 2, 0, 1, 0, 1]);
  assert.equal(nearestNeighbors(axes, axes, { k: 4 }).length, 16);
});

Deno.test("retrieval refuses what it cannot rank", () => {
  const bad = Matrix.from([[1, 2], [3, NaN], [0, 0]]),
    three = Matrix.from([[1, 2], [3, 4], [5, 7]]),
    two = Matrix.from([[1, 2], [3, 5]]);
  const empty = Matrix.zeros(0, 2);
  refuses("Cannot measure retrieval", [
    [() => retrieval(three, two), TypeError, "both sides must have the same number of rows: 3 × 2 against 2 × 2"],
    [() => retrieval(empty, empty), TypeError, "the queries must have rows: the shape is 0 × 2"],
    [() => retrieval(three, normal(3, 4, 1)), TypeError, "the gallery must have 2 columns: the shape is 3 × 4"],
    [() => retrieval(three, bad), RangeError, "the gallery must be finite: row 1, column 1 is NaN"],
    [
      () => retrieval(three, three, { recallAt: [4] }),
      RangeError,
      "k of recall@k must be an integer in [1, 3]: it is 4",
    ],
  ]);
  refuses("Cannot compare neighbourhoods", [
    [
      () => neighborJaccard(three, two, { k: 1 }),
      TypeError,
      "both sides must have the same number of rows: 3 × 2 against 2 × 2",
    ],
  ]);
  refuses("Cannot find neighbours", [
    [() => neighborJaccard(three, three, { k: 3 }), RangeError, "k must be an integer in [1, 2]: it is 3"],
    [() => nearestNeighbors(three, two, { k: 3 }), RangeError, "k must be an integer in [1, 2]: it is 3"],
    [() => nearestNeighbors(three, two, { k: .5 }), RangeError, "k must be an integer in [1, 2]: it is 0.5"],
    [() => nearestNeighbors(three, empty, { k: 1 }), TypeError, "the gallery must have rows: the shape is 0 × 2"],
    [() => nearestNeighbors(bad, three, { k: 1 }), RangeError, "the queries must be finite: row 1, column 1 is NaN"],
  ]);
});
