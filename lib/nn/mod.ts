/**
 * Training and inference of the image encoders, and the tfjs backend on this library's engines.
 *
 * Importing this module loads no framework: tfjs comes with the first call that trains.
 *
 * @module
 */
export { backendName, type Tf, useBackend } from "./backend/use.ts";
export { decodeLatents, encodeImages } from "./infer.ts";
export type { Activation, Architecture, ConvLayer, Extent, Layer } from "./layers.ts";
export { architecture, type ArchitectureName, architectureNames } from "./models.ts";
export { type Card, half, initialWeights, loadNetwork, type Network, saveNetwork } from "./network.ts";
export { fitLoop, trainNetwork, type TrainOptions, type TrainProgress } from "./train.ts";
export { type Injectable, layerNames, type RescaledModel, rescaleInjection } from "./inject.ts";
export { type AlphaUnit, type Rescaled, type RescaleOptions, rescaleRows } from "./rescale.ts";
