/** Rescale injection into tf.layers models. */
import assert from "node:assert/strict";
import type { LayersModel, Tensor2D } from "../lib/nn/tfjs.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { type Tf, useBackend } from "../lib/nn/backend/use.ts";
import { layerNames, rescaleInjection } from "../lib/nn/inject.ts";
import { rescaleRows } from "../lib/nn/rescale.ts";
import { rowNorms } from "../lib/linalg/rows.ts";
import { close, normal } from "./helpers.ts";

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
  assert.equal((await rescaleInjection(model, "input", 4).run(x)).zeroRows, 1);
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
