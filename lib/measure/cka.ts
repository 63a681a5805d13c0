/**
 * Centred kernel alignment with the linear kernel (Kornblith et al. 2019).
 *
 * @module
 */
import type { Matrix } from "../linalg/matrix.ts";
import { crossProducts, squaredNorm } from "./cross.ts";

/** Which estimate of the alignment. */
export interface CkaOptions {
  /** Take out the bias that grows with d / n (Székely and Rizzo's U-centring); default false. */
  readonly debiased?: boolean;
}

/**
 * Linear CKA of two parallel spaces X (n × d_x) and Y (n × d_y), n ≥ 2: ‖XᵀY‖² / (‖XᵀX‖ ‖YᵀY‖), both centred.
 * In [0, 1]; unchanged by rotations, isotropic scale and shifts of either side, not by a general linear map.
 * `debiased` (n ≥ 4) replaces each ‖AᵀB‖² by its unbiased estimate and may fall slightly below 0.
 *
 * Works on d × d products, never n × n: cost n · d², memory d². Numerical weakness: the plain estimate is near 1 for
 * any two spaces with d ≥ n; the few directions of largest variance decide it.
 *
 * @throws {TypeError} If the row counts differ or there are too few rows.
 * @throws {RangeError} If an entry is not finite, all rows of a side are equal, or the debiased estimate is undefined.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { cka } from "anchorage/measure";
 * const x = Matrix.from([[0, 0], [1, 0], [0, 2]]), turned = Matrix.from([[0, 0], [0, 3], [6, 0]]);
 * console.log(cka(x, turned).toFixed(6)); // 1.000000
 * ```
 */
export function cka(x: Matrix, y: Matrix, options: CkaOptions = {}): number {
  const action = "measure CKA", { debiased = false } = options;
  const { n, xx, yy, xy, quartic } = crossProducts(x, y, action, { low: debiased ? 4 : 2, quartic: debiased });
  const [traceX, traceY] = [trace(xx), trace(yy)];
  const alignment = (product: Matrix, rows: number, traces: number): number =>
    debiased
      ? squaredNorm(product.data) - n / (n - 2) * rows + traces / ((n - 1) * (n - 2))
      : squaredNorm(product.data);
  const selfX = alignment(xx, quartic.xx, traceX * traceX), selfY = alignment(yy, quartic.yy, traceY * traceY);
  // Rounding leaves about n · 2⁻⁵² of the terms that cancel: points at equal distances have no debiased alignment.
  for (const [self, rows, what] of [[selfX, quartic.xx, "first"], [selfY, quartic.yy, "second"]] as const) {
    if (self > n * Number.EPSILON * rows) continue;
    throw new RangeError(
      `Cannot ${action} without bias as both sides must have structure beyond their row norms: the ${what} side has none`,
    );
  }
  // One root at a time, as the product of both overflows; above 1 is rounding alone.
  return Math.min(1, alignment(xy, quartic.xy, traceX * traceY) / Math.sqrt(selfX) / Math.sqrt(selfY));
}

function trace(a: Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.rows; i++) sum += a.at(i, i);
  return sum;
}
