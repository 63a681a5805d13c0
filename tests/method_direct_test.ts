/** Direct translation and partial whitening: properties with their negative twins. */
import assert from "node:assert/strict";
import { fitAffine, fitIrp, fitLinear, fitOrtho, fitWhitened, Matrix, type Translation } from "anchorage";
import { fitLOrtho, fitPartial, type ScalingKind } from "anchorage/method";
import { matmul, svd } from "../lib/linalg/linalg.ts";
import { polar } from "../lib/linalg/polar.ts";
import { sliceRows, takeRows } from "../lib/linalg/matrix.ts";
import { factored } from "../lib/linalg/factored.ts";
import { fitRidge, LAMBDAS, looLambda } from "../lib/linalg/ridge.ts";
import { columnMeans, mapColumns, rowNorms } from "../lib/linalg/rows.ts";
import { close, distance, forEachEngine, normal } from "./helpers.ts";

const SEEDS = [1, 2, 3];
/** [anchors k, source d, target d] */
const SHAPES = [[24, 6, 6], [30, 9, 5], [18, 5, 12]] as const;

const each = (body: (x: Matrix, y: Matrix, seed: number) => void): void => {
  for (const seed of SEEDS) {
    for (const [k, dx, dy] of SHAPES) {
      const x = normal(k, dx, `x ${seed}`), noise = normal(k, dy, `y noise ${seed}`);
      const image = matmul(x, normal(dx, dy, `map ${seed}`));
      body(x, mapColumns(image, (v, j, i) => v * (1 + j) + 0.5 * noise.at(i, j) + 1), seed);
    }
  }
};
/** Relative difference of what two maps do to the same samples. */
const gap = (a: Translation, b: Translation, samples: Matrix): number => distance(a.apply(samples), b.apply(samples));
const centered = (m: Matrix): Matrix => centeredBy(m, columnMeans(m));
const centeredBy = (m: Matrix, mean: ArrayLike<number>): Matrix => mapColumns(m, (v, j) => v - mean[j]!);
const squares = (m: Matrix): number => rowNorms(m).reduce((sum, norm) => sum + norm * norm, 0);

forEachEngine("the leave-one-out λ is that of refitting without each row, also where k ≤ d", () => {
  for (const seed of SEEDS) {
    for (const [k, d] of [[12, 20], [16, 16], [30, 8]] as const) {
      const A = normal(k, d, `loo ${seed}`), noise = normal(k, 6, `noise ${seed}`);
      const B = mapColumns(matmul(A, normal(d, 6, `map ${seed}`)), (v, j, i) => v + 2 * noise.at(i, j));
      const chosen = looLambda(factored(centered(A)), centered(B)).lambda,
        errors = LAMBDAS.map((lambda) => refitted(A, B, lambda));
      assert.equal(chosen, LAMBDAS[errors.indexOf(Math.min(...errors))]);
      assert.notEqual(chosen, LAMBDAS[0], "a vanishing λ interpolates and is not the best");
    }
  }
});

forEachEngine("affine in closed form is linear on centred data, and not on rows of unit norm", () => {
  each((x, y, seed) => {
    const samples = normal(9, x.cols, `samples ${seed}`);
    const both = (scaling: ScalingKind): number =>
      gap(fitAffine(x, y, { solver: "closed", scaling }), fitLinear(x, y, { scaling }), samples);
    assert.ok(both("standard") < 1e-12 && both("center") < 1e-12);
    assert.ok(both("l2") > 1e-6);
  });
});

forEachEngine(
  "Adam goes to the closed form where it has the steps; stopped early it is short of it, as a ridge is",
  () => {
    each((x, y, seed) => {
      const samples = normal(9, x.cols, `samples ${seed}`), closed = fitAffine(x, y, { solver: "closed" });
      const long = fitAffine(x, y, { steps: 4000, learningRate: 3e-3, seed });
      const short = fitAffine(x, y, { steps: 20, seed });
      assert.ok(gap(long, closed, samples) < 0.02, `${gap(long, closed, samples)}`);
      assert.ok(gap(short, closed, samples) > 0.1);
      close(short.apply(samples).data, fitAffine(x, y, { steps: 20, seed }).apply(samples).data, 0);
      assert.ok(gap(fitAffine(x, y, { steps: 20, seed: seed + 9 }), short, samples) > 1e-3);
    });
  },
);

forEachEngine("an isometric copy is recovered by every orthogonal map; a general linear image is not", () => {
  for (const seed of SEEDS) {
    const x = normal(30, 6, `x ${seed}`), samples = normal(9, 6, `s ${seed}`), scaling = "center";
    const Q = polar(normal(6, 6, `q ${seed}`)), G = normal(6, 6, `g ${seed}`);
    for (const fit of [fitOrtho, fitLOrtho]) {
      const turned = fit(x, matmul(x, Q), { scaling }).apply(samples);
      close(turned.data, matmul(samples, Q).data, 1e-9);
      assert.ok(distance(fit(x, matmul(x, G), { scaling }).apply(samples), matmul(samples, G)) > 0.1);
    }
  }
});

