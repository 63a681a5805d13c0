/**
 * Blocks of rows, centred, measured and shifted in place by the engine: passes over many samples that cost a loop of
 * JavaScript more than the product between them.
 *
 * @module
 */
import { engine } from "./engine/select.ts";
import { asDtype, type Floats, floats, Matrix } from "./matrix.ts";
import { norm, SAFE } from "./rows.ts";

/** A vector in the precision of `x`. */
export function vectorLike(x: Matrix, values: Float64Array<ArrayBuffer>): Floats {
  return asDtype(new Matrix(1, values.length, values), x.dtype).data;
}

/**
 * factor · (x - mean) of `m` rows from `from` on, written to the start of `block`, whose used part is returned. Of a
 * float32 block the mean is taken off in two parts, which hold it to 48 bits: an offset costs no digit that x has.
 *
 * @param factor A power of two.
 */
export function centerRows(
  x: Matrix,
  from: number,
  m: number,
  mean: Float64Array<ArrayBuffer>,
  block: Floats,
  factor = 1,
): Floats {
  const used = block.subarray(0, m * x.cols);
  used.set(x.data.subarray(from * x.cols, (from + m) * x.cols));
  const high = block instanceof Float32Array ? Float32Array.from(mean) : mean;
  shiftRows(used, high, -factor, factor);
  if (high !== mean) shiftRows(used, Float32Array.from(mean, (value, j) => value - high[j]!), -factor);
  return used;
}

/** x - mean, in the precision of x: `centerRows` of all rows. */
export function center(x: Matrix, mean: Float64Array<ArrayBuffer>): Matrix {
  const out = floats(x.data.length, x.dtype);
  centerRows(x, 0, x.rows, mean, out);
  return new Matrix(x.rows, x.cols, out);
}

/** row := beta · row + alpha · shift for every packed row, in place. */
export function shiftRows(data: Floats, shift: Floats, alpha = 1, beta = 1): void {
  const n = shift.length, m = data.length / n;
  const a = floats(m, shift instanceof Float32Array ? "f32" : "f64").fill(1);
  const call = { m, n, k: 1, lda: 1, ldb: n, ldc: n, transA: false, transB: false };
  engine().gemm({ ...call, a, b: shift, c: data, alpha, beta });
}

/** Euclidean norm of each packed row of `cols` entries; not finite iff an entry is not, or the norm itself overflows. */
export function blockNorms(data: Floats, cols: number): Float64Array<ArrayBuffer> {
  const squares = new Float64Array(data.length / cols);
  engine().rowSquares(data, cols, squares);
  for (let i = 0; i < squares.length; i++) {
    const square = squares[i]!, safe = square > SAFE.low && square < SAFE.high;
    squares[i] = safe ? Math.sqrt(square) : norm(cols, (j) => data[i * cols + j]!);
  }
  return squares;
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
    const safe = sum > SAFE.low && sum < SAFE.high;
    out[i] = safe ? Math.sqrt(sum) : norm(cols, (j) => data[i * cols + j]! - mean[j]!);
  }
  return out;
}
