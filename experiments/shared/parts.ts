/**
 * Data that pretrained encoders were not trained on, with the encoders that read it and the sizes: what the presets
 * called "pretrained" of stitching tables share.
 *
 * @module
 */
import { PHOTOS } from "./pretrained.ts";

/** A dataset, its encoders, and how much of it is read. */
export interface DataPart {
  readonly dataset: string;
  readonly encoders: readonly string[];
  /** Training items that are read at most, the first ones: anchors are drawn from them; default all. */
  readonly train?: number;
  /** Test rows at most. */
  readonly rows: number;
  /** Rows that every head is trained on, own and relative ones. */
  readonly heads: number;
  /** Whether heads see none of the anchors. */
  readonly apart?: boolean;
}

/** Three spaces that others trained on other texts (two of one network), and two that are fitted on the texts. */
const SENTENCES = ["use-lite", "use-lite-words", "glove", "char-tfidf", "hashed-bow"];
/** 768 anchors and as many rows for heads as are left of 2,000. */
const SMALL = { train: 2000, rows: 600, heads: 2000 - PHOTOS.anchors, apart: true };
const photos = (dataset: string): DataPart => ({ dataset, encoders: PHOTOS.encoders, ...SMALL });
/** As many images as there are of CIFAR-10. */
const images = (dataset: string): DataPart => {
  const { encoders, anchors, heads, rows } = PHOTOS;
  return { dataset, encoders, ...SMALL, train: anchors + heads, rows, heads };
};
const sentences = (dataset: string): DataPart => ({ dataset, encoders: SENTENCES, ...SMALL });

/** The parts by the name that tables give them. SIB-200 has 800 sentences to train: there heads see the anchors too. */
export const PARTS: Readonly<Record<string, DataPart>> = Object.freeze({
  "mnist": images("mnist"),
  "fashion-mnist": images("fashion-mnist"),
  "cifar-10": images(PHOTOS.dataset),
  "flowers": photos("cifar100-flowers"),
  "ag-news": sentences("ag-news"),
  "subj": sentences("subj"),
  "wordnet-8": sentences("wordnet-8"),
  "sib-200": { ...sentences("sib-200/en"), heads: 800, apart: false },
});
