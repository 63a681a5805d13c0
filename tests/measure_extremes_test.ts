/** Measures of very large and very small lists and spaces are right, or refused; so are outliers. */
import assert from "node:assert/strict";
import { Matrix } from "../lib/linalg/matrix.ts";
import { mapColumns, rowNorms, unitRows } from "../lib/linalg/rows.ts";
import { normHistogram } from "../lib/chart/histogram.ts";
import { calibrationError } from "../lib/measure/calibration.ts";
import { cka } from "../lib/measure/cka.ts";
import { pearson } from "../lib/measure/correlation.ts";
import { density, modes } from "../lib/measure/density.ts";
import { ksGaussian } from "../lib/measure/gaussian.ts";
import { retrieval } from "../lib/measure/retrieval.ts";
import { scaleDistribution } from "../lib/measure/scale.ts";
import { kurtosis, mean, quantile, sd, skew } from "../lib/measure/stats.ts";
import { svcca } from "../lib/measure/svcca.ts";
import { fitScaling } from "../lib/space/scaling.ts";
import { rescaleRows } from "../lib/nn/rescale.ts";
import { softmax } from "../lib/head/temperature.ts";
import { close, forEachEngine, normal } from "./helpers.ts";
import { draws, golden, type ListGolden, x, y } from "./golden/measure.ts";

const POWERS = [-300, -160, -110, -90, -45, 40, 80, 110, 160, 300];

Deno.test("moments, the Gaussian distance and the modes of a list do not depend on its size", () => {
  for (const [name, g] of Object.entries<ListGolden>(golden.lists)) {
    for (const power of POWERS) {
      const v = g.values.map((value) => value * 10 ** power), what = `${name} · 1e${power}`;
      close([skew(v), kurtosis(v), ksGaussian(v).distance], [g.skew, g.kurtosis, g.ks], 1e-11, what);
      close([sd(v) / 10 ** power, mean(v) / 10 ** power], [g.sd, g.mean], 1e-12, what);
      close([modes(v).length, pearson(v, g.values)], [modes(g.values).length, 1], 1e-12, what);
    }
  }
  const huge = [-1.7e308, 1.7e308, 1.7e308, -1.7e308];
  assert.deepEqual([mean(huge), skew(huge), kurtosis(huge), quantile(huge, .5)], [0, 0, -2, 0]);
  assert.deepEqual([skew([0, 5e-324]), kurtosis([0, 5e-324])], [0, -2]);
  assert.throws(() => sd(huge), /Cannot measure spread as it must be a number: the list spans more/);
});

forEachEngine("CKA and SVCCA do not depend on the size of either side, and CKA never exceeds 1", () => {
  for (const power of POWERS) {
    const scaled = mapColumns(x, (value) => value * 10 ** power);
    close([cka(scaled, y), cka(y, scaled)], [golden.cka, golden.cka], 1e-10, `1e${power}`);
    close([cka(scaled, y, { debiased: true })], [golden.ckaDebiased], 1e-9, `1e${power}`);
    close([svcca(scaled, y, { variance: .9 }).mean], [golden.svcca[0].mean], 1e-9, `1e${power}`);
  }
  const tiny = mapColumns(x, (value) => Math.fround(value * 1e-36));
  close([cka(Matrix.from(tiny, "f32"), y)], [golden.cka], 1e-5);
  for (let seed = 0; seed < 300; seed++) {
    const a = normal(2 + seed % 7, 1 + seed % 5, seed), b = mapColumns(a, (value) => 3 * value + .1);
    assert.ok(cka(a, b) <= 1 && cka(a, a) <= 1, `seed ${seed}`);
    if (a.rows >= 4) assert.ok(cka(a, b, { debiased: true }) <= 1, `seed ${seed}, debiased`);
  }
});

forEachEngine("retrieval, norms and unit rows see rows whose squares overflow or vanish", () => {
  for (const scale of [1e160, 1e-170, 1e300, 1e-300]) {
    const rows = mapColumns(normal(20, 4, 1), (value) => value * scale);
    assert.equal(retrieval(rows, rows).mrr, 1, `${scale}`);
    close(rowNorms(unitRows(rows)), Array<number>(20).fill(1), 1e-14);
    const found = scaleDistribution(rows), plain = scaleDistribution(normal(20, 4, 1));
    close([found.skew, found.ks, found.mean / scale], [plain.skew, plain.ks, plain.mean], 1e-12);
  }
  assert.ok(unitRows(Matrix.from([[NaN, 1], [0, 0]])).row(0).every(Number.isNaN), "a row with NaN is no zero row");
});

