import assert from "node:assert/strict";
import { encodeImagesBy, ocrDetector, ocrRecogniser } from "../lib/encoder/ocr.ts";
import { runOnnx } from "../lib/encoder/onnxrun.ts";
import { insertAfter } from "../lib/file/onnx.ts";
import { makeOnnx } from "../lib/file/onnxmodel.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { close, normal } from "./helpers.ts";

/** xw = x · diag(1, 2), y = relu(xw), z = y + 1, with x n × 2. */
const model = makeOnnx({
  inputs: [{ name: "x", type: "float", dims: ["n", 2] }],
  outputs: ["z"],
  initializers: [
    { name: "w", dims: [2, 2], data: Float32Array.of(1, 0, 0, 2) },
    { name: "one", dims: [1], data: Float32Array.of(1) },
  ],
  nodes: [
    { op: "MatMul", inputs: ["x", "w"], outputs: ["xw"] },
    { op: "Relu", inputs: ["xw"], outputs: ["y"] },
    { op: "Add", inputs: ["y", "one"], outputs: ["z"] },
  ],
});
const items = normal(7, 2, 1);

async function run(bytes: Uint8Array, tensor: string, batch = 3): Promise<number[]> {
  const out = new Array<number>(14);
  await runOnnx({ bytes, source: "tiny.onnx", tensor, batch, item: [2] }, 7, (start, input) => {
    input.set(items.data.subarray(start * 2, start * 2 + input.length));
  }, ({ start, shape, values }) => {
    assert.deepEqual([shape[0]! <= batch, shape[1], values.length], [true, 2, shape[0]! * 2]);
    values.forEach((value, p) => out[start * 2 + p] = value);
  });
  return out;
}

const xw = Array.from(items.data, (value, p) => value * (1 + p % 2));

Deno.test("any tensor of an ONNX model can be taken, whatever the batches", async () => {
  close(await run(model, "xw"), xw, 1e-6);
  close(await run(model, "y", 1), xw.map((value) => Math.max(value, 0)), 1e-6);
  close(await run(model, "z", 100), xw.map((value) => Math.max(value, 0) + 1), 1e-6);
});

Deno.test("nodes inserted into an ONNX model change what its readers see, and the tensor before them stays", async () => {
  const edited = insertAfter(model, "xw", (from, to) => ({ nodes: [{ op: "Neg", inputs: [from], outputs: [to] }] }));
  close(await run(edited, "xw/before"), xw, 1e-6);
  close(await run(edited, "z"), xw.map((value) => Math.max(-value, 0) + 1), 1e-6);
});

Deno.test("attributes of inserted nodes are read as they were meant", async () => {
  const edited = insertAfter(model, "z", (from, to) => ({
    nodes: [
      { op: "Transpose", inputs: [from], outputs: ["t"], attributes: { perm: [1n, 0n] } },
      { op: "Elu", inputs: ["t"], outputs: ["e"], attributes: { alpha: 0.5 } },
      { op: "Concat", inputs: ["e", "e"], outputs: [to], attributes: { axis: 1n } },
    ],
  }));
  await runOnnx({ bytes: edited, source: "tiny.onnx", tensor: "z", batch: 2, item: [2] }, 2, (_, input) => {
    input.set([1, 2, 3, 4]);
  }, ({ shape, values }) => {
    assert.deepEqual([...shape], [2, 4]);
    assert.deepEqual([...values], [2, 4, 2, 4, 5, 9, 5, 9]);
  });
});

Deno.test("what goes wrong while items are handed over is thrown, not swallowed", async () => {
  const options = { bytes: model, source: "tiny.onnx", tensor: "z", batch: 1, item: [2] };
  const fail = (): void => {
    throw new RangeError("no such item");
  };
  await assert.rejects(runOnnx(options, 3, fail, () => {}), { name: "RangeError", message: "no such item" });
  await assert.rejects(runOnnx({ ...options, tensor: "nope" }, 3, fail, () => {}), {
    name: "RangeError",
    message:
      'Cannot add an output to tiny.onnx as the tensor must be one that a node computes: it is "nope", not "xw", "y", "z"',
  });
});

/** A model that hands its 3 × side × side input over as it is. */
const mirror = makeOnnx({
  inputs: [{ name: "x", type: "float", dims: ["n", 3, "h", "w"] }],
  outputs: ["same"],
  nodes: [{ op: "Identity", inputs: ["x"], outputs: ["same"] }],
});

function seen(
  images: Matrix,
  shape: { height: number; width: number; channels: number },
  side: number,
): Promise<Matrix> {
  return encodeImagesBy({ source: "mirror.onnx", bytes: mirror }, { images, shape }, {
    tensor: "same",
    side,
    mean: [0, 0, 0.5],
    deviation: [1, 1, 0.5],
    dim: 3 * side * side,
    pool: (values, _, out) => out.set(values),
  });
}

Deno.test("an image model sees blue, green and red planes, normalised, of the item in its place", async () => {
  const images = Matrix.from([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]], "f32");
  const found = await seen(images, { height: 1, width: 1, channels: 3 }, 1);
  close(found.data, [0.3, 0.2, -0.8, 0.6, 0.5, -0.2], 1e-6);
  const grey = await seen(Matrix.from([[0.25]], "f32"), { height: 1, width: 1, channels: 1 }, 1);
  close(grey.data, [0.25, 0.25, -0.5], 1e-6);
});

Deno.test("images are resized bilinearly between the centres of pixels, and flat ones stay flat", async () => {
  const found = await seen(Matrix.from([[0, 1, 0, 1]], "f32"), { height: 2, width: 2, channels: 1 }, 4);
  close(found.row(0).subarray(0, 8), [0, 0.25, 0.75, 1, 0, 0.25, 0.75, 1], 1e-6);
  const flat = await seen(
    Matrix.from([[0.7, 0.7, 0.7, 0.7, 0.7, 0.7]], "f32"),
    { height: 3, width: 2, channels: 1 },
    5,
  );
  close(flat.row(0).subarray(0, 50), new Array(50).fill(0.7), 1e-6);
});

Deno.test("the recogniser and the detector of text say what determines them before anything is loaded", async () => {
  for (const encoder of [ocrRecogniser, ocrDetector]) {
    assert.match(JSON.stringify(await encoder.key({ name: "mnist" } as never)), /ocr-models@1\.4\.2/);
  }
});
