/** The selector: what it picks and where it must not, that it refits, and that its candidates are what they say. */
import assert from "node:assert/strict";
import {
  fitIrp,
  fitLinear,
  fitOrtho,
  fitWhitened,
  Matrix,
  selectTranslation,
  space,
  type Translation,
} from "anchorage";
import { fitLOrtho, fitPartial, type Method, METHODS, type Rows } from "anchorage/method";
import { anchorSide } from "../lib/method/methods.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { polar } from "../lib/linalg/polar.ts";
import { mapColumns, unitRows } from "../lib/linalg/rows.ts";
import { vectorsOf } from "../lib/space/space.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

/** Gaussian anchors and their image under `map`, with noise of this share. */
const pairOf = (k: number, d: number, map: Matrix, noise: number, seed: number): readonly [Matrix, Matrix] => {
  const x = normal(k, d, `x ${seed}`), e = normal(k, map.cols, `e ${seed}`);
  return [x, mapColumns(matmul(x, map), (v, j, i) => v + noise * e.at(i, j))];
};
/** How many of ten seeds pick a map of this family. */
const picks = (family: string, make: (seed: number) => readonly [Matrix, Matrix]): number => {
  let count = 0;
  for (let seed = 0; seed < 10; seed++) {
    const { scores, winner } = selectTranslation(...make(seed), { seed }).diagnostics;
    assert.equal(scores[0]!.name, winner);
    if (scores[0]!.family === family) count++;
  }
  return count;
};
const flat = (d: number, k: number) => (seed: number): readonly [Matrix, Matrix] =>
  pairOf(k, d, polar(normal(d, d, `q ${seed}`)), 0.3, seed);

forEachEngine("a flat isotropic space with noise gets an orthogonal map in at least 9 of 10 seeds", () => {
  assert.ok(picks("orthogonal", flat(64, 64)) >= 9);
});

Deno.test("the same with 128 anchors of 128 dimensions", () => assert.ok(picks("orthogonal", flat(128, 128)) >= 9));

forEachEngine("a space stretched by a general linear map never gets an orthogonal one", () => {
  assert.equal(picks("orthogonal", (seed) => pairOf(96, 12, normal(12, 12, `g ${seed}`), 0.1, seed)), 0);
});

forEachEngine("every candidate is the public fit that it names", () => {
  const [x, y] = pairOf(40, 6, normal(6, 8, "g"), 0.5, 1), samples = normal(9, 6, "samples"), seed = 5;
  const pair = { source: anchorSide(x, seed, "test"), target: anchorSide(y, seed, "test") };
  const named = (name: string): Translation => {
    const [kind, choice = ""] = name.split(", "), value = Number(choice.split("=")[1]), drop = "drop" as const;
    const completion = name.endsWith("completed") ? "per-subset" as const : "none" as const;
    if (name === "ortho, unit rows") return fitOrtho(x, y, { scaling: "l2", nullSpace: drop });
    if (kind === "ortho") return fitOrtho(x, y, { nullSpace: drop });
    if (kind === "l-ortho") return fitLOrtho(x, y, { nullSpace: drop });
    if (kind === "IRP") return fitIrp(x, y, { delta: value, seed, completion, polar: name.endsWith("polar") });
    if (kind === "ridge IRP") return fitIrp(x, y, { subspaces: 1, delta: 0, lambda: value });
    if (kind === "whitened") return fitWhitened(x, y, { lambda: choice === "λ=auto" ? "auto" : value });
    if (kind === "partial") return fitPartial(x, y, { p: value, lambda: 1e-2 });
    return fitLinear(x, y, { lambda: kind === "linear" ? 0 : "auto" });
  };
  for (const { name, fit } of METHODS) {
    const mine = fit(pair), theirs = named(name);
    const directions = (t: Translation): Matrix =>
      unitRows(mapColumns(t.apply(samples), (v, j) => v - t.affine.after[j]!));
    const compare = name === "ortho, unit rows" ? directions : (t: Translation): Matrix => t.apply(samples);
    close(compare(mine).data, compare(theirs).data, 1e-8, name);
  }
  assert.equal(new Set(METHODS.map((c) => c.name)).size, METHODS.length);
});

