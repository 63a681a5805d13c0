/**
 * What a translation is worth to an index: every score of the map beside doing nothing and re-embedding everything.
 *
 * @module
 */
import { columns, parallelRows } from "../base/check.ts";
import { type Matrix, takeRows } from "../linalg/matrix.ts";
import { average } from "../linalg/rows.ts";
import { bootstrapInterval, type Interval, pairedDifference } from "./bootstrap.ts";
import { cka } from "./cka.ts";
import { intervalOf, jackknifeSamples } from "./jackknife.ts";
import { type QueryScores, search } from "./search.ts";
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
  const { candidates, seed } = options, exact = search(rows.target, rows.target), ways = waysOf(rows, exact, options);
  const staged = candidates === undefined ? {} : stagedScores(rows, exact, candidates, options);
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
  const samples = jackknifeSamples(Math.min(target.rows, CKA_ROWS), { seed });
  const of = (side: Matrix): readonly number[] =>
    samples.map((kept) => cka(takeRows(side, kept), takeRows(target, kept), { debiased: true }));
  const map = of(translated), nothing = of(source);
  const own = intervalOf(map), less = intervalOf(map.map((value, i) => value - nothing[i]!));
  const short = { estimate: own.estimate - 1, low: own.low - 1, high: own.high - 1 };
  return {
    name: "cka",
    map: own,
    nothing: { value: own.estimate - less.estimate, difference: less },
    reembedding: { value: 1, difference: short },
  };
}
