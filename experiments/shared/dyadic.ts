/**
 * How sure a number over ordered pairs of encoders is.
 *
 * Pairs that share an encoder are not independent, so whole encoders are drawn with replacement, and whole seeds: a pair
 * counts as often as both of its encoders and its seed were drawn (the dyadic or pigeonhole bootstrap). Encoders of one
 * architecture that differ in their training seed ("mlp256~2") are drawn together.
 *
 * Weakness: with three to eight encoders the interval is too narrow, and it speaks of encoders like these on data like
 * this; datasets are judged one by one.
 *
 * @module
 */
import { rng } from "../../lib/base/random.ts";
import { sortedQuantile } from "../../lib/measure/stats.ts";

/** Where a measurement comes from. */
export interface Dyad {
  readonly source: string;
  readonly target: string;
  readonly seed: number;
}

/** A value with its 95 % interval, and what the interval is over. */
export interface DyadicInterval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly encoders: number;
  readonly seeds: number;
}

const DRAWS = 1000;

/** What "mlp256~2" is an instance of. */
export const architectureOf = (encoder: string): string => encoder.split("~")[0]!;

/**
 * A statistic of measurements, given as a function of how often each counts.
 *
 * A draw in which no pair of different encoders is left (all drawn alike) is made again; with one encoder and one seed
 * the interval is the value itself.
 *
 * @throws {RangeError} If there is no measurement.
 */
export function dyadicInterval(
  cases: readonly Dyad[],
  statistic: (weights: Float64Array) => number,
  seed: number | string,
): DyadicInterval {
  if (cases.length === 0) throw new RangeError("Cannot resample as there must be a measurement: there is none");
  const encoders = [...new Set(cases.flatMap((c) => [architectureOf(c.source), architectureOf(c.target)]))];
  const seeds = [...new Set(cases.map((c) => c.seed))], draw = rng(seed).fork("dyadic");
  const places = cases.map((c) =>
    [
      encoders.indexOf(architectureOf(c.source)),
      encoders.indexOf(architectureOf(c.target)),
      seeds.indexOf(c.seed),
    ] as const
  );
  const value = statistic(new Float64Array(cases.length).fill(1));
  const results: number[] = [];
  for (let tries = 0; results.length < DRAWS && tries < 20 * DRAWS; tries++) {
    const [drawn, when] = [drawCounts(draw, encoders.length), drawCounts(draw, seeds.length)];
    const weights = Float64Array.from(places, ([s, t, i]) => drawn[s]! * (s === t ? 1 : drawn[t]!) * when[i]!);
    if (weights.some((w) => w > 0)) results.push(statistic(weights));
  }
  const sorted = Float64Array.from(results.filter((r) => !Number.isNaN(r))).sort();
  const [low, high] = sorted.length > 0
    ? [sortedQuantile(sorted, 0.025), sortedQuantile(sorted, 0.975)]
    : [value, value];
  return Object.freeze({ value, low, high, encoders: encoders.length, seeds: seeds.length });
}

/** How often each of n is drawn in n draws with replacement. */
function drawCounts(draw: ReturnType<typeof rng>, n: number): Float64Array {
  const counts = new Float64Array(n);
  for (let i = 0; i < n; i++) counts[draw.integer(n)]!++;
  return counts;
}

/** The weighted mean of values. */
export function weightedMean(values: readonly number[], weights: Float64Array): number {
  let sum = 0, total = 0;
  for (let i = 0; i < values.length; i++) {
    if (weights[i]! === 0) continue;
    sum += weights[i]! * values[i]!;
    total += weights[i]!;
  }
  return sum / total;
}

/** The mean of one number a case with its dyadic interval. */
export function dyadicMean(cases: readonly Dyad[], values: readonly number[], seed: number | string): DyadicInterval {
  return dyadicInterval(cases, (weights) => weightedMean(values, weights), seed);
}
