/**
 * Rescaling to a norm: the operation of the rescale injection (section 4.2).
 *
 * @module
 */
import { finite, oneOf } from "../base/check.ts";
import { type Floats, Matrix } from "../linalg/matrix.ts";

/** What α counts: the norm itself (Figure 2), or multiples of the mean norm of the vectors at hand (Figure 4). */
export type AlphaUnit = "norm" | "mean";
const UNITS: readonly AlphaUnit[] = ["norm", "mean"];

/** Rescaled vectors. */
export interface Rescaled {
  /** As many rows and columns as went in, or what the rest of a model made of them. */
  readonly values: Matrix;
  /** Vectors of norm zero: they have no direction and stay zero. */
  readonly zeroRows: number;
  /** Mean norm before rescaling, over the vectors that are not zero; 0 if all are. */
  readonly meanNorm: number;
}

/** Options of a rescaling. */
export interface RescaleOptions {
  /** Default "norm". */
  readonly unit?: AlphaUnit;
}

/**
 * Divides every row by its Euclidean norm and multiplies it by α; a negative α also flips it (n × d → n × d).
 *
 * A zero row stays zero and is counted. Numerical weakness: the direction of a row at rounding noise is noise too.
 *
 * @throws {RangeError} If α is zero, NaN or infinite, the unit is unknown, or an entry is not finite.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { rescaleRows } from "anchorage/nn";
 * const { values, zeroRows } = rescaleRows(Matrix.from([[3, 4], [0, 0]]), 10);
 * console.log(values.row(0).join(), zeroRows); // 6,8 1
 * ```
 */
export function rescaleRows(x: Matrix, alpha: number, options: RescaleOptions = {}): Rescaled {
  const data = finite(x, "x", "rescale").data.slice();
  const found = rescaleInPlace(data, x.cols, alpha, options);
  return Object.freeze({ values: new Matrix(x.rows, x.cols, data), ...found });
}

/** Rescales consecutive vectors of `width` entries in place. */
export function rescaleInPlace(
  data: Floats,
  width: number,
  alpha: number,
  options: RescaleOptions = {},
): Omit<Rescaled, "values"> {
  const factor = checkedAlpha(alpha);
  const unit = oneOf(options.unit ?? "norm", UNITS, "the unit of alpha", "rescale");
  const count = data.length / width;
  const norms = Float64Array.from({ length: count }, (_, i) => norm(data, i * width, width));
  const zeroRows = norms.reduce((n, v) => n + Number(v === 0), 0);
  const meanNorm = zeroRows === count ? 0 : norms.reduce((a, b) => a + b, 0) / (count - zeroRows);
  const to = unit === "mean" ? factor * meanNorm : factor;
  for (let i = 0, p = 0; i < count; i++) {
    const gain = norms[i] === 0 ? 0 : to / norms[i]!;
    for (let j = 0; j < width; j++, p++) data[p]! *= gain;
  }
  return { zeroRows, meanNorm };
}

/** Returns α if it is finite and not zero. @throws {RangeError} Otherwise. */
export function checkedAlpha(alpha: number): number {
  if (Number.isFinite(alpha) && alpha !== 0) return alpha;
  throw new RangeError(`Cannot rescale as alpha must be a finite number other than 0: it is ${alpha}`);
}

function norm(data: Floats, start: number, width: number): number {
  let sum = 0;
  for (let p = start; p < start + width; p++) sum += data[p]! * data[p]!;
  return Math.sqrt(sum);
}
