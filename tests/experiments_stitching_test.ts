/** Stitching at breadth: methods agree with the library, and rows say what they should. */
import assert from "node:assert/strict";
import { VARIANTS } from "../experiments/ablation.ts";
import { side } from "../lib/method/side.ts";
import { relativeRows } from "../experiments/relative_decoders.ts";
import { pairKind, withTestRows } from "../experiments/shared/spaces.ts";
import { OWN, RANDOM, RELATIVE, stitchPairs } from "../experiments/shared/stitching.ts";
import { meanBy } from "../experiments/shared/summary.ts";
import { findings } from "../experiments/table2_findings.ts";
import { affine, choose, padded, selector, TRANSLATIONS } from "../experiments/shared/translations.ts";
import { fitAffine } from "../lib/method/affine.ts";
import { fitIrp, fitWhitened } from "../lib/method/irp.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { fitPartial } from "../lib/method/partial.ts";
import { fitLinear, fitOrtho } from "../lib/method/direct.ts";
import { rotation, toySpace } from "./experiments_helper.ts";
import { close, distance, forEachEngine, normal } from "./helpers.ts";

const same = toySpace("same", rotation(6, "a")), turned = toySpace("turned", rotation(6, "b"), { scale: 3 });
const wide = toySpace("wide", normal(6, 9, "wide"), { origin: "fixed" });
const draw = { k: 40, seed: 1, methods: TRANSLATIONS, relativeHeads: 2000 };

forEachEngine("the tables' methods are the library's", () => {
  const [a, b] = [normal(40, 6, "x"), normal(40, 8, "y")], [x, y] = [side(a), side(b)];
  const expected = {
    "IRP (ω=1, δ=0)": fitIrp(a, b, { subspaces: 1, delta: 0, seed: 3 }),
    "IRP": fitIrp(a, b, { seed: 3 }),
    "IRP, completed": fitIrp(a, b, { seed: 3, completion: "per-subset" }),
    "IRP, polar": fitIrp(a, b, { seed: 3, polar: true }),
    "whitened": fitWhitened(a, b),
    "Parseval frames": fitPartial(a, b, { p: 0.5 }),
    "linear": fitLinear(a, b),
    "ridge linear": fitLinear(a, b, { lambda: "auto" }),
    "ortho": fitOrtho(a, b),
    "affine": fitAffine(a, b),
  };
  const samples = normal(10, 6, "samples");
  for (const [name, translation] of Object.entries(expected)) {
    const method = [...TRANSLATIONS, affine].find((m) => m.name === name)!;
    const made = method.fit(x, y, 3);
    assert.ok(distance(made.apply(samples), translation.apply(samples)) < 1e-8, name);
    assert.equal(made.independent, translation.independent, name);
  }
});

Deno.test("absolute encodings are cut, padded or as they are", () => {
  const x = side(normal(5, 3, "x")), y = side(normal(5, 4, "y")), rows = Matrix.from([[1, 2, 3]]);
  close(padded.fit(x, y, 0).apply(rows).data, [1, 2, 3, 0], 0);
  close(padded.fit(y, x, 0).apply(Matrix.from([[1, 2, 3, 4]])).data, [1, 2, 3], 0);
  close(padded.fit(x, x, 0).apply(rows).data, [1, 2, 3], 0);
});

Deno.test("rotated spaces stitch like their own heads, absolute ones do not", () => {
  const rows = [...stitchPairs([same, turned], draw)].flat(), between = rows.filter((r) => r.pairs !== "own");
  const means = new Map(meanBy(between, ["method"], ["accuracy"]).map((r) => [r.method, r.accuracy as number]));
  const own = means.get(OWN)!;
  assert.ok(own > 0.95);
  for (const name of ["IRP (ω=1, δ=0)", "IRP, completed", "whitened", "linear", "ortho", "selector", RELATIVE]) {
    assert.ok(means.get(name)! >= own - 0.05, `${name}: ${means.get(name)}`);
  }
  assert.ok(means.get("absolute")! < own - 0.2, `absolute: ${means.get("absolute")}`);
  assert.ok(means.get(RANDOM)! < 0.6);
});

