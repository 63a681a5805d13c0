/** Encoders from ONNX files of one's own: images in either layout, tokens, and what is refused. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { makeDataset } from "../lib/data/dataset.ts";
import { encodeDataset } from "../lib/encoder/load.ts";
import { onnxEncoder, type OnnxOptions } from "../lib/encoder/onnx.ts";
import { makeOnnx, type OnnxInput, type OnnxNode } from "../lib/file/onnxmodel.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { withFolders } from "./data_helper.ts";
import { close } from "./helpers.ts";

async function withModel(parts: Parameters<typeof makeOnnx>[0], body: (path: string) => Promise<void>): Promise<void> {
  await withFolders(async (folder) => {
    const path = join(folder, "model.onnx");
    await Deno.writeFile(path, makeOnnx(parts));
    await body(path);
  });
}

const image = (dims: OnnxInput["dims"]): OnnxInput => ({ name: "x", type: "float", dims });
const mean = (axes: bigint[]): OnnxNode => ({
  op: "ReduceMean",
  inputs: ["x"],
  outputs: ["y"],
  attributes: { axes, keepdims: 0n },
});
const pictures = makeDataset({
  name: "pictures",
  images: Matrix.from([[.1, .2, .3, .5, .6, .7], [1, 0, 0, 1, 0, 0]], "f32"),
  imageShape: { height: 1, width: 2, channels: 3 },
  labels: [0, 1],
});

Deno.test("images go in as planes or as pixels, less the mean and over the deviation, resized", async () => {
  const options = { kind: "image", dim: 3, output: "y" } as const, expected = [.3, .4, .5, 1, 0, 0];
  await withModel({ inputs: [image(["n", 3, "h", "w"])], outputs: ["y"], nodes: [mean([2n, 3n])] }, async (path) => {
    close((await onnxEncoder(path, options).encode(pictures)).data, expected, 1e-6);
    const shifted = await onnxEncoder(path, { ...options, mean: [.1, .2, .3], std: [2, 1, .5], size: 4 }).encode(
      pictures,
    );
    close(shifted.data, [.1, .2, .4, .45, -.2, -.6], 1e-6);
  });
  await withModel({ inputs: [image(["n", "h", "w", 3])], outputs: ["y"], nodes: [mean([1n, 2n])] }, async (path) => {
    close((await onnxEncoder(path, { ...options, layout: "nhwc" }).encode(pictures)).data, expected, 1e-6);
  });
});

const texts = ["ab", "abcd", "z"], sentences = makeDataset({ name: "sentences", texts, labels: [0, 1, 0] });
/** The sums of token numbers and how many there are, without those that pad. */
const counting = {
  inputs: [{ name: "ids", type: "int64", dims: ["n", "l"] } as const],
  outputs: ["y"],
  initializers: [{ name: "zero", dims: [1], data: BigInt64Array.of(0n) }, {
    name: "axis",
    dims: [1],
    data: BigInt64Array.of(1n),
  }],
  nodes: [
    { op: "Max", inputs: ["ids", "zero"], outputs: ["known"] },
    { op: "ReduceSum", inputs: ["known", "axis"], outputs: ["sum"], attributes: { keepdims: 1n } },
    { op: "Sign", inputs: ["known"], outputs: ["one"] },
    { op: "ReduceSum", inputs: ["one", "axis"], outputs: ["count"], attributes: { keepdims: 1n } },
    { op: "Concat", inputs: ["sum", "count"], outputs: ["both"], attributes: { axis: 1n } },
    { op: "Cast", inputs: ["both"], outputs: ["y"], attributes: { to: 1n } },
  ],
};
const letters = (text: string): number[] => Array.from(text, (letter) => letter.charCodeAt(0) - 96);
const reading = {
  kind: "text",
  dim: 2,
  output: "y",
  tokens: letters,
  pad: -1,
  batch: 2,
} as const satisfies OnnxOptions;

Deno.test("texts go in as int64 tokens, padded, in any order of length; longer ones are cut and counted", () =>
  withModel(counting, async (path) => {
    assert.deepEqual([...(await onnxEncoder(path, reading).encode(sentences)).data], [3, 2, 10, 4, 26, 1]);
    const told: string[] = [], before = console.error;
    console.error = (text: string) => told.push(text);
    try {
      const cut = await onnxEncoder(path, { ...reading, window: 2, name: "short" }).encode(sentences);
      assert.deepEqual([...cut.data], [3, 2, 3, 2, 26, 1]);
    } finally {
      console.error = before;
    }
    assert.deepEqual(told, ["short: 1 of 3 texts are cut to their first 2 tokens"]);
  }));

