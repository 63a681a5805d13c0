/**
 * One GEMM for a whole map: centre, multiply, bring each row to its norm, shift. Every linear translation of this
 * library is applied here.
 *
 * @module
 */
import { blockNorms, centerRows, shiftRows, vectorLike } from "./blocks.ts";
import { columns, finite } from "../base/check.ts";
import { engine } from "./engine/select.ts";
import { asDtype, type Floats, floats, Matrix } from "./matrix.ts";

/**
 * What a mapped row's norm is (method, step 4), for a sample x with centred image v:
 * - "mean": unit-normalised, then times the target anchors' mean norm; the sample's own norm is lost by design.
 * - "carry": the same, times the sample's norm relative to the source anchors' mean norm.
 * - "raw": not unit-normalised: the image of the *unit* sample, times the target anchors' mean norm.
 * - "unit": as "mean", and the row, with the target's mean added, then has norm 1: for an index of unit vectors that is
 *   searched by inner products.
 */
export type Norm = "mean" | "carry" | "raw" | "unit";
/** The four, for checks. */
export const NORMS: readonly Norm[] = Object.freeze(["mean", "carry", "raw", "unit"]);

/** y = f · ((x - before) · weights) + after, with f a number for each row; with `unit` y is then divided by its norm. */
export interface AffineMap {
  /** Taken off the samples: d_x entries. */
  readonly before: Float64Array<ArrayBuffer>;
  /** d_x × d_y. */
  readonly weights: Matrix;
  /** Added to the images: d_y entries. */
  readonly after: Float64Array<ArrayBuffer>;
  /** How f is chosen; with "none" it is the target norm for every row. */
  readonly norm: Exclude<Norm, "unit"> | "none";
  /** Whether every mapped row ends with norm 1. */
  readonly unit: boolean;
  /** Mean norm of the centred source anchors ("carry"). */
  readonly sourceNorm: number;
  /** Mean norm of the centred target anchors. */
  readonly targetNorm: number;
}

/** Rows handled at a time: enough for the product's own blocking, and no second n × d copy is made. */
const BLOCK = 4096;

/**
 * Applies a map to samples (n × d_x → n × d_y, in the samples' precision). A sample at the anchors' mean maps to the
 * target anchors' mean.
 *
 * @throws {TypeError} If the samples have another number of columns.
 * @throws {RangeError} If a sample is not finite.
 */
export function applyMap(affine: AffineMap, samples: Matrix): Matrix {
  const x = columns(samples, affine.weights.rows, "the samples", "translate");
  const weights = asDtype(affine.weights, x.dtype), dy = weights.cols;
  const after = vectorLike(x, affine.after);
  const out = floats(x.rows * dy, x.dtype), block = floats(Math.min(BLOCK, x.rows) * x.cols, x.dtype);
  const call = { n: dy, k: x.cols, lda: x.cols, ldb: dy, ldc: dy, transA: false, transB: false, beta: 0 };
  const alpha = affine.norm === "none" ? affine.targetNorm : 1;
  for (let from = 0; from < x.rows; from += BLOCK) {
    const m = Math.min(BLOCK, x.rows - from), c = out.subarray(from * dy, (from + m) * dy);
    const a = centerRows(x, from, m, affine.before, block), norms = blockNorms(a, x.cols);
    if (!norms.every(Number.isFinite)) finite(samples, "the samples", "translate");
    engine().gemm({ ...call, m, a, b: weights.data, c, alpha });
    if (affine.norm !== "none") engine().scaleRows(c, dy, rowFactors(affine, norms, c));
    shiftRows(c, after);
    if (affine.unit) engine().scaleRows(c, dy, blockNorms(c, dy).map((n) => n > 0 ? 1 / n : 0));
  }
  return new Matrix(x.rows, dy, out);
}

/** What each row of a product is multiplied by, from the centred samples' norms; 0 for a row without direction. */
function rowFactors(affine: AffineMap, norms: Float64Array<ArrayBuffer>, c: Floats): Float64Array<ArrayBuffer> {
  const { norm, sourceNorm, targetNorm } = affine;
  const over = (f: number): number => f > 0 ? targetNorm / f : 0;
  if (norm === "raw") return norms.map(over);
  const factors = blockNorms(c, affine.weights.cols).map(over);
  return norm === "carry" ? factors.map((f, i) => f * norms[i]! / sourceNorm) : factors;
}

/** A map between centred unit rows, d_x × d_y, as an affine map between the spaces. */
export function unitMap(x: Center, y: Center, weights: Matrix, norm: Norm): AffineMap {
  const unit = norm === "unit", kept = norm === "unit" ? "mean" : norm;
  const norms = { norm: kept, unit, sourceNorm: x.meanNorm, targetNorm: y.meanNorm };
  return Object.freeze({ before: x.mean, weights, after: y.mean, ...norms });
}

/** Where a space is centred, and its scale. */
export interface Center {
  readonly mean: Float64Array<ArrayBuffer>;
  /** Mean norm of the centred anchors. */
  readonly meanNorm: number;
}
