import assert from "node:assert/strict";
import { asDtype, Matrix } from "../lib/linalg/matrix.ts";
import { rng } from "../lib/base/random.ts";
import { fitHead, type Head, type HeadKind, headOf } from "../lib/head/head.ts";
import { lbfgs } from "../lib/head/lbfgs.ts";
import { forEachEngine } from "./helpers.ts";
import { crossEntropy, squaredHinge } from "../lib/nn/loss.ts";

const kinds: readonly HeadKind[] = ["linear", "svm", "mlp"];

/** n points around `classes` random centres in d dimensions, far from the origin and on unequal scales. */
function blobs(seed: number, n: number, d: number, classes: number): { x: Matrix; labels: Int32Array } {
  const draw = rng(seed);
  const centers = Array.from({ length: classes * d }, () => 2 * draw.normal());
  const labels = Int32Array.from({ length: n }, (_, i) => i % classes);
  const data = Float64Array.from({ length: n * d }, (_, p) => {
    const [i, j] = [Math.floor(p / d), p % d];
    return 100 + 10 ** (j % 4) * (centers[labels[i]! * d + j]! + draw.normal());
  });
  return { x: new Matrix(n, d, data), labels };
}

function accuracy(head: Head, x: Matrix, labels: Int32Array): number {
  return head.predict(x).reduce((hits, label, i) => hits + Number(label === labels[i]), 0) / labels.length;
}

Deno.test("every kind of head separates what is separable, in both precisions, and not shuffled labels", () => {
  const { x, labels } = blobs(1, 600, 12, 4);
  const order = rng(2).permutation(labels.length);
  const shuffled = labels.map((_, i) => labels[order[i]!]!);
  for (const kind of kinds) {
    for (const dtype of ["f64", "f32"] as const) {
      const head = fitHead(asDtype(x, dtype), labels, { classes: 4, kind, seed: 3 });
      assert.ok(accuracy(head, asDtype(x, dtype), labels) > 0.97, `${kind} ${dtype}`);
      assert.deepEqual([head.kind, head.classes, head.dim], [kind, 4, 12]);
    }
    const lost = fitHead(x, shuffled, { classes: 4, kind: kind === "mlp" ? "linear" : kind, seed: 3 });
    assert.ok(accuracy(lost, x, shuffled) < 0.5);
  }
});

Deno.test("the same seed gives the same head, bit for bit; another seed another mlp", () => {
  const { x, labels } = blobs(4, 200, 6, 3);
  for (const kind of kinds) {
    const [a, b, c] = [5, 5, 6].map((seed) => fitHead(x, labels, { classes: 3, kind, seed }).logits(x).data);
    assert.deepEqual(a, b);
    if (kind === "mlp") assert.notDeepEqual(a, c);
    else assert.deepEqual(a, c);
  }
});

Deno.test("a linear head does not depend on the scale of columns; without the fold it would", () => {
  const { x, labels } = blobs(7, 300, 5, 3);
  const scaled = new Matrix(x.rows, x.cols, x.data.map((v, p) => 3 + v * 10 ** (p % 5)));
  const head = fitHead(x, labels, { classes: 3, seed: 0 });
  const other = fitHead(scaled, labels, { classes: 3, seed: 0 });
  const gap = (a: Matrix, b: Matrix): number =>
    Array.from(a.data).reduce((worst, v, i) => Math.max(worst, Math.abs(v - b.data[i]!)), 0);
  assert.ok(gap(head.logits(x), other.logits(scaled)) < 1e-6);
  assert.ok(gap(head.logits(scaled), other.logits(scaled)) > 1);
});

Deno.test("a column without spread gets weight zero", () => {
  const { x, labels } = blobs(8, 100, 4, 2);
  const flat = new Matrix(x.rows, x.cols, x.data.map((v, p) => p % 4 === 2 ? 7 : v));
  const { weight } = fitHead(flat, labels, { classes: 2, seed: 0 }).layers[0]!;
  assert.deepEqual(Array.from(weight.row(2)), [0, 0]);
  assert.ok(Math.abs(weight.at(1, 0)) > 0);
});

Deno.test("more regularisation gives smaller weights", () => {
  const { x, labels } = blobs(9, 200, 4, 3);
  const norm = (l2: number): number => {
    const { weight } = fitHead(x, labels, { classes: 3, seed: 0, l2 }).layers[0]!;
    return Math.hypot(...weight.row(0));
  };
  assert.ok(norm(1) < 0.5 * norm(1e-3));
});

Deno.test("the losses' gradients are their finite differences", () => {
  const draw = rng(10);
  const labels = Int32Array.of(0, 2, 1);
  const scores = Float64Array.from({ length: 9 }, () => draw.normal());
  for (const loss of [crossEntropy, squaredHinge]) {
    const gradient = scores.slice();
    loss(gradient, labels, 3, 1);
    for (let p = 0; p < 9; p++) {
      const at = (step: number): number => loss(scores.map((s, q) => q === p ? s + step : s), labels, 3, 1);
      assert.ok(Math.abs((at(1e-5) - at(-1e-5)) / 2e-5 - gradient[p]!) < 1e-6);
    }
  }
});

