/** Ties are given their expectation over random order, not the order of rows. */
import assert from "node:assert/strict";
import { matmul } from "../lib/linalg/linalg.ts";
import { polar } from "../lib/linalg/polar.ts";
import { asDtype, Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import { neighborJaccard } from "../lib/measure/jaccard.ts";
import { nearestNeighbors } from "../lib/measure/neighbors.ts";
import { retrieval } from "../lib/measure/retrieval.ts";
import { fitHead } from "../lib/head/head.ts";
import { scaleInvariance } from "../lib/head/invariance.ts";
import { stitch } from "../lib/head/stitch.ts";
import { space } from "../lib/space/space.ts";
import { rng } from "../lib/base/random.ts";
import { close, forEachEngine, normal } from "./helpers.ts";
import { golden } from "./golden/measure.ts";

const { axes, others } = golden.ties as { axes: number[][]; others: number[][] };
const [a, b] = [Matrix.from(axes), Matrix.from(others)];
/** Rows of 0 and 1, none of them zero. */
const binary = mapColumns(normal(80, 7, "bits"), (v, j) => Number(v > 0 || j === 0));

forEachEngine("retrieval and Jaccard of tied rows agree with the mean over all orders", () => {
  const { mrr, recall } = retrieval(a, b, { recallAt: [2] });
  close([mrr, recall.get(2)!], golden.ties.retrieval, 1e-12);
  [1, 2, 3].forEach((k) => close(neighborJaccard(a, b, { k }).perRow, golden.ties.jaccard[k - 1], 1e-12));
});

forEachEngine("a collapsed space of 100 rows is retrieved as by chance, and shuffling the rows changes nothing", () => {
  const flat = mapColumns(Matrix.zeros(100, 6), (_, j) => j + .1), queries = normal(100, 6, 1);
  const { mrr, recall } = retrieval(queries, flat);
  const chance = Array.from({ length: 100 }, (_, i) => 1 / (i + 1)).reduce((x, y) => x + y) / 100;
  close([mrr, ...recall.values()], [chance, .01, .05, .1], 1e-12);
  close([mrr], [.0519], 1e-4);
  const order = rng(3).permutation(100);
  const moved = retrieval(takeRows(queries, order), takeRows(flat, order));
  close([moved.mrr, moved.recall.get(1)!], [mrr, recall.get(1)!], 1e-12);
  assert.ok(retrieval(queries, queries).mrr === 1, "rows that differ are found");
});

forEachEngine(
  "0/1 rows have the neighbourhoods of their rotated copy, in both precisions; another space has not",
  () => {
    const turned = matmul(binary, polar(normal(7, 7, 2)));
    for (const dtype of ["f64", "f32"] as const) {
      const [x, y] = [asDtype(binary, dtype), asDtype(turned, dtype)];
      for (const k of [1, 5, 20]) close([neighborJaccard(x, y, { k }).mean], [1], 1e-12);
      assert.deepEqual(nearestNeighbors(y, y, { k: 9 }), nearestNeighbors(x, x, { k: 9 }));
    }
    assert.ok(neighborJaccard(binary, normal(80, 7, 3), { k: 5 }).mean < .2);
  },
);

forEachEngine("a collapsed space shares neighbours with another as chance does, and all with itself", () => {
  const flat = mapColumns(Matrix.zeros(300, 4), () => 1), k = 6, n = 300;
  const { mean } = neighborJaccard(flat, normal(n, 4, 4), { k });
  close([mean], [k * k / (n - 1) / (2 * k - k * k / (n - 1))], 1e-12);
  close([neighborJaccard(flat, flat, { k }).mean], [1], 1e-12);
});

Deno.test("equal scores count by their share; equal logits of a head do", () => {
  assert.equal(accuracy(Matrix.from([[0, 0, 0], [1, 1, 0], [2, 1, 0], [2, 1, 0]]), [2, 0, 0, 1]), (1 / 3 + .5 + 1) / 4);
  const x = Matrix.from([[1, 2], [3, 1], [2, 2], [1, 1]]), labels = Int32Array.of(0, 1, 2, 3);
  const level = { predict: () => new Int32Array(4), logits: (m: Matrix) => Matrix.zeros(m.rows, 4) };
  const rows = space({ name: "rows", ids: ["a", "b", "c", "d"], vectors: x, labels });
  assert.equal(stitch(rows, level).accuracy, .25);
  assert.equal(scaleInvariance(level, { x, labels: new Int32Array(4) }).baseline, .25);
  const head = fitHead(Matrix.zeros(4, 2), labels, { classes: 4, seed: 1 }), { predicted } = stitch(rows, head);
  assert.deepEqual([stitch(rows, head).accuracy, [...Array.from(predicted)]], [.25, [0, 0, 0, 0]]);
  assert.equal(stitch(rows, { predict: () => labels }).accuracy, 1);
  assert.throws(() => accuracy(Matrix.from([[0, NaN]]), [0]), /the scores must be finite: row 0, column 1 is NaN/);
  assert.throws(() => accuracy(Matrix.from([[0, 1]]), [2]), /every label must be an integer in \[0, 1\]: it is 2/);
});

Deno.test("rows that are not finite are not stitched, whatever the head says", () => {
  const vectors = Matrix.from([[1, NaN], [0, 0]]), labels = Int32Array.of(0, 0);
  const rows = space({ name: "holes", ids: ["a", "b"], vectors, labels });
  assert.throws(() => stitch(rows, { predict: () => labels }), {
    name: "RangeError",
    message: 'Cannot stitch as the space "holes" must be finite: row 0, column 1 is NaN',
  });
});
