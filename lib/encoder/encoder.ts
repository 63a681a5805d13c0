/**
 * What an encoder is: a frozen value from a dataset's items to rows of a latent space.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import type { Matrix } from "../linalg/matrix.ts";

/** How an encoder came to be; experiments report pairs of supervised encoders and other pairs apart. */
export type EncoderOrigin = "supervised" | "autoencoder" | "fixed" | "frozen" | "pretrained" | "fitted";

/** What is known of an encoder before it is loaded. */
export interface EncoderCard {
  /** The name in `loadSpace("dataset/name")`. */
  readonly name: string;
  /** What it reads. */
  readonly kind: "image" | "text";
  /** Dimension of the latent space. */
  readonly dim: number;
  readonly origin: EncoderOrigin;
  /** One sentence: what it is, and what it was trained on. */
  readonly about: string;
  /** Datasets that it can encode; absent if any of its kind. */
  readonly datasets?: readonly string[];
}

/** How to encode all items of a dataset (n × dim, float32), fitted on train rows only. */
export interface Implementation {
  /** Everything besides the dataset that determines the encodings; part of the cache's key. */
  key(dataset: Dataset): Promise<Readonly<Record<string, unknown>>>;
  encode(dataset: Dataset): Promise<Matrix>;
}

/** An encoder: its card and its implementation. */
export interface Encoder extends EncoderCard, Implementation {}
