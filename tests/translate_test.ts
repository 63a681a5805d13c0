/** Direct translation and partial whitening: properties with their negative twins, then NumPy goldens. */
import assert from "node:assert/strict";
import { Matrix } from "anchorage";
import { matmul, svd } from "../lib/linalg.ts";
import { sliceRows, takeRows } from "../lib/matrix.ts";
import { fitRidge, LAMBDAS, looLambda } from "../lib/ridge.ts";
import { columnMeans, mapColumns, rowNorms } from "../lib/scaling.ts";
import { forEachEngine, normal } from "./helpers.ts";

const SEEDS = [1, 2, 3];
const centred = (m: Matrix): Matrix => centredBy(m, columnMeans(m));
const centredBy = (m: Matrix, mean: ArrayLike<number>): Matrix => mapColumns(m, (v, j) => v - mean[j]!);
const squares = (m: Matrix): number => rowNorms(m).reduce((sum, norm) => sum + norm * norm, 0);

forEachEngine("the leave-one-out λ is that of refitting without each row, also where k ≤ d", () => {
  for (const seed of SEEDS) {
    for (const [k, d] of [[12, 20], [16, 16], [30, 8]] as const) {
      const A = normal(k, d, `loo ${seed}`), noise = normal(k, 6, `noise ${seed}`);
      const B = mapColumns(matmul(A, normal(d, 6, `map ${seed}`)), (v, j, i) => v + 2 * noise.at(i, j));
      const chosen = looLambda(svd(centred(A)), centred(B)), errors = LAMBDAS.map((lambda) => refitted(A, B, lambda));
      assert.equal(chosen, LAMBDAS[errors.indexOf(Math.min(...errors))]);
      assert.notEqual(chosen, LAMBDAS[0], "a vanishing λ interpolates and is not the best");
    }
  }
});

/** Leave-one-out the long way: each row's error under the fit that centred and solved without it. */
function refitted(A: Matrix, B: Matrix, lambda: number): number {
  const top = svd(centred(A)).s[0]! ** 2;
  let total = 0;
  for (let i = 0; i < A.rows; i++) {
    const rest = Int32Array.from({ length: A.rows - 1 }, (_, j) => j < i ? j : j + 1);
    const [a, b] = [takeRows(A, rest), takeRows(B, rest)], [ma, mb] = [columnMeans(a), columnMeans(b)];
    const P = centredBy(a, ma), own = svd(P).s[0]! ** 2;
    const { weights } = fitRidge(P, centredBy(b, mb), lambda * top / own);
    const predicted = matmul(centredBy(sliceRows(A, i, i + 1), ma), weights);
    const truth = centredBy(sliceRows(B, i, i + 1), mb);
    total += squares(mapColumns(predicted, (v, j) => v - truth.at(0, j)));
  }
  return total;
}