Deno.test("L-BFGS finds the minimum of a badly conditioned quadratic, and stays where it is", () => {
  const curvature = [1, 100, 1e4];
  const loss = (x: Float64Array, g: Float64Array): number =>
    x.reduce((sum, v, i) => sum + 0.5 * (g[i] = curvature[i]! * (v - i)) * (v - i), 0);
  const { point, value, steps } = lbfgs(loss, Float64Array.of(5, 5, 5), { iterations: 100, tolerance: 1e-9 });
  assert.ok(value < 1e-8 && steps < 40);
  point.forEach((v, i) => assert.ok(Math.abs(v - i) < 1e-4));
  assert.equal(lbfgs(loss, Float64Array.of(0, 1, 2), { iterations: 5 }).steps, 0);
});

forEachEngine("an mlp learns sixty separable rows as a linear head does, and says when it has not converged", () => {
  const { x, labels } = blobs(13, 60, 10, 3);
  for (const options of [{}, { l2: 0 }, { hidden: 16, depth: 2, activation: "tanh" }] as const) {
    const head = fitHead(x, labels, { classes: 3, kind: "mlp", seed: 1, ...options });
    assert.deepEqual([accuracy(head, x, labels), head.converged], [1, true], JSON.stringify(options));
  }
  assert.equal(fitHead(x, labels, { classes: 3, kind: "mlp", seed: 1, steps: 3 }).converged, false);
  assert.equal(fitHead(x, labels, { classes: 3, seed: 1, iterations: 1 }).converged, false);
  assert.equal(fitHead(x, labels, { classes: 3, seed: 1 }).converged, true);
});

Deno.test("rows that are not finite have no class", () => {
  const { x, labels } = blobs(14, 30, 4, 2);
  for (const kind of kinds) {
    const head = fitHead(x, labels, { classes: 2, kind, seed: 1, steps: 5 });
    for (const bad of [NaN, Infinity, -Infinity]) {
      const rows = new Matrix(30, 4, x.data.map((v, p) => p === 6 ? bad : v));
      const message = `Cannot apply the head as x must be finite: row 1, column 2 is ${bad}`;
      assert.throws(() => head.predict(rows), { name: "RangeError", message });
      assert.throws(() => head.logits(rows), { name: "RangeError", message });
    }
  }
});

Deno.test("a head is made again from its layers", () => {
  const { x, labels } = blobs(11, 60, 3, 2);
  for (const kind of kinds) {
    const head = fitHead(x, labels, { classes: 2, kind, seed: 1, hidden: 5 });
    assert.deepEqual(headOf(kind, head.layers, head.activation).logits(x).data, head.logits(x).data);
    assert.equal(head.layers.length, kind === "mlp" ? 2 : 1);
  }
});

Deno.test("bad input gets one clear sentence", () => {
  const { x, labels } = blobs(12, 10, 3, 2);
  const fit = (options: object, rows = x, marks = labels) => () =>
    fitHead(rows, marks, { classes: 2, seed: 0, ...options });
  const range = (message: string): object => ({ name: "RangeError", message });
  const type = (message: string): object => ({ name: "TypeError", message });
  assert.throws(
    fit({ kind: "forest" }),
    range('Cannot fit a head as kind must be one of "linear", "svm", "mlp": it is "forest"'),
  );
  assert.throws(fit({ classes: 1 }), range("Cannot fit a head as classes must be an integer of at least 2: it is 1"));
  assert.throws(fit({ l2: -1 }), range("Cannot fit a head as l2 must be a finite number of at least 0: it is -1"));
  assert.throws(fit({ hidden: 0 }), range("Cannot fit a head as hidden must be an integer of at least 1: it is 0"));
  assert.throws(fit({ steps: 0.5 }), range("Cannot fit a head as steps must be an integer of at least 1: it is 0.5"));
  assert.throws(
    fit({ iterations: 0 }),
    range("Cannot fit a head as iterations must be an integer of at least 1: it is 0"),
  );
  assert.throws(
    fit({}, x, labels.map((label) => 2 * label)),
    range("Cannot fit a head as every label must be an integer in [0, 1]: it is 2"),
  );
  assert.throws(fit({}, x, labels.slice(1)), type("Cannot fit a head as labels must have 10 entries: it has 9"));
  assert.throws(
    fit({}, Matrix.zeros(0, 3), new Int32Array(0)),
    type("Cannot fit a head as x must have at least 1 row: it has 0"),
  );
  const hole = new Matrix(10, 3, x.data.map((v, p) => p === 4 ? NaN : v));
  assert.throws(fit({}, hole), range("Cannot fit a head as x must be finite: row 1, column 1 is NaN"));
  const head = fit({})();
  assert.throws(
    () => head.predict(Matrix.zeros(2, 4)),
    type("Cannot apply the head as x must have 3 columns: the shape is 2 × 4"),
  );
  assert.throws(
    () => headOf("mlp", head.layers),
    type('Cannot make a head as its layers must chain and match the kind "mlp": 3 × 2 + 2'),
  );
  assert.throws(
    () => headOf("linear", []),
    type('Cannot make a head as its layers must chain and match the kind "linear": none'),
  );
});
