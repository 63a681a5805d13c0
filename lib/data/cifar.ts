/**
 * CIFAR-10 and CIFAR-100 (Krizhevsky 2009): 32 × 32 photographs, from the authors' binary archives or from strips of
 * PNG that hold a part of them.
 *
 * @module
 */
import { Matrix } from "../linalg/matrix.ts";
import { type Dataset, makeDataset } from "./dataset.ts";
import { dataFile, hasDataFile, type PublishedFile } from "./files.ts";
import { decodePng } from "./png.ts";
import { untar } from "./tar.ts";

const AREA = 32 * 32, SHAPE = { height: 32, width: 32, channels: 3 } as const;
const TEN = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];

/** The authors' archive of CIFAR-10, 170 MB. */
export const CIFAR10: PublishedFile = Object.freeze({
  name: "cifar10/cifar-10-binary.tar.gz",
  sha256: "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
  url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
  size: 170_052_171,
});
/** The authors' archive of CIFAR-100, 168 MB. */
const CIFAR100: PublishedFile = Object.freeze({
  name: "cifar100/cifar-100-binary.tar.gz",
  sha256: "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
  url: "https://www.cs.toronto.edu/~kriz/cifar-100-binary.tar.gz",
  size: 168_513_733,
});

/** Strips of PNG, a row of which is an image, and the list of their labels. */
interface Strips {
  readonly strips: readonly PublishedFile[];
  readonly labels: PublishedFile;
}

const stripsOf = (folder: string, labels: string, sums: readonly string[]): Strips => ({
  strips: sums.map((sha256, i) => ({ name: `${folder}/batch_${i}.png`, sha256 })),
  labels: { name: `${folder}/labels.json`, sha256: labels },
});

const FIRST = stripsOf("cifar10", "aa221c218bb6ad60b3da8059840f8b7bf8a520c2eb3f38b7fcfc99d3ad3c9116", [
  "0614720d69293a033786d5fe2924c4e9a9b48874f19ca4627c4662a864ee9f2d",
  "2927e26ea68602e34a7424826b76b7336ce36b8f6bcc2e9fce0c05568ff6b4c1",
  "0b2759e307bb405bb1a6531f8a0f557eaec46d7546050612fdb836f0fa60eae0",
  "a4530ff15c83886058a97c352f53f38be07d191de8f410e998e91786b5900a26",
]);
const FLOWERS = stripsOf("cifar100-flowers", "b5aef0a619c95db24bf7709bd0c035230bec576027120593d1feb31733b3225b", [
  "efabcf32be2b8f7fc13e132a5d66d7bc5789be6ee7ea825947288c78ec398b87",
  "42c25631b2ed43b082bcdcc3798ac4735d2ff573f6680d4c11b4ddf2a2ff7aad",
  "fc303ab559447c512b04d49d9b68c5929e1cb32ecf91cd071a68e1076077a7c0",
  "794a3622eb07e74dd6b8d1c2d7f548b23718df3992ffc4710a6037d9bc620480",
  "37fe725a1b01489d922c3c49d25068325981ab55a66ab2c403d0bab25245d17d",
  "5e45551c3bccb62c2c560f003647a0c2ea75b64a4f84cfa451f8b693050dff4e",
]);

/** All of CIFAR-10 (60,000 × 3072) in the authors' order and split. */
export async function loadCifar10(): Promise<Dataset> {
  return binaryDataset("cifar10", await unpacked(CIFAR10), { classes: TEN, labelBytes: 1 });
}

/** All of CIFAR-100 (60,000 × 3072), 100 fine classes, in the authors' order and split. */
export async function loadCifar100(): Promise<Dataset> {
  const all = await unpacked(CIFAR100), names = all.get("cifar-100-binary/fine_label_names.txt");
  const classes = new TextDecoder().decode(names).trim().split("\n");
  return binaryDataset("cifar100", all, { classes, labelBytes: 2 });
}

async function unpacked(archive: PublishedFile): Promise<ReadonlyMap<string, Uint8Array>> {
  return untar(await dataFile(archive), archive.name);
}

