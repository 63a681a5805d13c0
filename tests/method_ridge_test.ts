/** Ridge regression from the Gram matrix: the same numbers as by decomposition, and what "auto" does with few anchors. */
import assert from "node:assert/strict";
import { compose, fitInverse, fitLinear, fitRelative, fitWhitened, Matrix } from "anchorage";
import { invertSpectrum, matmul, scaleRows, svd } from "../lib/linalg/linalg.ts";
import { largestEigenvalue, solveCholesky } from "../lib/linalg/solve.ts";
import { transpose } from "../lib/linalg/matrix.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { engine } from "../lib/linalg/engine/select.ts";
import { factored } from "../lib/linalg/factored.ts";
import { FEW_ANCHORS, FEW_LAMBDA, fitRidge, LAMBDAS, looLambda } from "../lib/linalg/ridge.ts";
import { unitAnchors } from "../lib/space/scaling.ts";
import { distance, forEachEngine, normal } from "./helpers.ts";

/** [anchors, source dimension, target dimension]: both sides of the Gram matrix, and k = d. */
const SHAPES = [[90, 20, 7], [30, 80, 9], [70, 70, 5], [150, 130, 140]] as const;

/** Rows whose columns fall over six decades, so that small directions count. */
const steep = (k: number, d: number, name: string): Matrix =>
  unitAnchors(mapColumns(normal(k, d, name), (v, j) => v * 10 ** (-6 * j / d)), "test").unit;

const bySvd = (a: Matrix, b: Matrix, lambda: number): Matrix => {
  const { u, s, vt } = svd(a);
  return matmul(vt, scaleRows(matmul(u, b, { transA: true }), invertSpectrum(s, 0, lambda)), { transA: true });
};

forEachEngine("by Cholesky and by one eigendecomposition ridge weights are those of the SVD, to 1e-8", () => {
  for (const [k, d, e] of SHAPES) {
    const a = steep(k, d, `a ${k}`), b = normal(k, e, `b ${k}`), known = factored(a);
    known.spectrum();
    for (const lambda of [1e-6, 1e-4, 1e-2, 1]) {
      const expected = bySvd(a, b, lambda);
      assert.ok(distance(fitRidge(a, b, lambda).weights, expected) < 1e-8, `Cholesky ${k} × ${d}, λ = ${lambda}`);
      assert.ok(distance(fitRidge(known, b, lambda).weights, expected) < 1e-8, `spectrum ${k} × ${d}, λ = ${lambda}`);
      assert.ok(distance(fitRidge(a, b, 3 * lambda).weights, expected) > 1e-4, "another λ is another map");
      const encode = fitRidge(a, undefined, lambda).weights;
      assert.ok(distance(matmul(encode, b), expected) < 1e-8, "without a right side: the weights of the identity");
    }
  }
});

forEachEngine("a spectrum from the singular values that are there is that of the Gram matrix", () => {
  for (const [k, d, e] of SHAPES) {
    const a = steep(k, d, `a ${k}`), b = normal(k, e, `b ${k}`), decomposed = factored(a), fresh = factored(a);
    decomposed.svd();
    const [one, other] = [decomposed.spectrum(), fresh.spectrum()];
    assert.ok(one.squares.every((v, i) => Math.abs(v - other.squares[i]!) < 1e-12));
    assert.deepEqual([one.left.rows, one.right.cols, one.dual], [other.left.rows, other.right.cols, k < d]);
    for (const lambda of [1e-6, 1e-2]) {
      const [w, v] = [fitRidge(decomposed, b, lambda).weights, bySvd(a, b, lambda)];
      assert.ok(distance(w, v) < 1e-10 && distance(w, bySvd(a, b, 3 * lambda)) > 1e-4);
    }
    assert.equal(looLambda(decomposed, b).lambda, looLambda(fresh, b).lambda);
  }
});

forEachEngine("a λ too small for the Gram matrix, and none at all, are solved by decomposition", () => {
  const a = steep(60, 20, "a"), b = normal(60, 4, "b");
  for (const lambda of [0, 1e-12]) {
    const { weights, condition } = fitRidge(a, b, lambda);
    assert.ok(distance(weights, bySvd(a, b, lambda)) < 1e-12 && condition !== undefined);
  }
  assert.equal(fitRidge(a, b, 1e-3).condition, undefined);
});

