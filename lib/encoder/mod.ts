/**
 * Data sets and encoders by name or of your own, and the spaces that they make.
 *
 * Importing this loads no framework and reads no file.
 *
 * @module
 */
export { type Dataset, type DatasetKind, type DatasetParts, type ImageShape, makeDataset } from "../data/dataset.ts";
export type { DrawnSplit, Split } from "../data/split.ts";
export type { EmojiOptions } from "../data/emoji.ts";
export type { FolderOptions } from "../data/folder.ts";
export { type DatasetCard, datasets, loadDataset, loadEmoji, loadFolder } from "../data/registry.ts";
export type { Encoder, EncoderCard, EncoderOrigin, EncoderSpeed, Implementation } from "./encoder.ts";
export { encoders } from "./cards.ts";
export { encodeDataset, type LoadedSpace, type LoadOptions, loadSpace } from "./load.ts";
export { type TrainedSpace, trainSpace } from "./live.ts";
export { hubEncoder, type HubOptions } from "./hub.ts";
export type { Pooling } from "./hubfiles.ts";
export { onnxEncoder, type OnnxOptions, type Tokenizer } from "./onnx.ts";
export type { PixelSpec } from "./pixels.ts";
export { unigramTokenizer, type Vocabulary } from "./sentencepiece.ts";
