/**
 * Products of a sparse matrix with tensors.
 *
 * @module
 */
import { type Csr, csrTimes, csrTranspose } from "../linalg/csr.ts";
import { Matrix } from "../linalg/matrix.ts";
import type { Tf } from "./backend/use.ts";
import type { Tensor, Tensor2D } from "./tfjs.ts";

/** a · x as an operation of tfjs, with its gradient aᵀ · dy. */
export function sparseProduct(tf: Tf, a: Csr): (x: Tensor2D) => Tensor2D {
  const back = csrTranspose(a);
  const product = (m: Csr, x: Tensor): Tensor => {
    const [rows, cols] = x.shape as [number, number];
    const y = csrTimes(m, new Matrix(rows, cols, x.dataSync() as Float32Array<ArrayBuffer>));
    return tf.tensor2d(y.data as Float32Array, [y.rows, y.cols]);
  };
  const operation = tf.customGrad((x) => ({
    value: product(a, x as Tensor),
    gradFunc: (dy: Tensor) => product(back, dy),
  }));
  return (x) => operation(x) as Tensor2D;
}
