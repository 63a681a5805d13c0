/** The identities of the method, over seeds × shapes on every engine, each with its negative twin. */
import assert from "node:assert/strict";
import { compose, fitInverse, fitIrp, fitRelative, fitWhitened, loadInverse, loadRelative } from "anchorage";
import { Matrix, saveHalf, type Translation } from "anchorage";
import { pinv, svd } from "anchorage/linalg";
import { applyMap } from "../lib/linalg/affinemap.ts";
import { invertSubset } from "../lib/method/subsets.ts";
import { lstsq, matmul } from "../lib/linalg/linalg.ts";
import { polar } from "../lib/linalg/polar.ts";
import { takeRows, transpose } from "../lib/linalg/matrix.ts";
import { fitRidge } from "../lib/linalg/ridge.ts";
import { mapColumns, unitRows } from "../lib/linalg/rows.ts";
import { unitAnchors } from "../lib/space/scaling.ts";
import { space } from "../lib/space/space.ts";
import { close, distance, forEachEngine, normal } from "./helpers.ts";

const SEEDS = [1, 2, 3];
/** [anchors k, source d, target d] */
const SHAPES = [[24, 6, 6], [30, 9, 5], [18, 5, 12], [12, 16, 20]] as const;

const each = (body: (x: Matrix, y: Matrix, seed: number) => void): void => {
  for (const seed of SEEDS) {
    for (const [k, dx, dy] of SHAPES) {
      const latent = normal(k, Math.min(dx, dy), `latent ${seed} ${k}`);
      const noisy = (d: number, name: string): Matrix => {
        const noise = normal(k, d, `${name} noise ${seed}`);
        const image = matmul(latent, normal(latent.cols, d, `${name} map ${seed}`));
        return mapColumns(image, (v, j, i) => v + 0.3 * noise.at(i, j) + 1);
      };
      body(noisy(dx, "source"), noisy(dy, "target"), seed);
    }
  }
};
const unit = (m: Matrix): Matrix => unitAnchors(m, "test").unit;
const all = { subspaces: 1, delta: 0 } as const;

forEachEngine("one subset is the transposed reverse regression, and not the forward one", () => {
  each((x, y) => {
    const [sx, sy] = [unit(x), unit(y)];
    const { affine, diagnostics } = fitIrp(x, y, all);
    const reverse = transpose(lstsq(sy, sx));
    const tolerance = Math.max(1e-12, 1e-13 * diagnostics.conditionNumbers![0]!);
    assert.ok(distance(affine.weights, reverse) <= tolerance, `reverse: ${distance(affine.weights, reverse)}`);
    assert.ok(distance(affine.weights, lstsq(sx, sy)) > 0.05);
  });
});

forEachEngine("completion of few anchors is the forward minimum-norm regression; without completion it is not", () => {
  for (const seed of SEEDS) {
    const [x, y] = [normal(9, 12, `x ${seed}`), normal(9, 14, `y ${seed}`)];
    const delta = 0.5, starts = [2];
    const completed = fitIrp(x, y, { delta, starts, completion: "per-subset" });
    const [sx, sy] = [unit(x), unit(y)];
    const keep = fitSubset(y, delta, 2);
    const forward = matmul(pinv(takeRows(sx, keep)), takeRows(sy, keep));
    assert.ok(keep.length < 9 && distance(completed.affine.weights, forward) < 1e-11);
    assert.ok(distance(fitIrp(x, y, { delta, starts }).affine.weights, forward) > 0.05);
  }
});

forEachEngine("completion is what its definition says, also where a subset is rank-deficient", () => {
  each((x, y) => {
    const [sx, sy] = [unit(x), unit(y)];
    const T = matmul(sx, transpose(pinv(sy)), { transA: true });
    const literal = pinv(transpose(T));
    const completed = fitIrp(x, y, { ...all, completion: "per-subset" });
    const cond = svd(T).s,
      tolerance = Math.max(1e-10, 1e-13 * (cond[0]! / cond.findLast((s) => s > 1e-10 * cond[0]!)!) ** 2);
    assert.ok(
      distance(completed.affine.weights, literal) < tolerance,
      `${distance(completed.affine.weights, literal)}`,
    );
  });
});

