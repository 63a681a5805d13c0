/** Passes over blocks of rows, and the decomposition by way of the Gram matrix. */
import assert from "node:assert/strict";
import { blockNorms, centerRows, normsAbout, shiftRows } from "../lib/linalg/blocks.ts";
import { engine } from "../lib/linalg/engine/select.ts";
import { transposedInverse } from "../lib/linalg/gram.ts";
import { matmul, pinv, scaleRows, svd } from "../lib/linalg/linalg.ts";
import { asDtype, Matrix, transpose } from "../lib/linalg/matrix.ts";
import { close, distance, forEachEngine, normal } from "./helpers.ts";

const TOLERANCE = { f32: 1e-6, f64: 1e-14 } as const;

for (const dtype of ["f32", "f64"] as const) {
  forEachEngine(`rows are centred, scaled and shifted in place, the source left alone: ${dtype}`, () => {
    const x = asDtype(normal(7, 5, "rows"), dtype), mean = Float64Array.from(normal(1, 5, "mean").data);
    const before = x.data.slice(), block = asDtype(Matrix.zeros(4, 5), dtype).data;
    const used = centerRows(x, 2, 3, mean, block, 0.5);
    const expected = Array.from({ length: 15 }, (_, p) => 0.5 * (x.data[10 + p]! - mean[p % 5]!));
    close(used, expected, TOLERANCE[dtype]);
    shiftRows(used, asDtype(new Matrix(1, 5, mean), dtype).data, 0.5, 2);
    close(used, expected.map((value, p) => 2 * value + 0.5 * mean[p % 5]!), TOLERANCE[dtype]);
    engine().scaleRows(used, 5, Float64Array.of(0, -1, 3));
    assert.deepEqual(Array.from(used.subarray(0, 5)).map(Math.abs), [0, 0, 0, 0, 0]);
    assert.deepEqual(x.data, before);
    assert.ok(block.subarray(15).every((value) => value === 0));
  });

  forEachEngine(`norms of rows are right at any size that the precision holds: ${dtype}`, () => {
    const sizes = [0, 1e-37, 1e-20, 1, 1e20, 1e37];
    const x = new Matrix(6, 3, Float64Array.from(sizes.flatMap((size) => [2 * size, 3 * size, 6 * size])));
    const norms = blockNorms(asDtype(x, dtype).data, 3);
    sizes.forEach((size, i) => assert.ok(Math.abs(norms[i]! - 7 * size) <= TOLERANCE[dtype] * 7 * size));
    close(normsAbout(x, Float64Array.of(0, 0, 0)).map((norm, i) => norm / (sizes[i] || 1)), [0, 7, 7, 7, 7, 7], 1e-14);
  });

  forEachEngine(`a norm is not finite where an entry is not: ${dtype}`, () => {
    for (const wrong of [NaN, Infinity, -Infinity]) {
      const x = asDtype(new Matrix(2, 40, new Float64Array(80).fill(1)), dtype);
      x.data[57] = wrong;
      assert.deepEqual(Array.from(blockNorms(x.data, 40), Number.isFinite), [true, false]);
    }
  });

  forEachEngine(`a Gram matrix is the product of its factors, whichever side is transposed: ${dtype}`, () => {
    const a = asDtype(normal(70, 45, "gram"), dtype), copy = asDtype(normal(70, 45, "gram"), dtype);
    for (const side of [{ transA: true }, { transB: true }]) {
      const gram = matmul(a, a, { ...side, alpha: 2 });
      close(gram.data, matmul(a, copy, { ...side, alpha: 2 }).data, 70 * TOLERANCE[dtype]);
      assert.deepEqual(transpose(gram).data, gram.data);
    }
  });
}

/** A wide matrix of the given singular values. */
function withSpectrum(s: readonly number[], cols: number): Matrix {
  const factors = svd(normal(s.length, cols, "spectrum"));
  return matmul(factors.u, scaleRows(factors.vt, s));
}

/** From 1 down to 10^-decades, evenly on a logarithmic scale. */
const falling = (count: number, decades: number): number[] =>
  Array.from({ length: count }, (_, i) => 10 ** (-decades * i / (count - 1)));

forEachEngine("by way of the Gram matrix: the pseudo-inverse and the condition of wide and of tall matrices", () => {
  for (const [decades, tolerance] of [[1, 1e-12], [2.5, 1e-9], [5, 1e-9]] as const) {
    const wide = withSpectrum(falling(60, decades), 83);
    for (const a of [wide, transpose(wide)]) {
      const before = a.data.slice(), found = transposedInverse(a)!;
      assert.ok(distance(found.rows, transpose(pinv(a))) < tolerance, `${decades} decades`);
      const { effective, rank } = found.condition();
      assert.ok(Math.abs(effective / 10 ** decades - 1) < 1e-6 && rank === 60);
      assert.deepEqual(a.data, before);
    }
  }
});

forEachEngine("an ill-conditioned, rank-deficient, small or huge matrix is left to a decomposition", () => {
  const ill = withSpectrum(falling(60, 9), 83), row = normal(1, 83, "row").data;
  const deficient = new Matrix(60, 83, Float64Array.from({ length: 60 * 83 }, (_, p) => row[p % 83]!));
  const huge = new Matrix(60, 83, normal(60, 83, "huge").data.map((x) => x * 2 ** 530));
  for (const a of [ill, deficient, normal(20, 30, "small"), huge]) assert.equal(transposedInverse(a), undefined);
});
