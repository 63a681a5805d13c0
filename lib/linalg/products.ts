/**
 * Products of matrices, in the precision of their operands (float64 if they differ).
 *
 * @module
 */
import { finite, shape, shaped } from "../base/check.ts";
import { engine } from "./engine/select.ts";
import { asDtype, type Floats, floats, Matrix } from "./matrix.ts";

/** Which operands a product transposes, and its scalar factor. */
export interface MatmulOptions {
  /** Takes the transpose of the first. */
  readonly transA?: boolean;
  /** Takes the transpose of the second. */
  readonly transB?: boolean;
  /** Factor of the product, default 1. */
  readonly alpha?: number;
}

/**
 * op(A) · op(B), by one GEMM. An entry of which a term overflows its precision is ±Infinity or NaN, as in NumPy.
 *
 * @throws {TypeError} If a factor is no matrix or the inner sizes differ.
 * @throws {RangeError} If an entry of a factor is not finite.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { matmul } from "anchorage/linalg";
 * const gram = matmul(Matrix.from([[1, 2], [3, 4]]), Matrix.identity(2), { transA: true });
 * console.log(gram.at(0, 1)); // 3
 * ```
 */
export function matmul(a: Matrix, b: Matrix, options: MatmulOptions = {}): Matrix {
  const { transA = false, transB = false, alpha = 1 } = options;
  for (const [x, what] of [[a, "left"], [b, "right"]] as const) shaped(x, `the ${what} factor`, "multiply");
  const [m, k] = transA ? [a.cols, a.rows] : [a.rows, a.cols];
  const [k2, n] = transB ? [b.cols, b.rows] : [b.rows, b.cols];
  if (k !== k2) {
    const [t, u] = [transA ? "ᵀ" : "", transB ? "ᵀ" : ""];
    throw new TypeError(`Cannot multiply as inner sizes must agree: (${shape(a)})${t} by (${shape(b)})${u}`);
  }
  const dtype = a.dtype === b.dtype ? a.dtype : "f64";
  const [A, B, c] = [asDtype(a, dtype), asDtype(b, dtype), floats(m * n, dtype)];
  engine().gemm({ m, n, k, a: A.data, lda: a.cols, transA, b: B.data, ldb: b.cols, transB, c, ldc: n, alpha, beta: 0 });
  // What is not finite in a row of op(A) or a column of op(B) is not finite in that row or column of the product.
  if (!finiteEdges(c, n)) {
    for (const [x, what] of [[a, "left"], [b, "right"]] as const) finite(x, `the ${what} factor`, "multiply");
  }
  return new Matrix(m, n, c);
}

/** Whether the first row and the first column, of `cols` columns, hold finite numbers only. */
function finiteEdges(data: Floats, cols: number): boolean {
  let sum = 0;
  for (let j = 0; j < Math.min(cols, data.length); j++) sum += data[j]! * 0;
  for (let p = 0; p < data.length; p += cols) sum += data[p]! * 0;
  return sum === 0;
}

/** diag(factors) · A. */
export function scaleRows(a: Matrix, factors: ArrayLike<number>): Matrix {
  const { rows, cols, data } = a, out = floats(data.length, a.dtype);
  for (let i = 0, p = 0; i < rows; i++) {
    const f = factors[i]!;
    for (let j = 0; j < cols; j++, p++) out[p] = data[p]! * f;
  }
  return new Matrix(rows, cols, out);
}

/** A · diag(factors). */
export function scaleCols(a: Matrix, factors: ArrayLike<number>): Matrix {
  const { rows, cols, data } = a, out = floats(data.length, a.dtype);
  for (let i = 0, p = 0; i < rows; i++) for (let j = 0; j < cols; j++, p++) out[p] = data[p]! * factors[j]!;
  return new Matrix(rows, cols, out);
}
