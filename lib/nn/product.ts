/**
 * GEMM over packed row-major storage: the call every trainer and kernel of this folder makes.
 *
 * @module
 */
import { engine } from "../linalg/engine/select.ts";
import { asDtype, type Floats, Matrix } from "../linalg/matrix.ts";

/** C := op(A) · op(B) + beta · C, op(A) m × k, op(B) k × n, C m × n, all packed by rows. */
export interface ProductCall {
  readonly m: number;
  readonly n: number;
  readonly k: number;
  readonly a: Floats;
  readonly b: Floats;
  readonly c: Floats;
  /** A is stored k × m. */
  readonly transA?: boolean;
  /** B is stored n × k. */
  readonly transB?: boolean;
  /** What is kept of C (default 0). */
  readonly beta?: number;
}

/** Writes op(A) · op(B) + beta · C into `call.c`; k = 0 scales C by beta. */
export function productInto(call: ProductCall): void {
  const { m, n, k, a, b, c, transA = false, transB = false, beta = 0 } = call;
  if (m === 0 || n === 0) return;
  if (k === 0) {
    for (let i = 0; i < m * n; i++) c[i] = beta === 0 ? 0 : c[i]! * beta;
    return;
  }
  const lda = transA ? m : k;
  const ldb = transB ? k : n;
  engine().gemm({ m, n, k, a, lda, transA, b, ldb, transB, c, ldc: n, alpha: 1, beta });
}

/** x · weight + bias in the precision of x (n × d, d × h, 1 × h → n × h). */
export function dense(x: Matrix, weight: Matrix, bias: Matrix): Matrix {
  const out = Matrix.zeros(x.rows, weight.cols, x.dtype);
  for (let i = 0; i < x.rows; i++) out.data.set(bias.data, i * weight.cols);
  const b = asDtype(weight, x.dtype).data;
  productInto({ m: x.rows, n: weight.cols, k: x.cols, a: x.data, b, c: out.data, beta: 1 });
  return out;
}
