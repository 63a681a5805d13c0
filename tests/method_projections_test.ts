/** Relative projections: invariances with their negative twins, goldens, refusals. */
import assert from "node:assert/strict";
import { compose, fitInverse, fitRelative, loadRelative, Matrix, saveHalf } from "anchorage";
import { type Projection } from "anchorage/method";
import { matmul } from "../lib/linalg/linalg.ts";
import { polar } from "../lib/linalg/polar.ts";
import { mapColumns, rowNorms, unitRows } from "../lib/linalg/rows.ts";
import { unitAnchors } from "../lib/space/scaling.ts";
import { close, distance, forEachEngine, normal } from "./helpers.ts";
import golden from "./golden/translators.json" with { type: "json" };

const SEEDS = [1, 2, 3];
const KINDS = ["angular", "euclidean", "l1", "basis"] as const;
const TRANSFORMS = ["shift", "turn", "scale", "general"] as const;
/** Which transformations of a whole space leave the projection as it is. */
const INVARIANT: Readonly<Record<Exclude<Projection, "whitened">, readonly (typeof TRANSFORMS)[number][]>> = {
  cosine: ["shift", "turn", "scale"],
  parseval: ["shift", "turn", "scale"],
  angular: ["shift", "turn", "scale"],
  basis: ["shift", "turn", "scale"],
  euclidean: ["shift", "turn"],
  l1: ["shift"],
};

for (const [projection, invariant] of Object.entries(INVARIANT)) {
  forEachEngine(`${projection} is invariant to ${invariant.join(", ")} of the space, and to nothing else`, () => {
    for (const seed of SEEDS) {
      const anchors = normal(9, 5, `a ${seed}`), x = normal(12, 5, `x ${seed}`);
      const [Q, G] = [polar(normal(5, 5, `q ${seed}`)), normal(5, 5, `g ${seed}`)];
      const transform = {
        shift: (m: Matrix) => mapColumns(m, (v, j) => v + j - 2),
        turn: (m: Matrix) => matmul(m, Q),
        scale: (m: Matrix) => mapColumns(m, (v) => 2.5 * v),
        general: (m: Matrix) => matmul(m, G),
      };
      const relative = (f: (m: Matrix) => Matrix): Matrix =>
        fitRelative(f(anchors), { projection: projection as Projection }).apply(f(x));
      const before = relative((m) => m);
      for (const name of TRANSFORMS) {
        const moved = distance(relative(transform[name]), before);
        assert.ok(invariant.includes(name) ? moved < 1e-11 : moved > 1e-2, `${name} moves it by ${moved}`);
      }
    }
  });
}

forEachEngine("distances are what they say: angles of [0, 1], 0 at an anchor, norms against the anchors", () => {
  for (const seed of SEEDS) {
    const anchors = normal(8, 6, `a ${seed}`), opposite = mapColumns(anchors, (v) => -v);
    const both = new Matrix(16, 6, Float64Array.from([...anchors.data, ...opposite.data]));
    for (const projection of ["angular", "euclidean", "l1"] as const) {
      const half = fitRelative(both, { projection }), z = half.apply(both);
      for (let i = 0; i < 16; i++) assert.ok(Math.abs(z.at(i, i)) < 1e-7, `${projection} of an anchor to itself`);
      if (projection !== "angular") continue;
      for (let i = 0; i < 8; i++) assert.ok(Math.abs(z.at(i, i + 8) - 1) < 1e-7, "opposite anchors are at angle 1");
      const cosines = fitRelative(both).apply(both);
      close(mapColumns(z, (v) => Math.cos(Math.PI * v)).data, cosines.data, 1e-12);
      assert.equal(half.apply(new Matrix(1, 6, half.mean)).at(0, 3), 0.5, "the mean has no direction");
    }
    const single = new Matrix(8, 6, Float32Array.from(anchors.data)), half = fitRelative(both, { projection: "l1" });
    assert.equal(half.apply(single).dtype, "f32");
    close(half.apply(single).data, half.apply(anchors).data, 1e-5);
  }
});

forEachEngine("a change of basis gives back the unit sample from the anchors where they span the space", () => {
  for (const seed of SEEDS) {
    const x = normal(7, 5, `x ${seed}`);
    const back = (k: number): number => {
      const anchors = normal(k, 5, `a ${seed}`), { unit, mean } = unitAnchors(anchors, "test");
      const z = fitRelative(anchors, { projection: "basis" }).apply(x);
      return distance(matmul(z, unit), unitRows(mapColumns(x, (v, j) => v - mean[j]!)));
    };
    assert.ok(back(9) < 1e-11 && back(4) > 1e-2);
    assert.ok(rowNorms(fitRelative(normal(9, 5, seed), { projection: "basis" }).apply(x)).every((n) => n > 0));
  }
});

for (const [i, c] of golden.cases.entries()) {
  forEachEngine(`NumPy golden ${i}: angular, Euclidean, L1 and basis projections`, () => {
    for (const projection of KINDS) {
      const z = fitRelative(Matrix.from(c.source), { projection }).apply(Matrix.from(c.samples));
      close(z.data, c.projections[projection].flat(), 1e-8, projection);
    }
  });
}

Deno.test("halves of every projection survive the disk, and only invertible ones are composed", async () => {
  const path = await Deno.makeTempFile(), anchors = normal(9, 5, "a"), x = normal(4, 5, "x");
  for (const projection of [...KINDS, "cosine", "whitened"] as const) {
    const half = fitRelative(anchors, { projection });
    await saveHalf(path, half);
    const loaded = await loadRelative(path);
    assert.equal(loaded.projection, projection);
    assert.deepEqual(loaded.apply(x).data, half.apply(x).data);
    assert.deepEqual(loaded.diagnostics, half.diagnostics);
    assert.ok(Object.isFrozen(loaded) && Object.isFrozen(half));
    for (const decode of [fitInverse(anchors), fitInverse(anchors, { projection: "whitened" })]) {
      if (decode.projection === projection) assert.equal(compose(loaded, decode).apply(x).rows, 4);
      else assert.throws(() => compose(loaded, decode), new RegExp(`one relative space: ${projection} against`));
    }
  }
  await Deno.remove(path);
});

Deno.test("bad input to a distance projection: one sentence each", () => {
  const half = fitRelative(normal(5, 3, 1), { projection: "l1" });
  assert.throws(() => half.apply(normal(2, 4, 1)), /project as the samples must have 3 columns: the shape is 2 × 4/);
  assert.throws(
    () => half.apply(Matrix.from([[0, NaN, 0]])),
    /project as the samples must be finite: row 0, column 1 is NaN/,
  );
});