forEachEngine(
  "leave-one-out from the Gram matrix chooses what refitting without each row chooses, on both sides",
  () => {
    for (const [k, d] of [[40, 12], [24, 60]] as const) {
      const a = unitAnchors(normal(k, d, `a ${d}`), "test").unit, noise = normal(k, 5, `noise ${d}`);
      const b = mapColumns(matmul(a, normal(d, 5, `map ${d}`)), (v, j, i) => v + 0.4 * noise.at(i, j));
      const { u, s } = svd(a), projected = matmul(u, b, { transA: true });
      const errors = LAMBDAS.map((lambda) => {
        const shrink = invertSpectrum(s, 0, lambda).map((inverse, i) => inverse * s[i]!);
        const fitted = matmul(u, scaleRows(projected, shrink));
        return Array.from({ length: k }, (_, i) => {
          const h = shrink.reduce((sum, f, j) => sum + f * u.at(i, j) ** 2, 0);
          const gap = Array.from(b.row(i), (v, j) => v - fitted.at(i, j)).reduce((sum, v) => sum + v * v, 0);
          return gap / (1 - 1 / k - h) ** 2;
        }).reduce((x, y) => x + y);
      });
      const { lambda, lambdaRule } = looLambda(factored(a), b);
      assert.equal(lambda, LAMBDAS[errors.indexOf(Math.min(...errors))]);
      assert.equal(lambdaRule, "leave-one-out");
    }
  },
);

forEachEngine("with a handful of anchors auto takes a named λ and says so; with ten it chooses", () => {
  const x = normal(FEW_ANCHORS - 1, 4, "x"), y = normal(FEW_ANCHORS - 1, 3, "y");
  const rule = /^fixed at 0\.03: fewer than 10 anchors$/;
  for (const map of [fitWhitened(x, y, { lambda: "auto" }), fitLinear(x, y, { lambda: "auto" })]) {
    assert.equal(map.diagnostics.lambda, FEW_LAMBDA);
    assert.match(map.diagnostics.lambdaRule!, rule);
  }
  const more = fitWhitened(normal(FEW_ANCHORS, 4, "x"), normal(FEW_ANCHORS, 3, "y"), { lambda: "auto" });
  assert.equal(more.diagnostics.lambdaRule, "leave-one-out");
  assert.equal(fitWhitened(x, y).diagnostics.lambdaRule, undefined);
});

forEachEngine("the whitened map is the composition of its halves on both sides of the Gram matrix", () => {
  for (const [k, d, e] of SHAPES) {
    const x = normal(k, d, `x ${k}`), y = normal(k, e, `y ${k}`), options = { projection: "whitened" } as const;
    const composed = compose(fitRelative(x, options), fitInverse(y, options));
    assert.ok(distance(fitWhitened(x, y).affine.weights, composed.affine.weights) < 1e-10);
  }
});

forEachEngine("a Cholesky factor solves for every leading block, and not for another's", () => {
  const a = normal(200, 150, "a"), gram = matmul(a, a, { transA: true }), lower = engine().cholesky(gram)!;
  for (const m of [1, 63, 64, 65, 128, 150]) {
    const b = normal(m, 3, `b ${m}`), x = solveCholesky(lower, b);
    const block = Matrix.from(Array.from({ length: m }, (_, i) => Array.from(gram.row(i).slice(0, m))));
    assert.ok(distance(matmul(block, x), b) < 1e-10, `${m}`);
    if (m > 1) assert.ok(distance(matmul(block, transpose(transpose(x))), normal(m, 3, "other")) > 0.1);
  }
});

forEachEngine("the largest eigenvalue is that of the decomposition, with and without a gap", () => {
  for (const decay of [0, 0.5, 8]) {
    const a = mapColumns(normal(90, 70, `e ${decay}`), (v, j) => v * Math.exp(-decay * j / 70));
    const gram = matmul(a, a, { transA: true }), expected = svd(a).s[0]! ** 2;
    assert.ok(Math.abs(largestEigenvalue((v) => matmul(gram, v), 70) / expected - 1) < 1e-12);
  }
  assert.equal(largestEigenvalue((v) => v, 1), 1);
});
