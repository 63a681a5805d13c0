/** TFLite and TensorFlow.js graph models as ONNX: small ones by hand, the published ones against their references. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { runOnnx } from "../lib/encoder/onnxrun.ts";
import { PRETRAINED } from "../lib/encoder/pretrainedcards.ts";
import { graphToOnnx } from "../lib/nn/graphconv.ts";
import { type GraphModel, readGraphModel } from "../lib/nn/graphmodel.ts";
import { tfliteToOnnx } from "../lib/nn/tflite.ts";
import { convert } from "../tools/convert.ts";
import { type Field, flatbuffer } from "./flatbuffer_helper.ts";
import { close } from "./helpers.ts";

/** Encodings of one image, h × w × 3 in [0, 1]. */
async function embed(
  bytes: Uint8Array,
  image: Float32Array,
  height: number,
  width: number,
  tensor = "embedding",
): Promise<number[]> {
  const area = height * width, out: number[] = [];
  const planes = Float32Array.from({ length: 3 * area }, (_, p) => image[3 * (p % area) + Math.floor(p / area)]!);
  await runOnnx(
    { bytes, source: "m", tensor, batch: 1, item: [3, height, width] },
    1,
    (_, to) => to.set(planes),
    ({ values }) => out.push(...values),
  );
  return out;
}

const FLOAT32 = 0, FLOAT16 = 1, INT32 = 2, UINT8 = 3;

/** A model of one convolution of one pixel (2 × 1 × 1 × 3) and a mean, whose first operation is the one of a code. */
function tiny(code: number, second = 40, { bias: kind = INT32, weight = UINT8 } = {}): Uint8Array<ArrayBuffer> {
  const quantised = (scale: number, zero: number): Field => ({
    table: [undefined, undefined, { f32: [scale] }, { i64: [zero] }],
  });
  const tensor = (
    shape: number[],
    type: number,
    buffer: number,
    scale: number,
    zero: number,
  ): Field[] => [
    { i32: shape },
    ["i8", type],
    ["u32", buffer],
    undefined,
    type === FLOAT32 ? undefined : quantised(scale, zero),
  ];
  const bias = new Uint8Array((kind === FLOAT32 ? Float32Array.of(.1, -.1) : Int32Array.of(10, -10)).buffer);
  const tensors = [
    tensor([1, 2, 2, 3], UINT8, 0, 1 / 128, 128),
    tensor([2, 1, 1, 3], weight, 1, .5, 10),
    tensor([2], kind, 2, .01, 0),
    tensor([1, 2, 2, 2], UINT8, 0, .02, 0),
    tensor([1, 2], UINT8, 0, .02, 0),
  ];
  const options: Field = { table: [["i8", 0], ["i32", 1], ["i32", 1]] };
  const steps: Field[][] = [
    [["u32", 0], { i32: [0, 1, 2] }, { i32: [3] }, undefined, options],
    [["u32", 1], { i32: [3] }, { i32: [4] }],
  ];
  const graph: Field[] = [{ tables: tensors }, { i32: [0] }, { i32: [4] }, { tables: steps }];
  const codes = [code, second].map((
    number,
  ): Field[] => [["i8", Math.min(number, 127)], undefined, undefined, ["i32", number]]);
  const buffers: Field[][] = [[], [{ bytes: Uint8Array.of(12, 10, 8, 10, 14, 10) }], [{ bytes: bias }]];
  return flatbuffer("TFL3", [["u32", 3], { tables: codes }, { tables: [graph] }, undefined, { tables: buffers }]);
}

Deno.test("a TFLite convolution is what its integers stand for, clipped to what its output can say", async () => {
  const image = Float32Array.from({ length: 12 }, (_, p) => p / 12),
    found = await embed(tfliteToOnnx(tiny(3), 2, "tiny"), image, 2, 2);
  const weight = [[1, 0, -1], [0, 2, 0]], bias = [.1, -.1];
  const pixel = (p: number): number[] => [0, 1, 2].map((c) => image[3 * p + c]! * 255 / 128 - 1);
  const expected = weight.map((row, o) =>
    [0, 1, 2, 3].reduce((sum, p) => {
      const value = pixel(p).reduce((s, v, c) => s + v * row[c]!, bias[o]!);
      return sum + Math.min(255 * .02, Math.max(0, value)) / 4;
    }, 0)
  );
  close(found, expected, 1e-6);
  close(await embed(tfliteToOnnx(tiny(3, 40, { bias: FLOAT32 }), 2, "tiny"), image, 2, 2), expected, 1e-6);
});

