/**
 * Fashion-MNIST: 70,000 grey drawings of clothes in ten classes, with the authors' split.
 *
 * @module
 */
import { gunzipSync, join } from "../base/node.ts";
import { cacheFolder } from "../file/cache.ts";
import { download } from "../file/download.ts";
import { Matrix } from "../linalg/matrix.ts";
import { published } from "./checked.ts";
import { type Dataset, makeDataset } from "./dataset.ts";
import { ownFolder } from "./files.ts";
import { decodeIdx } from "./idx.ts";

/** SHA-256 of the decompressed files. */
const checksums = {
  "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
  "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
  "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
  "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
} as const;
type FileName = keyof typeof checksums;
/** Bytes of the decompressed files. */
const sizes: Readonly<Record<FileName, number>> = {
  "train-images-idx3-ubyte": 47_040_016,
  "train-labels-idx1-ubyte": 60_008,
  "t10k-images-idx3-ubyte": 7_840_016,
  "t10k-labels-idx1-ubyte": 10_008,
};
const fileNames = Object.keys(checksums) as FileName[];

const classes = [
  "T-shirt/top",
  "Trouser",
  "Pullover",
  "Dress",
  "Coat",
  "Sandal",
  "Shirt",
  "Sneaker",
  "Bag",
  "Ankle boot",
];

/** Where Fashion-MNIST may be. */
export interface FashionPlaces {
  /** Folders to look into, in order, for the four idx files, each plain or as .gz. */
  readonly folders: readonly string[];
  /** Address of the folder with the four .gz files, asked if no folder has them. */
  readonly url?: string | undefined;
}

/** The folder in `ANCHORAGE_DATA`, Debian's folder, earlier downloads, and the address in `ANCHORAGE_FASHION_URL`. */
export function fashionPlaces(): FashionPlaces {
  const own = ownFolder();
  const folders = [...(own ? [own, join(own, "fashion-mnist")] : []), "/usr/share/datasets/fashion-mnist", kept()];
  return { folders, url: Deno.env.get("ANCHORAGE_FASHION_URL") };
}

/**
 * The 60,000 training and 10,000 test images, in the authors' order and split (70,000 × 784).
 *
 * Needs `--allow-env` for ANCHORAGE_DATA, ANCHORAGE_FASHION_URL and ANCHORAGE_CACHE and `--allow-read` on the folder;
 * for a download also net for its host and write on the cache.
 *
 * @throws {Error} Named "MissingDataset" if the files are nowhere; the sentence names the three ways to get them.
 * @throws {Error} If a file has another checksum (expected and found).
 */
export async function loadFashion(places: FashionPlaces = fashionPlaces()): Promise<Dataset> {
  const folder = await findFolder(places.folders) ?? await fetchFiles(places.url);
  return fashionDataset(
    await Promise.all(fileNames.map(async (name) => decodeIdx(await readChecked(folder, name), name).data)),
  );
}

/** The dataset of pixels and labels to train, then pixels and labels to test. */
export function fashionDataset(parts: readonly Uint8Array[]): Dataset {
  const [trainImages, trainLabels, testImages, testLabels] = parts as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  const [train, test] = [trainLabels.length, testLabels.length];
  const pixels = new Float32Array((train + test) * 784);
  pixels.set(trainImages);
  pixels.set(testImages, train * 784);
  for (let i = 0; i < pixels.length; i++) pixels[i]! /= 255;
  return makeDataset({
    name: "fashion-mnist",
    ids: Array.from({ length: train + test }, (_, i) => i < train ? `train-${i}` : `test-${i - train}`),
    labels: Int32Array.from([...trainLabels, ...testLabels]),
    classes,
    images: new Matrix(train + test, 784, pixels),
    imageShape: { height: 28, width: 28, channels: 1 },
    splits: {
      train: Int32Array.from({ length: train }, (_, i) => i),
      test: Int32Array.from({ length: test }, (_, i) => train + i),
    },
  });
}

function kept(): string {
  return join(cacheFolder(), "fashion-mnist");
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
    throw error;
  }
}

async function findFolder(folders: readonly string[]): Promise<string | undefined> {
  for (const folder of folders) {
    const found = await Promise.all(
      fileNames.map(async (name) => await exists(join(folder, name)) || await exists(join(folder, `${name}.gz`))),
    );
    if (found.every(Boolean)) return folder;
  }
  return undefined;
}

async function fetchFiles(url: string | undefined): Promise<string> {
  if (!url) {
    const error = new Error(
      'Cannot load "fashion-mnist" as its four idx files are not here: set ANCHORAGE_DATA to a folder that has them, ' +
        "install Debian's dataset-fashion-mnist, or set ANCHORAGE_FASHION_URL to the authors' download, " +
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com",
    );
    error.name = "MissingDataset";
    throw error;
  }
  const base = url.endsWith("/") ? url : `${url}/`;
  for (const name of fileNames) {
    const expected = { sha256: checksums[name], size: sizes[name] };
    await download(new URL(`${name}.gz`, base), { path: join(kept(), name), ...expected, gzip: true });
  }
  return kept();
}

async function readChecked(folder: string, name: FileName): Promise<Uint8Array> {
  const path = join(folder, name);
  const bytes = await exists(path)
    ? await Deno.readFile(path)
    : gunzip(await Deno.readFile(`${path}.gz`), sizes[name], path);
  return published(bytes, checksums[name], path);
}

function gunzip(bytes: Uint8Array, size: number, path: string): Uint8Array<ArrayBuffer> {
  try {
    return new Uint8Array(gunzipSync(bytes, size));
  } catch (cause) {
    throw new Error(`Cannot load ${path}.gz as it must be a whole gzip file: ${(cause as Error).message}`, { cause });
  }
}
