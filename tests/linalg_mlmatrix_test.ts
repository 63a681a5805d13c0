/** ml-matrix as an independent reference for the decompositions, and as a source of matrices. */
import assert from "node:assert/strict";
import {
  CholeskyDecomposition,
  EigenvalueDecomposition,
  Matrix as MlMatrix,
  SingularValueDecomposition,
  solve,
} from "npm:ml-matrix@6.15.1";
import { Matrix } from "anchorage";
import { cholesky, eigh, lstsq, matmul, svd, toRows } from "anchorage/linalg";
import { close, forEachEngine, normal } from "./helpers.ts";

const SHAPES = [[7, 7], [12, 5], [5, 12], [40, 33]] as const;
const ml = (m: Matrix): MlMatrix => new MlMatrix(toRows(m));

/** Mirrors the lower triangle: some kernels give XᵀX symmetric only to rounding, and ml-matrix asks for all of it. */
function symmetrize({ rows, cols, data }: Matrix): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      close([data[i * cols + j]!], [data[j * cols + i]!], 1e-14);
      data[i * cols + j] = data[j * cols + i]!;
    }
  }
}

forEachEngine("singular values agree with ml-matrix, and not with those of another matrix", () => {
  for (const [m, n] of SHAPES) {
    const a = normal(m, n, `${m} ${n}`);
    const reference = new SingularValueDecomposition(ml(a), { autoTranspose: true }).diagonal.slice(0, Math.min(m, n));
    close(svd(a).s, reference, 1e-12);
    assert.throws(() => close(svd(normal(m, n, "other")).s, reference, 1e-3));
  }
});

forEachEngine("eigenvalues, Cholesky factors and least squares agree with ml-matrix", () => {
  for (const [m, n] of SHAPES) {
    const a = normal(m, n, `${m} ${n}`), gram = matmul(a, a, { transA: true });
    symmetrize(gram);
    for (let i = 0; i < n; i++) gram.data[i * n + i]! += 1;
    const reference = new EigenvalueDecomposition(ml(gram), { assumeSymmetric: true }).realEigenvalues;
    close(eigh(gram).values, reference.sort((p, q) => p - q), 1e-11);
    close(cholesky(gram).data, new CholeskyDecomposition(ml(gram)).lowerTriangularMatrix.to1DArray(), 1e-11);
    const b = normal(m, 3, "right side");
    if (m >= n) close(lstsq(a, b).data, solve(ml(a), ml(b), true).to1DArray(), 1e-9);
  }
});

Deno.test("a matrix comes from an ml-matrix and from a tensor-like, each in its precision", () => {
  const source = ml(normal(3, 4, 0));
  assert.deepEqual(toRows(Matrix.from(source)), source.to2DArray());
  const tensor = { shape: [2, 2], dataSync: () => Float32Array.of(1, 2, 3, 4.5) };
  assert.equal(Matrix.from(tensor).dtype, "f32");
  assert.deepEqual(toRows(Matrix.from(tensor, "f64")), [[1, 2], [3, 4.5]]);
});
