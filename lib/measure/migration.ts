/**
 * What a translation is worth to an index: every score of the map beside doing nothing and re-embedding everything.
 *
 * @module
 */
import { columns, parallelRows, sameLength } from "../base/check.ts";
import { type Matrix, takeRows } from "../linalg/matrix.ts";
import { bootstrapInterval, type Interval, pairedDifference } from "./bootstrap.ts";
import { cka } from "./cka.ts";
import { resized } from "./compact.ts";
import { jackknifeInterval } from "./jackknife.ts";
import { type Judgments, ndcg } from "./ndcg.ts";
import {
  lists,
  matchScores,
  overlapScores,
  type QueryScores,
  reranked,
  type Search,
  twoStageScores,
} from "./search.ts";
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
}

/** What to measure beside match, neighbours, cosine and CKA. */
export interface MigrationOptions {
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

/** Another way's score, and the map's minus it, row by row. */
export interface OtherWay {
  readonly value: number;
  readonly difference: Interval;
}

/** One score; every interval covers 95 %. */
export interface MigrationScore {
  readonly name: string;
  readonly map: Interval;
  /** The old vectors as they are: across models cut or padded with zeros, within a model the old index itself. */
  readonly nothing: OtherWay;
  /** The new model's vectors of everything. */
  readonly reembedding: OtherWay;
  /** The map recalls, the new model's vectors put in order; where a search has the score. */
  readonly twoStage?: Interval;
}

/** Rows that CKA looks at, at most. */
const CKA_ROWS = 2000;

/**
 * Scores held-out rows: recall@k and "mrr" (is the translated row the nearest to its own?), overlap@k (the share of the
 * k neighbours by the new model that the map keeps), "cosine", "cka" (debiased), and on demand "accuracy" and ndcg@k.
 *
 * Weakness: recall falls as the index grows, so it holds for an index of n rows; intervals are over rows, not over fits.
 *
 * @throws {TypeError} If shapes do not fit. @throws {RangeError} If a k exceeds n - 1 or there are fewer than 20 rows.
 */
export function measureMigration(rows: ThreeWays, options: MigrationOptions): readonly MigrationScore[] {
  checkWays(rows, "measure a migration");
  const { candidates, seed } = options, ways = waysOf(rows, options);
  const staged = candidates === undefined ? {} : stagedScores(rows, candidates, options);
  const names = Object.keys(ways.map);
  const scores = names.map((name): MigrationScore => {
    const map = ways.map[name]!,
      other = (way: QueryScores): OtherWay => {
        const { mean, low, high } = pairedDifference(map, way[name]!, { seed, draws: 1000 });
        return { value: average(way[name]!), difference: { estimate: mean, low, high } };
      };
    const twoStage = staged[name] && { twoStage: bootstrapInterval(staged[name], { seed, draws: 1000 }) };
    const own = bootstrapInterval(map, { seed, draws: 1000 });
    return { name, map: own, nothing: other(ways.nothing), reembedding: other(ways.reembedding), ...twoStage };
  });
  return Object.freeze([...scores, ckaScore(rows, seed)]);
}

function checkWays({ source, translated, target }: ThreeWays, action: string): void {
  parallelRows(source, target, action);
  parallelRows(translated, target, action);
  columns(translated, target.cols, "the translated rows", action);
}

type Ways = Readonly<Record<"map" | "nothing" | "reembedding", QueryScores>>;

function waysOf({ source, translated, target }: ThreeWays, options: MigrationOptions): Ways {
  const { at = [1, 10], center, labels, judged } = options, asQueries = options.translated === "queries";
  const exact: Search = { queries: target, index: target }, old: Search = { queries: source, index: source };
  const padded = resized(source, target.cols);
  const across = (side: Matrix): Search =>
    asQueries ? { queries: side, index: target } : { queries: target, index: side };
  const way = (side: Matrix, own: Search, asked: Search | undefined): QueryScores => ({
    ...matchScores(across(side), at),
    ...overlapScores(own, exact, at),
    cosine: cosineSimilarity(side, target, { center }).perRow,
    ...labels && { accuracy: voteScores(own, sameLength(labels, target.rows, "the labels", "measure accuracy")) },
    ...asked && judgedScores(lists(asked, Math.max(...at), false), judged!.judgments, at),
  });
  const askedMap = judged &&
    (asQueries ? { queries: judged.translated, index: target } : { queries: judged.target, index: translated });
  return {
    map: way(translated, across(translated), askedMap),
    nothing: way(padded, old, judged && { queries: judged.source, index: source }),
    reembedding: way(target, exact, judged && { queries: judged.target, index: target }),
  };
}

function judgedScores(found: Int32Array, judgments: readonly Judgments[], at: readonly number[]): QueryScores {
  return Object.fromEntries(at.map((k) => [`ndcg@${k}`, ndcg(found, judgments, k)]));
}

function stagedScores({ translated, target }: ThreeWays, candidates: number, options: MigrationOptions): QueryScores {
  const { at = [1, 10], judged } = options;
  if (options.translated === "queries") {
    throw new TypeError("Cannot search in two stages as the translated rows must be the index: they are the queries");
  }
  const found = twoStageScores(
    { queries: target, index: translated },
    { queries: target, index: target },
    candidates,
    at,
  );
  if (!judged) return found;
  const queries = judged.target;
  const ordered = reranked({ queries, index: translated }, { queries, index: target }, candidates);
  return { ...found, ...judgedScores(ordered, judged.judgments, at) };
}

function ckaScore({ source, translated, target }: ThreeWays, seed: number): MigrationScore {
  const rows = Math.min(target.rows, CKA_ROWS),
    to = (side: Matrix) => (kept: Int32Array): number =>
      cka(takeRows(side, kept), takeRows(target, kept), { debiased: true });
  const map = to(translated), nothing = to(source);
  const interval = (statistic: (kept: Int32Array) => number): Interval => jackknifeInterval(rows, statistic, { seed });
  const own = interval(map), less = interval((kept) => map(kept) - nothing(kept));
  const short = { estimate: own.estimate - 1, low: own.low - 1, high: own.high - 1 };
  return {
    name: "cka",
    map: own,
    nothing: { value: own.estimate - less.estimate, difference: less },
    reembedding: { value: 1, difference: short },
  };
}

const average = (values: Float64Array): number => values.reduce((a, b) => a + b, 0) / values.length;
