import assert from "node:assert/strict";
import { csrOperator } from "../lib/encoder/subspace.ts";
import { type Csr, csrFrom, csrRows } from "../lib/linalg/csr.ts";
import { makeDataset } from "../lib/data/dataset.ts";
import { dimOf } from "../lib/encoder/cards.ts";
import { hashedBags } from "../lib/encoder/hashed.ts";
import { encoderFor } from "../lib/encoder/registry.ts";
import { fitVocabulary, letterGrams, tfidf, words } from "../lib/encoder/text.ts";
import { encodeTfidf } from "../lib/encoder/tfidf.ts";
import { zeroRows } from "../lib/linalg/rows.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { rng } from "../lib/base/random.ts";
import { close, distance, forEachEngine, normal } from "./helpers.ts";

const nouns = ["cat", "dog", "horse", "oak", "pine", "birch", "river", "lake"];

/** Seeded texts of six words each, the first words of a topic more often. */
function makeTexts(count: number, seed: number): string[] {
  const draw = rng(seed);
  return Array.from(
    { length: count },
    (_, i) =>
      Array.from({ length: 6 }, () => nouns[(i % 4) * 2 + Math.floor(3 * draw.uniform() ** 2)] ?? "sea").join(" "),
  );
}

const range = (n: number): Int32Array<ArrayBuffer> => Int32Array.from({ length: n }, (_, i) => i);
const outer = (m: Matrix): Matrix => matmul(m, m, { transB: true });

function dense(a: Csr): Matrix {
  const out = Matrix.zeros(a.rows, a.cols, "f32");
  for (let i = 0; i < a.rows; i++) {
    for (let p = a.starts[i]!; p < a.starts[i + 1]!; p++) out.data[i * a.cols + a.columns[p]!]! += a.values[p]!;
  }
  return out;
}

/** A 30 × 25 sparse matrix with up to 9 entries a row, some rows empty. */
function sparse(seed: number): Csr {
  const draw = rng(seed);
  const row = (): Map<number, number> =>
    new Map(Array.from({ length: draw.integer(10) }, () => [draw.integer(25), draw.normal()] as const));
  return csrFrom(Array.from({ length: 30 }, row), 25);
}

Deno.test("sparse products, rows and transposed products equal the dense ones", () => {
  const a = sparse(1), x = normal(25, 7, 2), y = normal(30, 7, 3);
  close(csrOperator(a).times(x).data, matmul(dense(a), x).data, 1e-5, "A x");
  close(csrOperator(a).transposeTimes(y).data, matmul(dense(a), y, { transA: true }).data, 1e-5, "Aᵀ y");
  const rows = Int32Array.of(29, 3, 3, 0);
  assert.deepEqual(dense(csrRows(a, rows)), takeRows(dense(a), rows));
});

Deno.test("a sparse matrix refuses a column that it has not", () => {
  assert.throws(() => csrFrom([new Map([[3, 1]])], 3), {
    name: "RangeError",
    message: "Cannot make a sparse matrix as every column must be an integer in [0, 2]: it is 3",
  });
});

Deno.test("words are lower-case and split by Unicode's rules where a script has no spaces", () => {
  assert.deepEqual(words("Don't STOP, 42 cafés!"), ["don", "t", "stop", "42", "cafés"]);
  assert.deepEqual(words("ｆｕｌｌ"), ["full"]);
  assert.ok(words("型が見つかりません").length > 1);
  assert.deepEqual(words("…!"), []);
});

Deno.test("letter sequences of 3 and 4 include the borders of words and do not cross them", () => {
  assert.deepEqual(letterGrams("ab c"), [" ab", "ab ", " ab ", " c "]);
  assert.deepEqual(letterGrams("𝄞"), []);
});

