/**
 * The polar factor of a map, without the directions that the anchors hardly vary in.
 *
 * @module
 */
import { oneOf } from "../base/check.ts";
import { matmul, scaleRows } from "../linalg/linalg.ts";
import { Matrix, sliceRows } from "../linalg/matrix.ts";
import { polar } from "../linalg/polar.ts";
import type { Factored } from "../linalg/factored.ts";

/**
 * - "drop" (default): directions in which either side's anchors hardly vary map to zero; a partial isometry.
 * - "complete": orthogonal throughout, by the directions nearest to the identity there. A dead column of the target then
 *   receives noise of full size.
 */
export type NullSpace = "drop" | "complete";

/**
 * Directions with at most this share of the largest variance are dropped: well above rounding, float32's included, so
 * that columns which are nearly dead do not come back at full size.
 */
const SPAN = 1e-5;

/**
 * The polar factor of a map (d_x × d_y). A cross-covariance shows by itself which directions hardly vary; a map that
 * inverts a spectrum does not, and is first restricted to the spans of both sides' anchors.
 *
 * @throws {RangeError} If `nullSpace` is unknown.
 */
export function isometry(map: Matrix, nullSpace: NullSpace = "drop", sides: readonly Factored[] = []): Matrix {
  oneOf(nullSpace, ["drop", "complete"], "nullSpace", "fit an orthogonal map");
  if (nullSpace === "complete") return polar(map);
  const [x, y] = sides.map(span);
  if (!x || !y) return polar(map, { rcond: SPAN });
  const within = polar(matmul(matmul(x, map), y, { transB: true }), { rcond: SPAN });
  return matmul(matmul(x, within, { transA: true }), y);
}

/** Orthonormal directions of the rows, those of at most `SPAN` of the largest variance left out: r × d. */
function span(side: Factored): Matrix {
  const { squares, left, dual } = side.spectrum(), first = squares.findIndex((v) => v > SPAN * squares.at(-1)!);
  const span = sliceRows(left, first, left.rows); // on the dual side Uᵀ · A, whose rows have the norms s
  return dual ? scaleRows(span, squares.subarray(first).map((v) => 1 / Math.sqrt(v))) : span;
}
