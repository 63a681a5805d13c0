/** The decompositions of the portable engine, by their defining properties. */
import assert from "node:assert/strict";
import { portableEngine } from "../lib/linalg/engine/portable.ts";
import { Matrix, transpose } from "../lib/linalg/matrix.ts";
import { close, normal } from "./helpers.ts";

const engine = portableEngine();

function multiply(a: Matrix, b: Matrix): Matrix {
  const c = Matrix.zeros(a.rows, b.cols);
  const { rows: m, cols: k } = a, n = b.cols;
  const plain = { transA: false, transB: false, alpha: 1, beta: 0 };
  engine.gemm({ m, n, k, a: a.data, lda: k, b: b.data, ldb: n, c: c.data, ldc: n, ...plain });
  return c;
}

/** Rows of `m` times the entries of `by`. */
function scaleRows(m: Matrix, by: ArrayLike<number>): Matrix {
  return new Matrix(m.rows, m.cols, Float64Array.from(m.data, (x, i) => x * by[Math.floor(i / m.cols)]!));
}

function assertIdentity(m: Matrix, what: string): void {
  close(m.data, Matrix.identity(m.rows).data, 1e-13, what);
}

/** Matrices on which a singular value decomposition tends to go wrong. */
function hardMatrices(): Record<string, Matrix> {
  const square = normal(30, 30, "square");
  const graded = (power: (i: number) => number): Matrix =>
    new Matrix(30, 30, Float64Array.from(square.data, (x, i) => x * 10 ** power(i)));
  const shift = Matrix.zeros(12, 12);
  for (let i = 0; i < 12; i++) {
    shift.data[i * 12 + i] = i === 5 ? 0 : 1;
    if (i < 11) shift.data[i * 12 + i + 1] = 1;
  }
  return {
    "1 × 1": normal(1, 1, 1),
    "1 × n": normal(1, 9, 2),
    "n × 1": normal(9, 1, 3),
    tall: normal(70, 23, 4),
    wide: normal(23, 70, 5),
    zero: Matrix.zeros(6, 4),
    identity: Matrix.identity(20),
    ones: new Matrix(20, 15, new Float64Array(300).fill(1)),
    "rank 3": multiply(normal(40, 3, 6), normal(3, 25, 7)),
    "graded rows": graded((i) => -Math.floor(i / 30)),
    "graded columns": graded((i) => -(i % 30)),
    "graded upwards": graded((i) => Math.floor(i / 30) + i % 30 - 60),
    "zero on the bidiagonal": shift,
    "1e300": new Matrix(9, 7, Float64Array.from(normal(9, 7, 8).data, (x) => x * 1e300)),
    "1e-290": new Matrix(9, 7, Float64Array.from(normal(9, 7, 9).data, (x) => x * 1e-290)),
  };
}

for (const [name, a] of Object.entries(hardMatrices())) {
  Deno.test(`svd reconstructs with orthonormal vectors and descending values: ${name}`, () => {
    const before = a.data.slice();
    const { u, s, vt } = engine.svd(a);
    const r = Math.min(a.rows, a.cols);
    assert.deepEqual([u.rows, u.cols, s.length, vt.rows, vt.cols], [a.rows, r, r, r, a.cols]);
    assertIdentity(multiply(transpose(u), u), "UᵀU");
    assertIdentity(multiply(vt, transpose(vt)), "VᵀV");
    s.forEach((x, i) => assert.ok(x >= 0 && x <= (s[i - 1] ?? Infinity), `value ${i} is ${x}`));
    const unit = 1 / (s[0] || 1);
    const product = multiply(u, scaleRows(vt, s.map((x) => x * unit)));
    close(product.data, a.data.map((x) => x * unit), 1e-13, "U·S·Vt");
    assert.deepEqual(a.data, before);
  });
}

Deno.test("svd shows the rank, and the singular values of a rotated diagonal", () => {
  const { s } = engine.svd(multiply(normal(40, 3, 6), normal(3, 25, 7)));
  assert.equal(s.filter((x) => x > 1e-13 * s[0]!).length, 3);
  const [q, p] = [engine.svd(normal(12, 12, "q")).u, engine.svd(normal(12, 12, "p")).u];
  const values = [5, 5, 5, 4, 3, 1, 1, 0.5, 1e-3, 1e-6, 1e-9, 0];
  const rotated = multiply(q, scaleRows(p, values));
  close(engine.svd(rotated).s, values, 1e-14);
  const skewed = multiply(normal(12, 12, "no rotation"), rotated);
  assert.throws(() => close(engine.svd(skewed).s, values, 1e-2), assert.AssertionError);
});

