/**
 * The numerics of anchorage for Node and bundlers: spaces, anchors, translations, measures, heads and linear algebra, on
 * the portable engine. What reads data sets, encoders or files by their path is Deno's alone; bytes go in and out by
 * `decodeNpy`, `encodeTranslation` and their like.
 *
 * @module
 */
export * from "../../lib/linalg/mod.ts";
export * from "../../lib/measure/mod.ts";
export * from "../../lib/head/mod.ts";
export { pairSpaces, type Space, space } from "../../lib/space/space.ts";
export { fitScaling } from "../../lib/space/scaling.ts";
export { fitPrincipal } from "../../lib/space/principal.ts";
export { pruneAnchors, sampleAnchors } from "../../lib/method/anchors.ts";
export { kmeansAnchors } from "../../lib/method/kmeans.ts";
export { stratifiedAnchors } from "../../lib/method/stratified.ts";
export { anchorGroups, prototypeAnchors } from "../../lib/method/prototypes.ts";
export { fitRelative } from "../../lib/method/relative.ts";
export { fitInverse } from "../../lib/method/inverse.ts";
export type { Translation } from "../../lib/method/translation.ts";
export { compose, fitIrp, fitWhitened } from "../../lib/method/irp.ts";
export { fitLinear, fitLOrtho, fitOrtho } from "../../lib/method/direct.ts";
export { fitAffine } from "../../lib/method/affine.ts";
export { fitPartial } from "../../lib/method/partial.ts";
export { cosineConfidence } from "../../lib/method/confidence.ts";
export { selectTranslation } from "../../lib/method/selector.ts";
export { decodeTranslation, encodeTranslation } from "../../lib/method/stored.ts";
export { mapAsJs, mapAsJson } from "../../lib/file/asjs.ts";
export { mapAsOnnx } from "../../lib/file/asonnx.ts";
export { mapAsSql } from "../../lib/file/assql.ts";
export { decodeNpy, encodeNpy } from "../../lib/file/npy.ts";
export { decodeSafetensors, encodeSafetensors } from "../../lib/file/safetensors.ts";
