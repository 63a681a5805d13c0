/** The polar factor, with and without a null space. */
import assert from "node:assert/strict";
import { matmul } from "../lib/linalg/linalg.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { polar } from "../lib/linalg/polar.ts";
import { portableEngine } from "../lib/linalg/engine/portable.ts";
import { engine, withEngine } from "../lib/linalg/engine/select.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

/** A product of rank r: the normal rows × r times r × cols. */
const ofRank = (rows: number, cols: number, r: number, seed: string): Matrix =>
  matmul(normal(rows, r, `left ${seed}`), normal(r, cols, `right ${seed}`));
const SEEDS = [1, 2, 3];
const SHAPES = [[7, 7, 3], [9, 5, 4], [5, 9, 1], [6, 6, 6]] as const;

/** Σᵢ qᵢᵢ: the larger, the nearer an orthogonal matrix is to the identity. */
const trace = ({ rows, cols, data }: Matrix): number =>
  Array.from({ length: Math.min(rows, cols) }, (_, i) => data[i * cols + i]!).reduce((a, b) => a + b);

forEachEngine("the polar factor is orthogonal, and what is left of A is symmetric and positive", () => {
  for (const seed of SEEDS) {
    for (const [rows, cols, r] of SHAPES) {
      const a = ofRank(rows, cols, r, `${seed}`), q = polar(a), wide = rows <= cols;
      const one = wide ? matmul(q, q, { transB: true }) : matmul(q, q, { transA: true });
      close(one.data, Matrix.identity(Math.min(rows, cols)).data, 1e-10);
      const left = wide ? matmul(a, q, { transB: true }) : matmul(q, a, { transA: true });
      for (let i = 0; i < left.rows; i++) {
        assert.ok(left.at(i, i) > -1e-10);
        for (let j = 0; j < i; j++) close([left.at(i, j)], [left.at(j, i)], 1e-9);
      }
    }
  }
});

forEachEngine("in the null space no completion is nearer to the identity", () => {
  for (const seed of SEEDS) {
    const known = polar(ofRank(8, 8, 3, `${seed}`)), dropped = polar(ofRank(8, 8, 3, `${seed}`), { rcond: 1e-9 });
    const free = new Matrix(8, 8, known.data.map((x, i) => x - dropped.data[i]!));
    for (let other = 0; other < 5; other++) {
      const mixed = matmul(matmul(free, normal(8, 8, `turn ${seed} ${other}`)), matmul(free, free, { transA: true }));
      const rest = polar(mixed, { rcond: 1e-6 }); // another isometry between the same two null spaces
      assert.ok(trace(known) >= trace(dropped) + trace(rest) - 1e-9);
    }
    assert.ok(trace(known) > trace(dropped) + 0.1);
  }
});

Deno.test("both engines complete the factor alike", () => {
  for (const seed of SEEDS) {
    for (const [rows, cols, r] of SHAPES) {
      const a = ofRank(rows, cols, r, `${seed}`);
      close(withEngine(portableEngine(), () => polar(a)).data, withEngine(engine(), () => polar(a)).data, 1e-8);
    }
  }
});
