/**
 * Data sets from folders of images: `folder/<class>/*.png|jpg`.
 *
 * @module
 */
import { join } from "../base/node.ts";
import { imageSize } from "../file/image.ts";
import { Matrix } from "../linalg/matrix.ts";
import { type Dataset, makeDataset } from "./dataset.ts";
import { decodeJpeg } from "./jpeg.ts";
import { type Bitmap, decodePng } from "./png.ts";
import { squareImage } from "./resize.ts";
import type { DrawnSplit } from "./split.ts";

/** How a folder becomes a data set. */
export interface FolderOptions {
  /** Pixels of a side to which all images are resized; default 128. */
  readonly side?: number;
  /** Default 75 % to train, seed 0. */
  readonly splits?: DrawnSplit;
}

/** What `loadFolder` of the registry loads. */
export async function readFolder(path: string, options: FolderOptions = {}): Promise<Dataset> {
  const { side = 128, splits = { train: .75, seed: 0 } } = options, items: { id: string; label: string }[] = [];
  for (const label of await names(path, "isDirectory")) {
    const files = (await names(join(path, label), "isFile")).filter((name) => /\.(png|jpe?g)$/i.test(name));
    items.push(...files.map((name) => ({ id: `${label}/${name}`, label })));
  }
  if (items.length === 0) {
    throw new RangeError(`Cannot load ${path} as it must have images at <class>/*.png|jpg: it has none`);
  }
  const rows: Float32Array[] = [];
  for (const { id } of items) {
    rows.push(squareImage(await decodeImage(await Deno.readFile(join(path, id)), join(path, id)), side));
  }
  const [ids, labels] = [items.map(({ id }) => id), items.map(({ label }) => label)];
  const imageShape = { height: side, width: side, channels: 3 };
  return makeDataset({ name: path, ids, labels, images: Matrix.from(rows, "f32"), imageShape, splits });
}

/** Decodes a PNG or JPEG file, told apart by its first bytes. @throws {RangeError} If it is neither, or damaged. */
export async function decodeImage(bytes: Uint8Array, source: string): Promise<Bitmap> {
  return imageSize(bytes, source).kind === "jpeg" ? await decodeJpeg(bytes, source) : await decodePng(bytes, source);
}

async function names(path: string, kind: "isFile" | "isDirectory"): Promise<string[]> {
  const found: string[] = [];
  try {
    for await (const entry of Deno.readDir(path)) if (entry[kind]) found.push(entry.name);
  } catch (cause) {
    throw new Error(`Cannot load ${path} as it must be a folder that can be read: ${(cause as Error).message}`, {
      cause,
    });
  }
  return found.sort();
}
