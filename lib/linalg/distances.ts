/**
 * Relative projections that are distances to the anchors: not linear, so there is no matrix to fold or to invert.
 *
 * @module
 */
import { columns, finite } from "../base/check.ts";
import { matmul } from "./linalg.ts";
import { asDtype, Matrix } from "./matrix.ts";
import { mapColumns, unitRows } from "./rows.ts";

/**
 * - "angular": the angle to each anchor over π, in [0, 1], on centred unit rows.
 * - "euclidean", "l1": ‖x - a‖ of order 2 and 1 on centred rows, at least 0; they keep the scale.
 */
export type DistanceProjection = "angular" | "euclidean" | "l1";
/** The three, for checks. */
export const DISTANCES: readonly DistanceProjection[] = Object.freeze(["angular", "euclidean", "l1"]);

/**
 * Distances of samples (n × d) to anchor points (k × d, centred; unit rows for "angular"), n × k in the samples'
 * precision, after `mean` is taken off the samples.
 *
 * Numerical weakness: "angular" of a sample on an anchor, or opposite to it, is good to half the digits only (the arc
 * cosine is steep there). A sample at the mean has no direction: its angle is 1/2 to every anchor.
 *
 * @throws {TypeError} If the samples have another number of columns.
 * @throws {RangeError} If a sample is not finite.
 */
export function distancesTo(points: Matrix, mean: Float64Array, kind: DistanceProjection, samples: Matrix): Matrix {
  const action = "project", x = finite(columns(samples, points.cols, "the samples", action), "the samples", action);
  const centered = mapColumns(x, (value, j) => value - mean[j]!), anchors = asDtype(points, x.dtype);
  if (kind !== "angular") return pairwise(centered, anchors, kind === "l1" ? cityBlock : euclidean);
  const cosines = matmul(unitRows(centered), anchors, { transB: true });
  return mapColumns(cosines, (c) => Math.acos(Math.max(-1, Math.min(1, c))) / Math.PI);
}

type Distance = (a: ArrayLike<number>, b: ArrayLike<number>) => number;

/** Row by row rather than by expanding the square, which loses every digit of a sample near an anchor. */
function pairwise(x: Matrix, anchors: Matrix, distance: Distance): Matrix {
  const out = Matrix.zeros(x.rows, anchors.rows, x.dtype);
  const rows = Array.from({ length: anchors.rows }, (_, j) => anchors.row(j));
  for (let i = 0, p = 0; i < x.rows; i++) {
    const sample = x.row(i);
    for (const anchor of rows) out.data[p++] = distance(sample, anchor);
  }
  return out;
}

function euclidean(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += (a[j]! - b[j]!) ** 2;
  return Math.sqrt(sum);
}

function cityBlock(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0;
  for (let j = 0; j < a.length; j++) sum += Math.abs(a[j]! - b[j]!);
  return sum;
}
