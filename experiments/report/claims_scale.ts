/**
 * Claims on scale: Figure 2, section 3.4, Figures 4 and 5.
 *
 * @module
 */
import {
  type Claim,
  type Judged,
  meanInterval,
  type Measured,
  type Records,
  rowOf,
  verdictOf,
  withEnds,
} from "./claims_judge.ts";
import { groupBy, type Row } from "../shared/summary.ts";

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

/** A share of rows for which something is so. */
function share(rows: readonly Row[], name: string, so: (r: Row) => boolean): Judged {
  const holding = rows.filter(so).length, value = holding / rows.length;
  return { value, verdict: verdictOf(value >= 0.9, value >= 0.5), ours: `${name}: ${holding} of ${rows.length}` };
}

/** Steady layers in the networks that are bounded one by one (images), and in the other models, counted model by model. */
function steadyLayers({ bounds, models = [] }: Records): Judged {
  const images = new Set(bounds!.map((r) => r.panel)), others = models.filter((r) => !images.has(r.model));
  const sum = (field: string): number => others.reduce((all, r) => all + (r[field] as number), 0);
  const held = bounds!.filter((r) => r.holds === true).length, [steady, layers] = [sum("steady"), sum("layers")];
  const value = Math.min(held / bounds!.length, layers > 0 ? steady / layers : 1);
  const each = others.map((r) => `${r.model} ${r.steady} of ${r.layers}`).join(", ");
  const elsewhere = layers > 0 ? `${steady} of ${layers} in other models (${each})` : "other models not in this run";
  return {
    value,
    verdict: verdictOf(layers > 0 && value >= 0.9, value >= 0.5),
    ours: `layers within .05 from 0.5x to 10x: ${held} of ${bounds!.length} in image networks, ${elsewhere}`,
  };
}

/** What rescaling does to linear heads without a bias, at its worst, and how many with one keep their predictions. */
function asTemperature({ points }: Records): Judged {
  for (const head of ["without bias", "with bias"]) rowOf(points!, { head });
  const of = (head: string): readonly Row[] => points!.filter((r) => r.head === head);
  const kept = (rows: readonly Row[]): number => Math.min(...rows.map((r) => r.agreement as number));
  const changed = (agreement: number): string => `${(100 * (1 - agreement)).toFixed(1)} %`;
  const free = of("without bias"), biased = of("with bias"), worst = kept(biased);
  const near = groupBy(biased.filter((r) => (r.alpha as number) >= 0.5), ["space"]).map(kept);
  const gap = Math.max(...free.map((r) => r.gap as number)), exact = gap <= 1e-9 && kept(free) === 1;
  const ours = `without a bias probabilities are off by ${gap.toExponential(0)} and ${changed(kept(free))} of ` +
    `predictions change; with one up to ${changed(worst)}, from 0.5x on up to ${changed(Math.min(...near))} ` +
    `(at most 5 % in ${near.filter((share) => share >= 0.95).length} of ${near.length} heads)`;
  return { value: 1 - worst, verdict: verdictOf(exact && worst >= 0.95, exact), ours };
}

/** The claims of Figure 2, section 3.4, Figures 4 and 5. */
export const scaleClaims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    id: "inner-layers",
    where: "Figure 2",
    experiment: "fig2",
    claim: "Inner layers, even of large models, are scale-invariant",
    paper: "baseline .92, RoBERTa",
    rule:
      "of the layers after the input, those within .05 of no rescaling from 0.5 to 10 times their mean norm: holds from nine in ten both in our image networks and in the other models, partly from half in both, or in the image networks if no other model was run",
    judge: steadyLayers,
  },
  {
    id: "scale-is-temperature",
    where: "Section 3.4",
    experiment: "temperature",
    claim: "Rescaling the input of a linear classifier is a temperature and changes no prediction",
    paper: "equivalent to some temperature, the final prediction unaffected (for αWx + b, any α)",
    rule:
      "at every α from .01 to 100: holds if heads without a bias give the temperature's probabilities to 1e-9 and the same predictions, and heads with one change at most 5 % of theirs; partly if those without a bias do",
    judge: asTemperature,
  },
  {
    id: "monotone-activations",
    where: "Figure 4",
    experiment: "fig4",
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
    experiment: "fig4",
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
  {
    id: "one-mode",
    where: "Figure 5",
    experiment: "fig5",
    claim: "The norms of an encoder's outputs have one mode",
    paper: "a single mode, well-defined mean",
    rule: "holds if so for nine encoders in ten, partly from half",
    judge: ({ table }) => share(table!, "encoders with one mode", (r) => r.modes === 1),
  },
  {
    id: "gaussian-norms",
    where: "Figure 5",
    experiment: "fig5",
    claim: "The norms are Gaussian with few outliers",
    paper: "Gaussian, minimal presence of outliers",
    rule:
      "an encoder's norms count if skew and excess kurtosis are within ±1 and at most .1 % lie beyond 4 deviations: holds from nine in ten, partly from half",
    judge: ({ table }) =>
      share(
        table!,
        "encoders near a Gaussian",
        (r) =>
          Math.max(Math.abs(r.skew as number), Math.abs(r.excessKurtosis as number)) <= 1 &&
          (r.outliers as number) <= 0.001,
      ),
  },
]);
