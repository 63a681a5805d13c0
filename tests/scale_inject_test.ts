/** Rescale injection: into this library's networks and into tf.layers models. */
import assert from "node:assert/strict";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { runOnnx } from "../lib/encoder/onnxrun.ts";
import { makeOnnx, MODEL } from "../lib/file/onnxmodel.ts";
import { decodeFields, encodeFields, message, text, whole } from "../lib/file/protobuf.ts";
import { Matrix } from "../lib/matrix.ts";
import { decodeLatents, encodeImages } from "../lib/nn/infer.ts";
import { cutNetwork, layerNames, rescaleInjection } from "../lib/nn/inject.ts";
import { rescaleOnnx } from "../lib/nn/inject_onnx.ts";
import { architecture } from "../lib/nn/models.ts";
import { initialWeights, type Network } from "../lib/nn/network.ts";
import { type AlphaUnit, rescaleRows } from "../lib/nn/rescale.ts";
import { type Tf, useBackend } from "../lib/nn/backend/use.ts";
import { mapColumns, rowNorms } from "../lib/scaling.ts";
import { rng } from "../lib/random.ts";
import { close, normal } from "./helpers.ts";

/** A network with biases that are not zero, so that scale matters. */
function network(name: string): Network {
  const shape = architecture(name, 10);
  const draw = rng(3);
  const weights = Object.entries(initialWeights(shape, 1)).map(([key, w]) => [
    key,
    key.endsWith("bias") ? { ...w, data: w.data.map(() => 0.3 * draw.normal()) } : w,
  ]);
  return { architecture: shape, weights: Object.fromEntries(weights) };
}

const images = mapColumns(normal(6, 784, 9), (v) => Math.fround(Math.abs(v) / 3));
const scores = (net: Network): Matrix => decodeLatents(net, encodeImages(net, images));

Deno.test("rescaled rows have norm |α|, their direction, and flip with a negative α", () => {
  const x = normal(20, 7, 1);
  for (const alpha of [0.01, 1, 300, -4]) {
    const { values, zeros } = rescaleRows(x, alpha);
    assert.equal(zeros, 0);
    close(rowNorms(values), new Array(20).fill(Math.abs(alpha)), 1e-12);
    const norms = rowNorms(x);
    close(values.data, mapColumns(x, (v, _, i) => v / norms[i]! * alpha).data, 1e-12);
  }
  close(rescaleRows(rescaleRows(x, 5).values, 2).values.data, rescaleRows(x, 2).values.data, 1e-12);
});

Deno.test("with the unit mean, α = 1 keeps the mean norm", () => {
  const x = normal(20, 7, 1), { values, meanNorm } = rescaleRows(x, 1, { unit: "mean" });
  const norms = rowNorms(x);
  close([meanNorm], [norms.reduce((a, b) => a + b) / 20], 1e-12);
  close(rowNorms(values), new Array(20).fill(meanNorm), 1e-12);
});

Deno.test("a zero row stays zero, is counted, and is not in the mean norm", () => {
  const { values, zeros, meanNorm } = rescaleRows(Matrix.from([[0, 0], [3, 4], [0, 0]]), 2);
  close(values.data, [0, 0, 1.2, 1.6, 0, 0], 1e-15);
  assert.deepEqual([zeros, meanNorm], [2, 5]);
  assert.equal(rescaleRows(Matrix.zeros(2, 2), 3, { unit: "mean" }).meanNorm, 0);
});

Deno.test("the two parts of a cut network are the network, at every layer", () => {
  for (const name of ["cnn128", "mlp256", "cnntanh256", "convae128"]) {
    const net = network(name), whole = scores(net);
    for (const layer of layerNames(net)) {
      const { before, after } = cutNetwork(net, layer);
      close(encodeImages(after, encodeImages(before, images)).data, whole.data, 1e-6, `${name} ${layer}`);
    }
  }
});

Deno.test("an injection at the latent layer equals rescaling the latents by hand; elsewhere it differs", async () => {
  const net = network("cnn128");
  const latents = encodeImages(net, images);
  const expected = decodeLatents(net, rescaleRows(latents, 7).values);
  const { values, zeros } = await rescaleInjection(net, "encoder/5", 7).run(images);
  close(values.data, expected.data, 1e-6);
  assert.equal(zeros, 0);
  const other = await rescaleInjection(net, "encoder/0", 7).run(images);
  assert.ok(other.values.data.some((v, i) => Math.abs(v - expected.data[i]!) > 1e-3));
});

Deno.test("a convolution's whole map is normalised: after the first layer it has norm α in all", () => {
  const { before } = cutNetwork(network("cnn128"), "encoder/0");
  const maps = encodeImages(before, images);
  assert.equal(maps.cols, 28 * 28 * 16);
  close(rowNorms(rescaleRows(maps, 3).values), new Array(6).fill(3), 1e-5);
});

