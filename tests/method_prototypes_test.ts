/** Parseval frames and prototype anchors: halves that stay apart, and what they are equal to. */
import assert from "node:assert/strict";
import { compose, fitInverse, fitIrp, fitRelative, fitWhitened, Matrix, prototypeAnchors, space } from "anchorage";
import { anchorGroups, fitPartial } from "anchorage/method";
import { cosineSimilarity } from "../lib/measure/similarity.ts";
import { matmul, svd } from "../lib/linalg/linalg.ts";
import { sliceRows, takeRows } from "../lib/linalg/matrix.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { rng } from "../lib/base/random.ts";
import { close, distance, forEachEngine, normal } from "./helpers.ts";

const PARSEVAL = { projection: "parseval" } as const;

forEachEngine("parseval halves composed are partial whitening at p = 1/2, whatever its λ, and no other p", () => {
  for (const [k, dx, dy] of [[30, 9, 5], [12, 16, 20], [20, 20, 8], [40, 12, 12]] as const) {
    const x = normal(k, dx, `x ${k}`), y = normal(k, dy, `y ${k}`);
    const map = compose(fitRelative(x, PARSEVAL), fitInverse(y, PARSEVAL));
    assert.deepEqual([map.method, map.independent], ["parseval", true]);
    for (const lambda of [0, 1e-3, 0.1]) {
      assert.ok(distance(map.affine.weights, fitPartial(x, y, { p: 0.5, lambda }).affine.weights) < 1e-10);
    }
    assert.ok(distance(map.affine.weights, fitPartial(x, y, { p: 0.4 }).affine.weights) > 1e-3);
    assert.ok(distance(map.affine.weights, fitWhitened(x, y).affine.weights) > 1e-3);
  }
});

forEachEngine("each half's frame has singular values 1 on the anchors' span, and is fitted on that side alone", () => {
  for (const [k, d] of [[10, 16], [40, 8]] as const) {
    const { weights } = fitInverse(normal(k, d, "y"), PARSEVAL), rank = Math.min(k - 1, d), { s } = svd(weights);
    close(s, s.map((_, i) => i < rank ? 1 : 0), 1e-10);
  }
  const y = normal(20, 7, "y"), decode = fitInverse(y, PARSEVAL);
  const z = fitRelative(normal(20, 5, "x"), PARSEVAL).apply(normal(4, 5, "s"));
  assert.deepEqual(decode.apply(z).cols, 7);
  assert.throws(() => compose(fitRelative(y), decode), /one relative space: cosine against parseval$/);
});

/** Items in clusters, seen by two encoders. */
function twoSpaces(seed: number): readonly [ReturnType<typeof space>, ReturnType<typeof space>, Matrix, Matrix] {
  const n = 600, centers = normal(24, 10, `centres ${seed}`), noise = normal(n, 10, `within ${seed}`);
  const latent = mapColumns(noise, (v, j, i) => centers.at(i % 24, j) + 0.7 * v);
  const image = (d: number, name: string): Matrix => {
    const own = normal(n, d, `${name} noise ${seed}`), mixed = matmul(latent, normal(10, d, `${name} map ${seed}`));
    return mapColumns(mixed, (v, j, i) => v + 3 * own.at(i, j));
  };
  const [a, b] = [image(14, "a"), image(18, "b")], ids = Array.from({ length: 400 }, (_, i) => `${i}`);
  const train = (name: string, m: Matrix): ReturnType<typeof space> =>
    space({ name, ids, vectors: sliceRows(m, 0, 400) });
  return [train("a", a), train("b", b), sliceRows(a, 400, n), sliceRows(b, 400, n)];
}

forEachEngine("prototypes are the means of their items, and a few do better than as many single items", () => {
  let wins = 0;
  for (const seed of [1, 2, 3, 4, 5]) {
    const [x, y, samples, truth] = twoSpaces(seed), groups = anchorGroups(x, { count: 24, seed });
    assert.deepEqual(groups.flat().toSorted(), x.ids.toSorted());
    const [a, b] = [prototypeAnchors(x, groups), prototypeAnchors(y, groups)];
    const rows = groups[3]!.map((id) => Number(id)), mean = takeRows(x.vectors, rows);
    close(
      a.vectors.row(3),
      Array.from({ length: 14 }, (_, j) => rows.reduce((s, _, i) => s + mean.at(i, j), 0) / rows.length),
      1e-12,
    );
    assert.deepEqual([a.ids, a.name], [b.ids, "a"]);
    const score = (map: ReturnType<typeof fitIrp>): number =>
      cosineSimilarity(map.apply(samples), truth, { center: map.affine.after }).mean;
    const chosen = Array.from(rng(seed).permutation(400).subarray(0, groups.length), String);
    const single = score(fitWhitened(x.at(chosen), y.at(chosen)));
    if (score(fitWhitened(a, b)) > single) wins++;
  }
  assert.equal(wins, 5);
});

Deno.test("prototypes of other groups are other anchors, and stay halves; empty groups and unknown ids are refused", () => {
  const [x, y] = twoSpaces(1), groups = anchorGroups(x, { count: 8, seed: 1 });
  const moved = groups.map((group, g) => g === 0 ? group.slice(1) : group);
  const encode = fitRelative(prototypeAnchors(x, groups));
  assert.equal(compose(encode, fitInverse(prototypeAnchors(y, groups))).independent, true);
  assert.throws(() => compose(encode, fitInverse(prototypeAnchors(y, moved))), /same anchors: hash/);
  assert.throws(() => prototypeAnchors(x, [["1"], []]), {
    name: "TypeError",
    message: "Cannot average anchors as a group must have an id: group 1 has none",
  });
  assert.throws(() => prototypeAnchors(x, [["1"], ["nobody"]]), /has no id "nobody"/);
  assert.throws(
    () => anchorGroups(x, { count: 0, seed: 1 }),
    /the number of anchors must be an integer in \[1, 400\]: it is 0/,
  );
  assert.deepEqual(anchorGroups(x, { count: 8, seed: 1 }), groups);
});
