/**
 * What Figure 4 must show.
 *
 * @module
 */
import {
  type Claim,
  FIRST,
  highest,
  type Measured,
  over,
  type Records,
  verdictOf,
  withEnds,
  worseEnd,
} from "./shared/claims.ts";
import { dyadicMean } from "./shared/dyadic.ts";
import { groupBy } from "./shared/summary.ts";

/** What a series is called besides its activation: with the initial spread of ReLU and tanh, or with biases that do not start at zero. */
export const VARIANTS: Readonly<Record<string, string>> = Object.freeze({ spread: "spread 1", biases: "biases ±π" });
/** cos with the initial spread of the other activations, and with phases anywhere. */
export const NARROW = `cos, ${VARIANTS.spread}`, BIASED = `cos, ${VARIANTS.biases}`;

const where = "Figure 4", date = FIRST;
const BETWEEN = [0.5, 1, 2, 5, 10, 20, 50, 100];
type Run = (alpha: number) => number;

/** A number of every run of an activation (a space and a seed), from its accuracy at multiples of the mean scale. */
function overRuns(records: Records, series: string, of: (run: Run) => number): Measured {
  const runs = groupBy(records.lines!.filter((r) => r.series === series), ["panel", "seed"]);
  const cases = runs.map(([first]) => ({
    source: `${first!.panel}`,
    target: `${first!.panel}`,
    seed: first!.seed as number,
  }));
  const at = (run: typeof runs[number]): Run => (alpha) => run.find((p) => p.alpha === alpha)!.accuracy as number;
  return dyadicMean(cases, runs.map((run) => of(at(run))), "claims", [0, Infinity]);
}

/** The largest change of accuracy from that at the mean scale, from 0.5 to 100 times it. */
const drift = (at: Run): number => Math.max(...BETWEEN.map((alpha) => Math.abs(at(alpha) - at(1))));
const spaces = (m: Measured): string => over(m).replace("encoders", "spaces");

/** The claims of Figure 4. */
export const fig4Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    where,
    date,
    id: "monotone-activations",
    claim: "Perceptrons with ReLU or tanh are scale-invariant",
    paper: "scale does not significantly matter",
    rule: "holds if from 0.5 to 100 times the mean scale the accuracy of both surely changes by at most .03, " +
      "partly up to .1",
    changes: worseEnd("at most .03"),
    judge: (records) => {
      const [relu, tanh] = [overRuns(records, "relu", drift), overRuns(records, "tanh", drift)];
      const worst = highest(relu) > highest(tanh) ? relu : tanh;
      const ours = `largest change: ReLU ${withEnds(relu, 3)}, tanh ${withEnds(tanh, 3)}${spaces(worst)}`;
      return { ...worst, verdict: verdictOf(highest(worst) <= 0.03, worst.value <= 0.1), ours };
    },
  },
  {
    where,
    date,
    id: "cosine-activation",
    claim: "With cos only the mean scale and its opposite work",
    paper: "oscillates; as good at ± the mean scale",
    rule: "holds if at 2 times the mean scale surely at most half of the accuracy is left and -1 times is surely " +
      "within .05; partly if either is so of the means",
    changes: worseEnd("at most half, and within .05"),
    judge: (records) => {
      const of = (series: string): readonly [Measured, Measured] => [
        overRuns(records, series, (at) => at(2) / at(1)),
        overRuns(records, series, (at) => Math.abs(at(-1) - at(1))),
      ];
      const [left, mirrored] = of("cos"), ran = (series: string) => records.lines!.some((r) => r.series === series);
      const verdict = verdictOf(
        highest(left) <= 0.5 && highest(mirrored) <= 0.05,
        left.value <= 0.5 || mirrored.value <= 0.05,
      );
      const ours = `at 2x ${withEnds(left)} of the accuracy is left; at -1x it is off by ${withEnds(mirrored, 3)}` +
        (ran(NARROW) ? `; with an initial spread of 1 in place of 1.5 ${withEnds(of(NARROW)[0])} is left at 2x` : "") +
        (ran(BIASED)
          ? `; with initial biases in ±π in place of 0 it is off by ${withEnds(of(BIASED)[1], 3)} at -1x`
          : "");
      return { ...left, verdict, ours: ours + spaces(left) };
    },
  },
]);
