/**
 * Second moments of two parallel spaces, in one pass over blocks of rows: what CKA and SVCCA are made of.
 *
 * @module
 */
import { blockNorms, centerRows } from "../linalg/blocks.ts";
import { anchorRows, parallelRows } from "../base/check.ts";
import { engine } from "../linalg/engine/select.ts";
import { type Floats, Matrix } from "../linalg/matrix.ts";
import { uncenteredProducts } from "./uncentered.ts";

/** Entries of a side that are centred and multiplied at a time: bounds the scratch memory to 2 · 16 MB. */
const BLOCK = 1 << 21;

/** Products of the centred sides X (n × d_x) and Y (n × d_y), each times a power of two of its own. */
export interface CrossProducts {
  readonly n: number;
  /** XᵀX, d_x × d_x. */
  readonly xx: Matrix;
  /** YᵀY, d_y × d_y. */
  readonly yy: Matrix;
  /** XᵀY, d_x × d_y. */
  readonly xy: Matrix;
  /** Σᵢ of ‖xᵢ‖⁴, ‖yᵢ‖⁴ and ‖xᵢ‖² ‖yᵢ‖²; zeros unless asked for. */
  readonly quartic: { readonly xx: number; readonly yy: number; readonly xy: number };
}

/**
 * Cost n · d², memory d²: three GEMMs a block, never n × n.
 *
 * @throws {TypeError} If the row counts differ or n < `low`.
 * @throws {RangeError} If an entry is not finite or all rows of a side are equal.
 */
export function crossProducts(
  x: Matrix,
  y: Matrix,
  action: string,
  { low = 2, quartic: wanted = false }: { readonly low?: number; readonly quartic?: boolean } = {},
): CrossProducts {
  parallelRows(x, y, action);
  const quick = wanted || x.rows < low ? undefined : uncenteredProducts(x, y);
  if (quick) return { n: x.rows, ...quick, quartic: { xx: 0, yy: 0, xy: 0 } };
  const [left, right] = [centring(x, "the first side", action, low), centring(y, "the second side", action, low)];
  const xx = Matrix.zeros(x.cols, x.cols), yy = Matrix.zeros(y.cols, y.cols), xy = Matrix.zeros(x.cols, y.cols);
  const [xxBlock, yyBlock] = [Matrix.zeros(x.cols, x.cols), Matrix.zeros(y.cols, y.cols)];
  const quartic = { xx: 0, yy: 0, xy: 0 };
  const size = Math.ceil(BLOCK / Math.max(x.cols, y.cols));
  for (let start = 0; start < x.rows; start += size) {
    const end = Math.min(start + size, x.rows);
    const [a, b] = [left(start, end), right(start, end)];
    product(a, a, xxBlock.data, 0);
    product(b, b, yyBlock.data, 0);
    product(a, b, xy.data, 1);
    add(xx, xxBlock);
    add(yy, yyBlock);
    if (wanted) addQuartic(quartic, squares(a), squares(b));
  }
  for (const [gram, what] of [[xx, "the first side"], [yy, "the second side"]] as const) {
    if (Array.from({ length: gram.rows }, (_, i) => gram.at(i, i)).every((square) => square === 0)) {
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
    return new Matrix(end - start, cols, centerRows(x, start, end - start, mean, block, factor));
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

function addQuartic(sums: { xx: number; yy: number; xy: number }, p: Float64Array, q: Float64Array): void {
  for (let i = 0; i < p.length; i++) {
    sums.xx += p[i]! * p[i]!;
    sums.yy += q[i]! * q[i]!;
    sums.xy += p[i]! * q[i]!;
  }
}

/** c := Aᵀ · B + beta · c; of AᵀA with beta = 0 the engine computes only half. */
function product(a: Matrix, b: Matrix, c: Floats, beta: 0 | 1): void {
  const [m, n, k] = [a.cols, b.cols, a.rows];
  const call = { m, n, k, lda: m, ldb: n, ldc: n, transA: true, transB: false, alpha: 1 };
  engine().gemm({ ...call, a: a.data, b: b.data, c, beta });
}

function add(sum: Matrix, term: Matrix): void {
  for (let p = 0; p < sum.data.length; p++) sum.data[p] = sum.data[p]! + term.data[p]!;
}

/** Squared Euclidean norm of a list, or squared Frobenius norm of a matrix's data. */
export function squaredNorm(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!;
  return sum;
}