Deno.test("scores scale without touching the prediction; the input's scale is felt through the biases", async () => {
  const net = network("mlp256");
  const last = await rescaleInjection(net, "decoder/0", 50).run(images);
  const whole = scores(net);
  const best = (m: Matrix): number[] => Array.from({ length: 6 }, (_, i) => m.row(i).indexOf(Math.max(...m.row(i))));
  assert.deepEqual(best(last.values), best(whole));
  const [weak, strong] = [1e-3, 1e3].map((alpha) => rescaleInjection(net, "input", alpha).run(images));
  const [a, b] = [(await weak!).values, (await strong!).values];
  const spread = Math.max(...Array.from({ length: 10 }, (_, j) => Math.abs(a.at(0, j) - a.at(1, j))));
  assert.ok(spread < 0.01, "at a tiny scale only the biases speak");
  assert.ok(Math.abs(b.at(0, 0) - b.at(1, 0)) > 1);
});

Deno.test("blank images are zero vectors at the input: counted, and the network sees zeros", async () => {
  const net = network("mlp256");
  const blank = Matrix.zeros(3, 784, "f32");
  const { values, zeros, meanNorm } = await rescaleInjection(net, "input", 9).run(blank);
  assert.deepEqual([zeros, meanNorm], [3, 0]);
  close(values.data, decodeLatents(net, encodeImages(net, blank)).data, 1e-7);
});

Deno.test("alpha, layer, unit and weights are checked, and the layers are listed", () => {
  const net = network("mlp256");
  for (const alpha of [0, NaN, Infinity]) {
    const message = `Cannot rescale as alpha must be a finite number other than 0: it is ${alpha}`;
    assert.throws(() => rescaleInjection(net, "input", alpha), { name: "RangeError", message });
    assert.throws(() => rescaleRows(images, alpha), { name: "RangeError", message });
  }
  assert.throws(() => rescaleInjection(net, "encoder/9", 1), {
    name: "RangeError",
    message: "Cannot rescale inside a model as the layer must be one of " +
      '"input", "encoder/0", "encoder/1", "encoder/2", "decoder/0": it is "encoder/9"',
  });
  assert.throws(() => rescaleInjection({ ...net, weights: {} }, "input", 1), {
    name: "TypeError",
    message: "Cannot cut mlp256 as it must have weights: encoder/1/weight is missing",
  });
  assert.throws(
    () => rescaleRows(images, 1, { unit: "metre" as AlphaUnit }),
    /must be one of "norm", "mean": it is "metre"/,
  );
});

/** A small model over 4 tokens of 6 entries with a residual connection, and one of dense layers. */
function residual(tf: Tf): LayersModel {
  const input = tf.input({ shape: [4, 6] });
  const wide = tf.layers.dense({ units: 6, activation: "tanh", name: "mix", kernelInitializer: init(tf, 1) })
    .apply(input) as typeof input;
  const sum = tf.layers.add({ name: "sum" }).apply([input, wide]) as typeof input;
  const pooled = tf.layers.globalAveragePooling1d({ name: "pool" }).apply(sum) as typeof input;
  const out = tf.layers.dense({ units: 3, name: "out", kernelInitializer: init(tf, 2) }).apply(pooled) as typeof input;
  return tf.model({ inputs: input, outputs: out });
}

const init = (tf: Tf, seed: number): ReturnType<Tf["initializers"]["randomNormal"]> =>
  tf.initializers.randomNormal({ mean: 0.1, stddev: 1, seed });

Deno.test("tf.layers: each token is normalised, residuals see it, and the model is left as it was", async () => {
  const tf = await useBackend();
  const model = residual(tf), x = normal(5, 24, 4);
  assert.deepEqual(layerNames(model), ["input", "mix", "sum", "pool", "out"]);
  const predict = (m: Matrix): Float32Array =>
    tf.tidy(() =>
      Float32Array.from((model.predict(tf.tensor(Float32Array.from(m.data), [5, 4, 6])) as Tensor2D).dataSync())
    );
  const before = predict(x);
  const tokens = new Matrix(20, 6, x.data);
  const byHand = new Matrix(5, 24, rescaleRows(tokens, 2.5).values.data);
  const found = await rescaleInjection(model, "input", 2.5).run(x);
  close(found.values.data, predict(byHand), 1e-5);
  assert.ok(before.some((v, i) => Math.abs(v - found.values.data[i]!) > 1e-2));
  assert.deepEqual(predict(x), before);
  const mixed = await rescaleInjection(model, "mix", 2.5).run(x);
  assert.ok(mixed.values.data.some((v, i) => Math.abs(v - found.values.data[i]!) > 1e-2));
  model.dispose();
});

Deno.test("tf.layers: the output rescaled has norm α; zero tokens are counted; no tensor is left behind", async () => {
  const tf = await useBackend();
  const model = residual(tf), x = new Matrix(2, 24, normal(2, 24, 4).data.fill(0, 0, 6));
  await rescaleInjection(model, "out", 4).run(x);
  const before = tf.memory().numTensors;
  const out = await rescaleInjection(model, "out", 4).run(x);
  close(rowNorms(out.values), [4, 4], 1e-5);
  assert.equal((await rescaleInjection(model, "input", 4).run(x)).zeros, 1);
  assert.equal(tf.memory().numTensors, before);
  model.dispose();
});

