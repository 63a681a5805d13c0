import assert from "node:assert/strict";
import {
  accuracyOverAnchors,
  barIntervals,
  grid,
  heatmap,
  layerFactorHeatmap,
  normHistogram,
  rescalingLines,
  spaceViews,
  type Spec,
  theme,
} from "../lib/chart/mod.ts";
import { rng } from "../lib/base/random.ts";
import { golden, samples } from "./chart_samples.ts";

/** What lies at a path of a JSON value. */
const at = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce((inner, key) => (inner as Record<string | number, unknown>)[key], value);
const listAt = (value: unknown, ...path: readonly (string | number)[]): unknown[] => at(value, ...path) as unknown[];
const cell = { title: "Figure 3", measure: "Similarity" };

Deno.test("every chart is its golden spec", () => {
  const read = (name: string): string =>
    Deno.readTextFileSync(new URL(`./golden/charts/${name}.json`, import.meta.url));
  for (const [name, { config, ...spec }] of Object.entries(samples())) {
    assert.deepEqual(JSON.parse(golden(spec)), JSON.parse(read(name)), name);
    assert.equal(config, theme);
  }
  assert.deepEqual(JSON.parse(golden(theme)), JSON.parse(read("theme")));
});

Deno.test("specs are frozen to the bottom, plain JSON, and carry the version that notebooks know", () => {
  const frozen = (value: unknown): boolean =>
    typeof value !== "object" || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen));
  for (const [name, spec] of Object.entries(samples())) {
    assert.ok(frozen(spec), name);
    assert.match(String(spec["$schema"]), /vega-lite\/v5\.json$/);
    assert.deepEqual(
      JSON.parse(JSON.stringify(spec)),
      structuredClone(spec),
      `${name} holds something that JSON does not`,
    );
  }
});

Deno.test("charts leave frozen records as they are and carry no field along that they do not draw", () => {
  const records = Object.freeze([Object.freeze({ omega: 1, delta: 0.5, value: 1 / 3, secret: "s" })]);
  const spec = heatmap(records, cell);
  assert.deepEqual(spec["data"], { values: [{ omega: 1, delta: 0.5, value: 0.333333 }] });
});

Deno.test("cells without a finite value are gaps with a sign, and the colour scale ignores them", () => {
  const values = [0.2, 0.8, Infinity, -Infinity, NaN, null];
  const spec = heatmap(values.map((value, i) => ({ omega: 1, delta: i / 10, value })), cell);
  const gaps = listAt(spec, "data", "values").map((row) => at(row, "gap"));
  assert.deepEqual(gaps, [undefined, undefined, "∞", "−∞", "–", "–"]);
  assert.deepEqual(at(spec, "layer", 0, "encoding", "color", "scale", "domain"), [0.2, 0.8]);
});

Deno.test("panels of a heatmap share one colour scale; parts of a grid do not", () => {
  const part = (panel: string, value: number): Spec => heatmap([{ omega: 1, delta: 0, value, panel }], cell);
  const both = heatmap(
    [{ omega: 1, delta: 0, value: 1, panel: "a" }, { omega: 1, delta: 0, value: 3, panel: "b" }],
    cell,
  );
  assert.deepEqual(at(both, "spec", "layer", 0, "encoding", "color", "scale", "domain"), [1, 3]);
  const apart = grid([part("a", 1), part("b", 3)], { title: "Figure 6" });
  assert.equal(at(apart, "resolve", "scale", "color"), "independent");
  for (const child of listAt(apart, "concat")) {
    assert.equal(at(child, "config"), undefined);
    assert.equal(at(child, "$schema"), undefined);
  }
});

Deno.test("layers keep the order of the network, numbers ascend, the first layer is at the bottom", () => {
  const sort = (layers: (string | number)[]): unknown => {
    const records = layers.map((layer) => ({ layer, alpha: 1, value: 0.5 }));
    return at(layerFactorHeatmap(records, cell), "layer", 0, "encoding", "y", "sort");
  };
  assert.deepEqual(sort(["conv", "block", "attention"]), ["attention", "block", "conv"]);
  assert.deepEqual(sort([10, 2, 0]), ["10", "2", "0"]);
});

Deno.test("the rescaling axis is logarithmic for one sign and symmetric for both", () => {
  const scale = (alphas: number[]): unknown => {
    const records = alphas.map((alpha) => ({ alpha, accuracy: 0.5, series: "ReLU" }));
    return at(rescalingLines(records, { title: "Figure 4" }), "layer", 0, "encoding", "x", "scale");
  };
  assert.equal(at(scale([0.1, 1, 10]), "type"), "log");
  for (const alphas of [[-10, -0.5, 0.5, 10], [0, 1, 10], [-1, -10]]) assert.equal(at(scale(alphas), "type"), "symlog");
  assert.equal(at(scale([-10, -0.5, 0.5, 10]), "constant"), 0.5);
  const [low, high] = at(scale([-10, -0.5, 0.5, 10]), "domain") as [number, number];
  assert.ok(low < -10 && high > 10 && Math.abs(low + high) < 1e-9);
});

