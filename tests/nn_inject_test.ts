/** Rescaling of rows, and its injection into this library's networks. */
import assert from "node:assert/strict";
import { Matrix } from "../lib/linalg/matrix.ts";
import { decodeLatents, encodeImages } from "../lib/nn/infer.ts";
import { cutNetwork, layerNames, rescaleInjection } from "../lib/nn/inject.ts";
import { architecture } from "../lib/nn/models.ts";
import { initialWeights, type Network } from "../lib/nn/network.ts";
import { type AlphaUnit, rescaleRows } from "../lib/nn/rescale.ts";
import { mapColumns, rowNorms } from "../lib/linalg/rows.ts";
import { rng } from "../lib/base/random.ts";
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
    const { values, zeroRows } = rescaleRows(x, alpha);
    assert.equal(zeroRows, 0);
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
  const { values, zeroRows, meanNorm } = rescaleRows(Matrix.from([[0, 0], [3, 4], [0, 0]]), 2);
  close(values.data, [0, 0, 1.2, 1.6, 0, 0], 1e-15);
  assert.deepEqual([zeroRows, meanNorm], [2, 5]);
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
  const { values, zeroRows } = await rescaleInjection(net, "encoder/5", 7).run(images);
  close(values.data, expected.data, 1e-6);
  assert.equal(zeroRows, 0);
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

Deno.test("blank images are zero vectors at the input: counted, and the network sees zeroRows", async () => {
  const net = network("mlp256");
  const blank = Matrix.zeros(3, 784, "f32");
  const { values, zeroRows, meanNorm } = await rescaleInjection(net, "input", 9).run(blank);
  assert.deepEqual([zeroRows, meanNorm], [3, 0]);
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
