/**
 * What a translation is worth to an index: every score of the map beside doing nothing and re-embedding everything.
 *
 * @module
 */
import { columns, parallelRows } from "../base/check.ts";
import { type Matrix, takeRows } from "../linalg/matrix.ts";
import { bootstrapInterval, type Interval, pairedDifference } from "./bootstrap.ts";
import { cka } from "./cka.ts";
import { jackknifeInterval } from "./jackknife.ts";
import type { QueryScores } from "./search.ts";
import { type MigrationOptions, stagedScores, type ThreeWays, waysOf } from "./ways.ts";

export type { MigrationOptions, ThreeWays } from "./ways.ts";

/** Another way's score, and the map's minus it, row by row. */
export interface OtherWay {
  /** Its mean over rows. */
  readonly value: number;
  /** The map's mean minus it, with its interval. */
  readonly difference: Interval;
}

/** One score; every interval covers 95 %. */
export interface MigrationScore {
  /** "recall@10", say. */
  readonly name: string;
  /** Through the map. */
  readonly map: Interval;
  /** The old vectors as they are: across models cut or padded with zeros, within a model the old index itself. */
  readonly nothing: OtherWay;
  /** The new model's vectors of everything. */
  readonly reembedding: OtherWay;
  /** The same kind of map fitted on shuffled pairs: the control. */
  readonly shuffled?: OtherWay;
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
    const shuffled = ways.shuffled?.[name] && { shuffled: other(ways.shuffled) };
    return {
      name,
      map: own,
      nothing: other(ways.nothing),
      reembedding: other(ways.reembedding),
      ...shuffled,
      ...twoStage,
    };
  });
  return Object.freeze([...scores, ckaScore(rows, seed)]);
}

function checkWays({ source, translated, target }: ThreeWays, action: string): void {
  parallelRows(source, target, action);
  parallelRows(translated, target, action);
  columns(translated, target.cols, "the translated rows", action);
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
