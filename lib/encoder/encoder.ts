/**
 * What an encoder is: a frozen value from a dataset's items to rows of a latent space.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import { shape } from "../base/check.ts";
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
  /** Who trained it, and on what. */
  readonly origin: EncoderOrigin;
  /** One sentence: what it is, and what it was trained on. */
  readonly about: string;
  /** Datasets that it can encode; absent if any of its kind. */
  readonly datasets?: readonly string[];
  /** What it fetches when it is used: absent where nothing but packages that come with a first run. */
  readonly needs?: string;
  /** Licence of the weights, where others trained them. */
  readonly licence?: string;
  /** Where they come from: a package, or a repository with its commit and file. */
  readonly source?: string;
  /** SHA-256 of the file that holds them. */
  readonly sha256?: string;
  /** How fast it was, where that was measured. */
  readonly speed?: EncoderSpeed;
}

/** How fast an encoder was on one thread, the start of its session included: `deno task bench --encoders`. */
export interface EncoderSpeed {
  /** Items a second, rounded down. */
  readonly perSecond: number;
  /** How many items were encoded at once. */
  readonly items: number;
  /** Processors and system. */
  readonly machine: string;
  /** ISO 8601. */
  readonly date: string;
}

/** How an encoder of this library encodes all items of a dataset (n × dim, float32), fitted on train rows only. */
export interface Implementation {
  /** As in `Encoder`. */
  readonly itemwise?: boolean;
  /** Everything besides the dataset that determines the encodings; part of the cache's key. */
  key(dataset: Dataset): Promise<Readonly<Record<string, unknown>>>;
  /** The encodings of all items, count × dim. */
  encode(dataset: Dataset): Promise<Matrix>;
}

/** An encoder: its card, and how it encodes. A value with these parts is one of your own for `encodeDataset`. */
export interface Encoder extends EncoderCard {
  /** Whether every item is encoded on its own: parts of a large data set are then kept as they are done. */
  readonly itemwise?: boolean;
  /**
   * Everything besides the items that determines the encodings, as a JSON value: they are kept under it. Without a key
   * they are computed each time.
   */
  key?(dataset: Dataset): Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>;
  /** The encodings of all items, n × dim; to be fitted on the rows `dataset.splits.train` only. */
  encode(dataset: Dataset): Matrix | Promise<Matrix>;
}

/**
 * The encodings, if they are what the encoder's card says.
 *
 * @throws {TypeError} If they are not one row of `dim` entries an item.
 * @throws {RangeError} If an entry is not finite; the sentence names the item.
 */
export function soundEncodings(vectors: Matrix, { name, dim }: EncoderCard, dataset: Dataset): Matrix {
  const action = `encode the dataset "${dataset.name}" by "${name}"`, n = dataset.ids.length;
  if (vectors.rows !== n || vectors.cols !== dim) {
    throw new TypeError(`Cannot ${action} as its encodings must be ${n} × ${dim}: the shape is ${shape(vectors)}`);
  }
  const at = vectors.data.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return vectors;
  const row = Math.floor(at / dim), text = dataset.texts?.[row];
  const item = `item "${dataset.ids[row]}"${text === undefined ? "" : ` (${JSON.stringify(text.slice(0, 40))})`}`;
  throw new RangeError(
    `Cannot ${action} as every entry must be finite: of ${item} entry ${at % dim} is ${vectors.data[at]}`,
  );
}

/**
 * Says on standard error how many texts have more tokens than an encoder's window.
 *
 * @param lengths Tokens of each text.
 * @throws {RangeError} If a text has none; the sentence names the item.
 */
export function checkTokens(
  lengths: readonly number[],
  { ids, texts, name }: Dataset,
  { encoder, window }: { readonly encoder: string; readonly window: number },
): void {
  const empty = lengths.indexOf(0), long = lengths.filter((length) => length > window).length;
  if (empty >= 0) {
    const item = `"${ids[empty]}" (${JSON.stringify(texts![empty]!.slice(0, 40))})`;
    throw new RangeError(
      `Cannot encode the dataset "${name}" by "${encoder}" as every text must have a token: ${item} has none`,
    );
  }
  if (long > 0) console.error(`${encoder}: ${long} of ${ids.length} texts are cut to their first ${window} tokens`);
}
