/**
 * From stitched rows to what tables say: means over pairs with their spread over seeds, and paired differences.
 *
 * @module
 */
import type { Findings } from "../experiment.ts";
import { type Dyad, dyadicInterval, dyadicMean, weightedMean } from "./dyadic.ts";
import { groupBy, meanBy, type Row } from "./summary.ts";

/** Accuracies this near to each other count as a tie. */
export const TIE = 0.005;

/** Means over pairs, each with its standard deviation over seeds (not over pairs), and the number of seeds. */
export function overSeeds(rows: readonly Row[], keys: readonly string[], values: readonly string[]): readonly Row[] {
  return meanBy(meanBy(rows, [...keys, "seed"], values), keys, values).map(({ count, ...row }) => ({
    ...row,
    seeds: count,
  }));
}

/** Ranges that numbers cannot leave, by their names. */
const SHARES = ["accuracy", "mrr", "jaccard", "recall", "recall10"], COSINES = ["similarity", "cosine", "centred"];
const rangeOf = (value: string): readonly [number, number] | undefined =>
  SHARES.includes(value) ? [0, 1] : COSINES.includes(value) ? [-1, 1] : undefined;

/** What tells one case from another. */
export const CASE: readonly string[] = Object.freeze(["dataset", "k", "source", "target", "seed"]);
/** What tells one pair from another. */
const PAIR = CASE.slice(0, -1);

/** How method a does against method b over the cases that have both; the interval resamples encoders and seeds. */
export function difference(rows: readonly Row[], a: string, b: string, seed: number, value = "accuracy"): Row {
  const of = (method: string): Map<string, Row> =>
    new Map(rows.filter((r) => r.method === method).map((r) => [JSON.stringify(CASE.map((c) => r[c])), r]));
  const [first, second] = [of(a), of(b)], cases = [...first.keys()].filter((key) => second.has(key));
  const gap = (key: string): number => (first.get(key)![value] as number) - (second.get(key)![value] as number);
  const dyads = cases.map((key) => first.get(key) as unknown as Dyad), gaps = cases.map(gap);
  const { value: mean, ...interval } = dyadicMean(dyads, gaps, seed);
  const pairs = meanBy(cases.map((key, i) => ({ ...first.get(key), gap: gaps[i] })), PAIR, ["gap"]);
  const tie = value === "accuracy" ? TIE : 0,
    count = (is: (gap: number) => boolean): number => pairs.filter((p) => is(p.gap as number)).length;
  const [wins, losses] = [count((g) => g > tie), count((g) => g < -tie)];
  const counts = { wins, ties: pairs.length - wins - losses, losses, pairs: pairs.length };
  return { method: a, against: b, value, difference: mean, ...interval, ...counts };
}

/** The mean of a value over pairs with its interval over encoders and seeds, one row a group. */
export function withInterval(
  rows: readonly Row[],
  keys: readonly string[],
  value: string,
  seed: number,
): readonly Row[] {
  return groupBy(rows, keys).map((group) => {
    const named = Object.fromEntries(keys.map((k) => [k, group[0]![k]]));
    const dyads = group as unknown as readonly Dyad[], values = group.map((r) => r[value] as number);
    const { value: mean, ...interval } = dyadicMean(dyads, values, seed, rangeOf(value));
    return { ...named, [value]: mean, ...interval };
  });
}

/** A method's mean as a share of another's, with its interval over encoders and seeds. */
export function shareOf(rows: readonly Row[], method: string, of: string, seed: number): Row {
  const both = rows.filter((r) => r.method === method || r.method === of);
  const [a, b] = [method, of].map((name) => both.map((r) => r.method === name ? r.accuracy as number : 0)) as [
    number[],
    number[],
  ];
  const { value, ...interval } = dyadicInterval(
    both as unknown as readonly Dyad[],
    (weights) => weightedMean(a, weights) / weightedMean(b, weights),
    seed,
  );
  return { method, of, share: value, ...interval };
}

/** Records with numbers of five significant digits: more than any of them is sure of. */
export function roundedRecords(records: Findings["records"]): Findings["records"] {
  const round = (v: unknown): unknown => typeof v === "number" && !Number.isInteger(v) ? Number(v.toPrecision(5)) : v;
  const row = (r: Row): Row => Object.fromEntries(Object.entries(r).map(([name, value]) => [name, round(value)]));
  return Object.fromEntries(Object.entries(records).map(([name, rows]) => [name, rows.map(row)]));
}