Deno.test("one outlier leaves the density its area and its mode", () => {
  const { values, bandwidth, area, mode } = golden.outlier, found = density(values);
  const areaOf = ({ x, y }: { x: Float64Array; y: Float64Array }): number =>
    x.reduce((sum, at, i) => i === 0 ? 0 : sum + (at - x[i - 1]!) * (y[i]! + y[i - 1]!) / 2, 0);
  close([found.bandwidth, areaOf(found)], [bandwidth, area], 1e-12);
  assert.equal(modes(values).length, 1);
  close([...modes(values)], [mode], 1e-9);
  const lists = [[0, 1], [0, 0, 0, 1e-9], [1e15, 1e15 + 64, 1e15 + 1e9], [...draws(50, 1), 1e300], [
    -1e8,
    ...draws(300, 2),
  ]];
  for (const list of lists) assert.ok(Math.abs(areaOf(density(list)) - 1) < .01, `${list.slice(-2)}`);
  assert.equal(modes([...draws(500, 3), ...draws(500, 4).map((v) => v + 1e6)]).length, 2);
  const unit = [...Array.from({ length: 99 }, (_, i) => 1 + i % 3 * 2e-16), 2];
  assert.ok(Math.abs(areaOf(density(unit)) - 1) < .01, "quartiles apart by rounding");
  assert.throws(() => density([1, 1 + 2e-16 * 2]), /the bandwidth must stand above rounding/);
});

forEachEngine("unit vectors have equal norms, and their chart draws; others do not", () => {
  for (const dtype of ["f64", "f32"] as const) {
    const rows = unitRows(Matrix.from(normal(500, 30, 5), dtype)), found = scaleDistribution(rows);
    assert.deepEqual([found.equal, found.sd, found.skew, found.ks, found.outliers], [true, 0, NaN, NaN, 0]);
    close(found.modes, [1], 1e-6);
    assert.deepEqual(normHistogram("unit", found.norms).counts, [500]);
    const apart = scaleDistribution(mapColumns(rows, (v, _, i) => v * (1 + i % 5 * 1e-3)));
    assert.ok(!apart.equal && apart.sd > 1e-3 && Number.isFinite(apart.skew));
    assert.equal(normHistogram("apart", apart.norms).counts.length, 40);
  }
});

Deno.test("a confidence on the border of two bins is in the lower one, whatever the rounding", () => {
  for (const bins of [3, 7, 10, 15, 49, 100, 1000]) {
    for (let i = 1; i <= bins; i++) {
      const { bins: found } = calibrationError([i / bins], [true], { bins });
      assert.equal(found.findIndex(({ count }) => count === 1), i - 1, `${i} / ${bins}`);
    }
  }
  const at = (p: number): number =>
    calibrationError([p], [true], { bins: 100 }).bins.findIndex(({ count }) => count > 0);
  assert.deepEqual([at(.07), at(.0700001), at(.0699999), at(0), at(1)], [6, 7, 6, 0, 99]);
});

Deno.test("NaN rows are refused where they became zeros or a class", () => {
  const bad = Matrix.from([[1, 2], [NaN, 1]]), fine = Matrix.from([[1, 2], [3, 1], [0, 0]]);
  for (const kind of ["l2", "center", "standard"] as const) {
    const scaling = fitScaling(fine, kind);
    assert.throws(() => scaling.apply(bad), /Cannot scale as the samples must be finite: row 1, column 0 is NaN/);
    assert.throws(() => scaling.inverse(bad), /Cannot scale as the samples must be finite: row 1, column 0 is NaN/);
  }
  assert.throws(() => rescaleRows(bad, 1), /Cannot rescale as x must be finite: row 1, column 0 is NaN/);
  assert.throws(() => softmax(bad), /Cannot apply a softmax as the scores must be finite: row 1, column 0 is NaN/);
});

Deno.test("modes are within the list, however far apart its groups are", () => {
  for (const apart of [1e2, 1e6, 1e12]) {
    const list = Array.from({ length: 40 }, (_, i) => (i % 2) * apart + (i * 7 % 5) / 10), found = modes(list);
    assert.equal(found.length, 2, String(apart));
    assert.ok(found.every((mode) => mode >= 0 && mode <= apart + .4), `${apart}: ${found}`);
  }
});
