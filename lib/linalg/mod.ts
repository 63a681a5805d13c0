/**
 * Matrices, products and decompositions on the engine of this machine, and seeded draws.
 *
 * Importing this loads no framework and reads no file.
 *
 * Matrices of ml-matrix and 2-D tensors of tfjs come in by `Matrix.from` and go out by `new MlMatrix(toRows(m))` and
 * `tf.tensor2d(toRows(m))`.
 *
 * @example
 * ```ts
 * import { Matrix as MlMatrix } from "npm:ml-matrix@6.15.1";
 * import { Matrix } from "anchorage";
 * import { toRows } from "anchorage/linalg";
 * const ours = Matrix.from(new MlMatrix([[1, 2], [3, 4]])), theirs = new MlMatrix(toRows(ours));
 * console.log(ours.at(1, 0), theirs.get(1, 0)); // 3 3
 * ```
 *
 * @module
 */
export { type Csr, csrFrom } from "./csr.ts";
export { type Dtype, type Floats, Matrix, type MatrixLike, sliceRows, takeRows, toRows, transpose } from "./matrix.ts";
export { type Rng, rng } from "../base/random.ts";
export type { Columned, Tensorial } from "./floats.ts";
export type { Eigh, EngineInfo, Svd } from "./engine/engine.ts";
export { engineInfo } from "./engine/select.ts";
export {
  cholesky,
  type Condition,
  eigh,
  lstsq,
  matmul,
  type MatmulOptions,
  pinv,
  type PinvOptions,
  svd,
} from "./linalg.ts";
export type { Factored, Gram, Spectrum } from "./factored.ts";
export { polar } from "./polar.ts";
export { zeroRows } from "./rows.ts";
