/** Small spaces of one hidden latent space, seen through different maps, with heads of their own. */
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { fitHead } from "../lib/head/head.ts";
import { rng } from "../lib/base/random.ts";
import { space } from "../lib/space/space.ts";
import { normal } from "./helpers.ts";

const CLASSES = 3, TRAIN = 120, TEST = 60;

/** An orthogonal matrix. */
export function rotation(d: number, seed: string): Matrix {
  const q = normal(d, d, seed);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < i; j++) subtract(q.row(i), q.row(j), dot(q.row(i), q.row(j)));
    const norm = Math.sqrt(dot(q.row(i), q.row(i)));
    for (let c = 0; c < d; c++) q.row(i)[c]! /= norm;
  }
  return q;
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from({ length: a.length }, (_, i) => a[i]! * b[i]!).reduce((x, y) => x + y, 0);

function subtract(a: Float64Array | Float32Array, b: ArrayLike<number>, factor: number): void {
  for (let i = 0; i < a.length; i++) a[i]! -= factor * b[i]!;
}

/** Items of three classes around three centres, through a map (6 × d), times a scale. */
export function toySpace(
  name: string,
  map: Matrix,
  { scale = 1, origin = "supervised" as const }: { scale?: number; origin?: "supervised" | "fixed" } = {},
): LoadedSpace {
  const draw = rng("toy"), n = TRAIN + TEST;
  const labels = Int32Array.from({ length: n }, (_, i) => i % CLASSES);
  const centers = normal(CLASSES, map.rows, "centres");
  const latent = Float64Array.from(
    { length: n * map.rows },
    (_, p) => 2 * centers.at(labels[Math.floor(p / map.rows)]!, p % map.rows) + 0.5 * draw.normal(),
  );
  const vectors = matmul(new Matrix(n, map.rows, latent), map, { alpha: scale });
  const ids = Array.from({ length: n }, (_, i) => `item ${i}`);
  const all = space({ name, ids, vectors, labels });
  const part = (from: number, to: number) => ({ ...all.at(ids.slice(from, to)), labels: labels.slice(from, to) });
  const train = part(0, TRAIN), test = part(TRAIN, n);
  const head = fitHead(train.vectors, train.labels, { classes: CLASSES, seed: 0 });
  const encoder = { name, kind: "text" as const, dim: map.cols, origin, about: "A toy." };
  return Object.freeze({ ...train, test, classes: ["a", "b", "c"], encoder, head });
}
