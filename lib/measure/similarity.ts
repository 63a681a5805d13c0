/**
 * How well translated rows match their targets: cosine similarity row by row, and accuracy of predicted labels.
 *
 * @module
 */
import { columns, finite, parallelRows, sameLength } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";

/** What is subtracted from both sides first. */
export interface CosineSimilarityOptions {
  /** d entries, usually the mean of the target anchors; absent: raw cosines, which have a high floor off the origin. */
  readonly center?: ArrayLike<number>;
}

/** Cosines of parallel rows. */
export interface CosineSimilarity {
  /** Mean over all rows, in [-1, 1]. */
  readonly mean: number;
  /** n cosines; 0 where a side has zero norm. */
  readonly perRow: Float64Array<ArrayBuffer>;
  /** Number of rows in which a side has zero norm. */
  readonly zeroRows: number;
}

/**
 * Cosine between row i of `a` and row i of `b` (both n × d), after subtracting `center` from both.
 *
 * Numerical weakness: a row that equals the centre but for rounding has a direction made of noise.
 *
 * @throws {TypeError} If the shapes differ, there is no row, or the centre has not d entries.
 * @throws {RangeError} If an entry is not finite.
 * @example
 * ```ts
 * import { cosineSimilarity, Matrix } from "anchorage";
 * const a = Matrix.from([[2, 1], [1, 3]]), b = Matrix.from([[5, 1], [1, 2]]);
 * console.log(cosineSimilarity(a, b, { center: [1, 1] }).mean); // 1
 * ```
 */
export function cosineSimilarity(a: Matrix, b: Matrix, options: CosineSimilarityOptions = {}): CosineSimilarity {
  const action = "measure similarity";
  parallelRows(a, b, action);
  columns(b, a.cols, "the second side", action);
  if (a.rows === 0) throw new TypeError(`Cannot ${action} as there must be at least one row: there is none`);
  finite(a, "the first side", action);
  finite(b, "the second side", action);
  const center = sameLength(options.center ?? new Float64Array(a.cols), a.cols, "the centre", action);
  for (let j = 0; j < a.cols; j++) {
    if (!Number.isFinite(center[j])) {
      throw new RangeError(`Cannot ${action} as the centre must be finite: entry ${j} is ${center[j]}`);
    }
  }
  const perRow = new Float64Array(a.rows);
  let sum = 0, zeroRows = 0;
  for (let i = 0; i < a.rows; i++) {
    const value = cosine(a, b, i, center);
    if (value === undefined) zeroRows++;
    perRow[i] = value ?? 0;
    sum += perRow[i]!;
  }
  return Object.freeze({ mean: sum / a.rows, perRow, zeroRows });
}

/** Sums of squares in this range, and the products of two, lost nothing to overflow or underflow. */
const SAFE = { low: 1e-140, high: 1e140 } as const;

/** The cosine of row i of both sides seen from `center`, undefined if one is zero. */
function cosine(a: Matrix, b: Matrix, i: number, center: ArrayLike<number>): number | undefined {
  const { data: x, cols: d } = a, { data: y } = b, start = i * d;
  let xx = 0, yy = 0, xy = 0;
  for (let j = 0, p = start; j < d; j++, p++) {
    const c = center[j]!, u = x[p]! - c, v = y[p]! - c;
    xx += u * u;
    yy += v * v;
    xy += u * v;
  }
  const safe = Math.min(xx, yy) > SAFE.low && Math.max(xx, yy) < SAFE.high;
  if (!safe) return scaledCosine(a.row(i), b.row(i), center);
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}

/** The same for vectors whose squares overflow or vanish: each is divided by its largest entry first. */
function scaledCosine(x: ArrayLike<number>, y: ArrayLike<number>, center: ArrayLike<number>): number | undefined {
  const d = x.length;
  let largestX = 0, largestY = 0;
  for (let j = 0; j < d; j++) {
    largestX = Math.max(largestX, Math.abs(x[j]! - center[j]!));
    largestY = Math.max(largestY, Math.abs(y[j]! - center[j]!));
  }
  if (largestX === 0 || largestY === 0) return undefined;
  let xx = 0, yy = 0, xy = 0;
  for (let j = 0; j < d; j++) {
    const u = (x[j]! - center[j]!) / largestX, v = (y[j]! - center[j]!) / largestY;
    xx += u * u;
    yy += v * v;
    xy += u * v;
  }
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)));
}
