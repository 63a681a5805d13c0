/** Which rows heads are trained and measured on, which side reads what, and what the seed and the controls do. */
import assert from "node:assert/strict";
import { VARIANTS } from "../experiments/ablation.ts";
import { relativeRows } from "../experiments/relative_decoders.ts";
import { METHODS } from "../experiments/shared/methods.ts";
import { withHead } from "../experiments/shared/spaces.ts";
import { OWN, RELATIVE, stitchPairs } from "../experiments/shared/stitching.ts";
import { meanBy, type Row } from "../experiments/shared/summary.ts";
import { architectureOf } from "../experiments/shared/dyadic.ts";
import { instancesOf, retrained } from "../experiments/shared/training.ts";
import { permuted, ridge, TRANSLATIONS } from "../experiments/shared/translations.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { sampleAnchors } from "../lib/method/anchors.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { invertSubsets, meanInverse, randomSubsets } from "../lib/method/subsets.ts";
import { fitIrp } from "../lib/method/irp.ts";
import { side } from "../lib/method/side.ts";
import { rotation, toySpace } from "./experiments_helper.ts";
import { distance, normal } from "./helpers.ts";

const same = toySpace("same", rotation(6, "a")), turned = toySpace("turned", rotation(6, "b"), { scale: 3 });
const shifted = (labels: Int32Array): Int32Array => labels.map((label) => (label + 1) % 3);
/** The test items have the labels of other classes: only what was trained on them can be right. */
const otherTests = (s: LoadedSpace): LoadedSpace => ({ ...s, test: { ...s.test, labels: shifted(s.test.labels) } });
/** Training labels from a row on are those of other classes. */
const otherFrom = (s: LoadedSpace, from: number): LoadedSpace => (
  { ...s, labels: s.labels.map((label, i) => i < from ? label : (label + 1) % 3) }
);

const draw = { k: 40, seed: 1, methods: METHODS.filter((m) => ["IRP, completed", "whitened"].includes(m.name)) };
const rowsOf = (
  spaces: readonly LoadedSpace[],
  more: Partial<Parameters<typeof stitchPairs>[1]> = {},
): readonly Row[] => [...stitchPairs(spaces, { ...draw, relativeHeads: 120, ...more })].flat();
const mean = (rows: readonly Row[], method: string, pairs = "supervised"): number =>
  meanBy(rows.filter((r) => r.method === method && r.pairs === pairs), ["method"], ["accuracy"])[0]!.accuracy as number;

Deno.test("no head is trained on test rows, and none is measured on rows that it was trained on", () => {
  const rows = rowsOf([same, turned].map(otherTests));
  for (const method of [OWN, RELATIVE, "whitened"]) assert.ok(mean(rows, method) < 0.1, method);
  const relative = [
    ...relativeRows([same, turned].map(otherTests), { k: 30, seed: 1, projection: "cosine", heads: 120 }),
  ];
  assert.ok(relative.filter((r) => r.method === "cosine").every((r) => (r.accuracy as number) < 0.1));
  // The classes of test rows come in another order than those of training rows: the labels of one do not fit the other.
  const later = ({ test, ...s }: LoadedSpace): LoadedSpace => {
    const ids = test.ids.slice(1), labels = test.labels.slice(1);
    return { ...s, test: { ...test.at(ids), labels } };
  };
  const spaces = [same, turned].map(later);
  assert.ok(mean(rowsOf(spaces), RELATIVE) > 0.95);
  const own = [...relativeRows(spaces, { k: 30, seed: 1, projection: "cosine", heads: 120 })];
  assert.ok(own.filter((r) => r.method === "cosine").every((r) => (r.accuracy as number) > 0.95));
});

Deno.test("relative heads see none of the anchors where they are apart from them", () => {
  // The anchors' labels are wrong: heads that do not see them learn from right ones alone.
  const draw = { k: 40, seed: 1 },
    spaces = [same, turned].map((s) => {
      const anchors = new Set(sampleAnchors(s, { count: draw.k, seed: draw.seed }));
      return { ...s, labels: s.labels.map((label, i) => anchors.has(s.ids[i]!) ? (label + 1) % 3 : label) };
    });
  const right = (apart: boolean): readonly number[] => [
    mean(rowsOf(spaces, { apart }), RELATIVE),
    ...[...relativeRows(spaces, { ...draw, projection: "cosine", heads: 120, apart })]
      .filter((r) => r.method === "cosine" && r.pairs === "own").map((r) => r.accuracy as number),
  ];
  assert.ok(right(true).every((x) => x > 0.95), `${right(true)}`);
  assert.ok(right(false).some((x) => x < 0.95), `${right(false)}`);
});

Deno.test("heads are trained on as many rows as they are given, the first ones", () => {
  const spaces = [same, turned].map((s) => otherFrom(s, 60));
  assert.ok(mean(rowsOf(spaces, { relativeHeads: 60 }), RELATIVE) > 0.9);
  assert.ok(mean(rowsOf(spaces, { relativeHeads: 120 }), RELATIVE) < 0.9);
  const accuracyWith = (heads: number): number => {
    const rows = [...relativeRows(spaces, { k: 30, seed: 1, projection: "cosine", heads })];
    return meanBy(rows.filter((r) => r.method === "cosine"), [], ["accuracy"])[0]!.accuracy as number;
  };
  assert.ok(accuracyWith(60) > 0.9 && accuracyWith(120) < 0.9);
  const own = (rows: number): number => {
    const { head, test } = withHead(spaces[0]!, { rows, kind: "linear", seed: 0 });
    return head.predict(test.vectors).filter((label, i) => label === test.labels[i]).length / test.labels.length;
  };
  assert.ok(own(60) > 0.9 && own(120) < 0.9);
});

