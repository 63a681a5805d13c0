/** Borders that a small slip moves: the pruning threshold itself, nearly constant columns, clusters. */
import assert from "node:assert/strict";
import { distancesOf, farthestPoints, smallerDistance, subspaceStarts } from "../lib/method/anchors.ts";
import { completedMap, completeSubset } from "../lib/method/completion.ts";
import { fitIrp } from "../lib/method/irp.ts";
import { partialMap } from "../lib/method/partial.ts";
import { side } from "../lib/method/side.ts";
import { invertSubset } from "../lib/method/subsets.ts";
import { clusterRows } from "../lib/linalg/clusters.ts";
import { svd } from "../lib/linalg/linalg.ts";
import { fitRidge } from "../lib/linalg/ridge.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { unitRows } from "../lib/linalg/rows.ts";
import { fitScaling } from "../lib/space/scaling.ts";
import { close, distance, normal } from "./helpers.ts";

Deno.test("a point at distance δ exactly is kept; opposite points are one; the lowest of equals comes first", () => {
  const axes = Matrix.from([[1, 0, 0], [0, 1, 0], [0, 0, 1], [-1, 0, 0]]);
  const order = farthestPoints(distancesOf(axes), 4, 0);
  assert.deepEqual([...order.until(1)], [0, 1, 2]);
  assert.deepEqual([...order.until(0)], [0, 1, 2, 3]);
  const smaller = smallerDistance((_, out) => void out.set([1, 5]), (_, out) => void out.set([3, 2])),
    out = new Float64Array(2);
  smaller(0, out);
  assert.deepEqual([...out], [1, 2]);
  assert.notDeepEqual(subspaceStarts(40, { seed: 1 }), subspaceStarts(40, { seed: 2 }));
});

Deno.test("a column that varies by a thousandth of its size is scaled, a constant one is not", () => {
  const anchors = new Matrix(50, 2, Float64Array.from({ length: 100 }, (_, p) => p % 2 ? 7 : 1 + 1e-4 * Math.sin(p)));
  const scaled = fitScaling(anchors, "standard").apply(anchors),
    column = Array.from({ length: 50 }, (_, i) => scaled.at(i, 0));
  const spread = Math.sqrt(column.reduce((sum, v) => sum + v * v, 0) / 50);
  close([spread], [1], 1e-9);
  assert.ok(Array.from({ length: 50 }, (_, i) => scaled.at(i, 1)).every((v) => v === 0));
});

Deno.test("k-means ends with every centre at the mean of its items", () => {
  const x = normal(60, 3, "x"), { clusters, gaps } = clusterRows(x, { count: 4, seed: 1 }, "test");
  for (let c = 0; c < 4; c++) {
    const own = [...clusters.keys()].filter((i) => clusters[i] === c),
      mean = [0, 1, 2].map((j) => own.reduce((sum, i) => sum + x.at(i, j), 0) / own.length);
    const found = gaps();
    for (const i of own) close([found.at(i, c)], [mean.reduce((sum, m, j) => sum + (x.at(i, j) - m) ** 2, 0)], 1e-9);
  }
});

Deno.test("completion is the mean over subsets", () => {
  const source = unitRows(normal(12, 4, "s")), target = unitRows(normal(12, 5, "t"));
  for (const size of [4, 3, 6]) { // of full row rank, fewer than there are dimensions, and more
    const [a, b] = [0, 5].map((from) =>
      invertSubset(target, Int32Array.from({ length: size }, (_, i) => from + i))
    ) as [ReturnType<typeof invertSubset>, ReturnType<typeof invertSubset>];
    const maps = [[a], [b], [a, b]].map((subsets) => completedMap(source, subsets)), [one, two, both] = maps;
    close(both!.data, one!.data.map((v, i) => (v + two!.data[i]!) / 2), 1e-10);
    for (const [map, subset] of [[one, a], [two, b]] as const) {
      close(map!.data, completeSubset(source, subset).data, 1e-10);
    }
  }
});

Deno.test("what looks at both sides is coupled, and pruning on the source looks at the source alone", () => {
  const [a, b] = [normal(40, 6, "x"), normal(40, 8, "y")];
  const independent = [{}, { completion: "per-subset" }, { pruneOn: "source" }, { pruneOn: "both" }, {
    polar: true,
  }] as const;
  assert.deepEqual(independent.map((options) => fitIrp(a, b, options).independent), [true, false, false, false, false]);
  const kept = (pruneOn: "source" | "both", target: Matrix) =>
    fitIrp(a, target, { pruneOn, seed: 3 }).diagnostics.anchorsKept;
  assert.deepEqual(kept("source", b), kept("source", normal(40, 8, "other")));
  assert.notDeepEqual(kept("both", b), kept("source", b));
});

Deno.test("partial whitening at p = 1 is least squares on unit rows, at p = 0 something else", () => {
  const [x, y] = [side(normal(40, 6, "x")), side(normal(40, 6, "y"))].map((s) => s.unit().unit) as [Matrix, Matrix];
  const forward = partialMap(svd(x), svd(y), 1, 0);
  assert.ok(distance(forward, fitRidge(x, y, 0).weights) < 1e-9);
  assert.ok(distance(forward, partialMap(svd(x), svd(y), 0, 0)) > 0.01);
});
