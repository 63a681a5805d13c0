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
} from "./lib/linalg/matrix.ts";
export { type Rng, rng } from "./lib/base/random.ts";
export { type AnchorKey, pairSpaces, type Rows, type Space, space } from "./lib/space/space.ts";
export type { EngineInfo } from "./lib/linalg/engine/engine.ts";
export { engineInfo } from "./lib/linalg/engine/select.ts";
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
} from "./lib/linalg/linalg.ts";
export { polar } from "./lib/linalg/polar.ts";
export { fitScaling, type Scaling, type ScalingKind } from "./lib/space/scaling.ts";
export {
  pruneAnchors,
  type PruneOptions,
  randomSubsets,
  sampleAnchors,
  type SubspaceOptions,
} from "./lib/method/anchors.ts";
export { kmeansAnchors } from "./lib/method/kmeans.ts";
export { stratifiedAnchors } from "./lib/method/stratified.ts";
export type { Norm } from "./lib/method/fold.ts";
export type { DistanceProjection } from "./lib/method/projection.ts";
export {
  type DistanceHalf,
  fitRelative,
  type LinearHalf,
  type LinearProjection,
  type Projection,
  type RelativeHalf,
  type RelativeOptions,
} from "./lib/method/relative.ts";
export {
  fitInverse,
  fitReadout,
  type InverseDiagnostics,
  type InverseHalf,
  type InverseOptions,
} from "./lib/method/inverse.ts";
export type { Translation, TranslationDiagnostics } from "./lib/method/translation.ts";
export { compose, fitIrp, fitWhitened, type IrpOptions, type PruneOn, type WhitenedOptions } from "./lib/method/irp.ts";
export {
  type DirectOptions,
  fitLinear,
  fitLOrtho,
  fitOrtho,
  type LinearOptions,
  type OrthoOptions,
} from "./lib/method/direct.ts";
export { type AffineOptions, fitAffine } from "./lib/method/affine.ts";
export { fitPartial, type PartialOptions } from "./lib/method/partial.ts";
export { loadInverse, loadRelative, saveHalf } from "./lib/method/halves.ts";
export { readNpy, writeNpy } from "./lib/file/npy.ts";
export {
  accuracy,
  type CosineSimilarity,
  cosineSimilarity,
  type CosineSimilarityOptions,
} from "./lib/measure/similarity.ts";
export { type AnchorPair, type Candidate, CANDIDATES, type Side } from "./lib/method/candidates.ts";
export {
  type CandidateScore,
  type Score,
  type Selection,
  type SelectOptions,
  selectTranslation,
} from "./lib/method/selector.ts";
export { pearson, ranks, spearman } from "./lib/measure/correlation.ts";
export { cka, type CkaOptions } from "./lib/measure/cka.ts";
export { type Svcca, svcca, type SvccaOptions } from "./lib/measure/svcca.ts";
export { nearestNeighbours, type NeighbourOptions } from "./lib/measure/neighbours.ts";
export {
  type NeighbourJaccard,
  neighbourJaccard,
  type Retrieval,
  retrieval,
  type RetrievalOptions,
} from "./lib/measure/retrieval.ts";
export { fitPrincipal, type Principal, type PrincipalOptions } from "./lib/space/principal.ts";
export { kurtosis, mean, quantile, sd, skew } from "./lib/measure/stats.ts";
export { erfc, type GaussianFit, ksGaussian, ksTwoSample, normalCdf } from "./lib/measure/gaussian.ts";
export { type Density, density, modes, type ModesOptions } from "./lib/measure/density.ts";
export {
  bootstrapInterval,
  type BootstrapOptions,
  type Interval,
  type PairedDifference,
  pairedDifference,
  type PairedOptions,
} from "./lib/measure/bootstrap.ts";
export { type Calibration, type CalibrationBin, calibrationError } from "./lib/measure/calibration.ts";
export type { Dataset, DatasetKind, ImageShape, Split } from "./lib/data/dataset.ts";
export type { EmojiOptions } from "./lib/data/emoji.ts";
export { type DatasetCard, datasets, loadDataset, loadEmoji } from "./lib/data/registry.ts";
export type { EncoderCard, EncoderOrigin } from "./lib/encoder/encoder.ts";
export { encoders } from "./lib/encoder/cards.ts";
export { encodeDataset, type LoadedSpace, type LoadOptions, loadSpace } from "./lib/encoder/load.ts";
export { fitHead, type Head, type HeadKind, type HeadOptions } from "./lib/head/head.ts";
export { stitch, type Stitching } from "./lib/head/stitch.ts";
export { stitchAll, type StitchingTable } from "./lib/head/stitchall.ts";
export { type TrainedSpace, trainSpace } from "./lib/encoder/live.ts";
export { countUnknown } from "./lib/encoder/unknown.ts";
export { hubEncoder, type HubOptions } from "./lib/encoder/hub.ts";
export { addOutput, insertAfter, type Inserted, outputNames, tensorNames } from "./lib/file/onnx.ts";
export { makeOnnx, type OnnxInput, type OnnxNode, type OnnxParts, type OnnxTensor } from "./lib/file/onnxmodel.ts";
export { npyBlocks, type RowMap, translateNpy } from "./lib/file/stream.ts";
export {
  type Classifier,
  type InvarianceOptions,
  type ScaleInvariance,
  scaleInvariance,
  type ScalePoint,
} from "./lib/head/invariance.ts";
export { type ScaleDistribution, scaleDistribution } from "./lib/measure/scale.ts";
export { type Labelled, scaleAsTemperature, type TemperaturePoint } from "./lib/head/tempered.ts";
export { fitProbe, type Probe, type ProbeOptions } from "./lib/head/probe.ts";
export { type AlphaUnit, type Rescaled, type RescaleOptions, rescaleRows } from "./lib/nn/rescale.ts";
export { scaleBias, softmax } from "./lib/head/temperature.ts";
