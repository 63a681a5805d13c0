/**
 * Scaling: statistics of the anchors, applied to samples, and back (step 1 and 4 of the method; section 4,
 * "Experimental setting").
 *
 * @module
 */
import { blockNorms, center, normsAbout } from "../linalg/blocks.ts";
import { anchorRows, columns, finite, oneOf, shaped } from "../base/check.ts";
import { average, columnMeans, mapColumns, unitRows } from "../linalg/rows.ts";
import { engine } from "../linalg/engine/select.ts";
import { asDtype, type Matrix } from "../linalg/matrix.ts";

/** How a space is scaled: centred; centred and divided by each column's deviation; centred and unit rows. */
export type ScalingKind = "center" | "standard" | "l2";

/** A fitted scaling; `inverse` undoes `apply`, but for "l2", which gives every row the anchors' mean norm. */
export interface Scaling {
  /** Which scaling it is. */
  readonly kind: ScalingKind;
  /** The anchors' mean, d entries. */
  readonly mean: Float64Array<ArrayBuffer>;
  /** What columns are divided by: the anchors' standard deviations for "standard", else ones. */
  readonly deviation: Float64Array<ArrayBuffer>;
  /** Mean Euclidean norm of the centred anchors. */
  readonly meanNorm: number;
  /** n × d → n × d. */
  apply(x: Matrix): Matrix;
  /** n × d → n × d. */
  inverse(x: Matrix): Matrix;
}

/** Columns whose deviation is at or below this share of their root mean square count as constant and keep scale 1. */
const CONSTANT_COLUMN = 1e-7;

/**
 * Fits a scaling on anchors (k × d, k ≥ 2).
 *
 * @param action What the scaling is for, in messages.
 * @throws {TypeError} If there are fewer than two rows.
 * @throws {RangeError} If an entry is not finite or all anchors are equal.
 * @example
 * ```ts
 * import { fitScaling, Matrix } from "anchorage";
 * const scaling = fitScaling(Matrix.from([[0, 0], [4, 2]]), "center");
 * console.log(scaling.apply(Matrix.from([[5, 2]])).at(0, 0)); // 3
 * ```
 */
export function fitScaling(anchors: Matrix, kind: ScalingKind, action = "fit a scaling"): Scaling {
  oneOf(kind, ["center", "standard", "l2"], "the scaling", action);
  const { mean, norms } = centeredNorms(anchors, action);
  const deviation = kind === "standard" ? deviations(anchors, mean) : new Float64Array(anchors.cols).fill(1);
  const meanNorm = average(norms);
  const check = (x: Matrix): Matrix => finite(columns(x, mean.length, "the samples", "scale"), "the samples", "scale");
  return Object.freeze({
    kind,
    mean,
    deviation,
    meanNorm,
    apply: (x: Matrix) => {
      const centered = center(check(x), mean);
      if (kind === "standard") divideColumns(centered, deviation);
      return kind === "l2" ? unitRows(centered) : centered;
    },
    inverse: (x: Matrix) => {
      const factor = kind === "l2" ? meanNorm : 1;
      return mapColumns(check(x), (value, j) => value * factor * deviation[j]! + mean[j]!);
    },
  });
}

/** Anchors made ready for a relative projection: float64, centred by their mean, unit rows; and what was taken off. */
export interface UnitAnchors {
  /** k × d, every row of norm 1. */
  readonly unit: Matrix;
  /** Mean of the anchors, d entries. */
  readonly mean: Float64Array<ArrayBuffer>;
  /** Mean norm of the centred anchors. */
  readonly meanNorm: number;
}

/**
 * Step 1 of the method on anchors.
 *
 * @throws {RangeError} If a row has zero norm after centring (it would have no direction), or is not finite.
 */
export function unitAnchors(anchors: Matrix, action: string): UnitAnchors {
  const { mean, norms, tiny } = centeredNorms(anchors, action);
  const at = norms.findIndex((norm) => norm <= tiny);
  if (at >= 0) {
    throw new RangeError(`Cannot ${action} as every anchor must differ from their mean: row ${at} equals it`);
  }
  const unit = center(asDtype(anchors, "f64"), mean);
  engine().scaleRows(unit.data, unit.cols, norms.map((norm) => 1 / norm));
  return Object.freeze({ unit, mean, meanNorm: average(norms) });
}

interface CenteredNorms {
  readonly mean: Float64Array<ArrayBuffer>;
  /** Norms of the anchors minus their mean. */
  readonly norms: Float64Array<ArrayBuffer>;
  /** Rounding noise of a centred row: a norm at or below it counts as zero. */
  readonly tiny: number;
}

function centeredNorms(anchors: Matrix, action: string): CenteredNorms {
  const mean = columnMeans(shaped(anchors, "the anchors", action)), norms = normsAbout(anchors, mean);
  if (anchors.rows < 2 || !norms.every(Number.isFinite)) anchorRows(anchors, "the anchors", action);
  const tiny = 4 * anchors.cols * Number.EPSILON *
    blockNorms(anchors.data, anchors.cols).reduce((a, b) => Math.max(a, b));
  if (norms.every((norm) => norm <= tiny)) {
    throw new RangeError(`Cannot ${action} as the anchors must not all be equal: they have zero norm after centring`);
  }
  return { mean, norms, tiny };
}

function divideColumns(x: Matrix, by: Float64Array): void {
  const { rows, cols, data } = x;
  for (let i = 0, p = 0; i < rows; i++) for (let j = 0; j < cols; j++, p++) data[p] = data[p]! / by[j]!;
}

function deviations(x: Matrix, mean: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(x.cols);
  for (let i = 0, p = 0; i < x.rows; i++) for (let j = 0; j < x.cols; j++, p++) out[j]! += (x.data[p]! - mean[j]!) ** 2;
  return out.map((sum, j) => {
    const deviation = Math.sqrt(sum / x.rows), rms = Math.sqrt(sum / x.rows + mean[j]! ** 2);
    return deviation > CONSTANT_COLUMN * rms ? deviation : 1;
  });
}
