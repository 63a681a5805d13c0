/**
 * Classifiers on a space: heads, stitching, temperature, invariance under rescaling.
 *
 * Importing this loads no framework and reads no file.
 *
 * @module
 */
export { fitHead, type Head, type HeadKind, type HeadOptions } from "./head.ts";
export { type Classifier, stitch, type Stitching } from "./stitch.ts";
export { type ProbeOptions, type ProbeResult, ridgeProbe } from "./probe.ts";
export { type Stitchable, stitchAll, type StitchingTable } from "./stitchall.ts";
export { type InvarianceOptions, type ScaleInvariance, scaleInvariance, type ScalePoint } from "./invariance.ts";
export { type Labelled, scaleAsTemperature, type TemperaturePoint } from "./tempered.ts";
export type { DenseLayer } from "./mlp.ts";
export { type NonlinearityName, nonlinearityNames } from "./nonlinearity.ts";
export { scaleBias, softmax } from "./temperature.ts";
