/** Temperature of a linear head (section 3.4) and distributions of norms (Figure 5). */
import assert from "node:assert/strict";
import { Matrix } from "../lib/linalg/matrix.ts";
import { scaleDistribution } from "../lib/measure/scale.ts";
import { scaleAsTemperature } from "../lib/head/tempered.ts";
import { fitHead, headOf } from "../lib/head/head.ts";
import { scaleBias, softmax } from "../lib/head/temperature.ts";
import { mapColumns, unitRows } from "../lib/linalg/rows.ts";
import { rng } from "../lib/base/random.ts";
import { close, normal } from "./helpers.ts";

const x = mapColumns(normal(300, 6, 3), (v, j, i) => v + (i % 3 === j ? 2 : 0) + 1);
const labels = Int32Array.from({ length: 300 }, (_, i) => i % 3);
const head = fitHead(x, labels, { classes: 3, seed: 1 });
const alphas = [0.01, 0.1, 0.5, 1, 3, 50];

Deno.test("softmax rows sum to one, survive huge scores, and flatten with the temperature", () => {
  const scores = Matrix.from([[1000, 998, -1000], [0, 1, 2]]);
  for (const t of [0.1, 1, 50]) {
    const p = softmax(scores, t);
    for (let i = 0; i < 2; i++) close([[...p.row(i)].reduce((a, b) => a + b)], [1], 1e-14);
  }
  assert.ok(softmax(scores, 0.1).at(1, 2) > softmax(scores, 1).at(1, 2));
  close(softmax(scores, 1e9).row(1), [1 / 3, 1 / 3, 1 / 3], 1e-8);
  assert.throws(() => softmax(scores, 0), /the temperature must be a finite number of at least/);
  assert.throws(() => softmax(scores, NaN), { name: "RangeError" });
});

Deno.test("without a bias, rescaling is a temperature to rounding; with one it is not", () => {
  for (const { gap, agreement } of scaleAsTemperature(scaleBias(head), { x, labels }, alphas)) {
    assert.ok(gap < 1e-12, String(gap));
    assert.equal(agreement, 1);
  }
  const biased = scaleAsTemperature(head, { x, labels }, alphas);
  assert.ok(biased[0]!.gap > 0.1 && biased[0]!.agreement < 0.9, JSON.stringify(biased[0]));
  assert.equal(biased[3]!.gap, 0);
});

Deno.test("with a bias, rescaling by α is the temperature 1 / α of the head with its bias over α", () => {
  for (const alpha of alphas) {
    const scaled = softmax(head.logits(mapColumns(x, (v) => v * alpha)));
    close(scaled.data, softmax(scaleBias(head, 1 / alpha).logits(x), 1 / alpha).data, 1e-11);
  }
});

Deno.test("confidence grows with α and calibration is best near the scale of the training", () => {
  const points = scaleAsTemperature(scaleBias(head), { x, labels }, alphas);
  points.slice(1).forEach((p, i) => assert.ok(p.confidence > points[i]!.confidence));
  const errors = points.map((p) => p.calibrationError);
  assert.ok(errors[3]! < errors[0]! && errors[3]! < errors[5]!, errors.join());
});

Deno.test("wrong heads and α are refused", () => {
  const mlp = fitHead(x, labels, { classes: 3, seed: 1, kind: "mlp", steps: 3, hidden: 4 });
  assert.throws(() => scaleAsTemperature(mlp, { x, labels }, [1]), {
    message:
      'Cannot compare scale with temperature as the kind of the head must be one of "linear", "svm": it is "mlp"',
  });
  assert.throws(() => scaleAsTemperature(head, { x, labels }, [-1]), /alpha must be a finite number of at least/);
  assert.throws(() => scaleAsTemperature(head, { x, labels: labels.subarray(1) }, [1]), /labels must have 300 entries/);
  assert.throws(() => scaleBias(headOf("linear", head.layers), -1), /the factor must be a finite number of at least 0/);
});

Deno.test("norms of a Gaussian in many dimensions have one mode and are nearly Gaussian", () => {
  const found = scaleDistribution(normal(4000, 100, 8));
  assert.equal(found.modes.length, 1);
  assert.ok(found.ks < 0.02 && found.outliers < 1e-3 && Math.abs(found.skew) < 0.2, JSON.stringify(found.ks));
  close([found.mean, found.sd], [10, Math.SQRT1_2], 0.005);
});

Deno.test("two groups of norms have two modes and are far from Gaussian", () => {
  const found = scaleDistribution(mapColumns(normal(4000, 100, 8), (v, _, i) => i % 2 ? v : 2 * v));
  assert.equal(found.modes.length, 2);
  close(found.modes, [10, 20], 0.05);
  assert.ok(found.ks > 0.1);
});

Deno.test("statistics of norms do not feel a rotation of the space, or the order of rows; they follow its scale", () => {
  const m = normal(500, 4, 1), order = rng(2).permutation(500);
  const shuffled = mapColumns(m, (_, j, i) => m.at(order[i]!, 3 - j) * (j % 2 ? -1 : 1));
  const [a, b, c] = [m, shuffled, mapColumns(m, (v) => 3 * v)].map((rows) => scaleDistribution(rows));
  for (const key of ["mean", "sd", "skew", "excessKurtosis", "ks"] as const) close([b![key]], [a![key]], 1e-10, key);
  close([c!.mean, c!.sd, c!.skew], [3 * a!.mean, 3 * a!.sd, a!.skew], 1e-10);
});

Deno.test("zero rows count; outliers are those beyond 4 deviations; equal norms are said to be equal", () => {
  const rows = mapColumns(unitRows(normal(1000, 5, 4)), (v, _, i) => i < 2 ? 0 : v * (1 + i % 2 / 100));
  const found = scaleDistribution(rows);
  assert.equal(found.zeroRows, 2);
  assert.equal(found.outliers, 0.002);
  assert.deepEqual([found.equal, scaleDistribution(Matrix.from([[1, 0], [0, 1]])).equal], [false, true]);
  assert.throws(() => scaleDistribution(Matrix.from([[1, 0]])), { name: "TypeError" });
  assert.throws(() => scaleDistribution(Matrix.from([[1, NaN], [0, 1]])), /x must be finite: row 0, column 1 is NaN/);
});
