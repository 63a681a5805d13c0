/**
 * How alike two spaces are, and the statistics that results rest on.
 *
 * Importing this loads no framework and reads no file.
 *
 * @module
 */
export { accuracy } from "./accuracy.ts";
export { type CosineSimilarity, cosineSimilarity, type CosineSimilarityOptions } from "./similarity.ts";
export { pearson, ranks, spearman } from "./correlation.ts";
export { cka, type CkaOptions } from "./cka.ts";
export { type Svcca, svcca, type SvccaOptions } from "./svcca.ts";
export { nearestNeighbors, type NeighborOptions } from "./neighbors.ts";
export { type NeighborJaccard, neighborJaccard } from "./jaccard.ts";
export { type Retrieval, retrieval, type RetrievalOptions } from "./retrieval.ts";
export { kurtosis, mean, quantile, sd, skew } from "./stats.ts";
export { erfc, type GaussianFit, ksGaussian, ksTwoSample, normalCdf } from "./gaussian.ts";
export { type Density, density, modes, type ModesOptions } from "./density.ts";
export {
  bootstrapInterval,
  type BootstrapOptions,
  type Interval,
  type PairedDifference,
  pairedDifference,
  type PairedOptions,
} from "./bootstrap.ts";
export { type Calibration, type CalibrationBin, calibrationError } from "./calibration.ts";
export { type ScaleDistribution, scaleDistribution } from "./scale.ts";
export { type Judgments, ndcg } from "./ndcg.ts";
export { jackknifeInterval, type JackknifeOptions } from "./jackknife.ts";
export {
  measureMigration,
  type MigrationOptions,
  type MigrationScore,
  type OtherWay,
  type ThreeWays,
} from "./migration.ts";
export {
  judge,
  type Judgment,
  learnedNothing,
  parseRequirement,
  type Requirement,
  type Verdict,
  verdictOf,
} from "./requirement.ts";
export { asBinary, asInt8, truncated } from "./compact.ts";
export { type VectorFacts, vectorFacts } from "./facts.ts";
export { type Drift, type DriftVerdict, measureDrift } from "./drift.ts";
export { marginConfidence } from "./margin.ts";
export { auc } from "./auc.ts";
