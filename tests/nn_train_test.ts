import assert from "node:assert/strict";
import type { LayersModel, Tensor, Tensor2D } from "../lib/nn/tfjs.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { rng } from "../lib/base/random.ts";
import { backendName, useBackend } from "../lib/nn/backend/use.ts";
import type { Architecture } from "../lib/nn/layers.ts";
import { fitLoop, trainNetwork, type TrainProgress } from "../lib/nn/train.ts";

const tf = await useBackend();

/** Noisy images of a bright quadrant, and which quadrant it is (6 × 6, n × 36). */
function quadrants(n: number): { images: Matrix; labels: Int32Array } {
  const draw = rng("quadrants");
  const labels = Int32Array.from({ length: n }, () => draw.integer(4));
  const data = Float32Array.from({ length: n * 36 }, (_, p) => {
    const [y, x] = [Math.floor(p % 36 / 6), p % 6];
    const bright = labels[Math.floor(p / 36)] === 2 * Number(y > 2) + Number(x > 2);
    return 0.2 * draw.uniform() + (bright ? 0.7 : 0);
  });
  return { images: new Matrix(n, 36, data), labels };
}

const classifier: Architecture = {
  name: "small",
  kind: "classifier",
  input: [6, 6, 1],
  latent: 8,
  encoder: [
    { type: "conv2d", filters: 4, size: 3, stride: 1, activation: "relu" },
    { type: "maxPool", size: 2 },
    { type: "reshape", extent: [36] },
    { type: "dense", units: 8, activation: "tanh" },
  ],
  decoder: [{ type: "dense", units: 4, activation: "linear" }],
};
const autoencoder: Architecture = {
  name: "small-ae",
  kind: "autoencoder",
  input: [6, 6, 1],
  latent: 6,
  encoder: [
    { type: "conv2d", filters: 4, size: 3, stride: 2, activation: "relu" },
    { type: "reshape", extent: [36] },
    { type: "dense", units: 6, activation: "linear" },
  ],
  decoder: [
    { type: "dense", units: 36, activation: "relu" },
    { type: "reshape", extent: [3, 3, 4] },
    { type: "conv2dTranspose", filters: 1, size: 3, stride: 2, activation: "sigmoid" },
  ],
};

/** A tf.layers model with convolution, pooling and dense layers, seeded. */
function layersModel(): LayersModel {
  const init = (seed: number): ReturnType<typeof tf.initializers.glorotUniform> =>
    tf.initializers.glorotUniform({ seed });
  const model = tf.sequential();
  const conv = { filters: 3, kernelSize: 3, activation: "relu", kernelInitializer: init(1) } as const;
  model.add(tf.layers.conv2d({ ...conv, inputShape: [6, 6, 1] }));
  model.add(tf.layers.maxPooling2d({ poolSize: 2 }));
  model.add(tf.layers.flatten());
  model.add(tf.layers.dense({ units: 4, kernelInitializer: init(2) }));
  return model;
}

function compile(model: LayersModel): LayersModel {
  const loss = (labels: Tensor, logits: Tensor): Tensor =>
    tf.softmaxCrossEntropy(labels as Tensor2D, logits as Tensor2D);
  model.compile({ optimizer: tf.fusedAdam({ learningRate: 0.02 }), loss });
  return model;
}

async function fit(model: LayersModel, epochs: number): Promise<number[]> {
  const { images, labels } = quadrants(64);
  const x = tf.tensor(images.data, [64, 6, 6, 1]);
  const y = tf.oneHot(tf.tensor1d(labels, "int32"), 4);
  const { history } = await model.fit(x, y, { epochs, batchSize: 16, shuffle: false, verbose: 0 });
  return history.loss as number[];
}

const flat = (model: LayersModel): number[] => model.getWeights().flatMap((w) => Array.from(w.dataSync()));

Deno.test("model.fit of tf.layers learns on the backend, the same bits each time", async () => {
  const [first, second] = [compile(layersModel()), compile(layersModel())];
  const loss = await fit(first, 20);
  assert.ok(loss.at(-1)! < 0.3 * loss[0]!, `${loss}`);
  assert.deepEqual(await fit(second, 20), loss);
  assert.deepEqual(flat(second), flat(first));
});

Deno.test("a saved model goes on as if it had never stopped, and a fresh optimiser does not", async () => {
  const whole = compile(layersModel());
  await fit(whole, 4);
  const half = compile(layersModel());
  await fit(half, 2);
  let saved: Parameters<typeof tf.io.fromMemory>[0] | undefined;
  const keep = tf.io.withSaveHandler((artifacts) => {
    saved = artifacts;
    return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } });
  });
  await half.save(keep);
  const resumed = await tf.loadLayersModel(tf.io.fromMemory(saved!));
  const optimizer = tf.fusedAdam({ learningRate: 0.02 });
  await optimizer.setWeights(await half.optimizer.getWeights());
  compile(resumed);
  resumed.optimizer = optimizer;
  await fit(resumed, 2);
  assert.deepEqual(flat(resumed), flat(whole));
  const fresh = compile(await tf.loadLayersModel(tf.io.fromMemory(saved!)));
  await fit(fresh, 2);
  assert.notDeepEqual(flat(fresh), flat(whole));
});