Deno.test("tf.layers: sequential models too; models without weights or with two inputs are refused", async () => {
  const tf = await useBackend();
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 4, inputShape: [3], activation: "relu", name: "hidden" }),
      tf.layers.dense({ units: 2, name: "out" }),
    ],
  });
  assert.deepEqual(layerNames(model), ["input", "hidden", "out"]);
  const { values } = await rescaleInjection(model, "hidden", 2).run(normal(3, 3, 1));
  assert.deepEqual([values.rows, values.cols], [3, 2]);
  assert.throws(() => rescaleInjection(model, "conv", 1), /one of "input", "hidden", "out": it is "conv"/);
  await assert.rejects(rescaleInjection(model, "out", 1).run(normal(1, 2, 1)), /the input must have 3 columns/);
  const bare = tf.sequential({ layers: [tf.layers.reLU({ inputShape: [3], name: "relu" })], name: "bare" });
  assert.throws(() => rescaleInjection(bare, "relu", 1), {
    name: "TypeError",
    message: "Cannot rescale inside bare as it must have weights: it has none",
  });
  const [a, b] = [tf.input({ shape: [2] }), tf.input({ shape: [2] })];
  const sum = tf.layers.dense({ units: 1 }).apply(tf.layers.add().apply([a, b])) as typeof a;
  const two = tf.model({ inputs: [a, b], outputs: sum, name: "two" });
  assert.throws(
    () => rescaleInjection(two, "input", 1),
    /two as it must have one input and one output: it has 2 inputs/,
  );
});

/** A model x (n × 2 × 3) → tanh → Relu after a shift, with its opset. */
function onnxModel(opset?: number): Uint8Array<ArrayBuffer> {
  const model = makeOnnx({
    inputs: [{ name: "x", type: "float", dims: ["n", 2, 3] }],
    outputs: ["y"],
    nodes: [
      { op: "Tanh", inputs: ["x"], outputs: ["t"] },
      { op: "Add", inputs: ["t", "shift"], outputs: ["y"] },
    ],
    initializers: [{ name: "shift", dims: [3], data: Float32Array.of(1, 2, 3) }],
  });
  if (opset === undefined) return model;
  const fields = decodeFields(model).filter((field) => field.number !== MODEL.opset);
  return encodeFields([...fields, message(MODEL.opset, [text(1, ""), whole(2, opset)])]);
}

async function runModel(bytes: Uint8Array, tensor: string, x: Matrix): Promise<Float32Array> {
  const out: number[] = [];
  const run = { bytes, source: "the test's model", tensor, batch: x.rows, item: [2, 3] };
  await runOnnx(run, x.rows, (_, to) => to.set(x.data), ({ values }) => out.push(...values));
  return Float32Array.from(out);
}

const onnxInput = mapColumns(normal(5, 6, 2), (v, j, i) => i === 1 && j < 3 ? 0 : v);
const shifted = (x: Matrix): number[] => Array.from(x.data, (v, p) => v + 1 + p % 3);

Deno.test("ONNX: tokens, whole samples and mean norms, before and after the opset that moved the axes", async () => {
  const tanh = mapColumns(onnxInput, Math.tanh), tokens = new Matrix(10, 3, tanh.data);
  for (const opset of [9, 13, 18]) {
    const model = onnxModel(opset);
    const last = rescaleOnnx(model, "t", 4);
    close(await runModel(last, "y", onnxInput), shifted(rescaleRows(tokens, 4).values), 1e-5, `opset ${opset}`);
    const norms = await runModel(last, "t/norm", onnxInput);
    assert.deepEqual([norms.length, norms.filter((v) => v === 0).length], [10, 1]);
    const whole = rescaleOnnx(model, "t", -2, { over: "sample" });
    close(await runModel(whole, "y", onnxInput), shifted(rescaleRows(tanh, -2).values), 1e-5);
    const mean = rescaleOnnx(model, "t", 3, { unit: "mean" });
    close(await runModel(mean, "y", onnxInput), shifted(rescaleRows(tokens, 3, { unit: "mean" }).values), 1e-5);
  }
});

Deno.test("ONNX: alpha, tensor, options and bytes are checked", () => {
  const model = onnxModel();
  assert.throws(() => rescaleOnnx(model, "t", 0), /alpha must be a finite number other than 0: it is 0/);
  assert.throws(() => rescaleOnnx(model, "t", NaN), { name: "RangeError" });
  assert.throws(() => rescaleOnnx(model, "z", 1), /must be one that a node computes: it is "z", not "t", "y"/);
  assert.throws(
    () => rescaleOnnx(model, "t", 1, { over: "row" as "last" }),
    /must be one of "last", "sample": it is "row"/,
  );
  assert.throws(() => rescaleOnnx(Uint8Array.of(1, 2, 3), "t", 1), { name: "RangeError" });
});
