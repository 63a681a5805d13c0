/**
 * What is known of every encoder before any of them is loaded.
 *
 * @module
 */
import { architecture, type ArchitectureName, architectureNames } from "../nn/models.ts";
import { emojiVectorCards, type EmojiVectorsName } from "./emojicards.ts";
import type { EncoderCard } from "./encoder.ts";
import { pretrainedCards, type PretrainedName } from "./pretrainedcards.ts";

/** The datasets that encoders are trained on; the frozen twin of each encodes the other one. */
export const trainedOn: readonly string[] = Object.freeze(["mnist", "fashion-mnist"]);

const CORA: readonly string[] = Object.freeze(["cora"]);

/** The encoders that are not trained here beforehand. */
const CARDS = {
  hog: {
    kind: "image",
    dim: 441,
    origin: "fixed",
    about: "Histograms of oriented gradients, 4-pixel cells, 9 unsigned orientations; not trained.",
    datasets: trainedOn,
  },
  pca: {
    kind: "image",
    dim: 196,
    origin: "fitted",
    about: "Pixels in their 196 leading principal axes, fitted on the training images without labels.",
  },
  "random-conv": {
    kind: "image",
    dim: 1024,
    origin: "fixed",
    about: "64 random 5 × 5 filters without mean at every other pixel, ReLU, averaged over a 4 × 4 grid; " +
      "not trained.",
  },
  "ocr-recogniser": {
    kind: "image",
    dim: 720,
    origin: "pretrained",
    about: "PP-OCRv4's recogniser before its letters, 6 places of 120; trained by others on text in photographs, " +
      "Apache-2.0.",
  },
  "ocr-detector": {
    kind: "image",
    dim: 96,
    origin: "pretrained",
    about: "PP-OCRv4's detector before its map of text, 96 maps averaged; trained by others on text in photographs, " +
      "Apache-2.0.",
  },
  "char-tfidf": {
    kind: "text",
    dim: 128,
    origin: "fitted",
    about: "TF-IDF of sequences of 3 and 4 letters on its 128 leading singular vectors, fitted on the training texts " +
      "without labels.",
  },
  "word-tfidf": {
    kind: "text",
    dim: 128,
    origin: "fitted",
    about: "TF-IDF of words on its 128 leading singular vectors, fitted on the training texts without labels.",
  },
  "hashed-bow": {
    kind: "text",
    dim: 256,
    origin: "fitted",
    about: "Words hashed into 2¹⁵ buckets, each the random projection of its neighbours in the training texts to 256 " +
      "dimensions; no labels.",
  },
  transformer: {
    kind: "text",
    dim: 128,
    origin: "supervised",
    about: "One block of attention over words, averaged, trained on the labels of the dataset's training texts.",
  },
  glove: {
    kind: "text",
    dim: 100,
    origin: "pretrained",
    about: "Means of GloVe's vectors of 100 dimensions, trained by others on Wikipedia and news; fetches 294 MB.",
  },
  "cora-words": {
    kind: "text",
    dim: 1433,
    origin: "fixed",
    about: "Which of 1,433 words a paper of Cora holds, as unit rows.",
    datasets: CORA,
    needs: "the data set's file in ANCHORAGE_DATA",
  },
  "cora-neighbors": {
    kind: "text",
    dim: 1433,
    origin: "fixed",
    about: "The words of a paper of Cora, averaged twice over it and the papers that it cites or that cite it.",
    datasets: CORA,
    needs: "the data set's file in ANCHORAGE_DATA",
  },
} as const satisfies Readonly<Record<string, Omit<EncoderCard, "name">>>;

type OtherName = keyof typeof CARDS;
/** Name of an encoder that is trained here: its architecture's, or that of its frozen twin. */
export type TrainedName = `${ArchitectureName}${"" | "-frozen"}`;
/** Name of an encoder. */
export type EncoderName = TrainedName | OtherName | PretrainedName | EmojiVectorsName;

/** All cards, in the order of the tables. */
export const encoderCards: readonly (EncoderCard & { readonly name: EncoderName })[] = Object.freeze([
  ...architectureNames.flatMap((name) => [trainedCard(name, false), trainedCard(name, true)]),
  ...(Object.keys(CARDS) as OtherName[]).map((name) => Object.freeze({ name, ...CARDS[name] })),
  ...pretrainedCards,
  ...emojiVectorCards,
]);

/** Dimension of an encoder that is not trained here beforehand, for its implementation. */
export function dimOf(name: OtherName): number {
  return CARDS[name].dim;
}

function trainedCard(name: ArchitectureName, frozen: boolean): EncoderCard & { readonly name: TrainedName } {
  const { kind, latent } = architecture(name, 10);
  const rows = frozen ? "the other of MNIST and Fashion-MNIST" : "the dataset's training rows";
  return Object.freeze({
    name: frozen ? `${name}-frozen` : name,
    kind: "image",
    dim: latent,
    origin: frozen ? "frozen" : kind === "classifier" ? "supervised" : "autoencoder",
    about: `${kind} trained here on ${rows}.`,
    datasets: trainedOn,
  });
}

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
  return encoderCards;
}
