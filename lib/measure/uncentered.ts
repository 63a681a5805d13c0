/**
 * Second moments of two sides that need not be centred first: half the memory traffic of what `cross.ts` does.
 *
 * @module
 */
import { matmul } from "../linalg/linalg.ts";
import type { Matrix } from "../linalg/matrix.ts";

/** A column whose mean squared is more than this many times its variance loses digits when centred afterwards. */
const OFFSET = 100;

/** XᵀX, YᵀY and XᵀY of centred sides. */
interface Products {
  readonly xx: Matrix;
  readonly yy: Matrix;
  readonly xy: Matrix;
}

/**
 * Products of the centred sides without centred copies, XᵀY - n · x̄ · ȳᵀ, where that loses at most two digits: float64 of moderate size and
 * means not far above the deviations. Undefined elsewhere.
 */
export function uncenteredProducts(x: Matrix, y: Matrix): Products | undefined {
  const [p, q] = [columnSums(x), columnSums(y)], n = x.rows;
  if (p === undefined || q === undefined) return undefined;
  const product = (a: Matrix, b: Matrix, left: Float64Array, right: Float64Array): Matrix => {
    const c = matmul(a, b, { transA: true });
    for (let i = 0, at = 0; i < c.rows; i++) {
      const shift = left[i]! / n;
      for (let j = 0; j < c.cols; j++, at++) c.data[at] = c.data[at]! - shift * right[j]!;
    }
    return c;
  };
  return { xx: product(x, x, p, p), yy: product(y, y, q, q), xy: product(x, y, p, q) };
}

/** Sum of each column, or undefined if a product of this side could lose digits, overflow, or be all zero. */
function columnSums({ rows, cols, data, dtype }: Matrix): Float64Array | undefined {
  if (dtype !== "f64") return undefined;
  const sums = new Float64Array(cols), squares = new Float64Array(cols), whole = rows - rows % 4;
  for (let i = 0; i < whole; i += 4) {
    let p = i * cols, q = p + cols, r = q + cols, s = r + cols;
    for (let j = 0; j < cols; j++) {
      const a = data[p++]!, b = data[q++]!, c = data[r++]!, d = data[s++]!;
      sums[j] = sums[j]! + (a + b + (c + d));
      squares[j] = squares[j]! + (a * a + b * b + (c * c + d * d));
    }
  }
  for (let i = whole, p = i * cols; i < rows; i++) {
    for (let j = 0; j < cols; j++, p++) {
      sums[j] = sums[j]! + data[p]!;
      squares[j] = squares[j]! + data[p]! * data[p]!;
    }
  }
  const fits = squares.every((square, j) => {
    const centered = square - sums[j]! ** 2 / rows;
    return square === 0 || (square > 1e-100 && square < 1e100 && centered * (OFFSET + 1) > square);
  });
  return fits && squares.some((square) => square > 0) ? sums : undefined;
}
