/**
 * Data that pretrained encoders were not trained on, with the encoders that read it and the sizes: what the presets
 * called "pretrained" and "paper" share.
 *
 * @module
 */
import { hub } from "./hubmodels.ts";
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
/** As many items as there are images of CIFAR-10. */
const asCifar = (dataset: string, encoders: readonly string[] = PHOTOS.encoders): DataPart => {
  const { anchors, heads, rows } = PHOTOS;
  return { dataset, encoders, ...SMALL, train: anchors + heads, rows, heads };
};
const sentences = (dataset: string): DataPart => ({ dataset, encoders: SENTENCES, ...SMALL });

/** The parts by the name that tables give them. SIB-200 has 800 sentences to train: there heads see the anchors too. */
export const PARTS: Readonly<Record<string, DataPart>> = Object.freeze({
  "mnist": asCifar("mnist"),
  "fashion-mnist": asCifar("fashion-mnist"),
  "cifar-10": asCifar(PHOTOS.dataset),
  "flowers": photos("cifar100-flowers"),
  "ag-news": sentences("ag-news"),
  "subj": sentences("subj"),
  "wordnet-8": sentences("wordnet-8"),
  "sib-200": { ...sentences("sib-200/en"), heads: 800, apart: false },
});

/** The papers' image and text encoders; their files must be at hand (`hubFolder`). */
const PAPER_IMAGES = [
  hub("Xenova/vit-base-patch16-224-in21k"),
  hub("WinKawaks/vit-small-patch16-224"),
  hub("google/vit-hybrid-base-bit-384"),
  hub("timm/rexnet_100.nav_in1k"),
  hub("Xenova/clip-vit-base-patch32"),
];
const PAPER_TEXTS = [
  hub("FacebookAI/roberta-base"),
  hub("Xenova/electra-base-discriminator"),
  hub("FacebookAI/xlm-roberta-base"),
  hub("albert/albert-base-v2"),
  hub("distilbert/distilroberta-base"),
];
/** The papers' data with the papers' encoders, as much of each as of CIFAR-10 above: presets called "paper". Not run here. */
export const PAPER: Readonly<Record<string, DataPart>> = Object.freeze({
  "mnist": asCifar("mnist", PAPER_IMAGES),
  "fashion-mnist": asCifar("fashion-mnist", PAPER_IMAGES),
  "cifar-10": asCifar(PHOTOS.dataset, PAPER_IMAGES),
  "cifar-100": asCifar("cifar100", PAPER_IMAGES),
  "n24news, photographs": asCifar("n24news-4000", PAPER_IMAGES),
  "trec": asCifar("trec", PAPER_TEXTS),
  "n24news, texts": asCifar("n24news-4000", PAPER_TEXTS),
});
