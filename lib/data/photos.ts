/**
 * Product photographs with their titles, in N24News's role: from a folder of your own only, as their licence is unclear.
 *
 * @module
 */
import { Matrix } from "../linalg/matrix.ts";
import { type Dataset, makeDataset } from "./dataset.ts";
import { dataFile } from "./files.ts";
import { decodeImage } from "./folder.ts";
import { squareImage } from "./resize.ts";
import { untar } from "./tar.ts";

const IMAGES = {
  name: "fashion-photo/images.tar",
  sha256: "73174bcea03d767cbf111d3ee0a640916da1c7a4127d54e805f106a45279b28f",
};
const ROWS = {
  name: "fashion-photo/rows.json",
  sha256: "5094ff0fdb1dd00b53600287686d70752ae75b42e06bd950f87c2e532a7e6414",
};
/** What both data sets of photographs are read from. */
export const PHOTO_FILES = Object.freeze([IMAGES, ROWS]);
/** To which photographs are resized: what the encoders of photographs read. */
const SIDE = 128;

/** One product: three of its classes, from coarse to fine, and its title. */
export interface Product {
  readonly id: string;
  readonly master: string;
  readonly sub: string;
  readonly art: string;
  readonly title: string;
}

/** Kinds of article with fewer products are left out. */
const FEWEST = 75;

/**
 * 2,949 photographs (128 × 128) with titles in 3 master classes, or 2,431 of them in the 15 kinds of article that have at
 * least 75; 75 % to train, seeded.
 */
export async function loadPhotos(labels: "master" | "art", seed: number): Promise<Dataset> {
  const all = JSON.parse(new TextDecoder().decode(await dataFile(ROWS))) as Product[],
    counts = new Map<string, number>();
  for (const row of all) counts.set(row[labels], (counts.get(row[labels]) ?? 0) + 1);
  const rows = all.filter((row) => counts.get(row[labels])! >= FEWEST);
  const files = untar(await dataFile(IMAGES), IMAGES.name), pixels: Float32Array[] = [];
  for (const { id } of rows) {
    const name = `img/${id}.jpg`, bytes = files.get(name);
    if (!bytes) throw new RangeError(`Cannot read ${IMAGES.name} as it must have ${name}: it has not`);
    pixels.push(squareImage(await decodeImage(bytes, name), SIDE));
  }
  return makeDataset({
    name: `fashion-photo${labels === "art" ? "-articles" : ""}`,
    ids: rows.map(({ id }) => id),
    labels: rows.map((row) => row[labels]),
    texts: withoutClassWords(rows),
    images: Matrix.from(pixels, "f32"),
    imageShape: { height: SIDE, width: SIDE, channels: 3 },
    splits: { train: .75, seed },
  });
}

/**
 * The titles without any word of the name of any class, in singular or plural: else a title gives its class away.
 *
 * @throws {RangeError} If a title has no other word; the sentence names the product.
 */
export function withoutClassWords(rows: readonly Product[]): string[] {
  const stem = (word: string): string => word.toLowerCase().replace(/(es|s)$/, "");
  const words = rows.flatMap(({ master, sub, art }) => `${master} ${sub} ${art}`.match(/\p{L}+/gu) ?? []);
  const named = new Set(words.map(stem));
  return rows.map(({ id, title }) => {
    const left = title.replace(/\p{L}+/gu, (word) => named.has(stem(word)) ? "" : word).replace(/\s+/g, " ").trim();
    if (/[\p{L}\p{N}]/u.test(left)) return left;
    throw new RangeError(
      `Cannot take the names of classes out of titles as another word must remain: product "${id}" has only "${title}"`,
    );
  });
}
