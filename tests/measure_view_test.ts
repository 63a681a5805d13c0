import assert from "node:assert/strict";
import { matmul, rng } from "../lib/linalg/mod.ts";
import { fitPrincipal } from "../lib/method/mod.ts";
import { Matrix, type Space, space, stitchAll } from "../mod.ts";
import { viewRecords } from "../lib/chart/mod.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { fitLinear } from "../lib/method/direct.ts";
import { trainSpace } from "../lib/encoder/live.ts";
import type { Dataset } from "../lib/data/dataset.ts";
import { close, forEachEngine } from "./helpers.ts";

const gaussian = (rows: number, scales: readonly number[], seed: number): Matrix => {
  const draw = rng(seed);
  return Matrix.from(Array.from({ length: rows }, () => scales.map((scale) => 3 + scale * draw.normal())));
};

forEachEngine("principal axes are orthonormal, widest first, and explain what variance lies along them", () => {
  const x = gaussian(400, [1, 5, 2], 1), view = fitPrincipal(x, { components: 3 });
  close(matmul(view.axes, view.axes, { transA: true }).data, Matrix.identity(3).data, 1e-12);
  assert.ok(Math.abs(view.axes.at(1, 0)) > 0.99 && Math.abs(view.axes.at(2, 1)) > 0.99);
  const columns = [0, 1, 2].map((j) => Array.from(view.apply(x).data).filter((_, p) => p % 3 === j));
  const spread = columns.map((column) => column.reduce((sum, value) => sum + value * value, 0));
  const total = spread.reduce((a, b) => a + b);
  close(view.explained, spread.map((value) => value / total), 1e-12);
  close(columns.map((column) => column.reduce((a, b) => a + b) / 400), [0, 0, 0], 1e-12);
});

forEachEngine("a view of its own hides a rotation, the view of the first space shows it", () => {
  const x = gaussian(300, [4, 2, 1], 2), turn = Matrix.from([[0, 1, 0], [0, 0, 1], [1, 0, 0]]), y = matmul(x, turn);
  const own = fitPrincipal(y).apply(y).data, first = fitPrincipal(x);
  const signed = (points: ArrayLike<number>): number[] => Array.from(points, Math.abs);
  close(signed(own), signed(first.apply(x).data), 1e-9);
  assert.throws(() => close(signed(first.apply(y).data), signed(first.apply(x).data), 0.1), assert.AssertionError);
});

Deno.test("principal axes of equal rows, or of another dimension, are refused", () => {
  const same = Matrix.from([[1, 2], [1, 2]]), view = fitPrincipal(Matrix.from([[1, 2], [2, 1]]));
  assert.throws(() => fitPrincipal(same), {
    name: "RangeError",
    message: "Cannot find principal axes as the rows must differ: all 2 are equal",
  });
  assert.throws(() => fitPrincipal(same, { components: 3 }), { name: "RangeError", message: /\[1, 2\]: it is 3/ });
  assert.throws(() => view.apply(Matrix.from([[1]])), { name: "TypeError", message: /2 columns/ });
});

Deno.test("points become records with their labels, the first rows only where asked", () => {
  const points = Matrix.from([[1, 2], [3, 4]]);
  assert.deepEqual(viewRecords(points, { panel: "p", labels: [7, "b"] })[1], { x: 3, y: 4, label: "b", panel: "p" });
  assert.equal(viewRecords(points, { panel: "p", labels: [7, 8], limit: 1 }).length, 1);
  assert.throws(() => viewRecords(points, { panel: "p", labels: [7] }), { name: "TypeError", message: /2 entries/ });
  assert.throws(() => viewRecords(Matrix.identity(3), { panel: "p", labels: [1, 2, 3] }), { name: "TypeError" });
});

/** A space of points on a line in d dimensions; its head tells their sides. */
function loaded(name: string, direction: readonly number[]): LoadedSpace {
  const values = Array.from({ length: 40 }, (_, i) => (i + 0.5) / 20 - 1), ids = values.map((_, i) => `i${i}`);
  const labels = Int32Array.from(values, (value) => value > 0 ? 1 : 0);
  const vectors = Matrix.from(values.map((value) => direction.map((d) => d * value + 0.01 * Math.sin(40 * value * d))));
  const predict = (x: Matrix): Int32Array => {
    const side = (i: number): number => direction.reduce((sum, d, j) => sum + d * x.at(i, j), 0);
    return Int32Array.from({ length: x.rows }, (_, i) => side(i) > 0 ? 1 : 0);
  };
  const whole = { ...space({ name, ids, vectors, labels }), labels };
  return { ...whole, test: whole, classes: ["-", "+"], encoder: { name }, head: { predict } } as unknown as LoadedSpace;
}

Deno.test("every encoder meets every head: translated where they differ, as it is where they do not", () => {
  const spaces = [loaded("a", [1, 2]), loaded("b", [-2, 1, 1])], anchors = spaces[0]!.ids.slice(5, 35);
  const fitted: string[] = [];
  const found = stitchAll(spaces, {
    anchors,
    fit: (source, target) => {
      fitted.push(`${source.name}→${target.name}`);
      return fitLinear(source, target);
    },
  });
  assert.deepEqual(fitted, ["a→b", "b→a"]);
  assert.deepEqual(found.records.map((r) => r.encoder + r.decoder), ["aa", "ab", "ba", "bb"]);
  assert.deepEqual([found.own, found.across], [1, 1]);
  const mirror = (target: Space): Space => ({
    ...target,
    vectors: matmul(target.vectors, Matrix.identity(target.vectors.cols), { alpha: -1 }),
  });
  const wrong = stitchAll(spaces, { anchors, fit: (source, target) => fitLinear(source, mirror(target)) });
  assert.deepEqual([wrong.own, wrong.across], [1, 0]);
});

Deno.test("one space is not enough to stitch, and a dataset without images not enough to train", async () => {
  const [one] = [loaded("a", [1, 2])];
  assert.throws(() => stitchAll([one], { anchors: one.ids, fit: fitLinear }), {
    name: "TypeError",
    message: "Cannot stitch all pairs as there must be at least 2 spaces: there are 1",
  });
  await assert.rejects(trainSpace({ name: "texts" } as Dataset, "mlp256", { seed: 1, epochs: 1 }), {
    name: "TypeError",
    message: 'Cannot train a space as the dataset "texts" must have images: it has none',
  });
});

Deno.test("two seeds give two spaces of the same items, one seed the same space twice", async () => {
  const draw = rng(5), count = 60, images = Matrix.zeros(count, 784, "f32");
  for (let i = 0; i < images.data.length; i++) images.data[i] = draw.uniform();
  const ids = Array.from({ length: count }, (_, i) => `i${i}`), order = Int32Array.from(ids, (_, i) => i);
  const dataset = {
    ...{ name: "noise", kind: "image", ids, labels: order.map((i) => i % 2), classes: ["a", "b"], images },
    splits: { train: order.slice(0, 40), test: order.slice(40) },
  } as Dataset;
  const [one, again, two] = await Promise.all(
    [1, 1, 2].map((seed) => trainSpace(dataset, "mlpae64", { seed, epochs: 1 })),
  );
  assert.deepEqual([one!.ids.length, one!.test.ids.length, one!.vectors.cols], [40, 20, 64]);
  assert.deepEqual(one!.test.labels, again!.test.labels);
  assert.deepEqual(one!.test.vectors.data, again!.test.vectors.data);
  assert.notDeepEqual(one!.test.vectors.data, two!.test.vectors.data);
});
