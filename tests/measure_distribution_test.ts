/** Moments, quantiles, distances between distributions, density and modes. */
import assert from "node:assert/strict";
import { density, modes } from "../lib/measure/density.ts";
import { erfc, ksGaussian, ksTwoSample, normalCdf } from "../lib/measure/gaussian.ts";
import { kurtosis, mean, quantile, sd, skew } from "../lib/measure/stats.ts";
import { close } from "./helpers.ts";
import { draws, golden, type ListGolden, refuses, SEEDS } from "./golden/measure.ts";

Deno.test("moments, quantiles, KS distance and density agree with SciPy", () => {
  for (const [name, g] of Object.entries<ListGolden>(golden.lists)) {
    const v = g.values;
    close([mean(v), sd(v), skew(v), kurtosis(v)], [g.mean, g.sd, g.skew, g.kurtosis], 1e-12, name);
    close(g.quantiles.map(([p]) => quantile(v, p)), g.quantiles.map(([, q]) => q), 1e-12, name);
    const fit = ksGaussian(v), { x, y, bandwidth } = density(v);
    close([fit.distance, fit.mean, fit.sd, bandwidth], [g.ks, g.mean, g.sd, g.bandwidth], 1e-12, name);
    for (const [i, at, height] of g.density) close([x[i]!, y[i]!], [at, height], 1e-12, name);
  }
});

Deno.test("two-sample KS agrees with SciPy, ties included", () => {
  const { normal: a, gamma, rounded } = golden.lists;
  close([ksTwoSample(a.values, gamma.values)], [golden.ksTwoSample], 1e-14);
  close([ksTwoSample(rounded.values, golden.roundedNormal)], [golden.ksTwoSampleTied], 1e-14);
});

Deno.test("the normal distribution function agrees with SciPy to 1e-12 of its value, far into the tail", () => {
  for (const [at, p] of golden.cdf as [number, number][]) {
    assert.ok(Math.abs(normalCdf(at) - p) <= 1e-12 * p, `Φ(${at}) is ${normalCdf(at)}, not ${p}`);
  }
  assert.deepEqual([normalCdf(-Infinity), normalCdf(Infinity), normalCdf(NaN), erfc(0)], [0, 1, NaN, 1]);
  for (const at of [.3, 1.9999, 2.0001, 5]) close([normalCdf(at) + normalCdf(-at)], [1], 1e-15);
});

Deno.test("skew, kurtosis and the Gaussian distance ignore scale and shift, not an exponential", () => {
  for (const seed of SEEDS) {
    const v = draws(400, seed), moved = v.map((x) => 7 + 3 * x), bent = v.map(Math.exp);
    const shape = (w: Float64Array): number[] => [skew(w), kurtosis(w), ksGaussian(w).distance];
    close(shape(moved), shape(v), 1e-10);
    close([skew(v.map((x) => -x))], [-skew(v)], 1e-10);
    shape(bent).forEach((value, i) => assert.ok(value > shape(v)[i]! + .05, `measure ${i} must see an exponential`));
  }
});

Deno.test("two-sample KS ignores a shared increasing map, not a shift of one side", () => {
  for (const seed of SEEDS) {
    const [a, b] = [draws(80, `a${seed}`), draws(50, `b${seed}`)];
    assert.equal(ksTwoSample(a.map(Math.exp), b.map(Math.exp)), ksTwoSample(a, b));
    assert.equal(ksTwoSample(b, a), ksTwoSample(a, b));
    assert.ok(ksTwoSample(a, b.map((x) => x + 1)) > ksTwoSample(a, b) + .1);
  }
});

Deno.test("modes: one for a Gaussian, two for two humps well apart, one for two close together", () => {
  for (const seed of SEEDS) {
    const v = draws(500, seed);
    const humps = (gap: number): Float64Array => v.map((x, i) => i % 2 ? x : x + gap);
    assert.deepEqual([modes(v).length, modes(humps(6)).length, modes(humps(1)).length], [1, 2, 1]);
    close(modes(humps(6)), [0, 6], .1);
    assert.equal(modes(Float64Array.of(...v, 12)).length, 1, "one outlier is no mode");
    assert.ok(modes(Float64Array.of(...v, 12), { prominence: 0 }).length > 1, "unless every peak counts");
  }
  assert.equal(modes(golden.lists["two humps"].values).length, 2);
});

Deno.test("a density integrates to one, and quartiles that coincide fall back to the deviation", () => {
  for (const v of [draws(100, 1), Float64Array.of(0, 0, 0, 0, 0, 0, 1)]) {
    const { x, y } = density(v);
    close([y.reduce((a, b) => a + b) * (x[1]! - x[0]!)], [1], 2e-3);
  }
});

Deno.test("distributions refuse lists they cannot describe", () => {
  const nan = [1, NaN], constant = [.1, .1, .1];
  refuses("Cannot average", [
    [() => mean([]), TypeError, "the list must have at least one entry: it has 0"],
  ]);
  refuses("Cannot measure spread", [
    [() => sd([1]), TypeError, "the list must have at least 2 entries: it has 1"],
  ]);
  refuses("Cannot measure skewness", [
    [() => skew(constant), RangeError, "the list must vary: every entry is 0.1"],
  ]);
  refuses("Cannot measure kurtosis", [
    [() => kurtosis(constant), RangeError, "the list must vary: every entry is 0.1"],
  ]);
  refuses("Cannot find a quantile", [
    [() => quantile(nan, .5), RangeError, "the list must be finite: entry 1 is NaN"],
    [() => quantile([1], 2), RangeError, "p must be a number in [0, 1]: it is 2"],
  ]);
  refuses("Cannot compare with a Gaussian", [
    [() => ksGaussian(constant), RangeError, "the list must vary: every entry is 0.1"],
  ]);
  refuses("Cannot compare distributions", [
    [() => ksTwoSample([], [1]), TypeError, "the first list must have at least one entry: it has 0"],
    [() => ksTwoSample([1], nan), RangeError, "the second list must be finite: entry 1 is NaN"],
  ]);
  refuses("Cannot estimate a density", [
    [() => density(constant), RangeError, "the list must vary: every entry is 0.1"],
    [() => modes([1]), TypeError, "the list must have at least 2 entries: it has 1"],
  ]);
  refuses("Cannot find modes", [
    [() => modes([1, 2], { prominence: 2 }), RangeError, "the prominence must be a number in [0, 1]: it is 2"],
  ]);
});
