import assert from "node:assert/strict";
import { type Dataset, makeDataset } from "../lib/data/dataset.ts";
import { trainAndEncode, transformer } from "../lib/encoder/transformer.ts";
import { zeroRows } from "../lib/linalg/rows.ts";
import { takeRows } from "../lib/linalg/matrix.ts";
import { fitHead } from "../lib/head/head.ts";
import { runTransformer, trainTransformer } from "../lib/nn/textnet.ts";
import { rng } from "../lib/base/random.ts";

const options = { length: 6, width: 16, latent: 12, epochs: 15, readings: 0, seed: 1, limit: 100 };

/** Texts in which the order of two words alone tells the class, or (shuffled) nothing does. */
function ordered(count: number, shuffled: boolean): Dataset {
  const draw = rng("texts"), fillers = ["the", "old", "grey", "tall", "near"];
  const label = Int32Array.from({ length: count }, () => draw.integer(2));
  const texts = Array.from(label, (c) => {
    const filler = (): string => fillers[draw.integer(5)]!, first = shuffled ? draw.integer(2) : c;
    return [filler(), first ? "dog" : "man", filler(), first ? "man" : "dog", filler()].join(" ");
  });
  const splits = { train: range(0, count - 100), test: range(count - 100, count) };
  const ids = texts.map((_, i) => `${i}`);
  return makeDataset({ name: "order", ids, labels: label, classes: ["a", "b"], texts, splits });
}

function range(from: number, to: number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: to - from }, (_, i) => from + i);
}

async function accuracy(dataset: Dataset): Promise<number> {
  const vectors = await trainAndEncode(dataset, options), { train, test } = dataset.splits;
  const labels = (rows: Int32Array): Int32Array => Int32Array.from(rows, (row) => dataset.labels[row]!);
  const head = fitHead(takeRows(vectors, train), labels(train), { classes: 2, seed: 0 }), truth = labels(test);
  return head.predict(takeRows(vectors, test)).filter((found, i) => found === truth[i]).length / truth.length;
}

Deno.test("a transformer learns what only the order of words says, and nothing where there is nothing", async () => {
  const [learnt, noise] = [await accuracy(ordered(900, false)), await accuracy(ordered(900, true))];
  assert.ok(learnt > 0.9, `${learnt}`);
  assert.ok(noise < 0.7, `${noise}`);
});

Deno.test("a transformer of one seed is the same bit for bit, of another it is not", async () => {
  const dataset = ordered(200, false), at = (seed: number) => trainAndEncode(dataset, { ...options, epochs: 2, seed });
  const first = await at(1);
  assert.deepEqual((await at(1)).data, first.data);
  assert.notDeepEqual((await at(2)).data, first.data);
  assert.ok(first.data.every((value) => Math.abs(value) < 1));
});

Deno.test("transformer: a text of unknown words only is a zero row and is counted", async () => {
  const known = ordered(200, false), texts = [...known.texts!.slice(0, -2), "xyzzy qwrtp", ""];
  const vectors = await trainAndEncode({ ...known, texts }, { ...options, epochs: 1 });
  assert.deepEqual([vectors.rows, vectors.cols, vectors.dtype], [200, 12, "f32"]);
  assert.equal(zeroRows(vectors), 2);
  assert.equal(zeroRows(takeRows(vectors, Int32Array.of(198, 199))), 2);
});

Deno.test("the loss of a transformer falls while it learns", async () => {
  const shape = { vocabulary: 2, length: 2, width: 8, latent: 4, classes: 2 };
  const words = Int32Array.from({ length: 400 }, (_, i) => i % 2 === 0 ? 1 + (i / 2) % 2 : 0);
  const labels = Int32Array.from({ length: 200 }, (_, i) => i % 2);
  const { weights, history } = await trainTransformer(shape, { words, labels }, { seed: 0, epochs: 10 });
  assert.ok(history.at(-1)! < 0.8 * history[0]!, `${history}`);
  const vectors = await runTransformer(shape, weights, words);
  assert.deepEqual([vectors.rows, vectors.cols], [200, 4]);
  assert.equal((await transformer.key({} as never)).latent, 128);
});

Deno.test("transformer: labels of another number than the texts are refused", async () => {
  const shape = { vocabulary: 2, length: 2, width: 8, latent: 4, classes: 2 };
  const data = { words: new Int32Array(6), labels: new Int32Array(2) };
  await assert.rejects(trainTransformer(shape, data, { seed: 0, epochs: 1 }), {
    name: "TypeError",
    message: "Cannot train a transformer as labels must have 3 entries: it has 2",
  });
});
