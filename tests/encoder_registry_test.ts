import assert from "node:assert/strict";
import { type Dataset, makeDataset } from "../lib/data/dataset.ts";
import { encoderCards, encoders } from "../lib/encoder/cards.ts";
import type { Encoder } from "../lib/encoder/encoder.ts";
import { encodeDataset } from "../lib/encoder/load.ts";
import { encoderFor } from "../lib/encoder/registry.ts";
import { architecture, architectureNames } from "../lib/nn/models.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { normal } from "./helpers.ts";

/** Six noisy images of 28 × 28 grey pixels. */
function noise(): Dataset {
  const images = mapColumns(normal(6, 784, 1), (v) => 1 / (1 + Math.exp(-v))),
    ids = Array.from({ length: 6 }, (_, i) => `${i}`);
  const splits = { train: Int32Array.of(0, 1, 2, 3), test: Int32Array.of(4, 5) };
  const imageShape = { height: 28, width: 28, channels: 1 }, labels = new Int32Array(6);
  return makeDataset({ name: "mnist", ids, labels, classes: ["one"], images, imageShape, splits });
}

Deno.test("the cards of encoders are frozen, of distinct names, and say no more than what is known before loading", () => {
  const least = ["name", "kind", "dim", "origin", "about"],
    more = ["datasets", "licence", "source", "sha256", "needs", "speed"];
  assert.equal(new Set(encoders().map(({ name }) => name)).size, encoders().length);
  assert.ok(Object.isFrozen(encoders()));
  for (const card of encoders()) {
    assert.ok(Object.isFrozen(card) && Object.isFrozen(card.datasets ?? card), card.name);
    assert.deepEqual(Object.keys(card).filter((field) => !more.includes(field)).sort(), least.toSorted());
    if (card.needs && card.origin === "pretrained") assert.ok(card.licence && card.source, card.name);
  }
});

Deno.test("every card is joined with its own implementation", async () => {
  for (const card of encoderCards) {
    const { key, encode, itemwise: _, ...rest } = encoderFor(card.name, {
      name: card.datasets?.[0] ?? "mnist",
      kind: "image+text",
    });
    assert.deepEqual(rest, card);
    assert.deepEqual([typeof key, typeof encode], ["function", "function"], card.name);
  }
  const key = (name: string): Promise<unknown> => encoderFor(name, noise()).key(noise());
  assert.deepEqual(await key("pca"), { rank: 196, seed: 0, version: 1 });
  assert.notDeepEqual(await key("ocr-detector"), await key("ocr-recogniser"));
});

Deno.test("every architecture has an encoder and a frozen twin, of its dimension and of the other dataset", async () => {
  for (const name of architectureNames) {
    const own = encoderFor(name, noise()), twin = encoderFor(`${name}-frozen`, noise());
    assert.deepEqual([own.dim, twin.dim, twin.origin], [architecture(name, 10).latent, own.dim, "frozen"]);
    const fashion = { ...noise(), name: "fashion-mnist" };
    assert.deepEqual(await twin.key(noise()), await own.key(fashion));
    assert.deepEqual(await twin.key(fashion), await own.key(noise()));
    assert.notDeepEqual(await own.key(noise()), await own.key(fashion));
  }
});

for (const name of ["hog", "pca", "random-conv"]) {
  Deno.test(`${name}: encodings have the dimension that the card says`, async () => {
    const encoder = encoderFor(name, noise()), found = await encoder.encode(noise());
    assert.deepEqual([found.rows, found.cols, found.dtype], [6, encoder.dim, "f32"]);
    assert.ok(found.data.every(Number.isFinite) && found.data.some((value) => value !== 0));
  });
}

Deno.test("a class of the test items without a training item gets one sentence, before anything is encoded", async () => {
  const encoder: Encoder = {
    ...{ name: "none", kind: "text", dim: 1, origin: "fixed", about: "Never asked." },
    encode: () => {
      throw new Error("asked");
    },
  };
  const dataset = (labels: readonly string[]) => {
    const splits = { train: Int32Array.of(0, 1), test: Int32Array.of(2) };
    return makeDataset({ name: "mine", texts: ["a", "b", "c"], labels, splits });
  };
  await assert.rejects(encodeDataset(dataset(["x", "x", "y"]), encoder), {
    name: "RangeError",
    message:
      'Cannot encode the dataset "mine" as every class of its test items must have a training item: "y" has none',
  });
  await assert.rejects(encodeDataset(dataset(["x", "y", "y"]), encoder), /^Error: asked$/);
});

Deno.test("an encoder that is unknown, or not for the dataset, gets one sentence with those that are", () => {
  const dataset = { name: "wordnet-8", kind: "text" } as const;
  const known =
    '"char-tfidf", "word-tfidf", "hashed-bow", "transformer", "glove", "use-lite", "use-lite-mean", "use-lite-words"';
  for (const name of ["hog", "bert"]) {
    assert.throws(() => encoderFor(name, dataset), {
      name: "RangeError",
      message: `Cannot encode the dataset "wordnet-8" as the encoder must be one of ${known}: it is "${name}"`,
    });
  }
  assert.throws(
    () => encoderFor("hog", { name: "emoji", kind: "image+text" }),
    /must be one of "pca", "random-conv", /,
  );
});
