/**
 * One GEMM for a whole map: centre, multiply, bring each row to its norm, shift. Every linear translation of this
 * library is applied here.
 *
 * @module
 */
import { columns, finite } from "./check.ts";
import { engine } from "./compute/select.ts";
import { asDtype, type Floats, floats, Matrix } from "./matrix.ts";

/**
 * What a mapped row's norm is (method, step 4), for a sample x with centred image v:
 * - "mean": unit-normalised, then times the target anchors' mean norm; the sample's own norm is lost by design.
 * - "carry": the same, times the sample's norm relative to the source anchors' mean norm.
 * - "raw": not unit-normalised: the image of the *unit* sample, times the target anchors' mean norm.
 */
export type Norm = "mean" | "carry" | "raw";
/** The three, for checks. */
export const NORMS: readonly Norm[] = Object.freeze(["mean", "carry", "raw"]);

/** y = f · ((x - before) · weights) + after, with f a number for each row. */
export interface Fold {
  /** Taken off the samples: d_x entries. */
  readonly before: Float64Array<ArrayBuffer>;
  /** d_x × d_y. */
  readonly weights: Matrix;
  /** Added to the images: d_y entries. */
  readonly after: Float64Array<ArrayBuffer>;
  /** How f is chosen; with "none" it is the target norm for every row. */
  readonly norm: Norm | "none";
  /** Mean norm of the centred source anchors ("carry"). */
  readonly sourceNorm: number;
  /** Mean norm of the centred target anchors. */
  readonly targetNorm: number;
}

/** Rows handled at a time: the centred block stays in cache and no second n × d copy is made. */
const BLOCK = 1024;

/**
 * Applies a fold to samples (n × d_x → n × d_y, in the samples' precision). A sample at the anchors' mean maps to the
 * target anchors' mean.
 *
 * @throws {TypeError} If the samples have another number of columns.
 * @throws {RangeError} If a sample is not finite.
 */
export function applyFold(fold: Fold, samples: Matrix): Matrix {
  const x = finite(columns(samples, fold.weights.rows, "the samples", "translate"), "the samples", "translate");
  const weights = asDtype(fold.weights, x.dtype), dy = weights.cols;
  const out = floats(x.rows * dy, x.dtype);
  const block = floats(Math.min(BLOCK, x.rows) * x.cols, x.dtype);
  for (let from = 0; from < x.rows; from += BLOCK) {
    const m = Math.min(BLOCK, x.rows - from);
    const norms = centreBlock(x, from, m, fold.before, block);
    const c = out.subarray(from * dy, (from + m) * dy);
    const shapes = { m, n: dy, k: x.cols, lda: x.cols, ldb: dy, ldc: dy };
    engine().gemm({ ...shapes, a: block, transA: false, b: weights.data, transB: false, c, alpha: 1, beta: 0 });
    finishBlock(c, m, norms, fold);
  }
  return new Matrix(x.rows, dy, out);
}

/** Centres rows [from, from + m) into `out`; returns their norms. */
function centreBlock(x: Matrix, from: number, m: number, mean: Float64Array, out: Floats): Float64Array {
  const { data, cols } = x, norms = new Float64Array(m);
  for (let i = 0, p = 0, q = from * cols; i < m; i++) {
    let sum = 0;
    for (let j = 0; j < cols; j++, p++, q++) {
      const v = data[q]! - mean[j]!;
      out[p] = v;
      sum += v * v;
    }
    norms[i] = Math.sqrt(sum);
  }
  return norms;
}

/** Brings each row of a product to its norm and adds the target's mean, in place. */
function finishBlock(c: Floats, m: number, norms: Float64Array, fold: Fold): void {
  const { after } = fold, cols = after.length;
  for (let i = 0, p = 0; i < m; i++) {
    const f = rowFactor(c, p, cols, norms[i]!, fold);
    for (let j = 0; j < cols; j++, p++) c[p] = c[p]! * f + after[j]!;
  }
}

function rowFactor(c: Floats, p: number, cols: number, sampleNorm: number, fold: Fold): number {
  if (fold.norm === "none") return fold.targetNorm;
  if (fold.norm === "raw") return sampleNorm > 0 ? fold.targetNorm / sampleNorm : 0;
  let sum = 0;
  for (let q = p; q < p + cols; q++) sum += c[q]! * c[q]!;
  if (sum === 0) return 0;
  const carried = fold.norm === "carry" ? sampleNorm / fold.sourceNorm : 1;
  return carried * fold.targetNorm / Math.sqrt(sum);
}
