/** The choice of anchors: random subsets, by class, by k-means. */
import assert from "node:assert/strict";
import { Matrix, space } from "anchorage";
import { kmeansAnchors, stratifiedAnchors } from "anchorage/method";
import { randomSubsets } from "anchorage/method";
import { anchorSubsets, distancesOf } from "../lib/method/anchors.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { unitAnchors } from "../lib/space/scaling.ts";
import { forEachEngine, normal } from "./helpers.ts";

const SEEDS = [1, 2, 3];

Deno.test("random subsets have the sizes of the pruned ones, their indices in range, once each, by the seed", () => {
  const { unit } = unitAnchors(normal(40, 4, "anchors"), "test");
  const pruned = anchorSubsets(distancesOf(unit), 40, { subspaces: 6, delta: 0.2 });
  const random = randomSubsets(pruned, 40, 3);
  assert.deepEqual(random.map((s) => s.length), pruned.map((s) => s.length));
  for (const [i, subset] of random.entries()) {
    assert.ok(subset.every((at, j) => at >= 0 && at < 40 && (j === 0 || at > subset[j - 1]!)));
    assert.notDeepEqual(subset, pruned[i]);
  }
  assert.deepEqual(randomSubsets(pruned, 40, 3), random);
  assert.notDeepEqual(randomSubsets(pruned, 40, 4), random);
  assert.throws(() => randomSubsets(pruned, 2, 0), /the size of a subset must be an integer in \[1, 2\]/);
});

Deno.test("stratified anchors: each class has its share by largest remainders; uniform draws have not", () => {
  const ids = Array.from({ length: 100 }, (_, i) => `item ${i}`);
  const labels = Int32Array.from(ids, (_, i) => i < 60 ? 0 : i < 90 ? 1 : 7), count = 15;
  for (const seed of SEEDS) {
    const drawn = stratifiedAnchors({ ids, labels }, { count, seed });
    const of = (label: number): number => drawn.filter((id) => labels[ids.indexOf(id)] === label).length;
    assert.deepEqual([of(0), of(1), of(7), new Set(drawn).size], [9, 5, 1, 15]);
    assert.deepEqual(stratifiedAnchors({ ids, labels }, { count, seed }), drawn);
  }
  assert.equal(stratifiedAnchors({ ids, labels }, { count: 100, seed: 0 }).length, 100);
  const refused = "Cannot draw stratified anchors as ";
  assert.throws(() => stratifiedAnchors({ ids }, { count: 2, seed: 0 }), {
    name: "TypeError",
    message: `${refused}the items must have labels: there are none`,
  });
  assert.throws(() => stratifiedAnchors({ ids, labels: new Int32Array(3) }, { count: 2, seed: 0 }), {
    name: "TypeError",
    message: `${refused}labels must have 100 entries: it has 3`,
  });
  assert.throws(() => stratifiedAnchors({ ids, labels }, { count: 101, seed: 0 }), {
    name: "RangeError",
    message: `${refused}the number of anchors must be an integer in [1, 100]: it is 101`,
  });
});

forEachEngine("k-means anchors: one of each cluster, whatever the clusters' sizes; the first rows are not", () => {
  for (const seed of SEEDS) {
    const centers = normal(6, 4, `centres ${seed}`), noise = normal(200, 4, `noise ${seed}`);
    const cluster = (i: number): number => i < 150 ? 0 : i % 6;
    const vectors = mapColumns(noise, (v, j, i) => 0.01 * v + 10 * centers.at(cluster(i), j) + 3);
    const x = space({ name: "clusters", ids: Array.from({ length: 200 }, (_, i) => `${i}`), vectors });
    const chosen = kmeansAnchors(x, { count: 6, seed });
    assert.deepEqual(chosen.map((id) => cluster(Number(id))).sort(), [0, 1, 2, 3, 4, 5]);
    assert.deepEqual(kmeansAnchors(x, { count: 6, seed }), chosen);
    assert.equal(new Set(kmeansAnchors(x, { count: 200, seed })).size, 200);
  }
});

Deno.test("k-means anchors of equal items are as many as asked for; too many and NaN are refused", () => {
  const equal = { ids: ["a", "b", "c"], vectors: new Matrix(3, 2, new Float64Array(6).fill(1.5)) };
  assert.equal(new Set(kmeansAnchors(equal, { count: 3, seed: 0 })).size, 3);
  assert.throws(
    () => kmeansAnchors(equal, { count: 4, seed: 0 }),
    /k-means as the number of anchors must be an integer in \[1, 3\]: it is 4/,
  );
  const vectors = Matrix.from([[1, 2], [NaN, 0], [0, 0]]);
  assert.throws(
    () => kmeansAnchors({ ...equal, vectors }, { count: 2, seed: 0 }),
    /k-means as the vectors must be finite: row 1, column 0 is NaN/,
  );
});
