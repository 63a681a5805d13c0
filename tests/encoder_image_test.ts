import assert from "node:assert/strict";
import { principalComponents } from "../lib/encoder/pca.ts";
import { randomConvolution } from "../lib/encoder/randomconv.ts";
import { denseOperator, rightVectors } from "../lib/encoder/subspace.ts";
import { matmul, scaleCols, svd } from "../lib/linalg/linalg.ts";
import { asDtype, Matrix, sliceRows, takeRows } from "../lib/linalg/matrix.ts";
import { close, distance, forEachEngine, normal } from "./helpers.ts";

/** n × d float32 with deviations that fall by half every three axes. */
function decaying(n: number, d: number, seed: number): Matrix {
  const spectrum = Float64Array.from({ length: d }, (_, j) => 2 ** (-j / 3));
  return asDtype(matmul(scaleCols(normal(n, d, seed), spectrum), svd(normal(d, d, seed + 1)).vt), "f32");
}

const outer = (m: Matrix): Matrix => matmul(m, m, { transB: true });
const range = (n: number): Int32Array => Int32Array.from({ length: n }, (_, i) => i);

forEachEngine("right vectors span the leading subspace of the exact decomposition and are orthonormal", () => {
  const a = decaying(60, 40, 1), found = rightVectors(denseOperator(a), { rank: 8, seed: 3, oversampling: 8 });
  const exact = sliceRows(svd(a).vt, 0, 8), other = sliceRows(svd(a).vt, 1, 9);
  const projector = (vt: Matrix): Matrix => matmul(vt, vt, { transA: true });
  close(outer(found).data, projector(exact).data, 1e-4, "projectors");
  assert.ok(distance(outer(found), projector(other)) > 0.1);
  close(matmul(found, found, { transA: true }).data, Matrix.identity(8).data, 1e-5, "Gram matrix");
});

forEachEngine("right vectors beyond the rank of the matrix are zero", () => {
  const a = asDtype(matmul(normal(30, 3, 1), normal(3, 20, 2)), "f32");
  const found = rightVectors(denseOperator(a), { rank: 6, seed: 0 });
  const energy = Array.from({ length: 6 }, (_, j) => Math.hypot(...Array.from(range(20), (i) => found.at(i, j))));
  close(energy, [1, 1, 1, 0, 0, 0], 1e-4, "norms");
  assert.deepEqual(
    rightVectors(denseOperator(Matrix.zeros(4, 3, "f32")), { rank: 5, seed: 0 }).data,
    new Float32Array(15),
  );
});

Deno.test("right vectors: a rank or number of iterations below one is refused", () => {
  const a = denseOperator(normal(4, 3, 0));
  assert.throws(() => rightVectors(a, { rank: 0, seed: 0 }), {
    name: "RangeError",
    message: "Cannot find singular vectors as rank must be an integer of at least 1: it is 0",
  });
  assert.throws(() => rightVectors(a, { rank: 1, seed: 0, iterations: 0.5 }), {
    name: "RangeError",
    message: "Cannot find singular vectors as iterations must be an integer of at least 1: it is 0.5",
  });
});

forEachEngine("principal components keep distances in the leading axes, have mean zero and are uncorrelated", () => {
  const x = decaying(80, 24, 5), found = principalComponents(x, range(80), 12, 0);
  const mean = Float64Array.from({ length: 24 }, (_, j) => range(80).reduce((sum, i) => sum + x.at(i, j) / 80, 0));
  const exact = svd(new Matrix(80, 24, Float64Array.from(x.data, (value, p) => value - mean[p % 24]!)));
  const scores = scaleCols(
    new Matrix(80, 12, Float64Array.from(range(960), (p) => exact.u.at(Math.floor(p / 12), p % 12))),
    exact.s,
  );
  close(outer(found).data, outer(scores).data, 1e-4, "inner products");
  const covariance = matmul(found, found, { transA: true });
  for (let i = 0; i < 12; i++) {
    for (let j = 0; j < i; j++) assert.ok(Math.abs(covariance.at(i, j)) < 1e-3 * covariance.at(0, 0));
    assert.ok(i === 0 || covariance.at(i, i) <= covariance.at(i - 1, i - 1) * 1.001, "widest first");
  }
});

Deno.test("principal components are fitted on the training rows alone", () => {
  const x = decaying(40, 16, 7), train = range(30);
  const changed = (row: number): Matrix =>
    new Matrix(
      40,
      16,
      x.data.map((value, p) => Math.floor(p / 16) === row ? value + 3 : value) as Float32Array<ArrayBuffer>,
    );
  const before = takeRows(principalComponents(x, train, 4, 0), train);
  const after = (row: number): Matrix => takeRows(principalComponents(changed(row), train, 4, 0), train);
  assert.deepEqual(after(35).data, before.data);
  assert.ok(distance(outer(after(5)), outer(before)) > 0.01);
});

Deno.test("random convolution: a flat image is silent but at the borders, an edge is not", () => {
  const flat = new Matrix(1, 576, new Float32Array(576).fill(0.7));
  const edge = new Matrix(1, 576, Float32Array.from(flat.data, (value, p) => p % 24 < 12 ? 0 : value));
  const shape = { height: 24, width: 24, channels: 1 };
  const inner = (m: Matrix): number =>
    Math.max(...[5, 6, 9, 10].flatMap((cell) => [...m.row(0).subarray(cell * 64, cell * 64 + 64)]));
  assert.ok(inner(randomConvolution(flat, shape, 0)) < 1e-5);
  assert.ok(inner(randomConvolution(edge, shape, 0)) > 0.1);
});

Deno.test("random convolution: 1,024 numbers for any size and colour, the same for the same seed only", () => {
  for (const shape of [{ height: 28, width: 28, channels: 1 }, { height: 9, width: 13, channels: 3 }]) {
    const images = normal(70, shape.height * shape.width * shape.channels, 2),
      first = randomConvolution(images, shape, 0);
    assert.deepEqual([first.rows, first.cols, first.dtype], [70, 1024, "f32"]);
    assert.ok(first.data.every((value) => value >= 0) && first.data.some((value) => value > 0));
    assert.deepEqual(
      randomConvolution(sliceRows(images, 66, 70), shape, 0).data,
      first.data.subarray(66 * 1024),
      "blocks",
    );
    assert.ok(distance(randomConvolution(images, shape, 1), first) > 0.1);
  }
});
