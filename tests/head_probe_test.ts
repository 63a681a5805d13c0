/** Probes: gradients, determinism, and the symmetries that their activations give them. */
import assert from "node:assert/strict";
import { Matrix } from "../lib/linalg/matrix.ts";
import { accuracyOverScale, scaleInvariance } from "../lib/head/invariance.ts";
import { type DenseLayer, fitMlp, stepsFor } from "../lib/head/mlp.ts";
import { nonlinearities, type NonlinearityName, nonlinearityNames } from "../lib/head/nonlinearity.ts";
import { fitHead, type Head } from "../lib/head/head.ts";
import { average, mapColumns, rowNorms } from "../lib/linalg/rows.ts";
import { rng } from "../lib/base/random.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

/** Four tight blobs at seeded places off the origin, `each` rows a blob. */
function blobs(each: number, seed: number): { x: Matrix; labels: Int32Array } {
  const centers = normal(4, 12, "centres"), noise = normal(4 * each, 12, seed);
  const labels = Int32Array.from({ length: 4 * each }, (_, i) => i % 4);
  return { x: mapColumns(noise, (v, j, i) => 0.15 * v + 2 * centers.at(i % 4, j)), labels };
}

const train = blobs(60, 1), test = blobs(25, 2);
const probe = { kind: "mlp", depth: 2, l2: 0, standardize: false } as const;
const meanScale = average(rowNorms(train.x));
const fit = (activation: NonlinearityName, seed = 1): Head =>
  fitHead(train.x, train.labels, { ...probe, classes: 4, activation, seed, hidden: 24, steps: 240 });

Deno.test("every slope is the derivative of its nonlinearity", () => {
  for (const name of nonlinearityNames) {
    const { value, slope } = nonlinearities[name];
    for (const z of [-3.1, -0.7, 0.2, 1.3, 4]) {
      const numeric = (value(z + 1e-5) - value(z - 1e-5)) / 2e-5;
      assert.ok(Math.abs(slope(z, value(z)) - numeric) < 1e-8, `${name} at ${z}`);
    }
  }
});

forEachEngine("every activation learns the blobs at their own scale", () => {
  for (const name of nonlinearityNames) {
    const right = fit(name).predict(test.x).filter((c, i) => c === test.labels[i]).length;
    assert.ok(right / test.labels.length > 0.95, `${name}: ${right}`);
  }
});

Deno.test("the same seed gives the same probe, another seed another one", () => {
  const [a, b, c] = [fit("tanh"), fit("tanh"), fit("tanh", 2)];
  assert.deepEqual(a.layers[0]!.weight.data, b.layers[0]!.weight.data);
  assert.notDeepEqual(a.layers[0]!.weight.data, c.layers[0]!.weight.data);
});

Deno.test("a deep net fits labels that a linear one cannot", () => {
  const x = normal(40, 3, 5), labels = Int32Array.from({ length: 40 }, (_, i) => i % 3);
  const options = { classes: 3, seed: 1, l2: 0, hidden: 16, depth: 3, nonlinearity: nonlinearities.tanh };
  const loss = (epochs: number): number => {
    const { layers } = fitMlp(x, labels, { ...options, steps: stepsFor(epochs, x.rows) });
    return meanLoss(layers, x, labels);
  };
  const losses = [1, 50, 1500].map(loss);
  assert.ok(losses[0]! > losses[1]! && losses[1]! > losses[2]! && losses[2]! < 0.1, losses.join());
});

function meanLoss(layers: readonly DenseLayer[], x: Matrix, labels: Int32Array): number {
  let total = 0;
  for (let i = 0; i < x.rows; i++) {
    let h = Array.from(x.row(i));
    layers.forEach(({ weight, bias }, l) => {
      const input = l === 0 ? h : h.map(Math.tanh);
      h = Array.from(
        { length: weight.cols },
        (_, j) => input.reduce((sum, v, k) => sum + v * weight.at(k, j), bias.at(0, j)),
      );
    });
    total += Math.log(h.reduce((sum, v) => sum + Math.exp(v), 0)) - h[labels[i]!]!;
  }
  return total / x.rows;
}

Deno.test("ReLU and tanh keep their accuracy from half to 100 times the mean scale; cos does not", () => {
  const alphas = [0.5, 1, 2, 10, 100];
  const drift = (name: NonlinearityName): number => {
    const { predict } = fit(name);
    const points = accuracyOverScale({ predict }, test, { alphas, meanScale });
    return Math.max(...points.map((p) => Math.abs(p.accuracy - points[1]!.accuracy)));
  };
  assert.ok(drift("relu") <= 0.03 && drift("tanh") <= 0.03, `${drift("relu")} ${drift("tanh")}`);
  assert.ok(drift("cos") > 0.3, String(drift("cos")));
});

