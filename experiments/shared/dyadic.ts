/**
 * How sure a number over ordered pairs of encoders is.
 *
 * Pairs that share an encoder are not independent, so whole encoders are drawn with replacement, and whole seeds: a pair
 * counts as often as both of its encoders and its seed were drawn (the dyadic or pigeonhole bootstrap). Encoders of one
 * architecture that differ in their training seed ("mlp256~2") are drawn together.
 *
 * So few encoders and seeds make such an interval too narrow: it covers 75 to 85 % where it says 95 with five. So its ends
 * are stretched about the value: the variance that encoders and that seeds bring (by leaving out one at a time) is put in
 * place of the (n - 1)/n of it that draws of n with replacement have, and Student's t, with Satterthwaite's degrees of
 * freedom over both, in place of the normal: 91 to 96 % with four or more encoders, 86 to 93 % with three.
 *
 * Weakness: it speaks of encoders like these on data like this; datasets are judged one by one. Two encoders that only
 * cross say nothing of a third.
 *
 * @module
 */
import { rng } from "../../lib/base/random.ts";
import { sortedQuantile } from "../../lib/measure/stats.ts";
import { SHARE, stretchOf } from "./student.ts";

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

/** Where each case comes from: the places of its encoders and its seed in lists of so many. */
interface Design {
  readonly places: readonly (readonly [source: number, target: number, seed: number])[];
  readonly encoders: number;
  readonly seeds: number;
}

/** @throws {RangeError} If there is no case. */
function designOf(cases: readonly Dyad[]): Design {
  if (cases.length === 0) throw new RangeError("Cannot resample as there must be a measurement: there is none");
  const encoders = [...new Set(cases.flatMap((c) => [architectureOf(c.source), architectureOf(c.target)]))];
  const seeds = [...new Set(cases.map((c) => c.seed))],
    at = (name: string): number => encoders.indexOf(architectureOf(name));
  const places = cases.map((c) => [at(c.source), at(c.target), seeds.indexOf(c.seed)] as const);
  return { places, encoders: encoders.length, seeds: seeds.length };
}

const weigh = ({ places }: Design, encoders: ArrayLike<number>, seeds: ArrayLike<number>): Float64Array =>
  Float64Array.from(places, ([s, t, i]) => encoders[s]! * (s === t ? 1 : encoders[t]!) * seeds[i]!);
const ones = (n: number): readonly number[] => new Array<number>(n).fill(1);
const some = (weights: Float64Array): boolean => weights.some((w) => w > 0);

/** How often each case counts, draw by draw; a draw in which no pair is left (all drawn alike) is made again. */
export function* dyadicDraws(cases: readonly Dyad[], seed: number | string): Generator<Float64Array> {
  const design = designOf(cases), draw = rng(seed).fork("dyadic");
  for (let made = 0, tries = 0; made < DRAWS && tries < 20 * DRAWS; tries++) {
    const encoders = drawCounts(draw, design.encoders);
    const weights = weigh(design, encoders, drawCounts(draw, design.seeds));
    if (!some(weights)) continue;
    made++;
    yield weights;
  }
}

/**
 * A statistic of measurements, given as a function of how often each counts, and the range that it cannot leave.
 *
 * With one encoder and one seed the interval is the value itself.
 *
 * @throws {RangeError} If there is no measurement.
 */
export function dyadicInterval(
  cases: readonly Dyad[],
  statistic: (weights: Float64Array) => number,
  seed: number | string,
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
): DyadicInterval {
  const design = designOf(cases), value = statistic(new Float64Array(cases.length).fill(1));
  const results = Array.from(dyadicDraws(cases, seed), statistic).filter((result) => !Number.isNaN(result));
  const sorted = Float64Array.from(results).sort(), wider = stretchOf(leftOut(design, statistic));
  const end = (share: number): number =>
    sorted.length === 0
      ? value
      : Math.min(most, Math.max(least, value + wider * (sortedQuantile(sorted, share) - value)));
  const [low, high] = [end((1 - SHARE) / 2), end((1 + SHARE) / 2)];
  return Object.freeze({ value, low, high, encoders: design.encoders, seeds: design.seeds });
}

/** The statistic without each of the encoders, and without each of the seeds, where pairs are left. */
function leftOut(design: Design, statistic: (weights: Float64Array) => number): readonly (readonly number[])[] {
  const all = { encoders: ones(design.encoders), seeds: ones(design.seeds) };
  const without = (list: readonly number[], weights: (kept: readonly number[]) => Float64Array): readonly number[] =>
    list.map((_, i) => weights(list.with(i, 0))).filter(some).map(statistic);
  return [
    without(all.encoders, (kept) => weigh(design, kept, all.seeds)),
    without(all.seeds, (kept) => weigh(design, all.encoders, kept)),
  ];
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
export function dyadicMean(
  cases: readonly Dyad[],
  values: readonly number[],
  seed: number | string,
  range?: readonly [number, number],
): DyadicInterval {
  return dyadicInterval(cases, (weights) => weightedMean(values, weights), seed, range);
}
