/** Borders of heads that a small slip moves: two-sided tolerance, holes in the range, ties, the initial spread. */
import assert from "node:assert/strict";
import { fitHead } from "../lib/head/head.ts";
import { argmaxRows } from "../lib/head/argmax.ts";
import { scaleInvariance } from "../lib/head/invariance.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { normal } from "./helpers.ts";

const x = Matrix.from([[1, 0], [1, 0], [1, 0], [1, 0]]), labels = Int32Array.from([1, 1, 1, 1]);
/** Right on so many of the four rows, by their norm. */
const model = (right: (norm: number) => number) => ({
  predict: (m: Matrix) => Array.from({ length: 4 }, (_, i) => Number(i < right(Math.abs(m.at(i, 0))))),
});
const range = (right: (norm: number) => number): readonly [number, number] => {
  const { low, high } = scaleInvariance(model(right), { x, labels }, { alphas: [0.1, 0.5, 1, 2, 10], tolerance: 0.1 });
  return [low, high];
};

Deno.test("a better accuracy ends the range as a worse one does, and nothing beyond a hole counts", () => {
  assert.deepEqual(range((n) => n > 1.5 ? 4 : 2), [0.1, 1]);
  assert.deepEqual(range((n) => n > 1.5 ? 0 : 2), [0.1, 1]);
  assert.deepEqual(range((n) => n > 1.5 && n < 5 ? 0 : 2), [0.1, 1]);
  assert.deepEqual(range((n) => n < 0.7 && n > 0.2 ? 0 : 2), [1, 10]);
  assert.deepEqual(range(() => 2), [0.1, 10]);
});

Deno.test("the first of equal scores is the class", () => {
  assert.deepEqual([...argmaxRows(Matrix.from([[1, 1, 0], [0, 2, 2]]))], [0, 1]);
});

Deno.test("a probe starts as wide as it is told, in units of the rows' mean norm", () => {
  const rows = normal(60, 4, "x"), classes = Int32Array.from({ length: 60 }, (_, i) => i % 2);
  const fit = { kind: "mlp", classes: 2, seed: 1, steps: 1, standardize: false, l2: 0 } as const;
  const size = (data: Matrix, more: object): number => {
    const { weight } = fitHead(data, classes, { ...fit, ...more }).layers[0]!;
    return Math.sqrt(Array.from(weight.data).reduce((sum, v) => sum + v * v, 0));
  };
  const ten = new Matrix(60, 4, rows.data.map((v) => 10 * v));
  assert.ok(Math.abs(size(rows, { spread: 2 }) / size(rows, { spread: 1 }) - 2) < 0.1);
  assert.ok(Math.abs(size(rows, { activation: "cos" }) / size(rows, { activation: "cos", spread: 1 }) - 1.5) < 0.1);
  assert.ok(Math.abs(size(rows, {}) / size(ten, {}) - 10) < 1);
});
