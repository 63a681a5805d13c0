/** Search, migration scores and the gate's judgement, on spaces whose answer is known. */
import assert from "node:assert/strict";
import { auc } from "../lib/measure/auc.ts";
import { asBinary, asInt8, resized, truncated } from "../lib/measure/compact.ts";
import { vectorFacts } from "../lib/measure/facts.ts";
import { jackknifeInterval } from "../lib/measure/jackknife.ts";
import { measureMigration } from "../lib/measure/migration.ts";
import { ndcg } from "../lib/measure/ndcg.ts";
import { judge, learnedNothing, parseRequirement, verdictOf } from "../lib/measure/requirement.ts";
import { matchScores, overlapScores, search, twoStageScores } from "../lib/measure/search.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { polar } from "../lib/linalg/polar.ts";
import { rng } from "../lib/base/random.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

const mean = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0) / values.length;

Deno.test("nDCG is 1 in the best order, .631 for one relevant row in the second place, and 0 where nothing is found", () => {
  const grades = new Map([[3, 2], [5, 1]]);
  assert.deepEqual(Array.from(ndcg(Int32Array.of(3, 5, 9), [grades], 3)), [1]);
  close(ndcg(Int32Array.of(9, 3, 8), [new Map([[3, 1]])], 2), [1 / Math.log2(3)], 1e-12);
  // By hand: (1 + 2 / log2 3) / (2 + 1 / log2 3).
  close(ndcg(Int32Array.of(5, 3), [grades], 2), [(1 + 2 / Math.log2(3)) / (2 + 1 / Math.log2(3))], 1e-12);
  assert.deepEqual(Array.from(ndcg(Int32Array.of(1, 2), [grades], 2)), [0]);
  assert.throws(() => ndcg(Int32Array.of(1, 2), [grades], 3), RangeError);
  assert.throws(() => ndcg(Int32Array.of(1), [new Map([[1, -1]])], 1), RangeError);
});

Deno.test("the jackknife's interval of a mean is that of Student's t", () => {
  const x = Float64Array.from({ length: 40 }, (_, i) => Math.sin(i)), m = mean(x);
  const { estimate, low, high } = jackknifeInterval(
    40,
    (rows) => mean(rows.map((i) => i) && Array.from(rows, (i) => x[i]!)),
    {
      seed: 1,
      groups: 40,
    },
  );
  const sd = Math.sqrt(x.reduce((sum, v) => sum + (v - m) ** 2, 0) / 39);
  assert.ok(Math.abs(estimate - m) < 1e-12);
  assert.ok(Math.abs((high - low) / 2 - 2.0227 * sd / Math.sqrt(40)) < 1e-3 * sd); // t(39) at 97.5 %: 2.0227
  assert.throws(() => jackknifeInterval(10, () => 0, { seed: 1 }), RangeError);
});

forEachEngine("two stages find what is among the candidates, put in the exact order, and nothing else", () => {
  const y = normal(120, 8, 1), noisy = new Matrix(120, 8, y.data.map((v, p) => v + .8 * normal(120, 8, 2).data[p]!));
  const first = search(y, noisy), exact = search(y, y);
  const one = matchScores(first, [1, 10]), two = twoStageScores(first, exact, 20, [1, 10]);
  const recalled = matchScores(first, [20])["recall@20"]!;
  assert.deepEqual(two["recall@1"], recalled); // its own exact cosine is the largest
  assert.ok(mean(two["recall@1"]!) > mean(one["recall@1"]!));
  const overlap = overlapScores(first, exact, [10])["overlap@10"]!;
  assert.ok(mean(two["overlap@10"]!) > mean(overlap) + .1);
  assert.throws(() => twoStageScores(first, exact, 5, [1, 10]), RangeError);
  assert.throws(() => twoStageScores(first, exact, 61, [1]), RangeError); // more than half is the exact search
});

forEachEngine("a perfect map ties with re-embedding and beats doing nothing; a permuted one does not", () => {
  const source = normal(200, 6, "s"), target = matmul(source, polar(normal(6, 6, "q")));
  const options = { seed: 1, center: new Float64Array(6) };
  const of = (translated: Matrix, name: string) =>
    measureMigration({ source, translated, target }, options).find((score) => score.name === name)!;
  for (const name of ["recall@1", "mrr", "cosine", "overlap@10"]) {
    const { map, reembedding } = of(target, name);
    assert.deepEqual([map.estimate, reembedding.difference.low], [1, 0].map((x) => x), name);
  }
  assert.ok(of(target, "recall@1").nothing.difference.low > .5);
  assert.equal(of(target, "overlap@10").nothing.value, 1); // a rotation keeps every neighbour: staying is as good
  const permuted = of(takeRows(target, rng(3).permutation(200)), "recall@10");
  assert.ok(permuted.map.high < .2 && permuted.reembedding.difference.high < -.7);
  assert.ok(of(target, "cka").map.low > .999);
  assert.ok(of(takeRows(target, rng(3).permutation(200)), "cka").map.high < .2);
});

