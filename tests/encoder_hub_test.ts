import assert from "node:assert/strict";
import { join } from "node:path";
import { type Dataset, makeDataset } from "../lib/data/dataset.ts";
import { hubEncoder } from "../lib/encoder/hub.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { writeImageModel, writeTextModel } from "./encoder_hub_helper.ts";
import { close } from "./helpers.ts";

function textDataset(texts: readonly string[]): Dataset {
  const n = texts.length, splits = { train: new Int32Array(), test: new Int32Array() };
  const ids = texts.map((_, i) => `${i}`), labels = new Int32Array(n);
  return makeDataset({ name: "texts", ids, labels, classes: ["one"], texts, splits });
}

/** 20 images of 2 × 2 pixels, of which the i-th has colour i / 255. */
function imageDataset(channels: 1 | 3): Dataset {
  const images = new Matrix(
    20,
    4 * channels,
    Float32Array.from({ length: 80 * channels }, (_, p) => Math.floor(p / (4 * channels)) / 255 * (p % channels + 1)),
  );
  const ids = Array.from({ length: 20 }, (_, i) => `${i}`), labels = new Int32Array(20);
  const splits = { train: new Int32Array(), test: new Int32Array() };
  const imageShape = { height: 2, width: 2, channels };
  return makeDataset({ name: "images", ids, labels, classes: ["one"], images, imageShape, splits });
}

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await body(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a text model of a folder: means over the tokens of each text, whatever else is in its batch", () =>
  inFolder(async (folder) => {
    await writeTextModel(join(folder, "tiny", "text"));
    const encoder = hubEncoder("tiny/text", { kind: "text", dim: 2, folder });
    const texts = ["cat", "Cat dog", "sea dog cat cat", "horse", ...new Array(15).fill("dog sea")];
    const found = await encoder.encode(textDataset(texts));
    assert.deepEqual([found.rows, found.cols, found.dtype], [19, 2, "f32"]);
    close(found.data.subarray(0, 8), [1, 0, 0.5, 0.5, 1.5, 0.75, 9, 9], 1e-6);
    close(found.row(18), [2, 1.5], 1e-6);
  }));

for (const output of ["pooler_output", "tokens", "maps", "image_embeds"] as const) {
  Deno.test(`an image model of a folder: ${output}, of grey and coloured images`, () =>
    inFolder(async (folder) => {
      await writeImageModel(join(folder, "tiny", "image"), output);
      const encoder = hubEncoder("tiny/image", { kind: "image", dim: 3, folder });
      const colour = await encoder.encode(imageDataset(3)), grey = await encoder.encode(imageDataset(1));
      const expected = (i: number): number[] => [i / 255, 2 * i / 255, 3 * i / 255];
      close(colour.data, Array.from({ length: 20 }, (_, i) => expected(i)).flat(), 1e-6);
      close(grey.row(19), [19 / 255, 19 / 255, 19 / 255], 1e-6);
    }));
}

Deno.test("texts without a token are refused by name; a model's own configuration says how tokens are pooled", () =>
  inFolder(async (folder) => {
    const path = join(folder, "tiny", "text");
    await writeTextModel(path);
    const encoder = hubEncoder("tiny/text", { kind: "text", dim: 2, folder });
    for (const blank of ["", "   "]) {
      await assert.rejects(async () => await encoder.encode(textDataset(["cat", "dog", blank])), {
        name: "RangeError",
        message: new RegExp(`by "hub:tiny/text" as every text must have a token: "2" \\("${blank}"\\) has none$`),
      });
    }
    const texts = textDataset(["dog cat cat"]);
    close((await encoder.encode(texts)).data, [2 / 3, 1 / 3], 1e-6);
    const declare = async (...modes: string[]): Promise<void> => {
      await Deno.mkdir(join(path, "1_Pooling"), { recursive: true });
      const config = Object.fromEntries(modes.map((mode) => [`pooling_mode_${mode}`, true]));
      await Deno.writeTextFile(
        join(path, "1_Pooling", "config.json"),
        JSON.stringify({ word_embedding_dimension: 2, ...config }),
      );
    };
    const before = await encoder.key(texts);
    await declare("cls_token");
    assert.notDeepEqual(await encoder.key(texts), before, "the configuration is part of the key");
    close((await encoder.encode(texts)).data, [0, 1], 1e-6);
    close((await hubEncoder("tiny/text", { kind: "text", dim: 2, folder, pooling: "mean" }).encode(texts)).data, [
      2 / 3,
      1 / 3,
    ], 1e-6);
    await declare("max_tokens");
    await assert.rejects(
      async () => await encoder.encode(texts),
      /its pooling must be mean or cls: it is pooling_mode_max_tokens/,
    );
  }));

Deno.test("texts longer than the window that a model's files declare are cut, and counted", () =>
  inFolder(async (folder) => {
    const path = join(folder, "tiny", "text"), told: string[] = [], before = console.error;
    await writeTextModel(path, { model_max_length: 3 });
    const encoder = hubEncoder("tiny/text", { kind: "text", dim: 2, folder });
    console.error = (text: string) => told.push(text);
    try {
      close(
        (await encoder.encode(textDataset(["cat cat cat dog dog", "cat dog dog"]))).data,
        [1, 0, 1 / 3, 2 / 3],
        1e-6,
      );
      await encoder.encode(textDataset(["cat", "cat dog dog"]));
    } finally {
      console.error = before;
    }
    assert.deepEqual(told, ["hub:tiny/text: 1 of 2 texts are cut to their first 3 tokens"]);
  }));

Deno.test("a model of a folder is known by its bytes, one of the hub by its revision", () =>
  inFolder(async (folder) => {
    await writeImageModel(join(folder, "tiny"), "tokens");
    const encoder = hubEncoder("tiny", { kind: "image", dim: 3, folder }), before = await encoder.key(imageDataset(1));
    assert.deepEqual(await encoder.key(imageDataset(1)), before);
    await writeImageModel(join(folder, "tiny"), "maps");
    assert.notDeepEqual(await encoder.key(imageDataset(1)), before);
    const key = (revision: string) => hubEncoder("tiny", { kind: "image", dim: 3, revision }).key(imageDataset(1));
    assert.notDeepEqual(await key("main"), await key("v2"));
    assert.match(hubEncoder("tiny", { kind: "image", dim: 3 }).about, /^tiny from the Hugging Face hub/);
  }));

Deno.test("a missing model, one of another dimension, and options out of range are refused", () =>
  inFolder(async (folder) => {
    const missing = hubEncoder("no/model", { kind: "text", dim: 2, folder });
    const sentence = `Cannot load the model "no/model" as its files must be in ${join(folder, "no/model")}: `;
    const starts = (error: unknown): boolean => error instanceof Error && error.message.startsWith(sentence);
    await assert.rejects(missing.encode(textDataset(["cat"])), starts);
    await assert.rejects(missing.key(textDataset(["cat"])), starts);
    await writeTextModel(join(folder, "tiny"));
    await assert.rejects(hubEncoder("tiny", { kind: "text", dim: 3, folder }).encode(textDataset(["cat"])), {
      name: "TypeError",
      message: "Cannot encode by tiny as its dim must be 3: its output is 1 × 2",
    });
    assert.throws(() => hubEncoder("tiny", { kind: "text", dim: 0 }), {
      name: "RangeError",
      message: "Cannot encode by tiny as dim must be an integer of at least 1: it is 0",
    });
    assert.throws(() => hubEncoder("tiny", { kind: "sound" as "text", dim: 1 }), {
      name: "RangeError",
      message: 'Cannot encode by tiny as the kind must be one of "image", "text": it is "sound"',
    });
  }));