Deno.test("svd of float32 is that of the same numbers in float64", () => {
  const single = new Matrix(9, 5, Float32Array.from(normal(9, 5, 1).data));
  assert.deepEqual(engine.svd(single), engine.svd(new Matrix(9, 5, Float64Array.from(single.data))));
});

Deno.test("eigh: rows are eigenvectors, values ascend", () => {
  const rank2 = multiply(normal(30, 2, 1), normal(2, 30, 2));
  const symmetric = (m: Matrix): Matrix => {
    const t = transpose(m).data;
    return new Matrix(m.rows, m.rows, Float64Array.from(m.data, (x, i) => x + t[i]!));
  };
  const cases = [...[1, 2, 3, 40, 131].map((n) => symmetric(normal(n, n, n))), Matrix.zeros(5, 5), symmetric(rank2)];
  for (const a of [...cases, Matrix.identity(9), new Matrix(20, 20, new Float64Array(400).fill(1))]) {
    const { values, vectors } = engine.eigh(a);
    assertIdentity(multiply(vectors, transpose(vectors)), "vectors");
    close(multiply(transpose(vectors), scaleRows(vectors, values)).data, a.data, 1e-12, `${a.rows}`);
    values.forEach((x, i) => assert.ok(x >= (values[i - 1] ?? -Infinity), `value ${i} is ${x}`));
  }
  const { values, vectors } = engine.eigh(Matrix.from([[2, 1], [1, 2]]));
  close(values, [1, 3], 1e-15);
  assert.ok(vectors.at(0, 0) * vectors.at(0, 1) < 0 && vectors.at(1, 0) * vectors.at(1, 1) > 0);
});

Deno.test("cholesky: L·Lᵀ is the matrix and L lower; undefined where it is not positive definite", () => {
  for (const n of [1, 2, 7, 60]) {
    const half = normal(n, n + 3, n), a = multiply(half, transpose(half));
    const factor = engine.cholesky(a);
    assert.ok(factor);
    close(multiply(factor, transpose(factor)).data, a.data, 1e-14);
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) assert.equal(factor.at(i, j), 0);
  }
  for (const bad of [[[1, 2], [2, 1]], [[0, 0], [0, 1]], [[-1, 0], [0, 1]], [[NaN, 0], [0, 1]]]) {
    assert.equal(engine.cholesky(Matrix.from(bad)), undefined);
  }
});

Deno.test("lstsq: residual orthogonal to A, solution of least norm, rank by rcond", () => {
  for (const [m, n] of [[30, 8], [8, 30], [12, 12]] as const) {
    const a = normal(m, n, `${m} ${n}`), b = normal(m, 3, "b");
    const x = engine.lstsq(a, b, 1e-12), fitted = multiply(a, x);
    const residual = new Matrix(m, 3, Float64Array.from(b.data, (y, i) => y - fitted.data[i]!));
    close(multiply(transpose(a), residual).data, new Float64Array(3 * n), 1e-12);
    const { vt } = engine.svd(a), inRowSpace = multiply(transpose(vt), multiply(vt, x));
    close(inRowSpace.data, x.data, 1e-12, "row space");
  }
  const diagonal = Matrix.from([[1, 0], [0, 1e-6]]), ones = Matrix.from([[1], [1]]);
  close(engine.lstsq(diagonal, ones, 1e-8).data, [1, 1e6], 1e-14);
  close(engine.lstsq(diagonal, ones, 1e-4).data, [1, 0], 1e-14);
  assert.deepEqual(Array.from(engine.lstsq(Matrix.zeros(3, 2), normal(3, 2, 1), 1e-12).data), [0, 0, 0, 0]);
});

Deno.test("decompositions refuse entries that are not finite", () => {
  const message = "Cannot decompose as the entries must be finite: the QR iteration does not converge";
  for (const bad of [[[NaN]], [[1, Infinity], [0, 1]], [[1, 2, 3], [2, NaN, 5], [3, 5, 1]]]) {
    assert.throws(() => engine.svd(Matrix.from(bad)), { name: "RangeError", message });
    assert.throws(() => engine.eigh(Matrix.from(bad)), { name: "RangeError", message });
  }
});