Deno.test("the source's samples are read by the target's head: the source's own labels do not matter", () => {
  const misled = {
    ...same,
    labels: shifted(same.labels),
    head: withHead({ ...same, labels: shifted(same.labels) }, {
      ...{ rows: 120, kind: "linear", seed: 0 } as const,
    }).head,
  };
  const from = rowsOf([misled, turned]).filter((r) => r.source === "same" && r.target === "turned");
  for (const method of [RELATIVE, "whitened"]) {
    assert.ok((from.find((r) => r.method === method)!.accuracy as number) > 0.9, method);
  }
  const noise = { ...same, test: { ...same.test, vectors: normal(60, 6, "noise") } };
  const made = rowsOf([noise, turned]).filter((r) => r.source === "same" && r.target === "turned");
  for (const method of [RELATIVE, "whitened"]) {
    assert.ok((made.find((r) => r.method === method)!.accuracy as number) < 0.7, method);
  }
});

Deno.test("anchors are the seed's, as many as asked for", () => {
  const whitened = METHODS.filter((m) => m.name === "whitened"), wide = toySpace("wide", normal(6, 9, "wide"));
  const at = (more: Partial<typeof draw>): unknown =>
    rowsOf([same, wide], { methods: whitened, ...more }).filter((r) => r.method === "whitened").map((r) =>
      r.similarity
    );
  assert.deepEqual(at({ seed: 2 }), at({ seed: 2 }));
  assert.notDeepEqual(at({ seed: 2 }), at({ seed: 3 }));
  assert.notDeepEqual(at({ k: 20 }), at({ k: 40 }));
});

Deno.test("prototypes are means over the same items in every space", () => {
  const rows = rowsOf([same, turned], { prototypes: { groups: 12, items: 100 } });
  assert.ok(mean(rows, "whitened, prototypes") > 0.9, `${mean(rows, "whitened, prototypes")}`);
  const wide = toySpace("wide", normal(6, 9, "wide"));
  const between = rowsOf([same, wide], { prototypes: { groups: 12, items: 100 } });
  for (const { method, similarity } of between) {
    if (method === "whitened, prototypes") assert.ok((similarity as number) > 0.95, `${similarity}`);
  }
});

Deno.test("a control keeps the anchors and loses the pairing, by the seed", () => {
  const [x, y] = [side(same.vectors), side(turned.vectors)], samples = same.test.vectors;
  for (const name of ["IRP", "whitened"]) {
    const method = METHODS.find((m) => m.name === name)!, control = permuted(method);
    assert.ok(TRANSLATIONS.some((m) => m.name === control.name), control.name);
    const [plain, one, two] = [method.fit(x, y, 1), control.fit(x, y, 1), control.fit(x, y, 2)].map((m) =>
      m.apply(samples)
    );
    assert.ok(distance(plain!, one!) > 0.5 && distance(one!, two!) > 0.1, name);
  }
  const rows = rowsOf([same, turned], { methods: TRANSLATIONS.filter((m) => m.name === "whitened, permuted anchors") });
  assert.ok(mean(rows, "whitened, permuted anchors") < 0.75);
});

Deno.test("ridge IRP takes the λ that is best on anchors held out", () => {
  const chosen = ridge.fit(side(same.vectors), side(turned.vectors), 1) as { diagnostics: { winner?: string } };
  assert.equal(chosen.diagnostics.winner, "λ=0.0001");
});

Deno.test("ablation: each variant is what its name says", () => {
  const [a, b] = [normal(40, 6, "x"), normal(40, 8, "y")], [x, y] = [side(a), side(b)], samples = normal(9, 6, "s");
  const made = (name: string, seed: number) => VARIANTS.find((v) => v.name === name)!.fit(x, y, seed);
  for (const pruneOn of ["target", "source", "both"] as const) {
    const expected = fitIrp(a, b, { pruneOn, seed: 3 }).apply(samples);
    assert.ok(
      distance(made(`pruned on ${pruneOn === "both" ? "both" : `the ${pruneOn}`}`, 3).apply(samples), expected) < 1e-9,
    );
  }
  const random = made("random, same sizes", 3), pruned = made("pruned on the target", 3);
  assert.deepEqual(random.diagnostics.anchorsKept, pruned.diagnostics.anchorsKept);
  const drawn = randomSubsets(y.subsets({ seed: 3 }).map((s) => s.indices), 40, 3), { unit } = y.unit();
  const weights = matmul(x.unit().unit, meanInverse(invertSubsets(unit, drawn), 40), { transA: true });
  assert.ok(distance(random.affine.weights, weights) < 1e-9);
});

Deno.test("every second draw has encoders of another training seed", () => {
  assert.deepEqual(instancesOf(["mlp256", "hog"], 0), ["mlp256", "hog"]);
  assert.deepEqual(instancesOf(["mlp256", "hog"], 1), ["mlp256~2", "hog"]);
  assert.deepEqual([architectureOf("mlp256~2"), architectureOf("hog")], ["mlp256", "hog"]);
  assert.deepEqual([retrained("mlp256~2").name, retrained("mlp256~2").dim], ["mlp256~2", 256]);
});