Deno.test("a vocabulary has the tokens of at least two training texts, the most frequent first", () => {
  const tokens = [["a", "b", "b"], ["a", "c"], ["c", "a"], ["d", "b"], ["d"]];
  const { index, idf } = fitVocabulary(tokens, Int32Array.of(0, 1, 2, 3), 10);
  assert.deepEqual([...index.keys()], ["a", "b", "c"]);
  close(idf, [Math.log(5 / 4) + 1, Math.log(5 / 3) + 1, Math.log(5 / 3) + 1], 1e-12);
  assert.deepEqual([...fitVocabulary(tokens, Int32Array.of(0, 1, 2, 3), 1).index.keys()], ["a"]);
});

Deno.test("TF-IDF rows have the stated weights and unit norm, and are empty for unknown tokens", () => {
  const vocabulary = { index: new Map([["a", 0], ["b", 1]]), idf: Float64Array.of(1, 2) };
  const [p, q] = [1 + Math.log(2), 2], norm = Math.hypot(p, q);
  close(dense(tfidf([["a", "x", "b", "a"], ["x"], []], vocabulary)).data, [p / norm, q / norm, 0, 0, 0, 0], 1e-6);
});

forEachEngine("semantic coordinates at full rank keep all inner products, and below it fewer", () => {
  const texts = makeTexts(40, 5), train = range(40), tokens = texts.map(words);
  const exact = outer(dense(tfidf(tokens, fitVocabulary(tokens, train, 100))));
  const at = (rank: number): Matrix => outer(encodeTfidf(texts, train, { tokenise: words, rank, seed: 0 }));
  close(at(12).data, exact.data, 1e-4, "inner products");
  assert.ok(distance(at(2), exact) > 0.05);
});

Deno.test("texts are encoded by what the training texts say: other texts change nothing", () => {
  const texts = makeTexts(30, 6), train = range(20);
  const encoders = [
    (all: readonly string[]): Matrix => encodeTfidf(all, train, { tokenise: letterGrams, rank: 5, seed: 0 }),
    (all: readonly string[]): Matrix => hashedBags(all, train, { dim: 16, buckets: 512, seed: 0 }),
  ];
  for (const encode of encoders) {
    const before = takeRows(encode(texts), train);
    const with_ = (at: number): Matrix => takeRows(encode(texts.with(at, "lake lake river pine cat oak")), train);
    assert.deepEqual(with_(25).data, before.data);
    assert.ok(distance(outer(with_(3)), outer(before)) > 1e-3);
  }
});

Deno.test("random indexing brings together words that occur together, and the seed decides the directions", () => {
  const texts = ["cat milk", "cat milk", "dog bone", "dog bone", "cat", "milk", "bone"];
  const at = (seed: number): Matrix => hashedBags(texts, range(4), { dim: 64, buckets: 4096, seed });
  const cosine = (i: number, j: number): number =>
    outer(at(0)).at(i, j) / Math.sqrt(outer(at(0)).at(i, i) * outer(at(0)).at(j, j));
  assert.ok(cosine(4, 5) > 0.99 && Math.abs(cosine(4, 6)) < 0.5);
  assert.deepEqual(at(0), at(0));
  assert.ok(distance(at(1), at(0)) > 0.5);
});

for (const name of ["char-tfidf", "word-tfidf", "hashed-bow"] as const) {
  Deno.test(`${name}: a text of unknown words only is a zero row and is counted`, async () => {
    const texts = [...makeTexts(30, 7), "xyzzy qwrtp", "", "xyzzy cat"], n = texts.length;
    const splits = { train: range(30), test: Int32Array.of(30, 31, 32) };
    const ids = texts.map((_, i) => `${i}`), labels = new Int32Array(n);
    const dataset = makeDataset({ name: "small", ids, labels, classes: ["one"], texts, splits });
    const vectors = await encoderFor(name, dataset).encode(dataset);
    assert.deepEqual([vectors.rows, vectors.cols, vectors.dtype], [n, dimOf(name), "f32"]);
    assert.equal(zeroRows(vectors), 2);
    assert.equal(zeroRows(takeRows(vectors, Int32Array.of(30, 31))), 2);
    assert.ok(vectors.data.every(Number.isFinite));
  });
}
