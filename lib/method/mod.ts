/**
 * The method: spaces and anchors, relative projection (equation 1), its inverse (2), pruning (3, 4), subspaces (5), every map
 * from one space to another, and the selector. The root module has what most programs need.
 *
 * Importing this loads no framework and reads no file.
 *
 * @module
 */
export { type AnchorKey, pairSpaces, type Rows, type Space, space, type SpaceKey, vectorsOf } from "../space/space.ts";
export { fitScaling, type Scaling, type ScalingKind, type UnitAnchors } from "../space/scaling.ts";
export { type Distances, pruneAnchors, type PruneOptions, sampleAnchors, type SubspaceOptions } from "./anchors.ts";
export { type InvertedSubset, type InvertOptions, randomSubsets } from "./subsets.ts";
export { kmeansAnchors } from "./kmeans.ts";
export { stratifiedAnchors } from "./stratified.ts";
export { anchorGroups, prototypeAnchors } from "./prototypes.ts";
export type { AffineMap, Norm } from "../linalg/affinemap.ts";
export type { DistanceProjection } from "../linalg/distances.ts";
export {
  type DistanceHalf,
  type EncodingHalf,
  fitRelative,
  type LinearHalf,
  type LinearProjection,
  type Projection,
  type RelativeHalf,
  type RelativeOptions,
} from "./relative.ts";
export {
  fitInverse,
  type InverseDiagnostics,
  type InverseHalf,
  type InverseOptions,
  type InverseProjection,
} from "./inverse.ts";
export type { Parameters, Translation, TranslationDiagnostics } from "./translation.ts";
export { compose, fitIrp, fitWhitened, type IrpOptions, type PruneOn, type WhitenedOptions } from "./irp.ts";
export { type DirectOptions, fitLinear, fitLOrtho, fitOrtho, type LinearOptions, type OrthoOptions } from "./direct.ts";
export { type AffineOptions, fitAffine } from "./affine.ts";
export { fitPartial, type PartialOptions } from "./partial.ts";
export { cosineConfidence } from "./confidence.ts";
export { encodeTranslation, loadInverse, loadRelative, loadTranslation, saveHalf, saveTranslation } from "./stored.ts";
export { type Method, METHODS } from "./methods.ts";
export { type Anchors, type ScaledSide, type Side, side } from "./side.ts";
export type { NullSpace } from "./isometry.ts";
export type { MethodScore, Score } from "./score.ts";
export { type Selection, type SelectionProgress, type SelectOptions, selectTranslation } from "./selector.ts";
export { fitPrincipal, type Principal, type PrincipalOptions } from "../space/principal.ts";
export { mapAsJs, mapAsJson } from "../file/asjs.ts";
export { mapAsOnnx } from "../file/asonnx.ts";
export { mapAsSql, type SqlDialect } from "../file/assql.ts";
