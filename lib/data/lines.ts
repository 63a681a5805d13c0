/**
 * Datasets that are files of lines.
 *
 * @module
 */
import { type Dataset, type DatasetParts, makeDataset } from "./dataset.ts";
import { type DrawnSplit, withoutTwins } from "./split.ts";

/** One item of a file of lines. */
export interface Row {
  readonly id?: string;
  readonly label: number | string;
  readonly text: string;
}

/** A dataset with a drawn split. */
export function classified(
  name: string,
  rows: readonly Row[],
  classes: readonly string[],
  splits: DrawnSplit,
): Dataset {
  const [texts, labels] = [rows.map(({ text }) => text), rows.map(({ label }) => label as number)];
  return makeDataset({ name, texts, labels, classes, splits });
}

/** A dataset with a split of its own; a text to train that is also one to test is in neither part. */
export function official(
  name: string,
  rows: readonly (Row & { readonly part: number })[],
  classes: readonly string[],
  images: Pick<DatasetParts, "images" | "imageShape"> = {},
): Dataset {
  const texts = rows.map(({ text }) => text), labels = rows.map(({ label }) => label) as number[] | string[];
  const rowsOf = (part: number): Int32Array<ArrayBuffer> =>
    Int32Array.from(rows.flatMap((row, i) => row.part === part ? [i] : []));
  const splits = withoutTwins({ train: rowsOf(0), test: rowsOf(1) }, (i) => texts[i]!);
  return makeDataset({
    name,
    ids: rows.map(({ id }, i) => id ?? String(i)),
    texts,
    labels,
    classes,
    splits,
    ...images,
  });
}

/** The lines of a text, without an empty one at its end. */
export function lines(text: string): string[] {
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}

/** What is thrown for a line that is not what it must be. */
export function badLine(name: string, i: number, expected: string, line: string): RangeError {
  return new RangeError(`Cannot read ${name} as line ${i + 1} must be ${expected}: it is "${line.slice(0, 40)}"`);
}
