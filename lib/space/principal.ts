/**
 * Principal axes fitted on one set of rows and applied to any other of the same dimension.
 *
 * @module
 */
import { anchorRows, columns, integer } from "../base/check.ts";
import { center } from "../linalg/blocks.ts";
import { eigh, matmul } from "../linalg/linalg.ts";
import { asDtype, Matrix, transpose } from "../linalg/matrix.ts";
import { columnMeans } from "../linalg/rows.ts";
import { type Rows, vectorsOf } from "./space.ts";

/** How many axes. */
export interface PrincipalOptions {
  /** Number of axes in [1, d]; default 2, for a drawing. */
  readonly components?: number;
}

/** A fitted view. */
export interface Principal {
  /** Mean of the fitted rows, d entries. */
  readonly mean: Float64Array<ArrayBuffer>;
  /** d × components, orthonormal columns, widest first; the largest entry of each is positive. */
  readonly axes: Matrix;
  /** Share of the fitted rows' variance along each axis, in [0, 1], descending. */
  readonly explained: readonly number[];
  /** n × d → n × components: the rows minus the mean, in the axes. */
  apply(x: Matrix): Matrix;
}

/**
 * Principal axes of rows (n × d, n ≥ 2). To compare two spaces in one view, fit on one and apply to both: positions
 * then differ wherever the spaces do. A view of its own for each space would hide any rotation.
 *
 * Numerical weakness: the covariance squares the data, so axes with less than 1e-8 of the widest deviation are noise;
 * axes of equal variance are mixed.
 *
 * @throws {TypeError} If there are fewer than two rows, or `apply` is given another dimension.
 * @throws {RangeError} If an entry is not finite, all rows are equal, or `components` is not in [1, d].
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { fitPrincipal } from "anchorage/method";
 * const view = fitPrincipal(Matrix.from([[0, 0], [2, 2], [4, 4]]), { components: 1 });
 * console.log(view.explained[0]?.toFixed(3), view.apply(Matrix.from([[2, 2]])).at(0, 0)); // 1.000 0
 * ```
 */
export function fitPrincipal(rows: Rows, options: PrincipalOptions = {}): Principal {
  const action = "find principal axes";
  const x = asDtype(anchorRows(vectorsOf(rows), "the rows", action), "f64");
  const count = integer(options.components ?? 2, 1, x.cols, "the number of components", action);
  const mean = columnMeans(x), centered = center(x, mean);
  const { values, vectors } = eigh(matmul(centered, centered, { transA: true }));
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  if (total === 0) throw new RangeError(`Cannot ${action} as the rows must differ: all ${x.rows} are equal`);
  const order = Array.from({ length: count }, (_, i) => x.cols - 1 - i);
  const axes = transpose(Matrix.from(order.map((i) => upright(vectors.row(i)))));
  return Object.freeze({
    mean,
    axes,
    explained: Object.freeze(order.map((i) => Math.max(0, values[i]!) / total)),
    apply: (y: Matrix) => matmul(center(asDtype(columns(y, x.cols, "the rows", action), "f64"), mean), axes),
  });
}

/** The vector or its opposite: whichever has a positive largest entry. */
function upright(vector: ArrayLike<number>): number[] {
  const entries = Array.from(vector);
  const largest = entries.reduce((best, value) => Math.abs(value) > Math.abs(best) ? value : best, 0);
  return largest < 0 ? entries.map((value) => -value) : entries;
}
