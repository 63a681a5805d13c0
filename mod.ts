/**
 * anchorage: translating between the latent spaces of neural networks.
 *
 * What most programs need: a space, anchors, the two halves, a map, its measure, a head. Each room of the library has a
 * module of its own with the rest, types included: `anchorage/method`, `/measure`, `/linalg`, `/head`, `/encoder`,
 * `/file`, `/onnx`, `/nn`, `/chart`, `/notebook`. Importing this loads no neural-network library and reads no file.
 *
 * @module
 */
export { Matrix } from "./lib/linalg/matrix.ts";
export { engineInfo } from "./lib/linalg/engine/select.ts";
export { pairSpaces, type Space, space } from "./lib/space/space.ts";
export { fitScaling } from "./lib/space/scaling.ts";
export { pruneAnchors, sampleAnchors } from "./lib/method/anchors.ts";
export { fitRelative } from "./lib/method/relative.ts";
export { fitInverse } from "./lib/method/inverse.ts";
export type { Translation } from "./lib/method/translation.ts";
export { compose, fitIrp, fitWhitened } from "./lib/method/irp.ts";
export { fitLinear, fitOrtho } from "./lib/method/direct.ts";
export { fitAffine } from "./lib/method/affine.ts";
export { prototypeAnchors } from "./lib/method/prototypes.ts";
export { loadInverse, loadRelative, loadTranslation, saveHalf, saveTranslation } from "./lib/method/stored.ts";
export { cosineConfidence } from "./lib/method/confidence.ts";
export { marginConfidence } from "./lib/measure/margin.ts";
export { selectTranslation } from "./lib/method/selector.ts";
export { readNpy, writeNpy } from "./lib/file/npy.ts";
export { cosineSimilarity } from "./lib/measure/similarity.ts";
export { retrieval } from "./lib/measure/retrieval.ts";
export { scaleDistribution } from "./lib/measure/scale.ts";
export { type Dataset, makeDataset } from "./lib/data/dataset.ts";
export { datasets, loadDataset, loadFolder } from "./lib/data/registry.ts";
export type { Encoder } from "./lib/encoder/encoder.ts";
export { encoders } from "./lib/encoder/cards.ts";
export { encodeDataset, loadSpace } from "./lib/encoder/load.ts";
export { hubEncoder } from "./lib/encoder/hub.ts";
export { onnxEncoder } from "./lib/encoder/onnx.ts";
export { fitHead, type Head } from "./lib/head/head.ts";
export { stitch } from "./lib/head/stitch.ts";
export { stitchAll } from "./lib/head/stitchall.ts";
export { scaleInvariance } from "./lib/head/invariance.ts";
