/**
 * Second moments of two parallel spaces, in one pass over blocks of rows: what CKA and SVCCA are made of.
 *
 * @module
 */
import { anchorRows, parallelRows } from "../check.ts";
import { engine } from "../compute/select.ts";
import { Matrix } from "../matrix.ts";

/** Rows centred and multiplied at a time: bounds the scratch memory to 1024 · (d_x + d_y) numbers. */
const BLOCK = 1024;

/** Products of the centred sides X (n × d_x) and Y (n × d_y), each divided by its largest entry. */
export interface CrossProducts {
  readonly n: number;
  /** XᵀX, d_x × d_x. */
  readonly xx: Matrix;
  /** YᵀY, d_y × d_y. */
  readonly yy: Matrix;
  /** XᵀY, d_x × d_y. */
  readonly xy: Matrix;
  /** Σᵢ of ‖xᵢ‖⁴, ‖yᵢ‖⁴ and ‖xᵢ‖² ‖yᵢ‖². */
  readonly quartic: { readonly xx: number; readonly yy: number; readonly xy: number };
}

/**
 * Cost n · d², memory d²: three GEMMs a block, never n × n.
 *
 * @throws {TypeError} If the row counts differ or n < `low`.
 * @throws {RangeError} If an entry is not finite or all rows of a side are equal.
 */
export function crossProducts(x: Matrix, y: Matrix, action: string, low: number): CrossProducts {
  parallelRows(x, y, action);
  const [left, right] = [centring(x, "the first side", action, low), centring(y, "the second side", action, low)];
  const xx = Matrix.zeros(x.cols, x.cols), yy = Matrix.zeros(y.cols, y.cols), xy = Matrix.zeros(x.cols, y.cols);
  const quartic = { xx: 0, yy: 0, xy: 0 };
  for (let start = 0; start < x.rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, x.rows);
    const [a, b] = [left(start, end), right(start, end)];
    accumulate(xx, a, a);
    accumulate(yy, b, b);
    accumulate(xy, a, b);
    for (let i = 0; i < a.rows; i++) {
      const [p, q] = [squaredNorm(a.row(i)), squaredNorm(b.row(i))];
      quartic.xx += p * p;
      quartic.yy += q * q;
      quartic.xy += p * q;
    }
  }
  return { n: x.rows, xx, yy, xy, quartic };
}

/** Checks one side; returns how to get its rows [start, end), centred, over the largest centred entry, in float64. */
function centring(x: Matrix, what: string, action: string, low: number): (start: number, end: number) => Matrix {
  anchorRows(x, what, action, low);
  const { rows, cols, data } = x, mean = Float64Array.from(x.row(0));
  const sum = new Float64Array(cols);
  // Summed about the first row: a constant column is then exactly zero, and a large offset costs no digits.
  for (let i = 0, p = 0; i < rows; i++) for (let j = 0; j < cols; j++) sum[j]! += data[p++]! - data[j]!;
  for (let j = 0; j < cols; j++) mean[j]! += sum[j]! / rows;
  let largest = 0;
  for (let i = 0, p = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) largest = Math.max(largest, Math.abs(data[p++]! - mean[j]!));
  }
  if (largest === 0) throw new RangeError(`Cannot ${action} as ${what} must vary: all its rows are equal`);
  return (start, end) => {
    const out = Matrix.zeros(end - start, cols);
    for (let i = start, p = 0; i < end; i++) {
      for (let j = 0; j < cols; j++) out.data[p++] = (data[i * cols + j]! - mean[j]!) / largest;
    }
    return out;
  };
}

/** sum += Aᵀ · B. */
function accumulate(sum: Matrix, a: Matrix, b: Matrix): void {
  const [m, n, k] = [a.cols, b.cols, a.rows];
  engine().gemm({
    m,
    n,
    k,
    a: a.data,
    lda: m,
    transA: true,
    b: b.data,
    ldb: n,
    transB: false,
    c: sum.data,
    ldc: n,
    alpha: 1,
    beta: 1,
  });
}

/** Squared Euclidean norm of a list, or squared Frobenius norm of a matrix's data. */
export function squaredNorm(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}
