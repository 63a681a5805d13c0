/** ReLU and its gradient, four entries at a time. */
import assert from "node:assert/strict";
import { relu, reluBack } from "../lib/nn/rectify.ts";
import { rng } from "../lib/base/random.ts";

const SPECIAL = [-0, 0, NaN, Infinity, -Infinity, 1e-45, -1e-45, 3.4e38, -3.4e38];

function inputs(count: number, seed: string): Float32Array<ArrayBuffer> {
  const draw = rng(`${seed} ${count}`);
  return Float32Array.from({ length: count }, (_, i) => i < SPECIAL.length ? SPECIAL[i]! : draw.normal());
}

for (const count of [0, 1, 5, 4096, 8191, 8192, 8193, 20_003]) {
  Deno.test(`ReLU and its gradient are what their definitions say: ${count} entries`, () => {
    const x = inputs(count, "x"), dy = inputs(count, "dy").reverse(), before = x.slice();
    const y = new Float32Array(count), back = new Float32Array(count);
    relu(x, y);
    assert.deepEqual(x, before);
    assert.deepEqual(Array.from(y), Array.from(x, (value) => Number.isNaN(value) ? NaN : Math.max(value, 0)));
    reluBack(y, dy, back);
    assert.deepEqual(Array.from(back), Array.from(dy, (value, i) => y[i]! > 0 ? value : 0));
    relu(x, x);
    assert.deepEqual(x, y);
    reluBack(y, dy, dy);
    assert.deepEqual(dy, back);
    if (count > 100) assert.ok(y.some((v) => v === 0) && y.some((v) => v > 0) && back.some((v) => v !== 0));
  });
}
