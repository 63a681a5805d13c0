/** Probes over scale, layers rescaled, and heads without a bias: what they are trained on and what α means. */
import assert from "node:assert/strict";
import { testImages } from "../experiments/fig2.ts";
import { ALPHAS, networkCells } from "../experiments/fig2_cells.ts";
import { probeLines } from "../experiments/fig4.ts";
import { worstOf } from "../experiments/fig4_findings.ts";
import { NARROW } from "../experiments/fig4.claims.ts";
import { drawRows } from "../experiments/shared/rows.ts";
import { headPoints } from "../experiments/temperature.ts";
import { makeDataset } from "../lib/data/dataset.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { architecture } from "../lib/nn/models.ts";
import { initialWeights } from "../lib/nn/network.ts";
import { rotation, toySpace } from "./experiments_helper.ts";
import { normal } from "./helpers.ts";

const space = toySpace("toy", rotation(6, "a"), { scale: 20 });
const cell = { space: "toy", rows: 120, tests: 60, passes: 8, drawn: 1, seed: 1, alphas: [0.05, 0.5, 1, 2] };
const at = (lines: ReturnType<typeof probeLines>, alpha: number): number =>
  lines.find((l) => l.alpha === alpha)!.accuracy;

Deno.test("a probe learns on training rows and is measured on test rows, at multiples of their mean scale", () => {
  const lines = probeLines(space, { ...cell, activation: "relu" });
  assert.ok(at(lines, 1) > 0.9, `${at(lines, 1)}`);
  const other = { ...space, test: { ...space.test, labels: space.test.labels.map((l) => (l + 1) % 3) } };
  assert.ok(at(probeLines(other, { ...cell, activation: "relu" }), 1) < 0.1);
  const cos = probeLines(space, { ...cell, activation: "cos" });
  assert.ok(at(cos, 1) > at(cos, 0.05) + 0.1, "α = 1 is where it was trained");
});

Deno.test("probes follow the seed, and cos its initial spread", () => {
  const of = (more: object): unknown =>
    probeLines(space, { ...cell, activation: "cos", ...more }).map((l) => l.accuracy);
  assert.deepEqual(of({}), of({}));
  assert.notDeepEqual(of({ spread: 0.2 }), of({}));
  const many = [0.3, 0.7, 1.5, 3, 5, 8].map((alpha) => ({ alphas: [alpha], seed: 2 }));
  assert.notDeepEqual(many.map((m) => of({ ...m, seed: 1 })), many.map((m) => of(m)));
  assert.deepEqual(
    new Set(probeLines(space, { ...cell, activation: "cos", spread: 1 }).map((l) => l.series)),
    new Set([NARROW]),
  );
});

Deno.test("rows are drawn among all of them; the worst is within the range", () => {
  const rows = { vectors: normal(200, 1, 1), labels: Int32Array.from({ length: 200 }, (_, i) => i) };
  assert.ok(Math.max(...drawRows(rows, 5, 1).labels) > 4);
  const line = (alpha: number, accuracy: number) => ({ panel: "p", series: "relu", seed: 1, alpha, accuracy });
  assert.equal(worstOf([line(0.01, 0), line(1, 0.9), line(2, 0.9), line(1000, 0)])[0]!.worst, 0);
});

Deno.test("α counts mean norms or norms, and the baseline is not rescaled", () => {
  const shape = architecture("mlp256", 10), network = { architecture: shape, weights: initialWeights(shape, 1) };
  const x = new Matrix(30, 784, normal(30, 784, 1).data.map((v) => 100 * Math.abs(v)));
  const cells = networkCells("p", network, { x, labels: Int32Array.from({ length: 30 }, (_, i) => i % 10) });
  for (const layer of new Set(cells.map((c) => c.layer))) {
    const own = cells.filter((c) => c.layer === layer), [{ meanNorm, baseline }] = own as [typeof cells[number]];
    assert.ok(own.every((c) => c.baseline === baseline), "one baseline");
    const of = (unit: "mean" | "norm", alpha: number) => own.find((c) => c.unit === unit && c.alpha === alpha)!;
    assert.ok(ALPHAS.mean.every((alpha) => of("mean", alpha).meanNorm === meanNorm));
  }
  const zero = networkCells("p", { architecture: shape, weights: biased(network.weights) }, {
    ...{ x, labels: new Int32Array(30).fill(3) },
  });
  const input = zero.filter((c) => c.layer === 0),
    accuracyAt = (unit: string, alpha: number) => input.find((c) => c.unit === unit && c.alpha === alpha)!.accuracy;
  assert.equal(accuracyAt("norm", 0.1), 1, "the biases decide where rows have norm .1");
  assert.notEqual(accuracyAt("mean", 0.1), 1, "they do not at a tenth of a mean norm in the thousands");
  assert.notEqual(input[0]!.baseline, 1);
});

/** The same weights with a bias of the scores that favours class 3. */
function biased(weights: ReturnType<typeof initialWeights>): ReturnType<typeof initialWeights> {
  const last = Object.keys(weights).filter((name) => name.endsWith("bias")).at(-1)!, { shape } = weights[last]!;
  const data = Float32Array.from({ length: shape[0]! }, (_, i) => i === 3 ? 8 : 0);
  return { ...weights, [last]: { dtype: "F32", shape, data } };
}

Deno.test("test images are of the test split, as the seed draws them", () => {
  const n = 40, images = new Matrix(n, 4, Float64Array.from({ length: 4 * n }, (_, p) => Math.floor(p / 4) / n));
  const dataset = makeDataset({
    ...{ name: "toy", kind: "image", ids: Array.from({ length: n }, (_, i) => `${i}`), classes: ["a", "b"], images },
    labels: Int32Array.from({ length: n }, (_, i) => Number(i >= 20)),
    imageShape: { height: 2, width: 2, channels: 1 },
    splits: {
      train: Int32Array.from({ length: 20 }, (_, i) => i),
      test: Int32Array.from({ length: 20 }, (_, i) => 20 + i),
    },
  });
  const { x, labels } = testImages(dataset, 8, 1);
  assert.deepEqual([x.rows, ...labels], [8, ...new Array(8).fill(1)]);
  assert.ok(x.data.every((v) => v >= 0.5));
  assert.notDeepEqual(testImages(dataset, 8, 2).x.data, x.data);
});

Deno.test("without its bias a head keeps its predictions at every scale, with it not", () => {
  const far = { ...space.head, ...{} },
    points = headPoints("toy", far, {
      ...{ x: new Matrix(60, 6, space.test.vectors.data.map((v) => v / 1e4)), labels: space.test.labels },
    });
  const of = (head: string) => points.filter((p) => p.head === head);
  assert.ok(of("without bias").every((p) => p.agreement === 1 && p.gap < 1e-9));
  assert.ok(of("with bias").some((p) => p.agreement < 1 || p.gap > 1e-6));
});
