import assert from "node:assert/strict";
import { Matrix } from "../lib/linalg/matrix.ts";
import { rng } from "../lib/base/random.ts";
import { writeSafetensors } from "../lib/file/safetensors.ts";
import type { Tensors } from "../lib/file/tensor.ts";
import { useBackend } from "../lib/nn/backend/use.ts";
import { decodeLatents, encodeImages } from "../lib/nn/infer.ts";
import { extentAfter, volume } from "../lib/nn/layers.ts";
import { architecture, architectureNames } from "../lib/nn/models.ts";
import { half, initialWeights, latentExtent, loadNetwork, type Network, saveNetwork } from "../lib/nn/network.ts";
import { forward } from "../lib/nn/train.ts";

/** Fresh weights with biases that are not zero. */
function network(name: string): Network {
  const parts = architecture(name, 10);
  const draw = rng(`bias ${name}`);
  const weights = Object.entries(initialWeights(parts, 1)).map(([key, w]) =>
    [key, key.endsWith("bias") ? { ...w, data: w.data.map(() => 0.1 * draw.normal()) } : w] as const
  );
  return { architecture: parts, weights: Object.fromEntries(weights) as Tensors };
}

function images(n: number): Matrix {
  const draw = rng("images");
  return new Matrix(n, 784, Float32Array.from({ length: n * 784 }, () => draw.uniform()));
}

/** Largest difference relative to the largest expected entry. */
function gap(actual: Matrix, expected: Matrix): number {
  assert.deepEqual([actual.rows, actual.cols], [expected.rows, expected.cols]);
  const scale = Math.max(...Array.from(expected.data, Math.abs));
  return Array.from(expected.data).reduce((m, e, i) => Math.max(m, Math.abs(actual.data[i]! - e)), 0) / scale;
}

Deno.test("the plain forward pass is that of stock tfjs, encoder and decoder of every architecture", async () => {
  const tf = await useBackend();
  for (const name of architectureNames) {
    const net = network(name);
    const { encoder, decoder, input, latent } = net.architecture;
    const x = images(300);
    const z = encodeImages(net, x);
    const y = decodeLatents(net, z);
    tf.setBackend("cpu");
    const few = 5, at = [0, 299 - few];
    for (const start of at) {
      const part = x.data.slice(start * 784, (start + few) * 784);
      const weights = Object.fromEntries(
        Object.entries(net.weights).map(([k, w]) => [k, tf.tensor(w.data, [...w.shape])]),
      );
      const middle = forward(tf, "encoder", encoder, weights, input, tf.tensor(part, [few, ...input]));
      const end = forward(tf, "decoder", decoder, weights, latentExtent(net.architecture), middle);
      const rows = (m: Matrix): Matrix => new Matrix(few, m.cols, m.data.slice(start * m.cols, (start + few) * m.cols));
      assert.ok(gap(rows(z), Matrix.from(middle as never)) < 1e-5, `${name}, encoder`);
      assert.ok(gap(rows(y), Matrix.from(tf.reshape(end, [few, -1]) as never)) < 1e-5, `${name}, decoder`);
    }
    assert.equal(z.cols, latent);
    tf.setBackend("anchorage");
  }
});

Deno.test("encoding takes rows one by one or together, and no rows", () => {
  const net = network("cnn128");
  const x = images(3);
  const each = [0, 1, 2].flatMap((i) =>
    Array.from(encodeImages(net, new Matrix(1, 784, x.row(i).slice() as Float32Array<ArrayBuffer>)).data)
  );
  const together = encodeImages(net, x);
  assert.ok(gap(new Matrix(3, 128, Float32Array.from(each)), together) < 1e-6);
  assert.equal(encodeImages(net, Matrix.zeros(0, 784)).rows, 0);
});

Deno.test("every architecture chains from the input to the latent space and on to its target", () => {
  for (const name of architectureNames) {
    const { kind, input, latent, encoder, decoder } = architecture(name, 7);
    const middle = encoder.reduce((extent, layer) => extentAfter(layer, extent), input);
    const end = decoder.reduce((extent, layer) => extentAfter(layer, extent), middle);
    assert.equal(volume(middle), latent);
    assert.deepEqual(end, kind === "classifier" ? [7] : input);
  }
});

Deno.test("a saved network is the half-precision network, with its card", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/net.safetensors`;
  const net = network("mlpae64");
  await saveNetwork(path, net, { seed: 1, dataset: "none" });
  const loaded = await loadNetwork(path);
  assert.deepEqual(loaded.card, { seed: 1, dataset: "none" });
  assert.deepEqual(loaded.architecture, net.architecture);
  assert.deepEqual({ ...loaded.weights }, { ...half(net).weights });
  const x = images(4);
  assert.ok(gap(encodeImages(loaded, x), encodeImages(net, x)) < 2e-3);
  assert.ok(gap(encodeImages(loaded, x), encodeImages(net, x)) > 0);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("fresh weights depend on the seed and on nothing else", () => {
  const of = (seed: number): Tensors => initialWeights(architecture("mlp256", 10), seed);
  assert.deepEqual(of(1), of(1));
  assert.notDeepEqual(of(1), of(2));
});

Deno.test("the committed encoders load, are finite and carry a card", async () => {
  const folder = new URL("../data/encoders/", import.meta.url).pathname;
  const files = Array.from(Deno.readDirSync(folder), (f) => f.name).filter((name) => name.endsWith(".safetensors"));
  assert.ok(files.length >= 3);
  for (const file of files) {
    const { architecture: { name, latent }, weights, card } = await loadNetwork(folder + file);
    assert.equal(file, `${card.dataset}-${name}.safetensors`);
    for (const w of Object.values(weights)) assert.ok(w.data.every(Number.isFinite));
    for (const key of ["seed", "rows", "epochs", "engine", "date"]) assert.ok(key in card, `${file} has no ${key}`);
    const written = JSON.parse(await Deno.readTextFile(folder + file.replace(".safetensors", ".json")));
    assert.ok(written.ownHeadAccuracy > 0.8);
    assert.ok(latent >= 64);
  }
});

Deno.test("bad input gets one clear sentence", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/net.safetensors`;
  assert.throws(() => architecture("resnet", 10), {
    name: "RangeError",
    message:
      'Cannot choose an architecture as the name must be one of "mlp256", "cnn128", "convae128", "cnntanh256", "mlpae64": it is "resnet"',
  });
  assert.throws(() => encodeImages(network("mlpae64"), Matrix.zeros(2, 700)), {
    name: "TypeError",
    message: "Cannot run the encoder as the input must have 784 columns: the shape is 2 × 700",
  });
  assert.throws(() => extentAfter({ type: "maxPool", size: 2 }, [64]), {
    name: "TypeError",
    message: "Cannot put a maxPool layer after the extent [64]",
  });
  await writeSafetensors(path, {}, {});
  await assert.rejects(loadNetwork(path), {
    name: "TypeError",
    message: `Cannot load ${path} as its metadata must have an architecture: it has none`,
  });
  const net = network("mlpae64");
  const { "encoder/1/weight": _, ...rest } = net.weights;
  await writeSafetensors(path, rest, { architecture: JSON.stringify(net.architecture) });
  await assert.rejects(loadNetwork(path), {
    name: "TypeError",
    message: `Cannot load ${path} as encoder/1/weight must be 784 × 256: it is missing`,
  });
  await Deno.remove(folder, { recursive: true });
});
