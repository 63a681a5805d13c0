/** The selector: what it picks and where it must not, that it refits, and that its candidates are what they say. */
import assert from "node:assert/strict";
import { fitLinear, Matrix, selectTranslation, space } from "anchorage";
import { type Method, METHODS, type Rows, type SelectionProgress } from "anchorage/method";
import { side } from "../lib/method/side.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { polar } from "../lib/linalg/polar.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { vectorsOf } from "../lib/space/space.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

/** Gaussian anchors and their image under `map`, with noise of this share. */
const pairOf = (k: number, d: number, map: Matrix, noise: number, seed: number): readonly [Matrix, Matrix] => {
  const x = normal(k, d, `x ${seed}`), e = normal(k, map.cols, `e ${seed}`);
  return [x, mapColumns(matmul(x, map), (v, j, i) => v + noise * e.at(i, j))];
};
/** How many of ten seeds pick a map of this family. */
const picks = async (family: string, make: (seed: number) => readonly [Matrix, Matrix]): Promise<number> => {
  let count = 0;
  for (let seed = 0; seed < 10; seed++) {
    const { scores, winner } = (await selectTranslation(...make(seed), { seed })).diagnostics;
    assert.equal(scores[0]!.name, winner);
    if (scores[0]!.family === family) count++;
  }
  return count;
};
const flat = (d: number, k: number) => (seed: number): readonly [Matrix, Matrix] =>
  pairOf(k, d, polar(normal(d, d, `q ${seed}`)), 0.3, seed);

forEachEngine("a flat isotropic space with noise gets an orthogonal map in at least 9 of 10 seeds", async () => {
  assert.ok(await picks("orthogonal", flat(64, 64)) >= 9);
});

Deno.test("the same with 128 anchors of 128 dimensions", async () =>
  assert.ok(await picks("orthogonal", flat(128, 128)) >= 9));

forEachEngine("a space stretched by a general linear map never gets an orthogonal one", async () => {
  assert.equal(await picks("orthogonal", (seed) => pairOf(96, 12, normal(12, 12, `g ${seed}`), 0.1, seed)), 0);
});

Deno.test("the winner is fitted again on all anchors, and the reason says what was compared", async () => {
  const [x, y] = pairOf(40, 5, normal(5, 5, "g"), 0.2, 2);
  const map = await selectTranslation(x, y, { seed: 3 }), { winner, scores, reason } = map.diagnostics;
  const again = METHODS.find((c) => c.name === winner)!.fit(side(x), side(y), 3);
  close(map.apply(x).data, again.apply(x).data, 0);
  assert.ok(!map.independent && Object.isFrozen(map) && Object.isFrozen(map.diagnostics));
  const seen = scores.map((s) => s.folds.length), most = scores.filter((s) => s.folds.length === seen[0]);
  assert.deepEqual(seen, seen.toSorted((a, b) => b - a));
  assert.deepEqual(most.map((s) => s.score), most.map((s) => s.score).toSorted((a, b) => b - a));
  assert.ok(scores.length === METHODS.length && seen.at(-1)! >= 1);
  const pattern =
    /^"(.+)" has the best held-out similarity, 0\.\d{4} over [1-4] of 4 folds of about 10 of 40 anchors: 0\.\d{4} above "(.+)", the best of another kind, and ahead of it in [0-4] of the [1-4] that both saw\.$/;
  assert.equal(pattern.exec(reason)?.[1], winner);
  assert.notEqual(scores.find((s) => s.name === pattern.exec(reason)?.[2])!.family, scores[0]!.family);
  assert.deepEqual((await selectTranslation(x, y, { seed: 3 })).diagnostics, map.diagnostics);
});

Deno.test("a score of one's own sees each anchor once, with its label, and decides", async () => {
  const [x, y] = pairOf(24, 4, normal(4, 4, "g"), 0.1, 4);
  const ids = Array.from({ length: 24 }, (_, i) => `item ${i}`), labels = Int32Array.from(ids, (_, i) => i % 3);
  const [a, b] = [x, y].map((vectors, i) => space({ name: `${i}`, ids, vectors, labels })) as [Rows, Rows];
  const seen: string[] = [],
    fit: Method["fit"] = (a, b) => fitLinear(a, b);
  const methods = ["good", "bad"].map((name) => ({ name, family: "mine", fit }));
  let call = 0;
  const score = (made: Rows, truth: Rows): number => {
    assert.ok(!(made instanceof Matrix) && !(truth instanceof Matrix) && made.labels && truth.labels);
    assert.deepEqual([made.ids, made.labels], [truth.ids, truth.labels]);
    if (call % 2 === 0) seen.push(...truth.ids);
    return -(call++ % 2);
  };
  const map = await selectTranslation(a, b, { methods, score, holdOut: 0.2 });
  assert.equal(map.diagnostics.winner, "good");
  assert.deepEqual(seen.toSorted(), ids.toSorted());
  assert.match(
    map.diagnostics.reason,
    /held-out score, 0\.0000 over 5 of 5 folds .* 1\.0000 above "bad", the next, and/,
  );
  assert.equal((await selectTranslation(a, b, { methods: methods.slice(0, 1) })).diagnostics.scores.length, 1);
  assert.equal(vectorsOf(map.apply(a)).cols, 4);
});

