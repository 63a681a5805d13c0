/** Row similarity, accuracy and correlation. */
import assert from "node:assert/strict";
import { Matrix } from "../lib/linalg/matrix.ts";
import { pearson, ranks, spearman } from "../lib/measure/correlation.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import { cosineSimilarity } from "../lib/measure/similarity.ts";
import { columnMeans, mapColumns } from "../lib/linalg/rows.ts";
import { close, normal } from "./helpers.ts";
import { draws, golden, refuses, SEEDS, x, z } from "./golden/measure.ts";

Deno.test("cosine similarity agrees with NumPy, raw and centred", () => {
  close(cosineSimilarity(x, z).perRow, golden.cosineRaw, 1e-12);
  const centered = cosineSimilarity(x, z, { center: golden.center });
  close(centered.perRow, golden.cosineCentered, 1e-12);
  close([centered.mean], [golden.cosineCentered.reduce((a: number, b: number) => a + b) / x.rows], 1e-12);
  assert.equal(centered.zeroRows, 0);
  close(cosineSimilarity(Matrix.from(x, "f32"), Matrix.from(z, "f32")).perRow, golden.cosineRaw, 1e-6);
});

Deno.test("centred similarity is unchanged by a joint shift, raw similarity is not", () => {
  const shift = (m: Matrix): Matrix => mapColumns(m, (value) => value + 50);
  const center = columnMeans(x);
  const moved = cosineSimilarity(shift(x), shift(z), { center: center.map((value) => value + 50) });
  close(moved.perRow, cosineSimilarity(x, z, { center }).perRow, 1e-9);
  assert.ok(cosineSimilarity(shift(x), shift(z)).mean > .999 && cosineSimilarity(x, z).mean < .98);
});

Deno.test("similarity ignores each row's scale, counts zero rows as 0 and keeps its inputs", () => {
  const before = x.data.slice(), scaled = mapColumns(x, (value, _, i) => value * 10 ** (i % 2 ? 200 : -200));
  const similarity = cosineSimilarity(x, scaled);
  close(similarity.perRow, new Float64Array(x.rows).fill(1), 1e-12);
  assert.deepEqual(x.data, before);
  const [a, b] = [Matrix.from([[1, 1], [0, 2], [3, 4]]), Matrix.from([[5, 6], [0, -1], [1, 1]])];
  const { perRow, mean, zeroRows } = cosineSimilarity(a, b, { center: [1, 1] });
  close(perRow, [0, -1 / Math.sqrt(10), 0], 1e-15);
  close([mean, zeroRows], [-1 / Math.sqrt(90), 2], 1e-15);
  const [tiny, huge] = [mapColumns(x, (v) => v * 1e-160), mapColumns(z, (v) => v * 1e160)]; // squares vanish, overflow
  close(cosineSimilarity(tiny, huge).perRow, cosineSimilarity(x, z).perRow, 1e-12);
});

Deno.test("accuracy counts equal labels, numbers or texts", () => {
  assert.equal(accuracy(Int32Array.of(1, 2, 3, 4), [1, 2, 0, 4]), .75);
  assert.equal(accuracy(["cat", "dog"], ["cat", "cow"]), .5);
});

Deno.test("correlations agree with SciPy, ties included", () => {
  const { a, b, tied } = golden;
  close([pearson(a, b), spearman(a, b)], [golden.pearson, golden.spearman], 1e-12);
  close([pearson(tied[0], tied[1]), spearman(tied[0], tied[1])], [golden.tiedPearson, golden.tiedSpearman], 1e-12);
  close(ranks(tied[0]), golden.tiedRanks, 0);
});

Deno.test("Pearson ignores scale and shift, Spearman any increasing map; neither ignores a fold", () => {
  for (const seed of SEEDS) {
    const a = draws(30, `a${seed}`), noise = draws(30, `b${seed}`), b = a.map((x, i) => x + noise[i]!);
    const [p, s] = [pearson(a, b), spearman(a, b)], bent = b.map((x) => Math.exp(3 * x));
    close([pearson(a, b.map((x) => 1e-200 * x)), pearson(a.map((x) => 5 - 2 * x), b)], [p, -p], 1e-12);
    close([spearman(a, bent), spearman(a, b.map((x) => -x))], [s, -s], 1e-12);
    assert.ok(Math.abs(pearson(a, bent) - p) > .05, "Pearson must see an exponential");
    assert.ok(Math.abs(spearman(a, b.map(Math.abs)) - s) > .05, "Spearman must see a fold");
    assert.equal(pearson(a, b), pearson(b, a));
  }
  close([pearson([1e8 + 1, 1e8 + 2, 1e8 + 4], [1, 2, 4])], [1], 1e-15);
});

Deno.test("similarity and accuracy refuse what they cannot compare", () => {
  const bad = Matrix.from([[1, 2], [3, NaN], [0, 0]]),
    three = Matrix.from([[1, 2], [3, 4], [5, 7]]),
    two = Matrix.from([[1, 2], [3, 5]]);
  const empty = Matrix.zeros(0, 2);
  refuses("Cannot measure similarity", [
    [
      () => cosineSimilarity(three, two),
      TypeError,
      "both sides must have the same number of rows: 3 × 2 against 2 × 2",
    ],
    [
      () => cosineSimilarity(normal(2, 3, 1), two),
      TypeError,
      "the second side must have 3 columns: the shape is 2 × 2",
    ],
    [() => cosineSimilarity(empty, empty), TypeError, "there must be at least one row: there is none"],
    [() => cosineSimilarity(three, bad), RangeError, "the second side must be finite: row 1, column 1 is NaN"],
    [() => cosineSimilarity(bad, three), RangeError, "the first side must be finite: row 1, column 1 is NaN"],
    [() => cosineSimilarity(two, two, { center: [1] }), TypeError, "the centre must have 2 entries: it has 1"],
    [() => cosineSimilarity(two, two, { center: [1, NaN] }), RangeError, "the centre must be finite: entry 1 is NaN"],
  ]);
  refuses("Cannot measure accuracy", [
    [() => accuracy([1], [1, 2]), TypeError, "the predicted labels must have 2 entries: it has 1"],
    [() => accuracy([], []), TypeError, "there must be at least one label: there is none"],
    [() => accuracy(["1"], [1]), TypeError, "predicted and true labels must be of one kind: string against number"],
    [() => accuracy([1, NaN], [1, 2]), RangeError, "labels must not be NaN: entry 1 is"],
  ]);
});

Deno.test("correlation refuses what it cannot correlate", () => {
  const nan = [1, NaN], constant = [.1, .1, .1];
  refuses("Cannot correlate", [
    [() => pearson([1, 2], [1, 2, 3]), TypeError, "the second list must have 2 entries: it has 3"],
    [() => pearson([1], [2]), TypeError, "the first list must have at least 2 entries: it has 1"],
    [() => pearson(constant, [1, 2, 3]), RangeError, "the first list must vary: every entry is 0.1"],
    [() => spearman([1, 2, 3], constant), RangeError, "the second list must vary: every entry is 0.1"],
    [() => spearman([1, 2], nan), RangeError, "the second list must be finite: entry 1 is NaN"],
    [() => pearson([Infinity, 2], [1, 2]), RangeError, "the first list must be finite: entry 0 is Infinity"],
  ]);
  refuses("Cannot rank", [
    [() => ranks([]), TypeError, "the list must have at least one entry: it has 0"],
  ]);
});
