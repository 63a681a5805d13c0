/**
 * What Figure 4 must show.
 *
 * @module
 */
import { type Claim, meanInterval, type Measured, type Records, verdictOf, withEnds } from "./shared/claims.ts";
import { groupBy } from "./shared/summary.ts";

/** Per seed and space, the accuracy of an activation at a multiple of the mean scale. */
function runs(records: Records, series: string): readonly ((alpha: number) => number)[] {
  return groupBy(records.lines!.filter((r) => r.series === series), ["panel", "seed"]).map((run) => (alpha) =>
    run.find((p) => p.alpha === alpha)!.accuracy as number
  );
}

const BETWEEN = [0.5, 1, 2, 5, 10, 20, 50, 100];
/** The largest change of accuracy from that at the mean scale, from 0.5 to 100 times it, mean over seeds. */
const drift = (records: Records, series: string): Measured =>
  meanInterval(
    runs(records, series).map((at) => Math.max(...BETWEEN.map((alpha) => Math.abs(at(alpha) - at(1))))),
  );

/** The claims of Figure 4. */
export const fig4Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    id: "monotone-activations",
    where: "Figure 4",
    claim: "Perceptrons with ReLU or tanh are scale-invariant",
    paper: "scale does not significantly matter",
    rule:
      "holds if from 0.5 to 100 times the mean scale the accuracy of both changes by at most .03 (mean over seeds), partly up to .1",
    judge: (records) => {
      const [relu, tanh] = [drift(records, "relu"), drift(records, "tanh")];
      const worst = relu.value > tanh.value ? relu : tanh;
      const ours = `largest change: ReLU ${withEnds(relu, 3)}, tanh ${withEnds(tanh, 3)}`;
      return { ...worst, verdict: verdictOf(worst.value <= 0.03, worst.value <= 0.1), ours };
    },
  },
  {
    id: "cosine-activation",
    where: "Figure 4",
    claim: "With cos only the mean scale and its opposite work",
    paper: "oscillates; as good at ± the mean scale",
    rule:
      "holds if at 2 times the mean scale at most half of the accuracy is left and -1 times is within .05; partly if either",
    judge: (records) => {
      const cos = runs(records, "cos"), left = meanInterval(cos.map((at) => at(2) / at(1)));
      const mirrored = meanInterval(cos.map((at) => Math.abs(at(-1) - at(1))));
      const [falls, mirrors] = [left.value <= 0.5, mirrored.value <= 0.05];
      const ours = `at 2x ${withEnds(left)} of the accuracy is left; at -1x it is off by ${withEnds(mirrored, 3)}`;
      return { ...left, verdict: verdictOf(falls && mirrors, falls || mirrors), ours };
    },
  },
]);
