/** A translation knows what it maps from and to: it refuses the wrong way round and names what it makes. */
import assert from "node:assert/strict";
import { compose, fitInverse, fitLinear, fitOrtho, fitRelative, fitWhitened, Matrix, space } from "anchorage";
import { fitIrp, selectTranslation } from "anchorage";
import { fitPartial } from "anchorage/method";
import { rowNorms } from "../lib/linalg/rows.ts";
import { close, distance, forEachEngine, normal } from "./helpers.ts";

const ids = Array.from({ length: 30 }, (_, i) => `item ${i}`), labels = Int32Array.from(ids, (_, i) => i % 2);
const named = (name: string, d: number, order = ids): ReturnType<typeof space> =>
  space({ name, ids: order, vectors: normal(30, d, name), labels });

const FITS = {
  irp: (x: Matrix, y: Matrix) => fitIrp(x, y, { norm: "unit" }),
  completed: (x: Matrix, y: Matrix) => fitIrp(x, y, { norm: "unit", completion: "per-subset" }),
  whitened: (x: Matrix, y: Matrix) => fitWhitened(x, y, { norm: "unit" }),
  partial: (x: Matrix, y: Matrix) => fitPartial(x, y, { norm: "unit" }),
  ridge: (x: Matrix, y: Matrix) => fitLinear(x, y, { lambda: 0.1, norm: "unit" }),
  ortho: (x: Matrix, y: Matrix) => fitOrtho(x, y, { norm: "unit", scaling: "l2" }),
} as const;

forEachEngine('norm "unit" gives rows of norm 1 in the direction of the plain map', () => {
  const x = normal(30, 6, "x"), y = normal(30, 8, "y"), samples = normal(12, 6, "s");
  for (const [name, fit] of Object.entries(FITS)) {
    for (const rows of [samples, new Matrix(12, 6, Float32Array.from(samples.data))]) {
      const made = fit(x, y).apply(rows);
      assert.ok(rowNorms(made).every((n) => Math.abs(n - 1) < (made.dtype === "f32" ? 1e-6 : 1e-14)), name);
    }
  }
  const plain = fitWhitened(x, y).apply(samples), unit = fitWhitened(x, y, { norm: "unit" }).apply(samples);
  const norms = rowNorms(plain);
  assert.ok(norms.some((n) => Math.abs(n - 1) > 0.01));
  close(unit.data, plain.data.map((v, p) => v / norms[Math.floor(p / 8)]!), 1e-12);
  const halves = compose(fitRelative(x), fitInverse(y, { norm: "unit" }));
  close(halves.apply(samples).data, fitIrp(x, y, { norm: "unit" }).apply(samples).data, 1e-10);
});

Deno.test("a translated space takes the target's name, and the rest of its own", () => {
  const x = named("mnist/a", 5), y = named("mnist/b", 7), map = fitWhitened(x, y);
  assert.deepEqual([map.source.name, map.source.dim, map.target.name, map.target.dim], ["mnist/a", 5, "mnist/b", 7]);
  assert.equal(map.source.anchors.hash, map.target.anchors.hash);
  const part = space({ ...x, name: "mnist/a test" }), made = map.apply(part);
  assert.deepEqual([made.name, made.ids, made.labels], ["mnist/b test", x.ids, x.labels]);
  assert.equal(map.apply(x).name, "mnist/b");
  assert.equal(fitWhitened(x.vectors, y.vectors).apply(x).name, "mnist/a, translated");
});

Deno.test("the wrong way round, twice, and another space are refused where there are names; bare rows are not", () => {
  const x = named("old", 6), y = named("new", 6), map = fitOrtho(x, y), refused = "Cannot translate the space ";
  const hint = " (rows of the source under another name: pass their vectors)";
  const wrong = (run: () => unknown, what: string): void =>
    assert.throws(run, { name: "TypeError", message: refused + what + hint });
  wrong(() => map.apply(y), '"new" as it must be of the source "old": it is of the target');
  wrong(() => map.apply(map.apply(x)), '"new" as it must be of the source "old": it is of the target');
  wrong(() => map.apply(named("newer", 6)), '"newer" as it must be of the source "old": it is another');
  assert.ok(distance(map.apply(y.vectors), map.apply(x).vectors) > 0.1);
  const own = fitOrtho(x, x);
  assert.equal(own.apply(own.apply(x)).name, "old");
});

Deno.test("ids on one side only, or in another order, are refused by fits and by halves", () => {
  const x = named("x", 6), y = named("y", 6), shuffled = y.at(ids.toReversed());
  for (const fit of [fitIrp, fitWhitened, fitOrtho, fitLinear, fitPartial]) {
    assert.throws(() => fit(x, shuffled.vectors), /must have the same anchors: hash [0-9a-f]{16} against no names$/);
    assert.throws(() => fit(x.vectors, shuffled), /must have the same anchors: no names against hash [0-9a-f]{16}$/);
    assert.throws(() => fit(x, shuffled), /must have the same anchors: hash [0-9a-f]{16} against hash [0-9a-f]{16}$/);
    fit(x.vectors, y.vectors);
  }
  assert.throws(() => compose(fitRelative(x), fitInverse(y.vectors)), /compose the halves .* against no names$/);
});

Deno.test("a selected map knows its ends as well", async () => {
  const x = named("x", 4), y = named("y", 5), map = await selectTranslation(x, y);
  assert.deepEqual([map.source.name, map.target.name, map.parameters.holdOut], ["x", "y", 0.25]);
  assert.throws(() => map.apply(y), /it is of the target/);
});

Deno.test("ids must be texts: a number is named with its row", () => {
  const message = 'Cannot make the space "x" as ids must be texts: row 1 has the number 7';
  const wrong = ["a", 7] as unknown as string[];
  assert.throws(() => space({ name: "x", ids: wrong, vectors: normal(2, 2, 1) }), { name: "TypeError", message });
});