Deno.test("what a file cannot encode gets one sentence", () =>
  withModel(counting, async (path) => {
    const empty = makeDataset({ name: "holes", texts: ["a", ""], ids: ["x", "y"], labels: [0, 0] });
    const cases: [() => unknown, RegExp][] = [
      [() => onnxEncoder(path, reading).encode(empty), /as every text must have a token: "y" \(""\) has none/],
      [
        () => onnxEncoder(path, { ...reading, dim: 3 }).encode(sentences),
        /as "y" must be n × 3, of 2 items 2 × 3: it is 2 × 2/,
      ],
      [
        () => onnxEncoder(path, { ...reading, output: "nope" }).encode(sentences),
        /must be one that a node computes: it is "nope"/,
      ],
      [
        () => onnxEncoder(path, { ...reading, sha256: "0".repeat(64) }).encode(sentences),
        /its SHA-256 must be 0{64}: it is/,
      ],
      [
        () => onnxEncoder("/no/model.onnx", reading).encode(sentences),
        /as \/no\/model.onnx must be a file that can be read/,
      ],
      [() => encodeDataset(pictures, onnxEncoder(path, reading)), /must be one of "image": it is "text"/],
    ];
    for (const [run, message] of cases) await assert.rejects(async () => await run(), message);
    await Deno.writeTextFile(path, "no model");
    await assert.rejects(onnxEncoder(path, reading).encode(sentences), /must be an ONNX model/);
    assert.throws(() => onnxEncoder(path, { kind: "text", dim: 2, output: "y" }), /as texts need tokens/);
    assert.throws(
      () => onnxEncoder(path, { ...reading, window: 0 }),
      /window must be an integer of at least 1: it is 0/,
    );
  }));

Deno.test("a model that gives one row for all, no floats, or reads more than one input is refused, not read", async () => {
  const options = { kind: "image", dim: 3, output: "y" } as const;
  const flat: OnnxNode = { op: "Flatten", inputs: ["m"], outputs: ["y"], attributes: { axis: 1n } };
  const averaged: OnnxNode = { ...mean([0n, 2n]), outputs: ["m"], attributes: { axes: [0n, 2n], keepdims: 1n } };
  const round: OnnxNode = { op: "Cast", inputs: ["f"], outputs: ["y"], attributes: { to: 7n } };
  const added: OnnxNode = { op: "Add", inputs: ["x", "mask"], outputs: ["m"] };
  const inputs = [image(["n", 3, "h", "w"])], mask = { ...image(["n", 3, "h", "w"]), name: "mask" };
  const models = [
    [{ inputs, nodes: [averaged, flat] }, /^TypeError: .* as "y" must be n × 3, of 2 items 2 × 3: it is 1 × 6$/],
    [
      { inputs, nodes: [{ ...mean([2n, 3n]), outputs: ["f"] }, round] },
      /^TypeError: .* as "y" must be float32: it is int64$/,
    ],
    [
      { inputs: [...inputs, mask], nodes: [added, flat] },
      /^RangeError: .* its input must be "x" alone: it has "x", "mask"$/,
    ],
  ] as const;
  for (const [model, sentence] of models) {
    await withModel({ ...model, outputs: ["y"] }, async (path) => {
      await assert.rejects(onnxEncoder(path, options).encode(pictures), (error) => sentence.test(String(error)));
    });
  }
  await withModel({ inputs, outputs: ["y"], nodes: [mean([2n, 3n])] }, async (path) => {
    const other = onnxEncoder(path, { ...options, input: "ids" });
    await assert.rejects(other.encode(pictures), /its input must be "ids" alone: it has "x"$/);
  });
});

Deno.test("a large data set is encoded in parts that are kept: an encoder that fails goes on where it was", () =>
  withModel(counting, async (path) => {
    const many = makeDataset({
      name: "many",
      texts: Array.from({ length: 5000 }, (_, i) => "abc".repeat(i % 5 + 1)),
      labels: new Int32Array(5000).map((_, i) => i % 2),
    });
    const real = onnxEncoder(path, reading);
    let asked: number[] = [];
    const counted = (fail: boolean) => ({
      ...real,
      encode: async (items: typeof many) => {
        asked.push(items.ids.length);
        if (fail && items.ids.length < 4096) throw new Error("power cut");
        return await real.encode(items);
      },
    });
    await assert.rejects(encodeDataset(many, counted(true)), /power cut/);
    assert.deepEqual(asked, [4096, 904]);
    asked = [];
    const space = await encodeDataset(many, counted(false));
    assert.deepEqual(asked, [904]);
    const whole = await real.encode(many);
    many.splits.test.forEach((item, i) => assert.deepEqual(space.test.vectors.row(i), whole.row(item)));
  }));