/** The first 4,000 training images of CIFAR-10: 2,768 to train, 1,232 to test, seeded. */
export async function loadFirstCifar10(seed: number): Promise<Dataset> {
  const part = { name: "cifar10-4000", classes: TEN, train: 2768 / 4000, seed };
  if (await hasDataFile(FIRST.labels)) return await stripDataset(FIRST, part);
  const { images, labels, ids } = binaryDataset("cifar10", await unpacked(CIFAR10), { classes: TEN, labelBytes: 1 });
  const first = new Matrix(4000, 3 * AREA, images!.data.slice(0, 4000 * 3 * AREA));
  return partOf(first, labels.slice(0, 4000), ids.slice(0, 4000), part);
}

/** The five flower classes of CIFAR-100, 3,000 images: 75 % to train, seeded. */
export async function loadFlowers(seed: number): Promise<Dataset> {
  const classes = ["orchid", "poppy", "rose", "sunflower", "tulip"];
  return await stripDataset(FLOWERS, { name: "cifar100-flowers", classes, train: .75, seed });
}

/** Which part of CIFAR, and how it is split. */
interface Part {
  readonly name: string;
  readonly classes: readonly string[];
  readonly train: number;
  readonly seed: number;
}

async function stripDataset({ strips, labels }: Strips, part: Part): Promise<Dataset> {
  const list = JSON.parse(new TextDecoder().decode(await dataFile(labels))) as { labels: number[]; classes?: string[] };
  const rows: Float32Array[] = [];
  for (const file of strips) {
    const { width, height, data } = await decodePng(await dataFile(file), file.name);
    if (width !== AREA) throw new RangeError(`Cannot read ${file.name} as it must be ${AREA} wide: it is ${width}`);
    for (let i = 0; i < height; i++) rows.push(rgb(data.subarray(4 * AREA * i, 4 * AREA * (i + 1))));
  }
  const images = Matrix.from(rows, "f32"), ids = rows.map((_, i) => `train-${i}`);
  return partOf(images, Int32Array.from(list.labels), ids, { ...part, classes: list.classes ?? part.classes });
}

function partOf(
  images: Matrix,
  labels: Int32Array,
  ids: readonly string[],
  { name, classes, train, seed }: Part,
): Dataset {
  return makeDataset({ name, ids, labels, classes, images, imageShape: SHAPE, splits: { train, seed } });
}

function rgb(rgba: Uint8Array): Float32Array {
  return Float32Array.from({ length: 3 * AREA }, (_, p) => rgba[4 * Math.floor(p / 3) + p % 3]! / 255);
}

/**
 * The dataset of a binary archive: files with "train" or "data_batch" in their name, then those with "test"; records of
 * the label bytes (the last counts) and the red, green and blue planes.
 *
 * @throws {RangeError} If the archive has no such files, or one is no whole number of records.
 */
export function binaryDataset(
  name: string,
  archive: ReadonlyMap<string, Uint8Array>,
  { classes, labelBytes }: { readonly classes: readonly string[]; readonly labelBytes: 1 | 2 },
): Dataset {
  const files = [...archive].filter(([path]) => path.endsWith(".bin")).sort();
  const record = labelBytes + 3 * AREA,
    part = (pattern: RegExp): Uint8Array[] =>
      files.filter(([path]) => pattern.test(path.split("/").at(-1)!)).flatMap(([path, bytes]) => {
        if (bytes.length % record === 0) {
          return Array.from({ length: bytes.length / record }, (_, i) => bytes.subarray(i * record, (i + 1) * record));
        }
        throw new RangeError(
          `Cannot read ${path} as it must be whole records of ${record} bytes: it has ${bytes.length}`,
        );
      });
  const train = part(/^(data_batch|train)/), test = part(/^test/), all = [...train, ...test];
  if (train.length === 0 || test.length === 0) {
    throw new RangeError(`Cannot read ${name} as its archive must have images to train and to test: one is missing`);
  }
  const images = Matrix.zeros(all.length, 3 * AREA, "f32");
  all.forEach((bytes, i) => {
    const planes = bytes.subarray(labelBytes), row = images.row(i);
    for (let p = 0; p < AREA; p++) for (let c = 0; c < 3; c++) row[3 * p + c] = planes[c * AREA + p]! / 255;
  });
  return makeDataset({
    name,
    ids: all.map((_, i) => i < train.length ? `train-${i}` : `test-${i - train.length}`),
    labels: Int32Array.from(all, (bytes) => bytes[labelBytes - 1]!),
    classes,
    images,
    imageShape: SHAPE,
    splits: {
      train: Int32Array.from(train, (_, i) => i),
      test: Int32Array.from(test, (_, i) => train.length + i),
    },
  });
}
