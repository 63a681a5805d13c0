/** Orthogonal maps where the anchors say nothing: dead and nearly dead columns are dropped, by default and on every map. */
import assert from "node:assert/strict";
import { fitIrp, fitOrtho, Matrix } from "anchorage";
import { fitLOrtho } from "anchorage/method";
import { matmul, svd } from "../lib/linalg/linalg.ts";
import { polar } from "../lib/linalg/polar.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { close, distance, forEachEngine, normal } from "./helpers.ts";
import golden from "./golden/isometry.json" with { type: "json" };

const FITS = { ortho: fitOrtho, lOrtho: fitLOrtho } as const;

for (const [i, c] of golden.dead.entries()) {
  forEachEngine(
    `NumPy golden ${i}: a dead target column keeps its value, where a completed null space moves it`,
    () => {
      const [x, y] = [Matrix.from(c.source), Matrix.from(c.target)];
      for (const name of ["ortho", "lOrtho"] as const) {
        close(FITS[name](x, y).apply(x).data, c[name].flat(), 1e-9, name);
        const samples = normal(20, x.cols, "samples"), made = FITS[name](x, y).apply(samples);
        const completed = FITS[name](x, y, { nullSpace: "complete" }).apply(samples);
        const dead = (m: Matrix): number[] => Array.from({ length: m.rows }, (_, r) => Math.abs(m.at(r, 0) - 5));
        assert.ok(Math.max(...dead(made)) < 1e-12, `${name}: ${Math.max(...dead(made))}`);
        assert.ok(Math.max(...dead(completed)) > 0.05, `${name} completed: ${Math.max(...dead(completed))}`);
      }
    },
  );
}

for (const [i, c] of golden.nearly.entries()) {
  forEachEngine(`NumPy golden ${i}: columns that hardly vary do not come back on unit rows`, () => {
    const [x, y] = [Matrix.from(c.source), Matrix.from(c.target)], options = { scaling: "l2" } as const;
    for (const name of ["ortho", "lOrtho"] as const) {
      const { weights } = FITS[name](x, y, options).affine, expected = Matrix.from(c[name]);
      assert.ok(distance(weights, expected) < 1e-7, `${name}: ${distance(weights, expected)}`);
      const full = FITS[name](x, y, { ...options, nullSpace: "complete" }).affine.weights;
      assert.ok(distance(full, expected) > 0.05);
    }
    const { s } = svd(fitIrp(x, y, { polar: true, delta: 0.3, subspaces: 4 }).affine.weights);
    const kept = s.filter((v) => v > 0.5);
    assert.ok(kept.every((v) => Math.abs(v - 1) < 1e-9) && s.every((v) => v > 0.5 || v < 1e-9));
    assert.ok(kept.length <= x.cols - 3, "three columns of the target hardly vary");
    const whole = svd(fitIrp(x, y, { polar: true, delta: 0.3, subspaces: 4, nullSpace: "complete" }).affine.weights).s;
    close(whole, whole.map(() => 1), 1e-9);
  });
}

forEachEngine("float32 rounding in a constant column is no direction: the map is that of the column left out", () => {
  const k = 120, d = 8, x = normal(k, d, "x"), turned = matmul(x, polar(normal(d, d, "q")));
  const y = mapColumns(turned, (v, j, i) => j === 0 ? Math.fround(0.7 + 3e-8 * (i % 3)) : v);
  const rest = (m: Matrix): Matrix =>
    Matrix.from(Array.from({ length: m.rows }, (_, i) => Array.from(m.row(i).slice(1))));
  for (const fit of Object.values(FITS)) {
    for (const scaling of ["l2", "center"] as const) {
      const made = rest(fit(x, y, { scaling }).apply(x)), without = fit(x, rest(y), { scaling }).apply(x);
      assert.ok(distance(made, without) < 1e-4, `${scaling}: ${distance(made, without)}`);
    }
  }
});

forEachEngine("where both sides vary in every direction, dropping changes nothing", () => {
  const x = normal(60, 9, "x"),
    y = mapColumns(matmul(x, normal(9, 7, "m")), (v, j) => v + j),
    samples = normal(5, 9, "s");
  for (const fit of Object.values(FITS)) {
    const drop = fit(x, y).apply(samples), complete = fit(x, y, { nullSpace: "complete" }).apply(samples);
    assert.ok(distance(drop, complete) < 1e-10);
  }
});
