/** Adam's update: float32, which goes through WebAssembly, against float64, which does not. */
import assert from "node:assert/strict";
import { adamRates, type AdamSlot, adamUpdate } from "../lib/nn/adam.ts";
import { residentMoments } from "../lib/nn/adamkernel.ts";
import { type Dtype, type Floats, floats } from "../lib/linalg/matrix.ts";
import { rng } from "../lib/base/random.ts";
import { close } from "./helpers.ts";

function slot(count: number, dtype: Dtype): AdamSlot {
  const draw = rng(count), weight = floats(count, dtype);
  for (let i = 0; i < count; i++) weight[i] = Math.fround(draw.normal());
  return { weight, out: weight, gradient: floats(count, dtype), m: floats(count, dtype), v: floats(count, dtype) };
}

function train(held: AdamSlot, steps: number, gradient: (i: number, step: number) => number): Floats {
  for (let step = 1; step <= steps; step++) {
    for (let i = 0; i < held.gradient.length; i++) held.gradient[i] = gradient(i, step);
    adamUpdate(held, step, adamRates(1e-2));
  }
  return held.weight;
}

const wave = (i: number, step: number): number => Math.fround(Math.sin(i * step) * 10 ** (i % 7 - 4));

for (const count of [0, 1, 3, 4, 8191, 8192, 8193, 20_001]) {
  Deno.test(`float32 weights go where float64 weights go: ${count} of them`, () => {
    const [single, double] = [slot(count, "f32"), slot(count, "f64")];
    close(train(single, 5, wave), train(double, 5, wave), 2e-6);
    close(single.m, double.m, 1e-6, "first moments");
    close(single.v, double.v, 1e-6, "second moments");
  });
}

for (const count of [2, 6, 8192, 20_001]) {
  Deno.test(`moments that live with the kernel change nothing: ${count} of them`, () => {
    const plain = slot(count, "f32"), resident = { ...slot(count, "f32"), ...residentMoments(count) };
    assert.deepEqual(train(resident, 4, wave), train(plain, 4, wave));
    assert.deepEqual([Array.from(resident.m), Array.from(resident.v)], [Array.from(plain.m), Array.from(plain.v)]);
    assert.ok(resident.m.some((value) => value !== 0));
  });
}

Deno.test("the same gradients give the same bits, and other rates other weights", () => {
  assert.deepEqual(train(slot(9000, "f32"), 3, wave), train(slot(9000, "f32"), 3, wave));
  const [slow, fast] = [slot(8, "f32"), slot(8, "f32")];
  for (const held of [slow, fast]) held.gradient.fill(1);
  adamUpdate(slow, 1, adamRates(1e-3));
  adamUpdate(fast, 1, adamRates(1e-1));
  assert.notDeepEqual(slow.weight, fast.weight);
});

Deno.test("new weights may go elsewhere; the old ones and the gradient stay", () => {
  const held = slot(10, "f32"), out = floats(10, "f32"), before = held.weight.slice();
  held.gradient.fill(2);
  adamUpdate({ ...held, out }, 1, adamRates(1e-3));
  assert.deepEqual(held.weight, before);
  assert.ok(held.gradient.every((value) => value === 2));
  close(out, before.map((w) => w - 1e-3), 1e-6);
});

Deno.test("moments decay until they do not matter, but not into denormals, and NaN stays visible", () => {
  const held = slot(4, "f32");
  held.m.fill(1e-29);
  held.v.fill(1e-29);
  train(held, 2000, (i) => i === 3 ? NaN : 0);
  for (const moment of [...held.m.subarray(0, 3), ...held.v.subarray(0, 3)]) {
    assert.ok(moment === 0 || moment > 2 ** -126 && moment < 1e-29, `${moment}`);
  }
  assert.ok(held.m[0]! < 1e-36);
  assert.ok(Number.isNaN(held.weight[3]!));
});
