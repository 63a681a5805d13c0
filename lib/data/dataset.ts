/**
 * What a dataset is: a frozen value of items, labels and a split.
 *
 * @module
 */
import { sameLength, shape, uniqueIds } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { rng } from "../base/random.ts";

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

/** Row indices of the two parts of a dataset; they share no row. */
export interface Split {
  /** Rows to fit and to choose anchors from. */
  readonly train: Int32Array<ArrayBuffer>;
  /** Rows to measure on. */
  readonly test: Int32Array<ArrayBuffer>;
}

/** n items with ids, labels, a split, and images, texts or both. */
export interface Dataset {
  /** The registered name, which loads it again. */
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

/**
 * Checks that the parts agree in length and freezes the dataset.
 *
 * @throws {TypeError} If ids repeat, or labels, images or texts are not as many as ids.
 * @throws {RangeError} If a label is not the index of a class.
 */
export function makeDataset(parts: Dataset): Dataset {
  const action = `make dataset "${parts.name}"`;
  const { ids, labels, classes, images, imageShape, texts } = parts;
  uniqueIds(ids, action);
  sameLength(labels, ids.length, "labels", action);
  if (texts) sameLength(texts, ids.length, "texts", action);
  if (images && imageShape) {
    const { height, width, channels } = imageShape;
    if (images.rows !== ids.length || images.cols !== height * width * channels) {
      const expected = `${ids.length} × ${height * width * channels}`;
      throw new TypeError(`Cannot ${action} as images must be ${expected}: the shape is ${shape(images)}`);
    }
  }
  const bad = labels.findIndex((label) => !(label >= 0 && label < classes.length));
  if (bad >= 0) {
    throw new RangeError(`Cannot ${action} as labels must be in [0, ${classes.length}): row ${bad} is ${labels[bad]}`);
  }
  return Object.freeze({
    ...parts,
    ids: Object.freeze([...ids]),
    classes: Object.freeze([...classes]),
    ...(texts && { texts: Object.freeze([...texts]) }),
    ...(imageShape && { imageShape: Object.freeze({ ...imageShape }) }),
    splits: Object.freeze({ ...parts.splits }),
  });
}

/** A seeded split of n rows: `trainFraction` of them, rounded, to train and the rest to test, both in random order. */
export function splitRows(n: number, trainFraction: number, seed: number): Split {
  const order = rng(seed).fork("split").permutation(n);
  const count = Math.round(n * trainFraction);
  return Object.freeze({ train: order.slice(0, count), test: order.slice(count) });
}