Deno.test("rows name pairs and what is coupled; absolute needs equal dimensions", () => {
  const rows = [...stitchPairs([same, turned, wide], draw)].flat();
  const kinds = new Set(rows.map((r) => `${r.source}-${r.target}: ${r.pairs}`));
  assert.ok(kinds.has("same-turned: supervised") && kinds.has("same-wide: other") && kinds.has("wide-wide: own"));
  assert.equal(pairKind(wide, same), "other");
  assert.deepEqual(
    new Set(rows.filter((r) => r.method === "absolute").map((r) => r.target)),
    new Set(["turned", "same"]),
  );
  const coupled = new Set(rows.filter((r) => !r.apart).map((r) => r.method));
  assert.ok(
    coupled.has("selector") && coupled.has("IRP, completed") && !coupled.has("whitened") && !coupled.has("IRP"),
  );
  assert.deepEqual(rows, [...stitchPairs([same, turned, wide], draw)].flat());
});

Deno.test("table 2's findings mark what gives independence up, and compare pairs", () => {
  const spaces = [same, turned, wide], stitched = [...stitchPairs(spaces, { ...draw, k: 64 })].flat();
  const rows = stitched.flatMap((r) => [{ dataset: "toy", ...r }, { dataset: "toy", ...r, k: 256 }]);
  const { records, charts } = findings(rows, [6, 9], { seed: 1, headline: 256 });
  const row = (set: string, method: string) => records[set]!.find((r) => r.method === method)!;
  assert.equal(row("table", "selector").halves, "coupled");
  assert.equal(row("table", "whitened").halves, "apart");
  assert.deepEqual(Object.keys(row("table", "IRP")), ["dataset", "data", "method", "halves", "k = 64", "k = 256"]);
  const gain = records.differences!.find((r) => r.method === "selector" && r.against === "IRP")!;
  assert.equal((gain.wins as number) + (gain.ties as number) + (gain.losses as number), 6);
  assert.ok(Object.values(charts).every((spec) => "$schema" in spec));
});

Deno.test("fewer test rows are the first ones", () => {
  const few = withTestRows(same, 7);
  assert.equal(few.test.vectors.rows, 7);
  assert.deepEqual(few.test.ids, same.test.ids.slice(0, 7));
  assert.deepEqual(few.test.labels, same.test.labels.subarray(0, 7));
  assert.equal(withTestRows(same, 1e6).test.ids.length, same.test.ids.length);
});

Deno.test("ablation: random subsets of the same sizes are other subsets, and source pruning is coupled", () => {
  const [x, y] = [side(normal(40, 6, "x")), side(normal(40, 8, "y"))], samples = normal(5, 6, "samples");
  const maps = VARIANTS.map((v) => v.fit(x, y, 3)), made = maps.map((map) => map.apply(samples));
  for (let i = 0; i < made.length; i++) {
    for (let j = 0; j < i; j++) {
      assert.ok(distance(made[i]!, made[j]!) > 1e-6, `${VARIANTS[i]!.name}, ${VARIANTS[j]!.name}`);
    }
  }
  assert.deepEqual(VARIANTS.filter((_, i) => maps[i]!.independent).map((v) => v.name), [
    "pruned on the target",
    "random, same sizes",
  ]);
});

Deno.test("the selector chooses a map that fits the anchors held out", () => {
  const x = side(same.vectors), y = side(turned.vectors), chosen = selector.fit(x, y, 1);
  const { winner } = choose(x, y, TRANSLATIONS.filter(({ name }) => ["IRP", "whitened"].includes(name)), 1).diagnostics;
  assert.equal(winner, "whitened");
  assert.deepEqual(selector.fit(side(same.vectors), side(turned.vectors), 1).parameters, chosen.parameters);
});

Deno.test("relative heads stitch rotated spaces; distances that keep the scale do not", () => {
  const accuracyOf = (projection: "cosine" | "euclidean"): number => {
    const rows = [...relativeRows([same, turned], { k: 30, seed: 1, projection, heads: 120 })];
    return meanBy(rows.filter((r) => r.pairs !== "own"), ["method"], ["accuracy"])[0]!.accuracy as number;
  };
  assert.ok(accuracyOf("cosine") > 0.9);
  assert.ok(accuracyOf("euclidean") < accuracyOf("cosine") - 0.1);
});
