/**
 * anchorage: translating between the latent spaces of neural networks.
 *
 * Numerics only: importing this loads no neural-network library and reads no file.
 *
 * @module
 */
export {
  type Dtype,
  type Floats,
  Matrix,
  type MatrixLike,
  sliceRows,
  takeRows,
  toRows,
  transpose,
} from "./lib/matrix.ts";
export { type Rng, rng } from "./lib/random.ts";
export { type AnchorKey, pairSpaces, type Rows, type Space, space } from "./lib/space.ts";
export type { EngineInfo } from "./lib/compute/engine.ts";
export { engineInfo } from "./lib/compute/select.ts";
export {
  cholesky,
  type Condition,
  eigh,
  lstsq,
  matmul,
  type MatmulOptions,
  pinv,
  type PinvOptions,
  polar,
  svd,
} from "./lib/linalg.ts";
export { fitScaling, type Scaling, type ScalingKind } from "./lib/scaling.ts";
export { pruneAnchors, type PruneOptions, sampleAnchors, type SubspaceOptions } from "./lib/anchors.ts";
export type { Norm } from "./lib/fold.ts";
export { fitRelative, type Projection, type RelativeHalf, type RelativeOptions } from "./lib/relative.ts";
export {
  fitInverse,
  fitReadout,
  type InverseDiagnostics,
  type InverseHalf,
  type InverseOptions,
} from "./lib/inverse.ts";
export type { Translation, TranslationDiagnostics } from "./lib/translation.ts";
export { compose, fitIrp, fitWhitened, type IrpOptions, type PruneOn, type WhitenedOptions } from "./lib/irp.ts";
export { type DirectOptions, fitLinear, fitOrtho, type LinearOptions } from "./lib/translate.ts";
export { loadInverse, loadRelative, saveHalf } from "./lib/halves.ts";
export { readNpy, writeNpy } from "./lib/file/npy.ts";
export { cosineSimilarity } from "./lib/measure/similarity.ts";
