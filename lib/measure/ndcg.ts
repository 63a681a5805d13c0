/**
 * Ranked lists against graded relevance.
 *
 * @module
 */
import { integer, number, sameLength } from "../base/check.ts";

/** Grades of the documents judged for one query, by row of the index: above 0 is relevant, absent is 0. */
export type Judgments = ReadonlyMap<number, number>;

/**
 * nDCG@k of each query: Σ grade / log2(1 + place) over the first k places, divided by that of the best order (Järvelin
 * and Kekäläinen 2002, with the grade itself as gain, as trec_eval has it). 0 where nothing is relevant.
 *
 * @param lists m · depth rows of the index, best first, query after query; depth ≥ k.
 * @throws {TypeError} If the lists are not one a query. @throws {RangeError} If k is below 1 or above the depth, or a
 * grade is negative or not finite.
 * @example
 * ```ts
 * import { ndcg } from "anchorage/measure";
 * console.log(ndcg(Int32Array.of(4, 7), [new Map([[7, 1]])], 2)[0]!.toFixed(3)); // 0.631
 * ```
 */
export function ndcg(lists: Int32Array, judgments: readonly Judgments[], k: number): Float64Array<ArrayBuffer> {
  const action = "measure nDCG", depth = Math.max(1, Math.floor(lists.length / Math.max(1, judgments.length)));
  sameLength(lists, depth * judgments.length, "the lists", action);
  integer(k, 1, depth, "k", action);
  return Float64Array.from(judgments, (grades, q) => {
    for (const grade of grades.values()) number(grade, 0, Infinity, "a grade", action);
    const best = gain(Array.from(grades.values()).sort((a, b) => b - a).slice(0, k));
    const found = lists.subarray(q * depth, q * depth + k);
    return best === 0 ? 0 : gain(Array.from(found, (row) => grades.get(row) ?? 0)) / best;
  });
}

const gain = (grades: readonly number[]): number =>
  grades.reduce((sum, grade, place) => sum + grade / Math.log2(place + 2), 0);