forEachEngine("orthogonal maps are isometries; without the null space partial ones, and the same while k > d", () => {
  each((x, y, seed) => {
    const few = [sliceRows(x, 0, 4), sliceRows(y, 0, 4)] as const, rank = Math.min(3, x.cols, y.cols);
    for (const fit of [fitOrtho, fitLOrtho]) {
      const own = (a: Matrix, b: Matrix, nullSpace: "complete" | "drop"): Float64Array => {
        const { weights } = fit(a, b, { scaling: "center", nullSpace }).affine;
        return svd(weights).s;
      };
      close(own(...few, "complete"), new Float64Array(Math.min(x.cols, y.cols)).fill(1), 1e-10);
      close(own(...few, "drop"), own(...few, "drop").map((_, i) => i < rank ? 1 : 0), 1e-10);
      const samples = normal(9, x.cols, `samples ${seed}`), whole = fit(x, y);
      assert.ok(gap(whole, fit(x, y, { nullSpace: "complete" }), samples) < 1e-10);
      assert.ok(gap(fit(...few), fit(...few, { nullSpace: "complete" }), samples) > 1e-2);
    }
  });
});

forEachEngine("partial whitening is IRP on all anchors at p = 0, whitened IRP at p = 1, and neither between", () => {
  each((x, y, seed) => {
    const samples = normal(9, x.cols, `samples ${seed}`), lambda = 1e-2;
    const irp = fitIrp(x, y, { subspaces: 1, delta: 0 }), whitened = fitWhitened(x, y, { lambda });
    const ridge = fitIrp(x, y, { subspaces: 1, delta: 0, lambda });
    assert.ok(gap(fitPartial(x, y, { p: 0, lambda: 0 }), irp, samples) < 1e-9);
    assert.ok(gap(fitPartial(x, y, { p: 0, lambda }), ridge, samples) < 1e-11);
    assert.ok(gap(fitPartial(x, y, { p: 1, lambda }), whitened, samples) < 1e-11);
    const half = fitPartial(x, y, { p: 0.5, lambda });
    assert.ok(gap(half, ridge, samples) > 1e-3 && gap(half, whitened, samples) > 1e-3);
    assert.ok(half.independent);
  });
});

Deno.test("bad input to direct translation and partial whitening: one sentence each", () => {
  const x = normal(6, 3, 1),
    wrong = (run: () => unknown, sentence: string): void =>
      assert.throws(run, (e: Error) => e instanceof RangeError && e.message === sentence);
  wrong(
    () => fitAffine(x, x, { solver: "sgd" as "adam" }),
    'Cannot fit an affine map as the solver must be one of "adam", "closed": it is "sgd"',
  );
  wrong(
    () => fitAffine(x, x, { steps: 0 }),
    "Cannot fit an affine map as steps must be an integer of at least 1: it is 0",
  );
  wrong(
    () => fitAffine(x, x, { learningRate: NaN }),
    "Cannot fit an affine map as the learning rate must be a finite number of at least 5e-324: it is NaN",
  );
  wrong(
    () => fitOrtho(x, x, { nullSpace: "keep" as "drop" }),
    'Cannot fit an orthogonal map as nullSpace must be one of "drop", "complete": it is "keep"',
  );
  wrong(
    () => fitPartial(x, x, { p: 1.5 }),
    "Cannot fit partially whitened IRP as p must be a number in [0, 1]: it is 1.5",
  );
  wrong(
    () => fitPartial(x, x, { lambda: -1 }),
    "Cannot fit partially whitened IRP as λ must be a finite number of at least 0: it is -1",
  );
  wrong(() => polar(x, { rcond: 2 }), "Cannot find the polar factor as rcond must be a number in [0, 1]: it is 2");
  for (const fit of [fitAffine, fitLOrtho, fitPartial]) {
    assert.throws(() => fit(x, normal(5, 3, 2)), /must have the same number of rows: 6 × 3 against 5 × 3/);
  }
});

/** Leave-one-out the long way: each row's error under the fit that centred and solved without it. */
function refitted(A: Matrix, B: Matrix, lambda: number): number {
  const top = svd(centered(A)).s[0]! ** 2;
  let total = 0;
  for (let i = 0; i < A.rows; i++) {
    const rest = Int32Array.from({ length: A.rows - 1 }, (_, j) => j < i ? j : j + 1);
    const [a, b] = [takeRows(A, rest), takeRows(B, rest)], [ma, mb] = [columnMeans(a), columnMeans(b)];
    const P = centeredBy(a, ma), own = svd(P).s[0]! ** 2;
    const { weights } = fitRidge(P, centeredBy(b, mb), lambda * top / own);
    const predicted = matmul(centeredBy(sliceRows(A, i, i + 1), ma), weights);
    const truth = centeredBy(sliceRows(B, i, i + 1), mb);
    total += squares(mapColumns(predicted, (v, j) => v - truth.at(0, j)));
  }
  return total;
}
