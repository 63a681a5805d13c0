/**
 * Leading right singular vectors by seeded subspace iteration: for matrices too large or too sparse to decompose.
 *
 * @module
 */
import { integer } from "../base/check.ts";
import { type Csr, csrTimes, csrTranspose } from "../linalg/csr.ts";
import { eigh, matmul, scaleCols } from "../linalg/linalg.ts";
import { asDtype, floats, Matrix, sliceRows, transpose } from "../linalg/matrix.ts";
import { rng } from "../base/random.ts";

/** A matrix A (n × d) known by its products. */
export interface Operator {
  readonly rows: number;
  readonly cols: number;
  /** A · V, for V d × r. */
  times(v: Matrix): Matrix;
  /** Aᵀ · Y, for Y n × r. */
  transposeTimes(y: Matrix): Matrix;
}

/** How many vectors, and how carefully. */
export interface SubspaceOptions {
  /** Number of vectors k ≥ 1. */
  readonly rank: number;
  readonly seed: number;
  /** Products with AᵀA, default 5. */
  readonly iterations?: number;
  /** Extra vectors carried along and dropped at the end, default 24. */
  readonly oversampling?: number;
}

/** Values below this share of the largest count as zero: the Gram matrix squares them. */
const RCOND = 1e-10;

/**
 * The k leading right singular vectors of A as columns (d × k, float32), by iteration with AᵀA from a random start and
 * a Rayleigh-Ritz step (Halko, Martinsson and Tropp 2011, algorithm 4.4). Columns beyond the rank of A are zero.
 *
 * Numerical weakness: vectors near place k, whose singular values are close to those left out, are mixed with them.
 *
 * @throws {RangeError} If the rank or the number of iterations is not a whole number of at least 1.
 */
export function rightVectors(a: Operator, options: SubspaceOptions): Matrix {
  const { seed, oversampling = 24 } = options, action = "find singular vectors";
  const rank = integer(options.rank, 1, Infinity, "rank", action);
  const iterations = integer(options.iterations ?? 5, 1, Infinity, "iterations", action);
  const width = Math.min(rank + oversampling, a.cols), draw = rng(seed).fork("subspace");
  const start = new Matrix(a.cols, width, Float32Array.from({ length: a.cols * width }, () => draw.normal()));
  let V = orthonormal(start);
  for (let i = 0; i < iterations; i++) V = orthonormal(a.transposeTimes(a.times(V)));
  const AV = a.times(V), { vectors } = eigh(asDtype(matmul(AV, AV, { transA: true }), "f64"));
  const leading = sliceRows(reversed(vectors), 0, Math.min(rank, width));
  return padded(matmul(V, asDtype(leading, "f32"), { transB: true }), rank);
}

/** An orthonormal basis of the columns, through the Gram matrix, twice for accuracy; zero columns where rank lacks. */
function orthonormal(y: Matrix): Matrix {
  const once = (Y: Matrix): Matrix => {
    const wide = asDtype(Y, "f64"), { values, vectors } = eigh(matmul(wide, wide, { transA: true }));
    const floor = RCOND * values.at(-1)!;
    const factors = values.map((value) => value > floor ? 1 / Math.sqrt(value) : 0);
    return asDtype(matmul(wide, scaleCols(transpose(vectors), factors)), "f32");
  };
  return once(once(y));
}

function reversed(m: Matrix): Matrix {
  const out = floats(m.data.length, m.dtype);
  for (let i = 0; i < m.rows; i++) out.set(m.row(m.rows - 1 - i), i * m.cols);
  return new Matrix(m.rows, m.cols, out);
}

function padded(m: Matrix, cols: number): Matrix {
  if (m.cols === cols) return m;
  const out = Matrix.zeros(m.rows, cols, m.dtype);
  for (let i = 0; i < m.rows; i++) out.data.set(m.row(i), i * cols);
  return out;
}

/** A dense matrix as an operator. */
export function denseOperator(a: Matrix): Operator {
  return Object.freeze({
    rows: a.rows,
    cols: a.cols,
    times: (v: Matrix) => matmul(a, v),
    transposeTimes: (y: Matrix) => matmul(a, y, { transA: true }),
  });
}

/** The sparse matrix as an operator; both products gather rows of the dense factor, so that they write in order. */
export function csrOperator(a: Csr): Operator {
  const transposed = csrTranspose(a);
  return Object.freeze({
    rows: a.rows,
    cols: a.cols,
    times: (v: Matrix) => csrTimes(a, v),
    transposeTimes: (y: Matrix) => csrTimes(transposed, y),
  });
}
