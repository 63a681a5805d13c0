/**
 * Second moments of two parallel spaces, in one pass over blocks of rows: what CKA and SVCCA are made of.
 *
 * @module
 */
import { blockNorms, centreRows } from "../blocks.ts";
import { anchorRows, parallelRows } from "../check.ts";
import { engine } from "../compute/select.ts";
import { matmul } from "../linalg.ts";
import { type Floats, Matrix } from "../matrix.ts";

/** Entries of a side that are centred and multiplied at a time: bounds the scratch memory to 2 · 32 MB. */
const BLOCK = 1 << 22;

/** Products of the centred sides X (n × d_x) and Y (n × d_y), each scaled by a power of two to entries of order 1. */
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
  const size = Math.ceil(BLOCK / Math.max(x.cols, y.cols));
  for (let start = 0; start < x.rows; start += size) {
    const end = Math.min(start + size, x.rows);
    const [a, b] = [left(start, end), right(start, end)];
    accumulate(xx, a, a);
    accumulate(yy, b, b);
    accumulate(xy, a, b);
    const [p, q] = [squares(a), squares(b)];
    for (let i = 0; i < a.rows; i++) {
      quartic.xx += p[i]! * p[i]!;
      quartic.yy += q[i]! * q[i]!;
      quartic.xy += p[i]! * q[i]!;
    }
  }
  for (const [gram, what] of [[xx, "the first side"], [yy, "the second side"]] as const) {
    if (gram.data.every((value) => value === 0)) {
      throw new RangeError(`Cannot ${action} as ${what} must vary: all its rows are equal`);
    }
  }
  return { n: x.rows, xx, yy, xy, quartic };
}

/** Checks one side; returns how to get its rows [start, end), centred and scaled, in float64, until the next call. */
function centring(x: Matrix, what: string, action: string, low: number): (start: number, end: number) => Matrix {
  const { rows, cols, data } = x, norms = blockNorms(data, cols);
  if (rows < low || !norms.every(Number.isFinite)) anchorRows(x, what, action, low);
  const mean = meanAboutFirst(x), size = Math.log2(largest(norms) || largest(data) || 1);
  const factor = 2 ** -Math.max(-1022, Math.min(1022, Math.floor(size)));
  let block: Floats | undefined;
  return (start, end) => {
    block ??= new Float64Array((end - start) * cols);
    return new Matrix(end - start, cols, centreRows(x, start, end - start, mean, block, factor));
  };
}

/** Summed about the first row: a constant column is then exactly zero, and a large offset costs no digits. */
function meanAboutFirst({ rows, cols, data }: Matrix): Float64Array<ArrayBuffer> {
  const first = Float64Array.from(data.subarray(0, cols)), sum = new Float64Array(cols), whole = rows - rows % 4;
  for (let i = 0; i < whole; i += 4) {
    let p = i * cols, q = p + cols, r = q + cols, s = r + cols;
    for (let j = 0; j < cols; j++) {
      const f = first[j]!;
      sum[j] = sum[j]! + ((data[p++]! - f) + (data[q++]! - f) + ((data[r++]! - f) + (data[s++]! - f)));
    }
  }
  for (let i = whole, p = i * cols; i < rows; i++) {
    for (let j = 0; j < cols; j++) sum[j] = sum[j]! + (data[p++]! - first[j]!);
  }
  return first.map((value, j) => value + sum[j]! / rows);
}

/** The largest size of an entry; 0 where that is not finite. */
function largest(values: ArrayLike<number>): number {
  let most = 0;
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!));
  return Number.isFinite(most) ? most : 0;
}

function squares(block: Matrix): Float64Array {
  const out = new Float64Array(block.rows);
  engine().rowSquares(block.data, block.cols, out);
  return out;
}

/** sum += Aᵀ · B; of AᵀA the engine computes only half. */
function accumulate(sum: Matrix, a: Matrix, b: Matrix): void {
  if (a === b) {
    const { data } = matmul(a, a, { transA: true });
    for (let p = 0; p < data.length; p++) sum.data[p] = sum.data[p]! + data[p]!;
    return;
  }
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
