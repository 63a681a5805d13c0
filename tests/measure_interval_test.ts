/** Bootstrap intervals, paired differences and calibration. */
import assert from "node:assert/strict";
import { bootstrapInterval, pairedDifference } from "../lib/measure/bootstrap.ts";
import { calibrationError } from "../lib/measure/calibration.ts";
import { mean, quantile } from "../lib/measure/stats.ts";
import { rng } from "../lib/base/random.ts";
import { close } from "./helpers.ts";
import { draws, golden, refuses } from "./golden/measure.ts";

Deno.test("bootstrap intervals agree with NumPy on the same draws", () => {
  const median = (v: ArrayLike<number>): number => quantile(v, .5);
  for (const [g, statistic] of [[golden.bootstrapMean, undefined], [golden.bootstrapMedian, median]] as const) {
    const { draws, level, seed } = g, options = statistic ? { draws, level, seed, statistic } : { draws, level, seed };
    const { low, high } = bootstrapInterval(golden.few, options);
    close([low, high], g.interval, 1e-12);
  }
  close([bootstrapInterval(golden.few, { seed: 1 }).estimate], [mean(golden.few)], 1e-15);
});

Deno.test("an interval depends on its seed alone, widens with its level and moves with its list", () => {
  const v = draws(30, 1),
    at = (seed: number, level = .95): number[] => {
      const { low, high } = bootstrapInterval(v, { seed, level });
      return [low, high];
    };
  assert.deepEqual(at(1), at(1));
  assert.notDeepEqual(at(1), at(2));
  const [[a, b], [c, d]] = [at(1, .8), at(1, .99)] as [[number, number], [number, number]];
  assert.ok(c < a && a < b && b < d);
  const moved = bootstrapInterval(v.map((x) => 3 + 2 * x), { seed: 1 });
  close([moved.low, moved.high], at(1).map((x) => 3 + 2 * x), 1e-12);
});

Deno.test("a 90 % interval covers the true mean about 90 times in 100, a 50 % one about half the time", () => {
  const covered = (level: number): number => {
    let hits = 0;
    for (let seed = 0; seed < 300; seed++) {
      const { low, high } = bootstrapInterval(draws(40, `cover${seed}`), { seed, level, draws: 300 });
      if (low <= 0 && 0 <= high) hits++;
    }
    return hits / 300;
  };
  assert.ok(Math.abs(covered(.9) - .89) < .05);
  assert.ok(Math.abs(covered(.5) - .5) < .08);
});

Deno.test("paired differences: swapped sides are negated, shared noise cancels, ties are told apart", () => {
  const cases = draws(40, "case"), gain = draws(40, "gain");
  const b = cases, a = cases.map((x, i) => x + .3 + .1 * gain[i]!);
  const forward = pairedDifference(a, b, { seed: 7 }), back = pairedDifference(b, a, { seed: 7 });
  close([back.mean, back.low, back.high], [-forward.mean, -forward.high, -forward.low], 1e-12);
  assert.deepEqual([back.wins, back.losses], [forward.losses, forward.wins]);
  assert.ok(forward.low > .2 && forward.high < .4);
  const unpaired = pairedDifference(a, Float64Array.from(b).reverse(), { seed: 7 });
  assert.ok(unpaired.high - unpaired.low > 3 * (forward.high - forward.low), "broken pairs must widen the interval");
  const { wins, ties, losses } = pairedDifference([1, 2, 3, 4], [1, 1, 4, 3.75], { seed: 1, tie: .5 });
  assert.deepEqual([wins, ties, losses], [1, 2, 1]);
  assert.deepEqual(pairedDifference([1, 2], [1, 2], { seed: 1 }), {
    mean: 0,
    low: 0,
    high: 0,
    wins: 0,
    ties: 2,
    losses: 0,
  });
});

Deno.test("calibration error agrees with NumPy, is small for honest confidences and large for boasting ones", () => {
  for (const [bins, error] of golden.ece) {
    close([calibrationError(golden.confidence, golden.correct, { bins }).error], [error], 1e-12);
  }
  const draw = rng(3), honest = Float64Array.from({ length: 20000 }, () => draw.uniform());
  const correct = Array.from(honest, (p) => draw.uniform() < p);
  assert.ok(calibrationError(honest, correct).error < .02);
  assert.ok(calibrationError(honest.map(Math.sqrt), correct).error > .1);
  const { bins } = calibrationError([0, .5, 1, 1], [false, true, true, false], { bins: 2 });
  assert.deepEqual(bins, [{ count: 2, confidence: .25, accuracy: .5 }, { count: 2, confidence: 1, accuracy: .5 }]);
  assert.deepEqual(calibrationError([1], [1], { bins: 2 }).bins[0], { count: 0, confidence: NaN, accuracy: NaN });
});

Deno.test("intervals and calibration refuse what they cannot judge", () => {
  const seed = 1, nan = [1, NaN];
  refuses("Cannot bootstrap", [
    [() => bootstrapInterval([1], { seed }), TypeError, "the list must have at least 2 entries: it has 1"],
    [
      () => bootstrapInterval([1, 2], { seed, level: 1 }),
      RangeError,
      "the level must be between 0 and 1, neither included: it is 1",
    ],
    [
      () => bootstrapInterval([1, 2], { seed, draws: 0 }),
      RangeError,
      "the number of draws must be an integer of at least 1: it is 0",
    ],
    [
      () => bootstrapInterval([1, 2], { seed, statistic: () => NaN }),
      RangeError,
      "the statistic of every resample must be finite: entry 0 is NaN",
    ],
  ]);
  refuses("Cannot compare pairs", [
    [() => pairedDifference([1, 2], [1], { seed }), TypeError, "the second list must have 2 entries: it has 1"],
    [() => pairedDifference([1], [1], { seed }), TypeError, "the first list must have at least 2 entries: it has 1"],
    [() => pairedDifference([1, 2], nan, { seed }), RangeError, "the second list must be finite: entry 1 is NaN"],
    [
      () => pairedDifference([1, 2], [1, 2], { seed, tie: -1 }),
      RangeError,
      "the tie must be a finite number of at least 0: it is -1",
    ],
  ]);
  refuses("Cannot measure calibration", [
    [() => calibrationError([.5], []), TypeError, "the outcomes must have 1 entries: it has 0"],
    [() => calibrationError([], []), TypeError, "the confidences must have at least one entry: it has 0"],
    [() => calibrationError([1.2], [1]), RangeError, "confidence 0 must be a number in [0, 1]: it is 1.2"],
    [() => calibrationError([.5], [.5]), RangeError, "outcomes must be true or false: entry 0 is 0.5"],
    [
      () => calibrationError([.5], [1], { bins: 0 }),
      RangeError,
      "the number of bins must be an integer of at least 1: it is 0",
    ],
  ]);
});