Deno.test("cos works on flipped rows, tanh does not", () => {
  const flipped = (name: NonlinearityName): number => {
    const { predict } = fit(name);
    return accuracyOverScale({ predict }, test, { alphas: [-1], meanScale })[0]!.accuracy;
  };
  assert.ok(flipped("cos") > 0.9 && flipped("tanh") < 0.3, `${flipped("cos")} ${flipped("tanh")}`);
});

Deno.test("the score is wider for ReLU than for cos, and its range holds what it says", () => {
  const [relu, cos] = [scaleInvariance(fit("relu"), test), scaleInvariance(fit("cos"), test)];
  assert.ok(relu.decades > 2 && relu.high === 100, `${relu.decades}`);
  assert.ok(cos.decades < 1 && cos.low <= 1 && cos.high >= 1, `${cos.decades}`);
  for (const { alpha, accuracy } of cos.points) {
    if (alpha >= cos.low && alpha <= cos.high) assert.ok(Math.abs(accuracy - cos.baseline) <= 0.02);
  }
  const beyond = cos.points.find(({ alpha }) => alpha > cos.high)!;
  assert.ok(Math.abs(beyond.accuracy - cos.baseline) > 0.02);
});

Deno.test("zero rows are counted by the score and stay zero", () => {
  const x = new Matrix(3, 2, Float64Array.of(3, 4, 0, 0, 0, 2)), seen: number[] = [];
  const predict = (m: Matrix): number[] => Array.from({ length: m.rows }, (_, i) => (seen.push(m.at(1, 0)), i));
  const found = scaleInvariance({ predict }, { x, labels: Int32Array.of(0, 1, 2) }, { alphas: [0.5] });
  assert.equal(found.zeroRows, 1);
  assert.equal(found.meanScale, 3.5);
  close(seen, seen.map(() => 0), 0);
});

Deno.test("wrong probes and scores say what is wrong", () => {
  const { x, labels } = train;
  const options = { ...probe, classes: 4, activation: "relu", seed: 1 } as const;
  const step = "step" as NonlinearityName;
  assert.throws(() => fitHead(x, labels, { ...options, activation: step }), {
    name: "RangeError",
    message:
      'Cannot fit a head as the activation must be one of "cos", "tanh", "relu", "gelu", "sigmoid", "sin": it is "step"',
  });
  assert.throws(() => fitHead(x, labels.subarray(1), options), /labels must have 240 entries: it has 239/);
  assert.throws(
    () => fitHead(x, labels, { ...options, classes: 2 }),
    /every label must be an integer in \[0, 1\]: it is 2/,
  );
  assert.throws(
    () => fitHead(x, labels, { ...options, steps: 0 }),
    /steps must be an integer of at least 1: it is 0/,
  );
  assert.throws(() => fitHead(x, labels, { ...options, spread: -1 }), /spread must be a finite number of at least 0/);
  assert.throws(() => fitHead(Matrix.zeros(0, 3), new Int32Array(0), options), /x must have at least 1 row: it has 0/);
  assert.throws(() => fitHead(Matrix.zeros(2, 3), new Int32Array(2), options), /x must have a row that is not zero/);
  const zero = { predict: () => [0] };
  const one = { x: Matrix.from([[1, 2]]), labels: Int32Array.of(0) };
  assert.throws(() => scaleInvariance(zero, one, { alphas: [0] }), /alpha must be a finite number of at least/);
  assert.throws(
    () => scaleInvariance(zero, one, { tolerance: 2 }),
    /the tolerance must be a number in \[0, 1\]: it is 2/,
  );
  assert.throws(() => scaleInvariance(zero, { ...one, labels: new Int32Array(2) }), /labels must have 1 entries/);
  assert.throws(() => scaleInvariance(zero, { ...one, x: Matrix.zeros(1, 2) }), /x must have a row that is not zero/);
  assert.throws(
    () => accuracyOverScale(zero, one, { alphas: [NaN] }),
    /alpha must be a finite number other than 0: it is NaN/,
  );
  assert.throws(
    () => fit("relu").logits(normal(2, 3, rng(1).integer(9))),
    /x must have 12 columns: the shape is 2 × 3/,
  );
});