Deno.test("translated rows may ask instead of being asked, but not in two stages", () => {
  const target = normal(60, 5, 1),
    translated = new Matrix(60, 5, target.data.map((v, p) => v + normal(60, 5, 2).data[p]!));
  const rows = { source: translated, translated, target }, base = { seed: 1, center: new Float64Array(5) };
  const mrr = (translated: "index" | "queries") =>
    measureMigration(rows, { ...base, translated }).find(({ name }) => name === "mrr")!.map.estimate;
  assert.notEqual(mrr("index"), mrr("queries"));
  close([mrr("queries")], [mean(matchScores(search(translated, target), [1]).mrr!)], 1e-12);
  assert.throws(() => measureMigration(rows, { ...base, translated: "queries", candidates: 20 }), TypeError);
  assert.throws(() => measureMigration({ ...rows, translated: normal(60, 4, 1) }, base), TypeError);
});

Deno.test("a requirement is read whole and judged by the worse end", () => {
  const score = (low: number, high: number) => ({
    name: "mrr",
    map: { estimate: .5, low, high },
    nothing: { value: 0, difference: { estimate: 0, low: 0, high: 0 } },
    reembedding: { value: 1, difference: { estimate: 0, low: 0, high: 0 } },
    twoStage: { estimate: .9, low: .8, high: 1 },
  });
  const scores = [score(.4, .6)],
    holds = (text: string, stages: 1 | 2 = 1) => judge(scores, parseRequirement(text), stages).holds;
  assert.deepEqual([holds("mrr>=.4"), holds("mrr>=.41"), holds(" mrr <= .6 "), holds("mrr<=.59")], [
    true,
    false,
    true,
    false,
  ]);
  assert.deepEqual([holds("mrr>=.8", 2), holds("mrr>=.81", 2)], [true, false]);
  for (const wrong of ["mrr", "mrr>.5", "mrr>=", "mrr>=x", ">=.5", "mrr>=.5 or so"]) {
    assert.throws(() => parseRequirement(wrong), TypeError, wrong);
  }
  assert.throws(() => judge(scores, parseRequirement("mmr>=.5")), RangeError);
  const [yes, no] = [judge(scores, parseRequirement("mrr>=.1")), judge(scores, parseRequirement("mrr>=.9"))];
  assert.deepEqual([verdictOf([yes]), verdictOf([yes, no], [yes, yes]), verdictOf([no], [no]), verdictOf([no])], [
    "use it",
    "use it in two stages",
    "re-embed",
    "re-embed",
  ]);
});

Deno.test("compact vectors keep what they say they keep", () => {
  const x = normal(50, 8, 1), cut = truncated(x, 3), eight = asInt8(x), bits = asBinary(x);
  for (let i = 0; i < 50; i++) close([Math.hypot(...cut.row(i))], [1], 1e-12);
  const largest = (j: number) => Math.max(...Array.from({ length: 50 }, (_, i) => Math.abs(x.at(i, j))));
  for (let p = 0; p < 400; p++) assert.ok(Math.abs(eight.data[p]! - x.data[p]!) <= largest(p % 8) / 254 + 1e-12);
  for (let j = 0; j < 8; j++) assert.ok(new Set(Array.from({ length: 50 }, (_, i) => eight.at(i, j))).size <= 255);
  assert.deepEqual(Array.from(new Set(bits.data)).sort(), [-1, 1]);
  assert.deepEqual(Array.from(resized(Matrix.from([[1, 2]]), 3).data), [1, 2, 0]);
  assert.deepEqual(Array.from(asInt8(Matrix.from([[0], [0]])).data), [0, 0]);
  assert.throws(() => truncated(x, 9), RangeError);
});

Deno.test("facts of vectors are counted, not guessed", () => {
  const facts = vectorFacts(Matrix.from([[3, 4, 1], [3, 4, 1], [0, 0, 1], [6, 8, 1]]));
  assert.deepEqual([facts.duplicates, facts.zeroRows, facts.constantColumns, facts.unit], [1, 0, 1, false]);
  assert.ok(vectorFacts(Matrix.from([[.6, .8], [0, 1]])).unit);
  assert.throws(() => vectorFacts(Matrix.from([[NaN]])), RangeError);
});

Deno.test("a map that ties with one fitted on shuffled pairs has learned nothing", () => {
  const source = normal(200, 6, "s"), target = matmul(source, polar(normal(6, 6, "q")));
  const chance = (seed: number) => takeRows(target, rng(seed).permutation(200)),
    options = { seed: 1, center: new Float64Array(6) };
  const nothing = (translated: Matrix, shuffled?: Matrix) =>
    learnedNothing(measureMigration({ source, translated, target, ...shuffled && { shuffled } }, options));
  assert.deepEqual([nothing(target, chance(1)), nothing(chance(2), chance(1)), nothing(chance(2))], [
    false,
    true,
    false,
  ]);
});

Deno.test("the area under the ROC curve counts the right cases above wrong ones, ties by half", () => {
  assert.equal(auc([1, 2, 3, 4], [0, 0, 1, 1]), 1);
  assert.equal(auc([4, 3, 2, 1], [false, false, true, true]), 0);
  assert.equal(auc([1, 1, 1, 1], [0, 1, 0, 1]), .5);
  const values = Array.from(normal(40, 1, 1).data), right = values.map((_, i) => i % 3 === 0);
  const pairs = values.flatMap((a, i) =>
    values.map((b, j) => right[i] && !right[j] ? a > b ? 1 : a < b ? 0 : .5 : NaN)
  );
  const counted = pairs.filter((x) => !Number.isNaN(x));
  close([auc(values, right)], [mean(counted)], 1e-12);
  assert.throws(() => auc([1, 2], [1, 1]), RangeError);
  assert.throws(() => auc([1, 2], [1]), TypeError);
});
