/** Ridge probes: what they must see, and what they must not. */
import assert from "node:assert/strict";
import { ridgeProbe } from "../lib/head/probe.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { polar } from "../lib/linalg/polar.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

const labels = Int32Array.from({ length: 240 }, (_, i) => i % 3);
const x = mapColumns(normal(240, 8, 1), (v, j, i) => v + (i % 3 === j ? 3 : 0));
const options = { classes: 3, seed: 4, train: 150, test: 90 } as const;

forEachEngine("a probe finds classes, ignores rotation, scale and shift, and is at chance on shuffled labels", () => {
  const found = ridgeProbe(x, labels, options);
  assert.ok(found.mean > .9 && found.sd < .1 && found.accuracies.length === 10, JSON.stringify(found));
  const moved = mapColumns(matmul(x, polar(normal(8, 8, 2))), (v) => 7 * v + 5);
  close(ridgeProbe(moved, labels, options).accuracies, found.accuracies, 1e-12);
  const shuffled = labels.map((_, i) => labels[(i * 7) % 240 + (i % 2)]! % 3),
    chance = ridgeProbe(normal(240, 8, 3), shuffled, options);
  assert.ok(Math.abs(chance.mean - 1 / 3) < .1, String(chance.mean));
});

Deno.test("the same seed draws the same splits; more rows than dimensions or fewer make no difference in kind", () => {
  assert.deepEqual(ridgeProbe(x, labels, options), ridgeProbe(x, labels, options));
  assert.notDeepEqual(
    ridgeProbe(x, labels, { ...options, seed: 5 }).accuracies,
    ridgeProbe(x, labels, options).accuracies,
  );
  const wide = new Matrix(
    240,
    400,
    Float64Array.from({ length: 240 * 400 }, (_, p) => p % 400 < 8 ? x.at(Math.floor(p / 400), p % 400) : 0),
  );
  close([ridgeProbe(wide, labels, { ...options, lambda: 50 }).mean], [ridgeProbe(x, labels, options).mean], .02);
});

Deno.test("a probe refuses what it cannot be made of", () => {
  assert.throws(() => ridgeProbe(x, labels, { ...options, train: 200 }), /must have 290 rows to draw from: it has 240/);
  assert.throws(
    () => ridgeProbe(x, labels, { ...options, classes: 2 }),
    /every label must be an integer in \[0, 1\]: it is 2/,
  );
  assert.throws(() => ridgeProbe(x, labels, { ...options, lambda: 0 }), /lambda must be a finite number of at least/);
  const hole = mapColumns(x, (v, j, i) => i === 2 && j === 1 ? NaN : v);
  assert.throws(() => ridgeProbe(hole, labels, options), /x must be finite: row 2, column 1 is NaN/);
});
