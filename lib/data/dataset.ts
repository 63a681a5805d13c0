/**
 * What a dataset is: a frozen value of items, labels and a split.
 *
 * @module
 */
import { finite, integer, number, sameLength, shape, uniqueIds } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { createHash } from "../base/node.ts";
import { checkSplit, type DrawnSplit, type Split, splitRows } from "./split.ts";

/** What the items of a dataset are. */
export type DatasetKind = "image" | "text" | "image+text";

/** Height, width and channels of the images of a dataset: a row of pixels is laid out in that order. */
export interface ImageShape {
  /** Pixels from top to bottom. */
  readonly height: number;
  /** Pixels from left to right. */
  readonly width: number;
  /** 1 for grey, 3 for red, green, blue. */
  readonly channels: number;
}

/** n items with ids, labels, a split, and images, texts or both. */
export interface Dataset {
  /** For people, and in the names of spaces. */
  readonly name: string;
  /** Which of `images` and `texts` are there. */
  readonly kind: DatasetKind;
  /** n distinct ids; equal ids in two datasets name the same item. */
  readonly ids: readonly string[];
  /** n class numbers, indices into `classes`. */
  readonly labels: Int32Array<ArrayBuffer>;
  /** Names of the classes. */
  readonly classes: readonly string[];
  /** Pixels in [0, 1], n × (height · width · channels), float32; absent for text. */
  readonly images?: Matrix;
  /** The shape of one image; absent for text. */
  readonly imageShape?: ImageShape;
  /** n texts; absent for images. */
  readonly texts?: readonly string[];
  /** Rows for fitting and rows for measuring. */
  readonly splits: Split;
}

/** What a dataset is made of; of `images` and `texts` at least one. */
export interface DatasetParts extends Partial<Pick<Dataset, "images" | "imageShape" | "texts">> {
  /** Its name; encodings of it go by this name. */
  readonly name: string;
  /** n distinct ids; by default the row numbers. */
  readonly ids?: readonly string[];
  /** A class for every item: its number, or its name. */
  readonly labels: ArrayLike<number> | readonly string[];
  /** Names of the classes; by default those among the labels, in order. */
  readonly classes?: readonly string[];
  /** The two parts, or a seeded draw in which equal items stay together; by default 75 % to train, seed 0. */
  readonly splits?: Split | DrawnSplit;
}

/**
 * A dataset of your own items.
 *
 * @throws {TypeError} If ids repeat, labels, images or texts are not as many as ids, or there is neither image nor text.
 * @throws {RangeError} If a label is not a class, a pixel is not in [0, 1], or a row of the split is not a row or is in
 * it twice.
 * @example
 * ```ts
 * import { makeDataset } from "anchorage";
 * const texts = ["rain", "snow", "goal", "match"], labels = ["weather", "weather", "sport", "sport"];
 * const news = makeDataset({ name: "news", texts, labels, splits: { train: 0.5, seed: 1 } });
 * console.log(news.classes.join(), news.splits.train.length); // sport,weather 2
 * ```
 */
export function makeDataset(parts: DatasetParts): Dataset {
  const action = `make dataset "${parts.name}"`, { images, texts, imageShape } = parts;
  const ids = uniqueIds(parts.ids ?? Array.from({ length: parts.labels.length }, (_, i) => String(i)), action);
  sameLength(parts.labels, ids.length, "labels", action);
  if (texts) checkTexts(sameLength(texts, ids.length, "texts", action), action);
  if (images) checkImages(images, imageShape, ids.length, action);
  if (!images && !texts) throw new TypeError(`Cannot ${action} as its items must be images or texts: there are none`);
  const { labels, classes } = numbered(parts.labels, parts.classes, action);
  const given = parts.splits ?? { train: .75, seed: 0 };
  const splits = "seed" in given ? drawnSplit(parts, ids.length, given, action) : checkSplit(given, ids.length, action);
  return Object.freeze({
    name: parts.name,
    kind: images && texts ? "image+text" : images ? "image" : "text",
    ids: Object.freeze([...ids]),
    labels,
    classes: Object.freeze([...classes]),
    ...(images && imageShape && { images, imageShape: Object.freeze({ ...imageShape }) }),
    ...(texts && { texts: Object.freeze([...texts]) }),
    splits: Object.freeze({ ...splits }),
  });
}

function numbered(
  given: DatasetParts["labels"],
  named: readonly string[] | undefined,
  action: string,
): { labels: Int32Array<ArrayBuffer>; classes: readonly string[] } {
  const list = Array.from(given as ArrayLike<number | string>);
  const classes = named ??
    (list.every((label) => typeof label === "string")
      ? [...new Set(list)].sort()
      : Array.from({ length: list.reduce<number>((a, b) => Math.max(a, Number(b) || 0), 0) + 1 }, (_, i) => String(i)));
  const numbers = list.map((label) => typeof label === "string" ? classes.indexOf(label) : label);
  const bad = numbers.findIndex((label) => !(Number.isInteger(label) && label >= 0 && label < classes.length));
  if (bad < 0) return { labels: Int32Array.from(numbers), classes };
  throw new RangeError(`Cannot ${action} as labels must be in [0, ${classes.length}): row ${bad} is ${list[bad]}`);
}

function checkTexts(texts: readonly string[], action: string): void {
  const bad = texts.findIndex((text) => typeof text !== "string");
  if (bad >= 0) throw new TypeError(`Cannot ${action} as texts must be strings: row ${bad} is ${texts[bad]}`);
}

function checkImages(images: Matrix, imageShape: ImageShape | undefined, n: number, action: string): void {
  if (!imageShape) throw new TypeError(`Cannot ${action} as images need imageShape: { height, width, channels }`);
  const { height, width, channels } = imageShape;
  if (channels !== 1 && channels !== 3) integer(channels, 1, 1, "the number of channels, if it is not 3,", action);
  if (images.rows !== n || images.cols !== height * width * channels) {
    const expected = `${n} × ${height * width * channels}`;
    throw new TypeError(`Cannot ${action} as images must be ${expected}: the shape is ${shape(images)}`);
  }
  finite(images, "images", action);
  const bad = images.data.findIndex((value) => value < 0 || value > 1);
  if (bad < 0) return;
  const where = `row ${Math.floor(bad / images.cols)}, column ${bad % images.cols}`;
  throw new RangeError(`Cannot ${action} as pixels must be in [0, 1]: ${where} is ${images.data[bad]}`);
}

function drawnSplit(parts: DatasetParts, n: number, draw: DrawnSplit, action: string): Split {
  const share = number(draw.train, 0, 1, "the share to train on", action);
  return splitRows(n, share, draw.seed, (row) => contentOf(parts, row));
}

/** What two items must share to be the same item. */
function contentOf({ images, texts }: Pick<DatasetParts, "images" | "texts">, row: number): string {
  const bytes = images && new Uint8Array(images.row(row).slice().buffer);
  return (bytes ? createHash("sha256").update(bytes).digest("base64") : "") + (texts?.[row] ?? "");
}

/** SHA-256 of the items: all that an encoder may read, labels and split included. */
export function datasetChecksum({ ids, labels, classes, images, imageShape, texts, splits }: Dataset): string {
  const hash = createHash("sha256").update(JSON.stringify([ids, classes, imageShape ?? null, texts ?? null]));
  for (const { buffer, byteOffset, byteLength } of [labels, splits.train, splits.test, images?.data ?? labels]) {
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
