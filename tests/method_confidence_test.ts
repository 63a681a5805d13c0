/** The two confidences: what each ranks, and what it does not. */
import assert from "node:assert/strict";
import { fitRelative, fitWhitened, Matrix } from "anchorage";
import { cosineConfidence } from "anchorage/method";
import { marginConfidence, spearman } from "anchorage/measure";
import { cosineSimilarity } from "../lib/measure/similarity.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { rng } from "../lib/base/random.ts";
import { sliceRows } from "../lib/linalg/matrix.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

/** Rows of 30 dimensions of which the anchors span 12 well; the further out a sample lies, the less they say of it. */
function toy(seed: number): { x: Matrix; y: Matrix; samples: Matrix; truth: Matrix } {
  const rows = (n: number, name: string, out: (i: number) => number): Matrix =>
    mapColumns(normal(n, 30, `${name} ${seed}`), (v, j, i) => j < 12 ? v : out(i) * v);
  const map = normal(30, 30, `map ${seed}`), x = rows(60, "x", () => 0.1), samples = rows(400, "s", (i) => 2 * i / 400);
  return { x, y: matmul(x, map), samples, truth: matmul(samples, map) };
}

forEachEngine("cosine is the mean cosine to the nearest anchors, in blocks as at once", () => {
  const anchors = normal(30, 6, "a"), half = fitRelative(anchors), samples = normal(4100, 6, "s");
  const z = half.apply(samples), found = cosineConfidence(half, samples, { neighbors: 4 });
  for (const i of [0, 2047, 2048, 4099]) {
    const best = Array.from(z.row(i)).sort((a, b) => b - a).slice(0, 4);
    close([found[i]!], [best.reduce((s, v) => s + v) / 4], 1e-14);
  }
  assert.deepEqual(cosineConfidence(half, samples), cosineConfidence(half, samples, { neighbors: 10 }));
  assert.notDeepEqual(cosineConfidence(half, samples), found);
});

forEachEngine("cosine ranks how near translations come; a shuffled one does not", () => {
  for (const seed of [1, 2, 3]) {
    const { x, y, samples, truth } = toy(seed), map = fitWhitened(x, y);
    const { perRow } = cosineSimilarity(map.apply(samples), truth, { center: map.affine.after });
    const confidence = cosineConfidence(fitRelative(x), samples);
    assert.ok(spearman(confidence, perRow) > 0.4, `${spearman(confidence, perRow)}`);
    const shuffled = Float64Array.from(rng(seed).permutation(400), (i) => confidence[i]!);
    assert.ok(Math.abs(spearman(shuffled, perRow)) < 0.2);
  }
});

forEachEngine("margin is the gap between the two best, and ranks whether the best is right", () => {
  close(marginConfidence(Matrix.from([[1, 0], [1, 1]]), Matrix.from([[2, 0], [0, 3]])), [1, 0], 1e-15);
  const index = normal(300, 12, "index"), noise = normal(300, 12, "noise");
  const queries = mapColumns(index, (v, j, i) => v + 2.5 * (i / 300) * noise.at(i, j));
  const margins = marginConfidence(queries, index);
  const right = Array.from({ length: 300 }, (_, i) => {
    const scores = Array.from({ length: 300 }, (_, j) => cosine(queries.row(i), index.row(j)));
    return scores.indexOf(Math.max(...scores)) === i;
  });
  const [yes, no] = [true, false].map((r) => Array.from(margins).filter((_, i) => right[i] === r)) as [
    number[],
    number[],
  ];
  const auc = yes.reduce((sum, a) => sum + no.filter((b) => a > b).length, 0) / (yes.length * no.length);
  assert.ok(yes.length > 50 && no.length > 50 && auc > 0.75, `${auc}`);
});

Deno.test("confidences refuse another projection, another dimension, too few rows", () => {
  const x = normal(12, 4, "x"),
    refused = (run: () => unknown, message: RegExp): void => assert.throws(run, { message });
  refused(
    () => cosineConfidence(fitRelative(x, { projection: "whitened" }), x),
    /must have the projection "cosine": it is "whitened"$/,
  );
  refused(
    () => cosineConfidence(fitRelative(x), x, { neighbors: 13 }),
    /neighbors must be an integer in \[1, 12\]: it is 13$/,
  );
  refused(() => cosineConfidence(fitRelative(x), normal(3, 5, "y")), /columns/);
  refused(() => marginConfidence(x, normal(5, 3, "y")), /the gallery must have 4 columns: the shape is 5 × 3$/);
  refused(() => marginConfidence(x, sliceRows(x, 0, 1)), /the index must have at least 2 rows: the shape is 1 × 4$/);
  const bad = new Matrix(1, 4, Float64Array.of(1, NaN, 0, 0));
  refused(() => marginConfidence(bad, x), /must be finite: row 0, column 1 is NaN$/);
  refused(() => cosineConfidence(fitRelative(x), bad), /must be finite: row 0, column 1 is NaN$/);
});

function cosine(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let ab = 0, aa = 0, bb = 0;
  for (let i = 0; i < a.length; i++) ab += a[i]! * b[i]!, aa += a[i]! ** 2, bb += b[i]! ** 2;
  return ab / Math.sqrt(aa * bb);
}