Deno.test("lines have a band only where a point has several runs", () => {
  const kinds = (seeds: number[]): unknown[] => {
    const records = seeds.flatMap((seed) => [10, 100].map((anchors) => ({ anchors, value: 0.5, series: "IRP", seed })));
    return listAt(accuracyOverAnchors(records, { title: "Anchors" }), "layer").map((layer) =>
      at(layer, "mark", "type")
    );
  };
  assert.deepEqual(kinds([0]), ["line"]);
  assert.deepEqual(kinds([0, 1]), ["errorband", "line"]);
});

Deno.test("labels of rules that would run into one another stand on different lines; others on the same", () => {
  const heights = (places: number[]): unknown[] => {
    const marks = places.map((at) => ({ at, label: `d = ${at}` }));
    const records = [10, 10_000].map((anchors) => ({ anchors, value: 0.5, series: "IRP" }));
    return listAt(accuracyOverAnchors(records, { title: "Anchors", marks }), "layer")
      .filter((layer) => at(layer, "mark", "type") === "text").map((layer) => at(layer, "mark", "dy"));
  };
  assert.equal(new Set(heights([100, 110, 120])).size, 3);
  assert.equal(new Set(heights([20, 300, 5000])).size, 1);
});

Deno.test("views have equal units on both axes, and panels their own window unless shared", () => {
  const records = [{ panel: "a", size: 1 }, { panel: "b", size: 5 }].flatMap(({ panel, size }) =>
    [0, 1, 2].map((i) => ({ panel, x: size * i, y: (size * i) / 10, label: `${i}` }))
  );
  const windows = (sharedAxes: boolean): number[][][] =>
    listAt(spaceViews(records, { title: "Views", sharedAxes }), "concat").map((view) =>
      ["x", "y"].map((axis) => at(view, "encoding", axis, "scale", "domain") as number[])
    );
  for (const sharedAxes of [true, false]) {
    for (const [x, y] of windows(sharedAxes)) assert.ok(Math.abs((x![1]! - x![0]!) - (y![1]! - y![0]!)) < 1e-5);
  }
  assert.deepEqual(windows(true)[0], windows(true)[1]);
  assert.notDeepEqual(windows(false)[0], windows(false)[1]);
});

Deno.test("a histogram of norms counts every sample and its density integrates to 1", () => {
  const random = rng("norms");
  const norms = Float64Array.from({ length: 500 }, () => 5 + random.normal());
  const { edges, counts, density, mean } = normHistogram("cnn", norms, { bins: 25 });
  assert.equal(edges.length, 26);
  assert.equal(counts.reduce((a, b) => a + b), 500);
  assert.ok(Math.abs(mean! - 5) < 0.2);
  const step = density!.x[1]! - density!.x[0]!;
  assert.ok(Math.abs(density!.y.reduce((a, b) => a + b) * step - 1) < 0.01);
  assert.deepEqual(normHistogram("unit", [1, 1, 1]), { encoder: "unit", edges: [0.5, 1.5], counts: [3], mean: 1 });
});

Deno.test("what gives independence up is marked in names, and dashed in lines", () => {
  const records = ["a", "b"].map((name) => ({ name, series: name, value: 1, anchors: 2, coupled: name === "b" }));
  const bars = barIntervals(records, { title: "t", measure: "m" });
  assert.deepEqual((at(bars, "data", "values") as { name: string }[]).map(({ name }) => name), ["a", "b (coupled)"]);
  const dash = (marked: boolean): unknown => {
    const spec = accuracyOverAnchors(records.map((one) => ({ ...one, coupled: marked && one.coupled })), {
      title: "t",
    });
    return at(listAt(spec, "layer")[0], "encoding", "strokeDash", "scale");
  };
  assert.deepEqual(dash(true), { domain: ["a", "b (coupled)"], range: [[1, 0], [5, 3]] });
  assert.throws(() => dash(false), { name: "TypeError" }); // without coupled series no line is dashed
  const wrong = [{ ...records[0]!, coupled: "no" as unknown as boolean }];
  assert.throws(() => barIntervals(wrong, { title: "t", measure: "m" }), {
    message: "Cannot draw bars as coupled of record 0 must be a boolean: it is no",
  });
});
