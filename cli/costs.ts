/**
 * What smaller vectors cost: fewer dimensions, eight bits, one bit.
 *
 * @module
 */
import { type Matrix } from "../lib/linalg/matrix.ts";
import { average, columnMeans, mapColumns } from "../lib/linalg/rows.ts";
import { bootstrapInterval, type Interval, pairedDifference } from "../lib/measure/bootstrap.ts";
import { asBinary, asInt8, truncated } from "../lib/measure/compact.ts";
import { matchScores, overlapScores, type Search, search } from "../lib/measure/search.ts";
import { alignColumns } from "../lib/notebook/table.ts";
import { interval } from "./print.ts";
import { threeWays, type Trial } from "./trial.ts";

/** One way to store the index. */
export interface Cost {
  /** How. */
  readonly stored: string;
  /** Bytes of a vector. */
  readonly bytes: number;
  /** Of the map's index, and of one that is re-embedded: what is lost without any map. */
  readonly scores: Readonly<Record<string, { readonly map: Interval; readonly reembedding: number }>>;
  /** Overlap minus that of float32. */
  readonly lost: Interval;
}

/** How an index is stored, and what is asked of it. */
type Store = readonly [stored: string, bytes: number, to: (float32: Search) => Search];

/** Scores the index at d, d/2, d/4 dimensions, in int8 and in binary; queries stay float32. */
export function storageCosts({ map, held, options }: Trial): readonly Cost[] {
  const { translated, target } = threeWays(map, held), depth = Math.max(...options.at ?? [10]), { seed } = options;
  const exact = search(target, target), name = `overlap@${depth}`;
  const scored = (own: Search) => ({ ...matchScores(own, [depth]), ...overlapScores(own, exact, [depth]) });
  const found = stores(target.cols).map(([stored, bytes, to]) => ({
    stored,
    bytes,
    map: scored(to(search(target, translated))),
    own: scored(to(exact)),
  }));
  return found.map(({ stored, bytes, map, own }) => {
    const scores = Object.entries(map).map(([key, values]) =>
      [key, { map: bootstrapInterval(values, { seed, draws: 1000 }), reembedding: average(own[key]!) }] as const
    );
    const { mean: estimate, low, high } = pairedDifference(map[name]!, found[0]!.map[name]!, { seed, draws: 1000 });
    return { stored, bytes, scores: Object.fromEntries(scores), lost: { estimate, low, high } };
  });
}

function stores(d: number): readonly Store[] {
  const both = (f: (x: Matrix) => Matrix) => ({ queries, index }: Search): Search => search(f(queries), f(index));
  const stored = (f: (x: Matrix) => Matrix) => ({ queries, index }: Search): Search => search(queries, f(index));
  const cuts = [2, 4].map((part) => Math.floor(d / part)).filter((m) => m >= 1);
  const binary = ({ queries, index }: Search): Search => {
    const mean = columnMeans(index);
    return search(mapColumns(queries, (value, j) => value - mean[j]!), asBinary(index, mean));
  };
  return [
    [`float32, ${d} dimensions`, 4 * d, (float32) => float32],
    ...cuts.map((m): Store => [`float32, first ${m}, renormalised`, 4 * m, both((x) => truncated(x, m))]),
    ["int8", d, stored(asInt8)],
    ["binary", Math.ceil(d / 8), binary],
  ];
}

/** The table of the costs. */
export function costText(costs: readonly Cost[]): string {
  return alignColumns(costs.map(({ stored, bytes, scores, lost }) => ({
    stored,
    bytes,
    ...Object.fromEntries(
      Object.entries(scores).filter(([name]) => name !== "mrr").flatMap(([name, { map, reembedding }]) => [
        [`${name}, map`, interval(map)],
        [`${name}, re-embedded`, reembedding],
      ]),
    ),
    "overlap lost": interval(lost),
  })));
}
