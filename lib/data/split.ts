/**
 * Which rows are fitted on and which are measured on.
 *
 * @module
 */
import { integer } from "../base/check.ts";
import { rng } from "../base/random.ts";

/** Row indices of the two parts of a dataset; they share no row. */
export interface Split {
  /** Rows to fit and to choose anchors from. */
  readonly train: Int32Array<ArrayBuffer>;
  /** Rows to measure on. */
  readonly test: Int32Array<ArrayBuffer>;
}

/** A split to be drawn. */
export interface DrawnSplit {
  /** Share of the items to train on, in [0, 1]. */
  readonly train: number;
  /** What the draw depends on. */
  readonly seed: number;
}

/**
 * A seeded split of n rows: `trainFraction` of them, rounded, to train and the rest to test, both in random order. A row
 * of the test part whose content stands in the training part moves there, so that no item is on both sides.
 */
export function splitRows(n: number, trainFraction: number, seed: number, content?: (row: number) => string): Split {
  const order = rng(seed).fork("split").permutation(n), count = Math.round(n * trainFraction);
  const train = order.slice(0, count), test = order.slice(count);
  if (content === undefined) return Object.freeze({ train, test });
  const known = new Set(Array.from(train, content));
  const moved = new Set(test.filter((row) => known.has(content(row))));
  return Object.freeze({ train: Int32Array.from([...train, ...moved]), test: test.filter((row) => !moved.has(row)) });
}

/** Returns the split if its rows are rows, each once. @throws {RangeError} Otherwise. */
export function checkSplit(splits: Split, n: number, action: string): Split {
  const seen = new Set<number>();
  for (const row of [...splits.train, ...splits.test]) {
    integer(row, 0, n - 1, "every row of the split", action);
    if (seen.has(row)) {
      throw new RangeError(`Cannot ${action} as the parts of its split must share no row: both ${row}`);
    }
    seen.add(row);
  }
  return splits;
}

/** The split without the rows to train whose content stands in the test part: they are then in neither. */
export function withoutTwins({ train, test }: Split, content: (row: number) => string): Split {
  const known = new Set(Array.from(test, content));
  return Object.freeze({ train: train.filter((row) => !known.has(content(row))), test });
}
