/**
 * The encoders by name. Listing them loads nothing.
 *
 * @module
 */
import { oneOf } from "../check.ts";
import type { Dataset } from "../data/dataset.ts";
import type { Encoder, EncoderCard } from "./encoder.ts";
import { glove } from "./glove.ts";
import { hashedBow } from "./hashed.ts";
import { hog } from "./hog.ts";
import { ocrDetector, ocrRecogniser } from "./ocr.ts";
import { pca } from "./pca.ts";
import { randomConv } from "./randomconv.ts";
import { charTfidf, wordTfidf } from "./tfidf.ts";
import { trainedEncoders } from "./trained.ts";
import { transformer } from "./transformer.ts";

const ENCODERS: readonly Encoder[] = [
  ...trainedEncoders,
  hog,
  pca,
  randomConv,
  ocrRecogniser,
  ocrDetector,
  charTfidf,
  wordTfidf,
  hashedBow,
  transformer,
  glove,
];

/**
 * The cards of all encoders.
 *
 * @example
 * ```ts
 * import { encoders } from "anchorage";
 * console.log(encoders().find((card) => card.name === "hog")?.dim); // 441
 * ```
 */
export function encoders(): readonly EncoderCard[] {
  return Object.freeze(ENCODERS.map(({ key: _key, encode: _encode, ...card }) => Object.freeze(card)));
}

/**
 * The encoder of a name, if it can encode the dataset.
 *
 * @throws {RangeError} If the name is unknown or the dataset is not for it; the sentence lists what is.
 */
export function encoderFor(name: string, dataset: Pick<Dataset, "name" | "kind">): Encoder {
  const fits = ENCODERS.filter((e) =>
    dataset.kind.split("+").includes(e.kind) && (e.datasets?.includes(dataset.name) ?? true)
  );
  oneOf(name, fits.map((e) => e.name), "the encoder", `encode the dataset "${dataset.name}"`);
  return fits.find((e) => e.name === name)!;
}
