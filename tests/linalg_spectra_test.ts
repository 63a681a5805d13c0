/** Decompositions on small matrices of repeated, clustered and zero spectra, and at sizes near the limits of float64. */
import assert from "node:assert/strict";
import { rng } from "../lib/base/random.ts";
import { blockNorms, centerRows, normsAbout } from "../lib/linalg/blocks.ts";
import { eigh, matmul, pinv, polar, svd } from "../lib/linalg/mod.ts";
import { scaleRows } from "../lib/linalg/linalg.ts";
import { floats, Matrix, transpose } from "../lib/linalg/matrix.ts";
import { columnMeans, rowNorms, unitRows } from "../lib/linalg/rows.ts";
import golden from "./golden/linalg.json" with { type: "json" };
import { close, forEachEngine } from "./helpers.ts";

const COUNT = Deno.env.get("ANCHORAGE_LONG") === "1" ? 20_000 : 500;
const signs = new Matrix(5, 5, Float64Array.from(golden.signs));

forEachEngine("NumPy golden: signs with repeated singular values are decomposed", () => {
  close(svd(signs).s, golden.signs_s, 1e-14);
  const symmetric = new Matrix(5, 5, signs.data.map((x, p) => x + transpose(signs).data[p]!));
  close(eigh(symmetric).values, golden.signs_eigenvalues, 1e-14);
});

/** Spectra on which an iteration likes to stand still. */
function spectrum(draw: ReturnType<typeof rng>, n: number): number[] {
  const kind = draw.integer(5), levels = 1 + draw.integer(3);
  return Array.from({ length: n }, (_, i) => {
    if (kind === 0) return 1 + i % levels; // repeated
    if (kind === 1) return 1 + 2 ** -50 * draw.integer(8); // clustered within rounding
    if (kind === 2) return i % 2 === 0 ? 1 : 0; // half of them zero
    if (kind === 3) return 10 ** -(5 * draw.integer(4)); // levels far apart
    return i < levels ? 1 : 2 ** -52 * draw.integer(4); // low rank with noise at rounding
  });
}

/** A small matrix: of signs, of whole numbers, or orthogonal factors around a spectrum. */
function hard(draw: ReturnType<typeof rng>): Matrix {
  const rows = 1 + draw.integer(8), cols = 1 + draw.integer(8), n = Math.min(rows, cols);
  const fill = (value: () => number): Matrix =>
    new Matrix(rows, cols, Float64Array.from({ length: rows * cols }, value));
  const kind = draw.integer(4);
  if (kind === 0) return fill(() => 2 * draw.integer(2) - 1);
  if (kind === 1) return fill(() => draw.integer(3) - 1);
  const { u, vt } = svd(fill(() => kind === 2 ? draw.normal() : draw.integer(5) - 2));
  return matmul(u, scaleRows(vt, spectrum(draw, n)));
}

function identityGap({ data, cols }: Matrix): number {
  let most = 0;
  for (let p = 0; p < data.length; p++) most = Math.max(most, Math.abs(data[p]! - (p % (cols + 1) === 0 ? 1 : 0)));
  return most;
}

forEachEngine(`${COUNT} small matrices of repeated, clustered and zero spectra are decomposed`, () => {
  const draw = rng("spectra");
  for (let i = 0; i < COUNT; i++) {
    const a = hard(draw), { u, s, vt } = svd(a), size = s[0] || 1;
    const wrong = Math.max(
      identityGap(matmul(u, u, { transA: true })),
      identityGap(matmul(vt, vt, { transB: true })),
      ...matmul(u, scaleRows(vt, s)).data.map((x, p) => Math.abs(x - a.data[p]!) / size),
    );
    assert.ok(wrong < 1e-13, `matrix ${i} is off by ${wrong}: ${JSON.stringify(Array.from(a.data))}`);
    const gram = matmul(a, a, { transA: true }), { values, vectors } = eigh(gram);
    const back = matmul(vectors, scaleRows(vectors, values), { transA: true });
    const off = Math.max(
      identityGap(matmul(vectors, vectors, { transB: true })),
      ...back.data.map((x, p) => Math.abs(x - gram.data[p]!) / size ** 2),
    );
    assert.ok(off < 1e-13, `the Gram matrix of ${i} is off by ${off}`);
  }
});

for (const { size, matrix, ...expected } of golden.sizes) {
  const a = new Matrix(3, 4, Float64Array.from(matrix)), unit = 2 ** Math.round(Math.log2(size));
  forEachEngine(`NumPy golden at ${size}: singular values, pseudo-inverse, polar factor and norms`, () => {
    const over = (values: ArrayLike<number>, by: number): number[] => Array.from(values, (x) => x / by);
    close(over(svd(a).s, unit), over(expected.s, unit), 1e-14);
    close(over(pinv(a).data, 1 / unit), over(expected.pinv, 1 / unit), 1e-14);
    close(over(pinv(a, { lambda: 0.1 }).data, 1 / unit), over(expected.ridge, 1 / unit), 1e-13);
    close(polar(transpose(a)).data, expected.polar, 1e-14);
    for (const norms of [rowNorms(a), blockNorms(a.data, 4), normsAbout(a, new Float64Array(4))]) {
      close(over(norms, unit), over(expected.norms, unit), 1e-14);
    }
    close(rowNorms(unitRows(a)), [1, 1, 1], 1e-14);
  });
}

forEachEngine("an inverse that float64 cannot hold is refused", () => {
  assert.throws(() => pinv(Matrix.from([[1e-310]])), {
    name: "RangeError",
    message: "Cannot invert as the singular values must be at least 5.6e-309: one is 1e-310",
  });
  close(pinv(Matrix.from([[1e-307]])).data.map((x) => x * 1e-307), [1], 1e-15);
});

Deno.test("the mean of a column whose sum overflows is its mean", () => {
  close(columnMeans(Matrix.from([[1.5e308, 1], [1.5e308, 2], [-1e308, 3]])).map((x, j) => j ? x : x / 1e308), [
    2 / 3,
    2,
  ], 1e-15);
  assert.equal(columnMeans(Matrix.from([[Infinity], [1]]))[0], Infinity);
});

forEachEngine("NumPy golden: float32 rows far from zero are centred as in float64", () => {
  const x = new Matrix(40, 4, Float32Array.from(golden.offset)), mean = columnMeans(x);
  close(mean.map((value, j) => value - golden.offset_mean[j]!), [0, 0, 0, 0], 1e-9);
  close(centerRows(x, 0, 40, mean, floats(160, "f32")), golden.offset_centred, 1e-7);
  const rounded = Float64Array.from(Float32Array.from(mean));
  assert.throws(() => close(centerRows(x, 0, 40, rounded, floats(160, "f32")), golden.offset_centred, 1e-3));
});
