/**
 * Matrices, products and decompositions on the engine of this machine, and seeded draws.
 *
 * Importing this loads no framework and reads no file.
 *
 * @module
 */
export { type Dtype, type Floats, Matrix, type MatrixLike, sliceRows, takeRows, toRows, transpose } from "./matrix.ts";
export { type Rng, rng } from "../base/random.ts";
export type { EngineInfo } from "./engine/engine.ts";
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
export { polar } from "./polar.ts";
export { zeroRows } from "./rows.ts";
