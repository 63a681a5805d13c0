/**
 * What Figure 6 must show.
 *
 * @module
 */
import { type Claim, FIRST, lowest, type Measured, measuredOf, over, type Records, rowOf } from "./shared/claims.ts";
import { verdictOf, withEnds, worseEnd } from "./shared/claims.ts";

const where = "Figure 6", date = FIRST;
const correlation = (records: Records, a: string, b: string): Measured =>
  measuredOf(rowOf(records.correlations!, { setting: "not completed", a, b }), "pearson");

/** The claims of Figure 6. */
export const fig6Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    where,
    date,
    id: "few-beat-many",
    claim: "Few anchors with a low condition number beat many anchors",
    paper: "the best performance is with few anchors and a low condition number",
    rule: "holds if the best pruned cell surely beats all-anchor IRP, ridge IRP and whitened by .01 in accuracy; " +
      "partly if it beats IRP by .01",
    changes: worseEnd("by .01"),
    judge: ({ fewAgainstMany: gains }) => {
      const found = measuredOf(rowOf(gains!, { against: "IRP (ω=1, δ=0)" }), "difference");
      const all = gains!.map((g) => measuredOf(g, "difference"));
      const others = gains!.filter((g) => g.against !== "IRP (ω=1, δ=0)");
      const rest = others.map((g) => `${g.against} ${withEnds(measuredOf(g, "difference"), 3)}`).join(", ");
      const ours = `against all-anchor IRP ${withEnds(found, 3)}, ${rest}${over(found)}`;
      return { ...found, verdict: verdictOf(all.every((m) => lowest(m) >= 0.01), found.value >= 0.01), ours };
    },
  },
  {
    where,
    date,
    id: "similarity-accuracy",
    claim: "Similarity and accuracy go together over the grid",
    paper: "Pearson 0.7",
    rule: "holds if Pearson's r (without completion) is surely at least .7; partly from .5",
    changes: [{ date: "2026-11-28", was: "at least .7, or an interval that reaches .7" }],
    judge: (records) => {
      const found = correlation(records, "similarity", "accuracy");
      const verdict = verdictOf(lowest(found) >= 0.7, found.value >= 0.5);
      return { ...found, verdict, ours: `r = ${withEnds(found)}${over(found)}` };
    },
  },
  {
    where,
    date,
    id: "condition-anchors",
    claim: "The condition number grows with the anchors kept",
    paper: "Pearson 0.93",
    rule:
      "holds if Pearson's r of the effective number is surely at least .93; partly from .7, or if that of its log₁₀ holds",
    changes: [{ date: "2026-11-28", was: "at least .93, or an interval that reaches .93" }],
    judge: (records) => {
      const found = correlation(records, "condition", "anchors"), log = correlation(records, "logCondition", "anchors");
      const verdict = verdictOf(lowest(found) >= 0.93, found.value >= 0.7 || lowest(log) >= 0.93);
      return { ...found, verdict, ours: `r = ${withEnds(found)}; of its log₁₀ ${withEnds(log)}${over(found)}` };
    },
  },
]);
