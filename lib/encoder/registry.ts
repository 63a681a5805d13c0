/**
 * The encoders by name: every card joined with its implementation. Loads the implementations, so that it is imported
 * by what encodes alone, when it does.
 *
 * @module
 */
import { oneOf } from "../base/check.ts";
import type { Dataset } from "../data/dataset.ts";
import { encoderCards, type EncoderName } from "./cards.ts";
import type { EncoderCard, Implementation } from "./encoder.ts";
import { coraNeighbors, coraWords } from "./cora.ts";
import { emojiVectors } from "./emojivectors.ts";
import { glove } from "./glove.ts";
import { hashedBow } from "./hashed.ts";
import { hog } from "./hog.ts";
import { ocrDetector, ocrRecogniser } from "./ocr.ts";
import { pca } from "./pca.ts";
import { pretrainedEncoders } from "./pretrained.ts";
import { randomConv } from "./randomconv.ts";
import { charTfidf, wordTfidf } from "./tfidf.ts";
import { trainedEncoders } from "./trained.ts";
import { transformer } from "./transformer.ts";

const IMPLEMENTATIONS: Readonly<Record<EncoderName, Implementation>> = Object.freeze({
  ...trainedEncoders,
  hog,
  pca,
  "random-conv": randomConv,
  "ocr-recogniser": ocrRecogniser,
  "ocr-detector": ocrDetector,
  "char-tfidf": charTfidf,
  "word-tfidf": wordTfidf,
  "hashed-bow": hashedBow,
  transformer,
  glove,
  "cora-words": coraWords,
  "cora-neighbors": coraNeighbors,
  ...pretrainedEncoders,
  ...emojiVectors,
});

/**
 * The encoder of a name, if it can encode the dataset.
 *
 * @throws {RangeError} If the name is unknown or the dataset is not for it; the sentence lists what is.
 */
export function encoderFor(name: string, dataset: Pick<Dataset, "name" | "kind">): EncoderCard & Implementation {
  const fits = encoderCards.filter((card) =>
    dataset.kind.split("+").includes(card.kind) && (card.datasets?.includes(dataset.name) ?? true)
  );
  const known = oneOf(name, fits.map((card) => card.name), "the encoder", `encode the dataset "${dataset.name}"`);
  return Object.freeze({ ...fits.find((card) => card.name === known)!, ...IMPLEMENTATIONS[known] });
}
