/** The native engine's singular values where divide and conquer does not converge: the QR iteration takes over. */
import assert from "node:assert/strict";
import { svd } from "../lib/linalg/engine/lapack.ts";
import { openLibrary } from "../lib/linalg/engine/library.ts";
import { matmul, scaleCols } from "../lib/linalg/linalg.ts";
import { Matrix, transpose } from "../lib/linalg/matrix.ts";
import { close, distance, nativeEngine, normal } from "./helpers.ts";

const native = nativeEngine();

/** A routine of LAPACK that leaves 7 in every array of floats (so also as the workspace's size) and reports `info`. */
const reporting = (info: number) => (...args: readonly unknown[]): void => {
  for (const values of args) if (values instanceof Float64Array) values.fill(7);
  (args[13] as Int32Array)[0] = info;
};
const never = (): void => assert.fail("this routine must not be called");

Deno.test({
  name: "where dgesdd does not converge, dgesvd decomposes the matrix as it was",
  ignore: native === undefined,
  fn: () => {
    const { dgesvd_ } = openLibrary(native!.info.library), lib = { dgesdd_: reporting(3), dgesvd_ };
    const [thin, flat] = [normal(9, 3, "thin"), normal(3, 7, "flat")];
    for (const a of [normal(9, 4, "tall"), normal(4, 9, "wide"), normal(5, 5, "square"), matmul(thin, flat)]) {
      const before = a.data.slice(), { u, s, vt } = svd(lib, a), identity = Matrix.identity(s.length);
      assert.deepEqual(a.data, before);
      assert.ok(distance(matmul(scaleCols(u, s), vt), a) < 1e-13);
      for (const product of [matmul(transpose(u), u), matmul(vt, transpose(vt))]) {
        close(product.data, identity.data, 1e-13, "orthonormal");
      }
      close(s, native!.svd(a).s, 1e-13, "singular values");
    }
  },
});

Deno.test({
  name: "where dgesdd converges, dgesvd is not called",
  ignore: native === undefined,
  fn: () => {
    const { dgesdd_ } = openLibrary(native!.info.library), a = normal(6, 4, "plain");
    assert.deepEqual(svd({ dgesdd_, dgesvd_: never }, a), native!.svd(a));
  },
});

Deno.test("where neither converges, one error says so; a bad argument is not tried again", () => {
  const a = normal(5, 3, "neither");
  assert.throws(() => svd({ dgesdd_: reporting(3), dgesvd_: reporting(2) }, a), {
    name: "Error",
    message: "Cannot decompose the 5 × 3 matrix as dgesvd failed: info is 2",
  });
  assert.throws(() => svd({ dgesdd_: reporting(-4), dgesvd_: never }, a), {
    name: "Error",
    message: "Cannot decompose the 5 × 3 matrix as dgesdd failed: info is -4",
  });
});