forEachEngine("folding the subspaces is averaging their raw reconstructions, and not their normalised ones", () => {
  each((x, y) => {
    const [sx, sy] = [unit(x), unit(y)], starts = [0, 4, 7], delta = 0.35;
    const z = matmul(sx, sx, { transB: true });
    const parts = starts.map((start) => {
      const keep = fitSubset(y, delta, start);
      return matmul(columnsAt(z, keep), invertSubset(sy, keep).rows);
    });
    const mean = (list: Matrix[]): Matrix =>
      mapColumns(list[0]!, (_, j, i) => list.reduce((s, m) => s + m.at(i, j), 0) / 3);
    const folded = matmul(sx, fitIrp(x, y, { starts, delta }).affine.weights);
    close(folded.data, mean(parts).data, 1e-10);
    assert.ok(distance(unitRows(mean(parts.map(unitRows))), unitRows(folded)) > 1e-6);
  });
});

forEachEngine("IRP is the composition of its halves, and halves of other anchors are refused", () => {
  each((x, y, seed) => {
    const options = { subspaces: 3, delta: 0.4, seed };
    const composed = compose(fitRelative(x), fitInverse(y, options));
    close(composed.apply(x).data, fitIrp(x, y, options).apply(x).data, 1e-10);
    assert.ok(composed.independent && !fitIrp(x, y, { ...options, pruneOn: "both" }).independent);
    const twoStep = fitInverse(y, options).apply(fitRelative(x).apply(x));
    close(composed.apply(x).data, twoStep.data, 1e-10);
  });
});

forEachEngine("an isometric, scaled and shifted copy is recovered; a general linear image is not", () => {
  for (const seed of SEEDS) {
    for (const d of [4, 9]) {
      const x = normal(5 * d, d, `iso ${seed}`), samples = normal(20, d, `samples ${seed}`);
      const Q = polar(normal(d, d, `rotation ${seed}`));
      const copy = (m: Matrix): Matrix => mapColumns(matmul(m, Q), (v, j) => 2.5 * v + j - 1);
      const truth = copy(samples);
      for (const options of [all, { subspaces: 4, delta: 0.1, seed }]) {
        const map = fitIrp(x, copy(x), { ...options, norm: "mean" });
        close(directions(map, samples).data, directionsOf(truth, map).data, 1e-9, "directions");
        assert.ok(distance(map.apply(samples), truth) > 0.05, "the mean norm loses each sample's own");
      }
      const carried = fitIrp(x, copy(x), { ...all, norm: "carry" });
      close(carried.apply(samples).data, truth.data, 1e-9, "values");
      const general = (m: Matrix): Matrix => matmul(m, normal(d, d, `general ${seed}`));
      const lost = fitIrp(x, general(x), { ...all, norm: "carry" });
      assert.ok(distance(directions(lost, samples), directionsOf(general(samples), lost)) > 0.05);
    }
  }
});

forEachEngine("whitened IRP is ridge regression on centred unit rows, and not another ridge", () => {
  each((x, y) => {
    const ridge = fitRidge(unit(x), unit(y), 1e-2).weights;
    assert.ok(distance(fitWhitened(x, y, { lambda: 1e-2 }).affine.weights, ridge) < 1e-12);
    assert.ok(distance(fitWhitened(x, y, { lambda: 1e-1 }).affine.weights, ridge) > 1e-3);
    const relative = fitRelative(x, { projection: "whitened", lambda: 1e-2 });
    close(
      compose(relative, fitInverse(y, { projection: "whitened" })).apply(x).data,
      fitWhitened(x, y, { lambda: 1e-2 }).apply(x).data,
      1e-11,
    );
  });
});

forEachEngine("k ≤ d anchors centred by their own mean lose one rank; k > d do not", () => {
  for (const seed of SEEDS) {
    const few = fitInverse(normal(8, 10, seed), all).diagnostics,
      many = fitInverse(normal(40, 10, seed), all).diagnostics;
    assert.equal(few.plainConditionNumbers[0], Infinity);
    assert.ok(few.conditionNumbers[0]! < 1e4);
    assert.equal(many.plainConditionNumbers[0], many.conditionNumbers[0]);
  }
});

