/** Decoders across autoencoders: linear toys whose images are known. */
import assert from "node:assert/strict";
import type { Autoencoder } from "../experiments/shared/autoencoders.ts";
import { MEAN, meanSquare, OWN, RELATIVE, stitchDecoders, TRAIN } from "../experiments/shared/decoding.ts";
import type { Row } from "../experiments/shared/summary.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { Matrix, transpose } from "../lib/linalg/matrix.ts";
import { rotation } from "./experiments_helper.ts";
import { close, normal } from "./helpers.ts";

const D = 4, TESTS = 60;
/** Images, their latents by an isometry, and the way back; test rows may have latents that are not theirs. */
const train = normal(TRAIN, D, "train"), truth = normal(TESTS, D, "test");
function toy(name: string, scale: number, tests = truth): Autoencoder {
  const map = rotation(D, name), encode = (x: Matrix): Matrix => matmul(x, map, { alpha: scale });
  const decode = (z: Matrix): Matrix => matmul(z, transpose(map), { alpha: 1 / scale });
  return { name, train: encode(train), test: encode(tests), decode };
}

const errors = (models: readonly Autoencoder[], seed = 1): Map<unknown, number> => {
  const rows = [...stitchDecoders(models, truth, { k: 40, seed })].filter((r: Row) => r.source === "a");
  return new Map(rows.map((r) => [r.method, r.error as number]));
};

Deno.test("rotated autoencoders decode each other's latents; absolute ones do not, and the mean image costs the variance", () => {
  const found = errors([toy("a", 1), toy("b", 3)]);
  assert.ok(found.get(OWN)! < 1e-20);
  const variance = meanSquare(Matrix.zeros(TESTS, D), truth);
  assert.ok(Math.abs(found.get(MEAN)! / variance - 1) < 0.05);
  for (const method of ["linear", "ortho", "whitened, norm carried"]) {
    assert.ok(found.get(method)! < 0.02 * variance, `${method}: ${found.get(method)}`);
  }
  assert.ok(found.get(RELATIVE)! < 0.25 * variance, "cosines lose each sample's norm");
  for (const method of ["whitened", "absolute, zero-padded"]) assert.ok(found.get(method)! > 0.03, method);
  assert.notEqual(found.get("IRP"), found.get("IRP, norm carried"));
});

Deno.test("decoders are learned on training rows, of anchors that the seed draws among all of them", () => {
  const scrambled = { ...toy("b", 1), test: normal(TESTS, D, "scrambled") };
  const [plain, other] = [errors([toy("a", 1), toy("b", 1)]), errors([toy("a", 1), scrambled])];
  assert.equal(plain.get(RELATIVE), other.get(RELATIVE), "the target's test rows do not matter");
  assert.notEqual(plain.get("IRP"), errors([toy("a", 1), toy("b", 1)], 2).get("IRP"));
  const late = {
    ...toy("b", 1),
    train: new Matrix(TRAIN, D, toy("b", 1).train.data.map((v, p) => p < 40 * D ? v : 9 + v)),
  };
  assert.ok(
    Math.abs(errors([toy("a", 1), late]).get("ortho")! - plain.get("ortho")!) > 0.1,
    "anchors are not the first rows",
  );
});

Deno.test("mean squared error is a mean over pixels", () => {
  close([meanSquare(Matrix.from([[1, 2], [3, 4]]), Matrix.from([[1, 2], [3, 2]]))], [1], 0);
});
