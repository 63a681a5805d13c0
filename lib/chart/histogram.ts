/**
 * From the norms of a space to the record that the chart of norms draws and that results store.
 *
 * @module
 */

import { integer } from "../base/check.ts";
import { density } from "../measure/density.ts";
import { average, measured } from "../measure/values.ts";
import { extent, round } from "./records.ts";

/** The distribution of one encoder's norms: plain JSON. */
export interface NormRecord {
  /** The encoder's name: the panel's title. */
  readonly encoder: string;
  /** Ascending bin edges at even steps, in the unit of the norm: one more than there are bins. */
  readonly edges: readonly number[];
  /** Number of samples in each bin. */
  readonly counts: readonly number[];
  /** A density of the norms: any grid `x`, and `y` in 1 / the unit of the norm. */
  readonly density?: { readonly x: readonly number[]; readonly y: readonly number[] };
  /** The mean norm, drawn as a rule. */
  readonly mean?: number;
}

/**
 * Bins norms evenly from the least to the largest, with their kernel density and their mean; numbers are
 * rounded to six digits. Norms that are all equal, but for rounding, give one bin of width 1 around them and no density.
 *
 * @param options `bins` from 1 to 1000, 40 by default.
 * @throws TypeError if there is no norm; RangeError if a norm is not finite.
 * @example
 * ```ts
 * import { normHistogram } from "anchorage/chart";
 * console.log(normHistogram("cnn", [1, 2, 2, 3], { bins: 2 }).counts.join()); // 1,3
 * ```
 */
export function normHistogram(
  encoder: string,
  norms: ArrayLike<number>,
  options: { readonly bins?: number } = {},
): NormRecord {
  const action = "bin norms";
  const list = Array.from(measured(norms, "the list of norms", action, 1));
  const [least, most] = extent(list);
  const wanted = integer(options.bins ?? 40, 1, 1000, "the number of bins", action);
  const constant = most - least <= wanted * 1e-5 * Math.abs(most); // edges of six digits could not tell bins apart
  const bins = constant ? 1 : wanted;
  const low = constant ? least - 0.5 : least;
  const step = constant ? 1 : (most - least) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (const norm of list) counts[Math.min(bins - 1, Math.floor((norm - low) / step))]! += 1;
  const edges = Array.from({ length: bins + 1 }, (_, i) => round(low + i * step));
  const record = { encoder, edges, counts, mean: round(average(list)) };
  if (constant) return Object.freeze(record);
  const { x, y } = density(list);
  return Object.freeze({ ...record, density: Object.freeze({ x: Array.from(x, round), y: Array.from(y, round) }) });
}
