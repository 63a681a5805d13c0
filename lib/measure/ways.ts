/**
 * The scores of the ways to serve an index: through a map, doing nothing, re-embedding, by chance, in two stages.
 *
 * @module
 */
import { sameLength } from "../base/check.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { resized } from "./compact.ts";
import { type Judgments, ndcg } from "./ndcg.ts";
import { nearestNeighbors } from "./neighbors.ts";
import { matchScores, overlapScores, type QueryScores, reranked, type Search, search } from "./search.ts";
import { twoStageScores } from "./search.ts";
import { cosineSimilarity } from "./similarity.ts";
import { voteScores } from "./votes.ts";

/** The same things under the old model, through the map, and under the new model. */
export interface ThreeWays {
  /** n × d_x. */
  readonly source: Matrix;
  /** n × d_y. */
  readonly translated: Matrix;
  /** n × d_y. */
  readonly target: Matrix;
  /** n × d_y, by a map fitted on the same pairs shuffled: what it reaches, chance reaches. */
  readonly shuffled?: Matrix;
}

/** What to measure beside match, neighbours, cosine and CKA. */
export interface MigrationOptions {
  /** Seed of the intervals. */
  readonly seed: number;
  /** Values of k; default 1 and 10. */
  readonly at?: readonly number[];
  /** Where translated rows stand: "index" (default), asked by the new model's vectors; or "queries" to the new index. */
  readonly translated?: "index" | "queries";
  /** d_y entries taken off before cosines: the mean of the target's anchors. */
  readonly center: ArrayLike<number>;
  /** n classes: adds "accuracy". */
  readonly labels?: ArrayLike<number | string>;
  /** Queries and the grades of the rows for each: adds nDCG@k. */
  readonly judged?: ThreeWays & { readonly judgments: readonly Judgments[] };
  /** Adds a search in two stages that recalls so many rows; only with an index. */
  readonly candidates?: number;
}

/** The scores of each way, query by query. */
export type Ways = Readonly<Record<"map" | "nothing" | "reembedding", QueryScores>> & {
  readonly shuffled?: QueryScores;
};

/** Every way's scores but those in two stages; `exact` searches the target's rows by themselves. */
export function waysOf(rows: ThreeWays, exact: Search, options: MigrationOptions): Ways {
  const { source, translated, target, shuffled } = rows, old = search(source, source);
  const { at = [1, 10], center, labels, judged } = options, asQueries = options.translated === "queries";
  const padded = resized(source, target.cols);
  const across = (side: Matrix): Search => asQueries ? search(side, target) : search(target, side);
  const way = (side: Matrix, own: Search, asked: readonly [Matrix, Matrix] | undefined): QueryScores => ({
    ...matchScores(across(side), at),
    ...overlapScores(own, exact, at),
    cosine: cosineSimilarity(side, target, { center }).perRow,
    ...labels && { accuracy: voteScores(own, sameLength(labels, target.rows, "the labels", "measure accuracy")) },
    ...asked && judgedScores(nearestNeighbors(...asked, { k: Math.max(...at) }), judged!.judgments, at),
  });
  const askedMap = judged && (asQueries ? [judged.translated, target] as const : [judged.target, translated] as const);
  return {
    map: way(translated, across(translated), askedMap),
    nothing: way(padded, old, judged && [judged.source, source]),
    reembedding: way(target, exact, judged && [judged.target, target]),
    ...shuffled && { shuffled: way(shuffled, across(shuffled), undefined) },
  };
}

function judgedScores(found: Int32Array, judgments: readonly Judgments[], at: readonly number[]): QueryScores {
  return Object.fromEntries(at.map((k) => [`ndcg@${k}`, ndcg(found, judgments, k)]));
}

/** The scores of a search that the map begins and the new model's vectors end. */
export function stagedScores(
  { translated, target }: ThreeWays,
  exact: Search,
  candidates: number,
  options: MigrationOptions,
): QueryScores {
  const { at = [1, 10], judged } = options;
  if (options.translated === "queries") {
    throw new TypeError("Cannot search in two stages as the translated rows must be the index: they are the queries");
  }
  const found = twoStageScores(search(target, translated), exact, candidates, at);
  if (!judged) return found;
  const ordered = reranked(search(judged.target, translated), search(judged.target, target), candidates);
  return { ...found, ...judgedScores(ordered, judged.judgments, at) };
}