Deno.test("a TFLite model that cannot be converted says why", () => {
  assert.throws(() => tfliteToOnnx(tiny(16), 2, "m.tflite"), {
    name: "RangeError",
    message: /^Cannot convert m.tflite as its operations must be among CONV_2D, .*: it has LSTM$/,
  });
  assert.throws(() => tfliteToOnnx(tiny(120), 2, "m.tflite"), /it has operation 120$/);
  assert.throws(() => tfliteToOnnx(tiny(3, 40, { weight: FLOAT16 }), 2, "m.tflite"), {
    name: "RangeError",
    message: "Cannot convert m.tflite as its constants must be of type 0,2,3,9: one is of 1",
  });
  assert.throws(() => tfliteToOnnx(tiny(3, 25), 2, "m.tflite"), /must have an average pool: it has none/);
  const whole = tiny(3);
  assert.throws(() => tfliteToOnnx(new Uint8Array(20), 2, "m.tflite"), /must be a TFL3 file/);
  for (let end = 8; end < whole.length - 8; end += 3) {
    assert.throws(() => tfliteToOnnx(whole.subarray(0, end), 2, "m.tflite"), { name: "RangeError" }, `cut at ${end}`);
  }
});

Deno.test("the command writes the model, and says what is wrong in one sentence", async () => {
  const folder = await Deno.makeTempDir(),
    [from, to] = [join(folder, "m.tflite"), join(folder, "m.onnx")],
    told: string[] = [];
  const before = console.error;
  console.error = (text: string) => told.push(text);
  try {
    await Deno.writeFile(from, tiny(3));
    assert.equal(await convert([from, to, "2"]), 0);
    assert.deepEqual(await Deno.readFile(to), tfliteToOnnx(tiny(3), 2, from));
    assert.deepEqual([await convert([from]), await convert([from, to, "0"])], [2, 1]);
    await Deno.writeFile(from, tiny(16));
    assert.equal(await convert([from, join(folder, "none.onnx")]), 1);
    await assert.rejects(Deno.stat(join(folder, "none.onnx")));
    assert.equal(await convert([join(folder, "none.tflite"), to]), 1);
  } finally {
    console.error = before;
    await Deno.remove(folder, { recursive: true });
  }
  assert.match(
    told.join("\n"),
    /^Usage: .*\nCannot convert as the side must be an integer .*: it is 0\n.*it has LSTM\nCannot convert .*none.tflite as it must be a file that can be read: /,
  );
});

/** A graph model of one fused convolution with ReLU6 and a multiplication. */
async function graph(change: object = {}, shards: readonly string[] = ["a", "b"]): Promise<GraphModel> {
  const s = (text: string) => ({ s: btoa(text) });
  const node = [
    { name: "x", op: "Placeholder" },
    { name: "w", op: "Const" },
    { name: "b", op: "Const" },
    { name: "two", op: "Const" },
    {
      name: "conv",
      op: "_FusedConv2D",
      input: ["x", "w", "b"],
      attr: {
        strides: { list: { i: ["1", "1", "1", "1"] } },
        padding: s("SAME"),
        fused_ops: { list: { s: [btoa("BiasAdd"), btoa("Relu6")] } },
      },
    },
    { name: "y", op: "Mul", input: ["conv", "two"], ...change },
  ];
  const weights = [
    { name: "w", shape: [1, 1, 3, 2], dtype: "float32" },
    { name: "b", shape: [2], dtype: "float32", quantization: { dtype: "float16" } },
    { name: "two", shape: [], dtype: "float32" },
  ];
  const bytes = new Uint8Array([
    ...new Uint8Array(Float32Array.of(1, 0, 0, 2, -1, 0).buffer),
    ...new Uint8Array(Float16Array.of(.5, -.5).buffer),
    ...new Uint8Array(Float32Array.of(2).buffer),
  ]);
  const parts: Record<string, Uint8Array> = { a: bytes.slice(0, 10), b: bytes.slice(10) };
  const shard = (name: string): Promise<Uint8Array> =>
    parts[name] ? Promise.resolve(parts[name]) : Promise.reject(new Error("no such file"));
  return await readGraphModel({ modelTopology: { node }, weightsManifest: [{ paths: shards, weights }] }, shard, "m");
}

