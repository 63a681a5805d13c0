/**
 * Labels by the vote of neighbours: what an index alone says of a row's class.
 *
 * @module
 */
import type { Search } from "./search.ts";

/** Neighbours that vote. */
const VOTERS = 10;

/**
 * 1 where the most frequent class among the 10 nearest rows of the index (the query's own left out) is the query's own
 * class, else 0. Of classes with equal votes, that of the nearest row counts.
 */
export function voteScores(search: Search, labels: ArrayLike<number | string>): Float64Array<ArrayBuffer> {
  const k = Math.min(VOTERS, search.index.rows - 1), found = search.neighbors(k);
  return Float64Array.from({ length: search.queries.rows }, (_, i) => {
    const votes = new Map<number | string, number>();
    for (const j of found.subarray(i * k, (i + 1) * k)) votes.set(labels[j]!, (votes.get(labels[j]!) ?? 0) + 1);
    const most = Math.max(...votes.values());
    const winner = Array.from(votes).find(([, count]) => count === most)![0];
    return winner === labels[i] ? 1 : 0;
  });
}