Deno.test("a seed decides which anchors each fold holds out, and another seed holds out others", async () => {
  const [x, y] = pairOf(24, 4, normal(4, 4, "g"), 0.1, 4), methods = METHODS.filter((m) => m.name === "linear");
  const heldOut = async (seed: number): Promise<readonly string[]> => {
    const folds: string[] = [];
    const score = (_: Rows, truth: Rows): number => (folds.push(vectorsOf(truth).data.join()), 0.5);
    await selectTranslation(x, y, { seed, methods, score });
    return folds;
  };
  const first = await heldOut(1);
  assert.ok(first.length > 1 && new Set(first).size === first.length);
  assert.deepEqual(await heldOut(1), first);
  assert.notDeepEqual((await heldOut(2)).toSorted(), first.toSorted());
});

Deno.test("bad input to the selector: one sentence each", async () => {
  const x = normal(20, 3, 1), refused = "Cannot select a translation as ";
  const wrong = (run: () => Promise<unknown>, name: string, message: string): Promise<void> =>
    assert.rejects(run, { name, message: refused + message });
  const of = (options: Parameters<typeof selectTranslation>[2]) => () => selectTranslation(x, x, options);
  await wrong(of({ holdOut: 0.6 }), "RangeError", "holdOut must be a number in [5e-324, 0.5]: it is 0.6");
  await wrong(of({ holdOut: NaN }), "RangeError", "holdOut must be a number in [5e-324, 0.5]: it is NaN");
  await wrong(
    of({ holdOut: 0.1 }),
    "RangeError",
    "the number of anchors must be a finite number of at least 40: it is 20",
  );
  await wrong(of({ methods: [] }), "TypeError", "there must be at least one method");
  await wrong(of({ score: () => NaN }), "RangeError", 'the score of "ortho" must be finite: it is NaN');
  await wrong(
    () => selectTranslation(x, normal(19, 3, 1)),
    "TypeError",
    "both sides must have the same number of rows: 20 × 3 against 19 × 3",
  );
  await wrong(
    () => selectTranslation(x, new Matrix(20, 3, new Float64Array(60).fill(1.5))),
    "RangeError",
    "the anchors must not all be equal: they have zero norm after centring",
  );
});

Deno.test("progress says first what will be tried and how long, then counts to the end; a clear loser falls out", async () => {
  const [x, y] = pairOf(60, 6, normal(6, 6, "g"), 0.1, 3), seen: SelectionProgress[] = [];
  const { diagnostics } = await selectTranslation(x, y, { onProgress: (at) => seen.push(at) });
  assert.deepEqual(seen[0]!.methods, METHODS.map((m) => m.name));
  assert.ok(seen[0]!.done === 0 && seen[0]!.total === 4 * METHODS.length && seen[0]!.left > 0);
  assert.deepEqual(seen.map((at) => at.done), seen.map((_, i) => i));
  assert.ok(seen.at(-1)!.methods.length < METHODS.length && seen.at(-1)!.total < 4 * METHODS.length);
  const dropped = diagnostics.scores.filter((s) => s.folds.length < diagnostics.scores[0]!.folds.length);
  assert.ok(dropped.length > 0 && dropped.every((s) => s.score < diagnostics.scores[0]!.score));
});

Deno.test("one method that is surely ahead ends the selection; close ones see every fold", async () => {
  const [x, y] = pairOf(80, 6, normal(6, 6, "g"), 0.01, 3),
    by = (name: string): Method => METHODS.find((m) => m.name === name)!;
  const decided = await selectTranslation(x, y, { methods: [by("linear"), by("ortho")] });
  assert.deepEqual([decided.diagnostics.stopped, decided.diagnostics.winner], ["decided", "linear"]);
  assert.equal(decided.diagnostics.scores[0]!.folds.length, 1);
  const close = await selectTranslation(x, y, { methods: [by("linear"), by("ridge linear")] });
  assert.deepEqual([close.diagnostics.stopped, close.diagnostics.scores[1]!.folds.length], ["all seen", 4]);
});

Deno.test("time that is up leaves the best of what was seen; a signal rejects with its reason", async () => {
  const [x, y] = pairOf(80, 6, normal(6, 6, "g"), 0.3, 3);
  const { diagnostics } = await selectTranslation(x, y, { seconds: 1e-9 });
  assert.deepEqual([diagnostics.stopped, diagnostics.scores.length], ["seconds", 1]);
  const abort = new AbortController();
  let calls = 0;
  const running = selectTranslation(x, y, {
    signal: abort.signal,
    onProgress: () => ++calls === 3 && abort.abort(new Error("enough")),
  });
  await assert.rejects(running, { message: "enough" });
  assert.equal(calls, 3);
  await assert.rejects(selectTranslation(x, y, { seconds: 0 }), { message: /seconds must be above 0: it is 0$/ });
});

Deno.test("sides made ready give the choice that bare anchors give", async () => {
  const [x, y] = pairOf(40, 5, normal(5, 5, "g"), 0.2, 2), bare = await selectTranslation(x, y, { seed: 3 });
  const ready = await selectTranslation(side(x), side(y), { seed: 3 });
  assert.deepEqual(ready.diagnostics, bare.diagnostics);
});

Deno.test("a part of a side is made once, holds the rows asked for in their order, and is another in another order", () => {
  const whole = side(normal(12, 3, "part")), part = whole.part(Int32Array.of(4, 0, 7));
  assert.equal(whole.part(Int32Array.of(4, 0, 7)), part);
  assert.notEqual(whole.part(Int32Array.of(0, 4, 7)), part);
  for (const [i, row] of [4, 0, 7].entries()) assert.deepEqual(part.rows.row(i), whole.rows.row(row));
});
