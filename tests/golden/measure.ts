/** What the tests of the measures share: the values of measure.py, seeded lists, and how refusals are asserted. */
import assert from "node:assert/strict";
import { Matrix } from "../../lib/linalg/matrix.ts";
import { normal } from "../helpers.ts";

/** One list and its statistics. */
export interface ListGolden {
  values: number[];
  mean: number;
  sd: number;
  skew: number;
  kurtosis: number;
  ks: number;
  bandwidth: number;
  quantiles: [number, number][];
  density: [number, number, number][];
}

export const golden = JSON.parse(Deno.readTextFileSync(new URL("measure/measure.json", import.meta.url)));
/** Parallel spaces: x and z 60 × 8, y 60 × 6. */
export const [x, y, z] = [golden.x, golden.y, golden.z].map((rows) => Matrix.from(rows)) as [Matrix, Matrix, Matrix];

export const SEEDS = [1, 2, 3, 4, 5];

/** n seeded standard normals. */
export function draws(n: number, seed: number | string): Float64Array {
  return Float64Array.from(normal(1, n, seed).data);
}

/** Asserts that each body throws its kind of error with the message `${action} as ${reason}`. */
export function refuses(action: string, cases: [() => unknown, ErrorConstructor, string][]): void {
  for (const [body, type, reason] of cases) {
    assert.throws(body, { name: type.name, message: `${action} as ${reason}` });
  }
}
