/**
 * Has a model changed? The same items encoded then and now.
 *
 * @module
 */
import { columns, finite, number, parallelRows } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { cosineSimilarity } from "./similarity.ts";

/** "same": equal but for rounding. "noise": within the tolerance. "changed": at least one row is beyond it. */
export type DriftVerdict = "same" | "noise" | "changed";

/** What was found. */
export interface Drift {
  /** By the difference and the tolerance. */
  readonly verdict: DriftVerdict;
  /** Cosine of each row then with itself now. */
  readonly perRow: Float64Array<ArrayBuffer>;
  /** Mean of these cosines. */
  readonly mean: number;
  /** The lowest cosine. */
  readonly lowest: number;
  /** Its row. */
  readonly lowestRow: number;
  /** Rows beyond the tolerance. */
  readonly moved: number;
  /** The largest difference of an entry over the largest entry. */
  readonly difference: number;
}

/** Relative differences that float32 sums in another order make. */
const ROUNDING = 1e-5;

/**
 * Compares stored anchors with the same items encoded again (both n × d).
 *
 * @param tolerance 1 - cosine beyond which a row has moved; default 1e-3: other hardware or half precision stay below.
 * @throws {TypeError} If the shapes differ: a model of another dimension has changed in any case.
 * @throws {RangeError} If an entry is not finite or the tolerance is outside [0, 2].
 */
export function measureDrift(stored: Matrix, again: Matrix, tolerance = 1e-3): Drift {
  const action = "measure drift";
  number(tolerance, 0, 2, "the tolerance", action);
  parallelRows(stored, again, action);
  finite(columns(again, stored.cols, "the new encodings", action), "the new encodings", action);
  const { perRow, mean } = cosineSimilarity(stored, again);
  let largest = 0, apart = 0;
  for (let p = 0; p < stored.data.length; p++) {
    largest = Math.max(largest, Math.abs(stored.data[p]!));
    apart = Math.max(apart, Math.abs(stored.data[p]! - again.data[p]!));
  }
  const difference = apart === 0 ? 0 : apart / largest, lowest = perRow.reduce((a, b) => Math.min(a, b));
  const moved = perRow.filter((cosine) => cosine < 1 - tolerance).length;
  const verdict = difference <= ROUNDING ? "same" : moved === 0 ? "noise" : "changed";
  return Object.freeze({ verdict, perRow, mean, lowest, lowestRow: perRow.indexOf(lowest), moved, difference });
}
