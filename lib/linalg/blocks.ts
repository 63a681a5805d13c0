/**
 * Blocks of rows, centred, measured and shifted in place by the engine: passes over many samples that cost a loop of
 * JavaScript more than the product between them.
 *
 * @module
 */
import { engine } from "./engine/select.ts";
import { asDtype, type Floats, floats, Matrix } from "./matrix.ts";

/** Squares in this range are exact to rounding in float32 as well; others are summed again in float64. */
const SAFE = { low: 1e-30, high: 1e30 } as const;

/** A vector in the precision of `x`. */
export function vectorLike(x: Matrix, values: Float64Array<ArrayBuffer>): Floats {
  return asDtype(new Matrix(1, values.length, values), x.dtype).data;
}

/**
 * factor · (x - mean) of `m` rows from `from` on, written to the start of `block`, whose used part is returned. Mean
 * and block have one precision.
 */
export function centerRows(x: Matrix, from: number, m: number, mean: Floats, block: Floats, factor = 1): Floats {
  const used = block.subarray(0, m * x.cols);
  used.set(x.data.subarray(from * x.cols, (from + m) * x.cols));
  shiftRows(used, mean, -factor, factor);
  return used;
}

/** row := beta · row + alpha · shift for every packed row, in place. */
export function shiftRows(data: Floats, shift: Floats, alpha = 1, beta = 1): void {
  const n = shift.length, m = data.length / n;
  const a = floats(m, shift instanceof Float32Array ? "f32" : "f64").fill(1);
  const call = { m, n, k: 1, lda: 1, ldb: n, ldc: n, transA: false, transB: false };
  engine().gemm({ ...call, a, b: shift, c: data, alpha, beta });
}

/** Euclidean norm of each packed row of `cols` entries; not finite iff an entry is not, or a float64 square overflows. */
export function blockNorms(data: Floats, cols: number): Float64Array<ArrayBuffer> {
  const squares = new Float64Array(data.length / cols);
  engine().rowSquares(data, cols, squares);
  for (let i = 0; i < squares.length; i++) {
    const square = squares[i]!;
    squares[i] = Math.sqrt(square > SAFE.low && square < SAFE.high ? square : sumOfSquares(data, i * cols, cols));
  }
  return squares;
}

function sumOfSquares(data: Floats, from: number, count: number): number {
  let sum = 0;
  for (let p = from; p < from + count; p++) sum += data[p]! * data[p]!;
  return sum;
}

/** Euclidean norm of each row minus the mean, in float64 and without a copy of the rows. */
export function normsAbout({ rows, cols, data }: Matrix, mean: Float64Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows);
  for (let i = 0, p = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < cols; j++, p++) {
      const off = data[p]! - mean[j]!;
      sum += off * off;
    }
    out[i] = Math.sqrt(sum);
  }
  return out;
}
