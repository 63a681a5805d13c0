/**
 * Training and inference of the image encoders, and the tfjs backend on this library's engines.
 *
 * Importing this module loads no framework: tfjs comes with the first call that trains.
 *
 * @module
 */
export { backendName, type Tf, useBackend } from "./backend/use.ts";
export { decodeLatents, encodeImages } from "./infer.ts";
export type { FusedAdamConfig, MakeAdam } from "./backend/adam.ts";
export type { Core } from "./backend/kernel.ts";
export type { Tensor, Tensors } from "../file/tensor.ts";
export type { Activation } from "./activation.ts";
export type { Architecture, ConvLayer, Extent, Layer } from "./layers.ts";
export { architecture, type ArchitectureName, architectureNames } from "./models.ts";
export { type Card, half, initialWeights, loadNetwork, type Network, saveNetwork } from "./network.ts";
export { fitLoop, trainNetwork, type TrainOptions, type TrainProgress } from "./train.ts";
export { type Injectable, layerNames, type RescaledModel, rescaleInjection } from "./inject.ts";
export { type AlphaUnit, type Rescaled, type RescaleOptions, rescaleRows } from "./rescale.ts";
export type { Csr } from "../linalg/csr.ts";
export { encodeNodes, type Gcn, type GcnOptions, type NodeLabels, nodeScores, trainGcn } from "./gcn.ts";
export { type Graph, type Links } from "./graph.ts";