Deno.test("the winner is fitted again on all anchors, and the reason says what was compared", () => {
  const [x, y] = pairOf(40, 5, normal(5, 5, "g"), 0.2, 2);
  const map = selectTranslation(x, y, { seed: 3 }), { winner, scores, reason } = map.diagnostics;
  const side = (rows: Matrix): ReturnType<typeof anchorSide> => anchorSide(rows, 3, "test");
  const again = METHODS.find((c) => c.name === winner)!.fit({ source: side(x), target: side(y) });
  close(map.apply(x).data, again.apply(x).data, 0);
  assert.ok(!map.independent && Object.isFrozen(map) && Object.isFrozen(map.diagnostics));
  assert.deepEqual(scores.map((s) => s.score), scores.map((s) => s.score).toSorted((a, b) => b - a));
  assert.ok(scores.length === METHODS.length && scores.every((s) => s.folds.length === 4));
  const pattern =
    /^"(.+)" has the best held-out similarity, 0\.\d{4} over 4 folds of about 10 of 40 anchors: 0\.\d{4} above "(.+)", the best of another kind, and ahead of it in [0-4] of 4 folds\.$/;
  assert.equal(pattern.exec(reason)?.[1], winner);
  assert.notEqual(scores.find((s) => s.name === pattern.exec(reason)?.[2])!.family, scores[0]!.family);
  assert.deepEqual(selectTranslation(x, y, { seed: 3 }).diagnostics, map.diagnostics);
});

Deno.test("a score of one's own sees each anchor once, with its label, and decides", () => {
  const [x, y] = pairOf(24, 4, normal(4, 4, "g"), 0.1, 4);
  const ids = Array.from({ length: 24 }, (_, i) => `item ${i}`), labels = Int32Array.from(ids, (_, i) => i % 3);
  const [a, b] = [x, y].map((vectors, i) => space({ name: `${i}`, ids, vectors, labels })) as [Rows, Rows];
  const seen: string[] = [],
    fit = ({ source, target }: Parameters<Method["fit"]>[0]): Translation => fitLinear(source.anchors, target.anchors);
  const candidates = ["good", "bad"].map((name) => ({ name, family: "mine", fit }));
  let call = 0;
  const score = (made: Rows, truth: Rows): number => {
    assert.ok(!(made instanceof Matrix) && !(truth instanceof Matrix) && made.labels && truth.labels);
    assert.deepEqual([made.ids, made.labels], [truth.ids, truth.labels]);
    if (call % 2 === 0) seen.push(...truth.ids);
    return -(call++ % 2);
  };
  const map = selectTranslation(a, b, { candidates, score, holdOut: 0.2 });
  assert.equal(map.diagnostics.winner, "good");
  assert.deepEqual(seen.toSorted(), ids.toSorted());
  assert.match(map.diagnostics.reason, /held-out score, 0\.0000 over 5 folds .* 1\.0000 above "bad", the next, and/);
  assert.equal(selectTranslation(a, b, { candidates: candidates.slice(0, 1) }).diagnostics.scores.length, 1);
  assert.equal(vectorsOf(map.apply(a)).cols, 4);
});

Deno.test("bad input to the selector: one sentence each", () => {
  const x = normal(20, 3, 1), refused = "Cannot select a translation as ";
  const wrong = (run: () => unknown, name: string, message: string): void =>
    assert.throws(run, { name, message: refused + message });
  const of = (options: Parameters<typeof selectTranslation>[2]) => (): unknown => selectTranslation(x, x, options);
  wrong(of({ holdOut: 0.6 }), "RangeError", "holdOut must be a number in [5e-324, 0.5]: it is 0.6");
  wrong(of({ holdOut: NaN }), "RangeError", "holdOut must be a number in [5e-324, 0.5]: it is NaN");
  wrong(of({ holdOut: 0.1 }), "RangeError", "the number of anchors must be a finite number of at least 40: it is 20");
  wrong(of({ candidates: [] }), "TypeError", "there must be at least one candidate");
  wrong(of({ score: () => NaN }), "RangeError", 'the score of "ortho" must be finite: it is NaN');
  wrong(
    () => selectTranslation(x, normal(19, 3, 1)),
    "TypeError",
    "both sides must have the same number of rows: 20 × 3 against 19 × 3",
  );
  wrong(
    () => selectTranslation(x, new Matrix(20, 3, new Float64Array(60).fill(1.5))),
    "RangeError",
    "the anchors must not all be equal: they have zero norm after centring",
  );
});
