/** What every test shares: the engines of this machine, tolerances by precision, seeded matrices. */
import assert from "node:assert/strict";
import { blasEngine } from "../lib/linalg/engine/blas.ts";
import type { Engine } from "../lib/linalg/engine/engine.ts";
import { portableEngine } from "../lib/linalg/engine/portable.ts";
import { nativeEngine as knownEngine, withEngine } from "../lib/linalg/engine/select.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { rng } from "../lib/base/random.ts";

/** The native engine of this machine, if there is one. */
export function nativeEngine(): Engine | undefined {
  const forced = Deno.env.get("ANCHORAGE_BLAS");
  return forced ? blasEngine(forced) : knownEngine();
}

const native = nativeEngine();
if (native === undefined) console.error("no native BLAS here: engine tests run on the portable engine only");

/** Registers the same test body once for every engine of this machine; the body is synchronous. */
export function forEachEngine(name: string, body: () => void): void {
  for (const engine of native ? [native, portableEngine()] : [portableEngine()]) {
    Deno.test(`${name} [${engine.info.engine}]`, () => withEngine(engine, body));
  }
}

/** Asserts |actual - expected| ≤ tol · max(1, largest |expected|), entry by entry. */
export function close(actual: ArrayLike<number>, expected: ArrayLike<number>, tol: number, what = "values"): void {
  assert.equal(actual.length, expected.length, `${what}: lengths differ`);
  let scale = 1;
  for (let i = 0; i < expected.length; i++) scale = Math.max(scale, Math.abs(expected[i]!));
  for (let i = 0; i < actual.length; i++) {
    const gap = Math.abs(actual[i]! - expected[i]!);
    assert.ok(gap <= tol * scale, `${what}: entry ${i} is ${actual[i]}, not ${expected[i]} (off by ${gap})`);
  }
}

/** The largest relative difference ‖a - b‖ / ‖b‖ (Frobenius). */
export function distance(a: Matrix, b: Matrix): number {
  let over = 0, under = 0;
  for (let i = 0; i < b.data.length; i++) {
    over += (a.data[i]! - b.data[i]!) ** 2;
    under += b.data[i]! ** 2;
  }
  return Math.sqrt(over / Math.max(under, Number.MIN_VALUE));
}

/** A seeded matrix of standard normals. */
export function normal(rows: number, cols: number, seed: number | string): Matrix {
  const draw = rng(seed);
  return new Matrix(rows, cols, Float64Array.from({ length: rows * cols }, () => draw.normal()));
}

/** The file URL of a path in the project. */
export function toFileUrl(path: string): string {
  return new URL(`../${path}`, import.meta.url).href;
}