Deno.test("a graph model's convolution is computed in planes; shards, nodes and operations that lack are named", async () => {
  const options = { output: "y", side: 2, scale: 2 }, image = Float32Array.from({ length: 12 }, (_, p) => p / 12);
  const found = await embed(graphToOnnx(await graph(), options, "m"), image, 2, 2);
  const expected = [0, 1].map((o) =>
    [0, 1, 2, 3].reduce((sum, p) => {
      const [r, g, b] = [0, 1, 2].map((c) => 2 * image[3 * p + c]!) as [number, number, number];
      return sum + 2 * Math.min(6, Math.max(0, o === 0 ? r - b + .5 : 2 * g - .5)) / 4;
    }, 0)
  );
  close(found, expected, 1e-6);
  await assert.rejects(graph({}, ["a", "c"]), {
    name: "RangeError",
    message: "Cannot read m as its shard c must be there: no such file",
  });
  await assert.rejects(graph({}, ["a"]), /Cannot read m as its shards must hold "w": they end at byte 10 of 24/);
  const odd = await graph({ op: "TopKV2" });
  assert.throws(() => graphToOnnx(odd, options, "m"), /its operations must be among .*: "y" is TopKV2$/);
  const whole = await graph();
  assert.throws(() => graphToOnnx(whole, { ...options, output: "z" }, "m"), /must have the node "z": it has not/);
  await assert.rejects(
    readGraphModel({}, () => Promise.reject(), "m"),
    /must be a graph model: it has no nodes or weights/,
  );
});

const folder = Deno.env.get("ANCHORAGE_DATA") ?? "", models = join(folder, "models");
const references = {
  "mobilenet-v1-0.25": "mobilenet-v1-0.25.onnx",
  "mobilenet-v1-0.75": "mobilenet-v1-0.75@128.onnx",
  "mobilenet-v1-1.0": "mobilenet-v1-1.0@128.onnx",
  "mobilenet-v2-1.0": "mobilenet-v2-1.0@128.onnx",
  "mobilenet-v2-tf2": "mobilenet-v2-tf2@128.onnx",
  "mobilenet-edgetpu-0.75": "mobilenet-edgetpu-0.75@128.onnx",
} as const;

/** An uncompressed bitmap of 24 bits, as h × w × 3 in [0, 1]. */
function bitmap(bytes: Uint8Array): { image: Float32Array; height: number; width: number } {
  const view = new DataView(bytes.buffer),
    start = view.getUint32(10, true),
    width = view.getInt32(18, true),
    height = view.getInt32(22, true);
  const row = Math.ceil(width * 3 / 4) * 4;
  const image = Float32Array.from({ length: height * width * 3 }, (_, p) => {
    const [y, x, c] = [Math.floor(p / (3 * width)), Math.floor(p / 3) % width, p % 3];
    return bytes[start + (height - 1 - y) * row + 3 * x + 2 - c]! / 255;
  });
  return { image, height, width };
}

const there = folder !== "" && await Deno.stat(join(models, "cat.bmp")).then(() => true, () => false);
for (const [name, reference] of Object.entries(references)) {
  Deno.test({
    name: `${name} as converted here gives the embeddings of its reference`,
    ignore: !there,
    fn: async () => {
      const { file } = PRETRAINED[name as keyof typeof references] as { file: { name: string } };
      const bytes = tfliteToOnnx(await Deno.readFile(join(folder, file.name)), 128, name),
        known = await Deno.readFile(join(models, reference));
      for (const animal of ["cat", "bird", "dragonfly"]) {
        const { image, height, width } = bitmap(await Deno.readFile(join(models, `${animal}.bmp`)));
        close(await embed(bytes, image, height, width), await embed(known, image, height, width), 1e-5, animal);
      }
    },
  });
}