forEachEngine("the polar map is a Parseval frame; the plain one is not", () => {
  each((x, y) => {
    const gaps = [true, false].map((polar) => {
      const { s } = svd(fitIrp(x, y, { subspaces: 2, delta: 0.3, polar, nullSpace: "complete" }).affine.weights);
      return Math.max(...s.map((v) => Math.abs(v - 1)));
    });
    assert.ok(gaps[0]! < 1e-10 && gaps[1]! > 1e-3);
  });
});

forEachEngine("float32 samples give float32 results near the float64 ones", () => {
  each((x, y) => {
    const map = fitIrp(x, y, { subspaces: 2, delta: 0.4 });
    const single = map.apply(takeSingle(x));
    assert.equal(single.dtype, "f32");
    close(single.data, map.apply(x).data, 1e-4);
  });
});

Deno.test("M + N saved halves give M × N maps, and halves of other anchors are refused by their hash", async () => {
  const folder = await Deno.makeTempDir(), ids = Array.from({ length: 20 }, (_, i) => `item ${i}`);
  const named = (name: string, d: number): ReturnType<typeof space> =>
    space({ name, ids, vectors: normal(20, d, name) });
  const sources = [named("a", 5), named("b", 7), named("c", 6)], targets = [named("d", 8), named("e", 5)];
  for (const s of sources) await saveHalf(`${folder}/${s.name}`, fitRelative(s));
  for (const t of targets) await saveHalf(`${folder}/${t.name}`, fitInverse(t, { subspaces: 3, seed: 1 }));
  let maps = 0;
  for (const s of sources) {
    for (const t of targets) {
      const map = compose(await loadRelative(`${folder}/${s.name}`), await loadInverse(`${folder}/${t.name}`));
      close(map.apply(s.vectors).data, fitIrp(s, t, { subspaces: 3, seed: 1 }).apply(s.vectors).data, 1e-10);
      maps++;
    }
  }
  assert.equal(maps, 6);
  const stranger = space({ name: "x", ids: ids.toReversed(), vectors: normal(20, 5, "x") });
  assert.throws(() => compose(fitRelative(stranger), fitInverse(targets[0]!)), /same anchors: hash/);
  await assert.rejects(loadInverse(`${folder}/a`), /as kind must be "inverse": it is relative/);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("inputs are never changed and results are frozen", () => {
  const [x, y] = [normal(20, 5, 1), normal(20, 6, 2)], before = [x.data.slice(), y.data.slice()];
  const map = fitIrp(x, y, { completion: "per-subset" });
  map.apply(x);
  assert.deepEqual([x.data, y.data], before);
  assert.ok(Object.isFrozen(map) && Object.isFrozen(map.diagnostics) && Object.isFrozen(map.affine));
  const again = fitIrp(x, y, { completion: "per-subset" });
  assert.deepEqual(applyMap(map.affine, x).data, applyMap(again.affine, x).data);
});

function fitSubset(y: Matrix, delta: number, start: number): Int32Array<ArrayBuffer> {
  const { anchorsKept, ..._ } = fitInverse(y, { delta, starts: [start] }).diagnostics;
  const keep = pruned(y, delta, start);
  assert.equal(keep.length, anchorsKept[0]);
  return keep;
}

/** The subset by the plainest reading of equation 4. */
function pruned(y: Matrix, delta: number, start: number): Int32Array<ArrayBuffer> {
  const u = unit(y), cosines = matmul(u, u, { transB: true }), chosen = [start];
  const gap = (i: number): number => Math.min(...chosen.map((c) => 1 - Math.abs(cosines.at(i, c))));
  while (chosen.length < y.rows) {
    const rest = Array.from({ length: y.rows }, (_, i) => i).filter((i) => !chosen.includes(i));
    const best = rest.reduce((a, b) => gap(b) > gap(a) ? b : a);
    if (gap(best) < delta) break;
    chosen.push(best);
  }
  return Int32Array.from(chosen).sort();
}

const columnsAt = (m: Matrix, keep: Int32Array): Matrix => transpose(takeRows(transpose(m), keep));
const takeSingle = (m: Matrix): Matrix => new Matrix(m.rows, m.cols, Float32Array.from(m.data));
const directionsOf = (m: Matrix, { affine }: Translation): Matrix =>
  unitRows(mapColumns(m, (v, j) => v - affine.after[j]!));
const directions = (map: Translation, samples: Matrix): Matrix => directionsOf(map.apply(samples), map);