Deno.test("a model saved with its optimiser is loaded with it", async () => {
  const model = layersModel();
  model.compile({ optimizer: tf.fusedAdam({ learningRate: 0.05 }), loss: "meanSquaredError" });
  const x = tf.ones([4, 6, 6, 1]), y = tf.ones([4, 4]);
  await model.fit(x, y, { epochs: 2, shuffle: false, verbose: 0 });
  let saved: Parameters<typeof tf.io.fromMemory>[0] | undefined;
  await model.save(
    tf.io.withSaveHandler((artifacts) => {
      saved = artifacts;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } });
    }),
    { includeOptimizer: true },
  );
  const loaded = await tf.loadLayersModel(tf.io.fromMemory(saved!));
  assert.deepEqual(loaded.optimizer.getConfig(), model.optimizer.getConfig());
  for (const m of [model, loaded]) await m.fit(x, y, { epochs: 1, shuffle: false, verbose: 0 });
  assert.deepEqual(flat(loaded), flat(model));
});

Deno.test("fused Adam is tfjs Adam, on this backend and on stock", () => {
  const run = (backend: string, optimizer: ReturnType<typeof tf.train.adam>): Float32Array => {
    tf.setBackend(backend);
    const w = tf.variable(tf.tensor1d([1, -2, 3, 0.5]));
    const before = tf.clone(w);
    for (let i = 0; i < 5; i++) optimizer.minimize(() => tf.sum(tf.mul(tf.square(w), tf.tensor1d([1, 2, 3, 1e-4]))));
    assert.deepEqual(Array.from(before.dataSync()), [1, -2, 3, 0.5]);
    return w.dataSync() as Float32Array;
  };
  const expected = run("cpu", tf.train.adam(0.1, 0.9, 0.999, 1e-8));
  for (const backend of ["cpu", backendName]) {
    const actual = run(backend, tf.fusedAdam({ learningRate: 0.1 }) as never);
    expected.forEach((e, i) => assert.ok(Math.abs(actual[i]! - e) < 2e-5, `${backend}: ${actual[i]} against ${e}`));
  }
});

Deno.test("networks learn; the same seed gives the same weights, another seed others", async () => {
  const data = quadrants(256);
  for (const architecture of [classifier, autoencoder]) {
    const train = (seed: number) => trainNetwork(architecture, data, { seed, epochs: 12, batchSize: 16 });
    const [a, b, c] = [await train(1), await train(1), await train(2)];
    assert.ok(a.history.at(-1)! < 0.6 * a.history[0]!, `${architecture.name}: ${a.history}`);
    assert.deepEqual(a.history, b.history);
    assert.deepEqual(a.network.weights, b.network.weights);
    assert.notDeepEqual(a.network.weights, c.network.weights);
  }
});

Deno.test("training leaves no tensor behind", async () => {
  const data = quadrants(32);
  const before = tf.memory().numTensors;
  await trainNetwork(classifier, data, { seed: 1, epochs: 2, batchSize: 16 });
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("progress counts the minibatches, and the loop sees every row once an epoch", () => {
  const w = tf.variable(tf.scalar(1));
  const seen: number[] = [];
  const heard: TrainProgress[] = [];
  const objective = (rows: Int32Array): ReturnType<typeof tf.scalar> => {
    seen.push(...rows);
    return tf.square(w) as ReturnType<typeof tf.scalar>;
  };
  const options = { count: 10, optimizer: tf.train.sgd(0), seed: 3, epochs: 2, batchSize: 4 };
  const history = fitLoop(tf, objective, { ...options, onProgress: (p) => heard.push(p) });
  assert.deepEqual(heard.map((p) => [p.step, p.steps]), [1, 2, 3, 4, 5, 6].map((step) => [step, 6]));
  assert.equal(heard.at(-1)!.secondsLeft, 0);
  assert.deepEqual(history, [1, 1]);
  const epochs = [seen.slice(0, 10), seen.slice(10)];
  for (const epoch of epochs) assert.deepEqual(epoch.toSorted((a, b) => a - b), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.notDeepEqual(epochs[0], epochs[1]);
});

Deno.test("bad options of a training get one clear sentence", async () => {
  const data = quadrants(8);
  const options = { seed: 1, epochs: 1 };
  const range = (message: string): object => ({ name: "RangeError", message });
  await assert.rejects(
    trainNetwork(classifier, data, { ...options, epochs: 0 }),
    range("Cannot train as epochs must be an integer of at least 1: it is 0"),
  );
  await assert.rejects(
    trainNetwork(classifier, data, { ...options, batchSize: 0 }),
    range("Cannot train as batchSize must be an integer of at least 1: it is 0"),
  );
  await assert.rejects(
    trainNetwork(classifier, { images: Matrix.zeros(0, 36), labels: new Int32Array(0) }, options),
    range("Cannot train as the number of rows must be an integer of at least 1: it is 0"),
  );
  await assert.rejects(
    trainNetwork(classifier, { ...data, labels: new Int32Array(3) }, options),
    { name: "TypeError", message: "Cannot train small as labels must have 8 entries: it has 3" },
  );
  await assert.rejects(
    trainNetwork(classifier, { ...data, images: Matrix.zeros(8, 35) }, options),
    { name: "TypeError", message: "Cannot train small as images must have 36 columns: the shape is 8 × 35" },
  );
});
