/**
 * What Figure 6 must show.
 *
 * @module
 */
import { type Claim, type Measured, type Records, rowOf, verdictOf, withEnds } from "./shared/claims.ts";

const correlation = (records: Records, a: string, b: string): Measured => {
  const { pearson, low, high } = rowOf(records.correlations!, { setting: "not completed", a, b });
  return { value: pearson as number, low: low as number, high: high as number };
};
const within = (m: Measured, value: number): boolean => m.value >= value || m.high! >= value;

/** The claims of Figure 6. */
export const fig6Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    where: "Figure 6",
    id: "few-beat-many",
    claim: "Few anchors with a low condition number beat many anchors",
    paper: "the best performance is with few anchors and a low condition number",
    rule:
      "holds if the best pruned cell beats all-anchor IRP, ridge IRP and whitened by .01 in accuracy; partly if IRP only",
    judge: (records) => {
      const gains = records.fewAgainstMany!, [plain] = [rowOf(gains, { against: "IRP (ω=1, δ=0)" })];
      const over = (limit: number): boolean => gains.every((g) => (g.difference as number) >= limit);
      const found = { value: plain.difference as number, low: plain.low as number, high: plain.high as number };
      const others = gains.filter((g) => g !== plain).map((g) => `${g.against} ${(g.difference as number).toFixed(3)}`);
      const ours = `against all-anchor IRP ${withEnds(found, 3)}, ${others.join(", ")}`;
      return { ...found, verdict: verdictOf(over(0.01), found.value >= 0.01), ours };
    },
  },
  {
    where: "Figure 6",
    id: "similarity-accuracy",
    claim: "Similarity and accuracy go together over the grid",
    paper: "Pearson 0.7",
    rule: "holds if Pearson's r (without completion) is at least .7 or its interval reaches .7; partly from .5",
    judge: (records) => {
      const found = correlation(records, "similarity", "accuracy");
      return { ...found, verdict: verdictOf(within(found, 0.7), found.value >= 0.5), ours: `r = ${withEnds(found)}` };
    },
  },
  {
    where: "Figure 6",
    id: "condition-anchors",
    claim: "The condition number grows with the anchors kept",
    paper: "Pearson 0.93",
    rule:
      "holds if Pearson's r of the effective number is at least .93 or its interval reaches .93; partly from .7, or if that of its log₁₀ holds",
    judge: (records) => {
      const found = correlation(records, "condition", "anchors"), log = correlation(records, "logCondition", "anchors");
      const verdict = verdictOf(within(found, 0.93), found.value >= 0.7 || within(log, 0.93));
      return { ...found, verdict, ours: `r = ${withEnds(found)}; of its log₁₀ ${withEnds(log)}` };
    },
  },
]);
