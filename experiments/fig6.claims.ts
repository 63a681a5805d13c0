/**
 * What Figure 6 must show.
 *
 * @module
 */
import { type Claim, FIRST, type Judged, lowest, type Measured, measuredOf } from "./shared/claims.ts";
import { over, type Records, rowOf, verdictOf, withEnds, worseEnd } from "./shared/claims.ts";

const where = "Figure 6", date = FIRST, EACH = "; of several datasets on all, partly on some";
const correlation = (rows: Records[string], a: string): Measured =>
  measuredOf(rowOf(rows!, { setting: "not completed", a }), "pearson");

/** The judgement of one dataset's records on every dataset: it holds if it holds on all, partly if it does on some. */
function onEach(judge: (records: Records) => Judged): (records: Records) => Judged {
  return (records) => {
    const datasets = [...new Set(Object.values(records).flat().map((r) => r.dataset))];
    const found = datasets.map((dataset) => {
      const of = ([name, rows]: [string, Records[string]]) => [name, rows.filter((r) => r.dataset === dataset)];
      return { dataset, ...judge(Object.fromEntries(Object.entries(records).map(of))) };
    });
    const are = (verdict: string): number => found.filter((f) => f.verdict === verdict).length;
    const { dataset: _, ...least } = found.reduce((a, b) => (b.value < a.value ? b : a));
    const verdict = verdictOf(are("holds") === found.length, are("does not hold") < found.length);
    const ours = found.map((f) => found.length > 1 ? `${f.dataset}: ${f.ours}` : f.ours).join("; ");
    return { ...least, verdict, ours };
  };
}

/** The claims of Figure 6. */
export const fig6Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    where,
    date,
    id: "few-beat-many",
    claim: "Few anchors with a low condition number beat many anchors",
    paper: "the best performance is with few anchors and a low condition number",
    rule: "holds if the best pruned cell surely beats all-anchor IRP, ridge IRP and whitened by .01 in accuracy; " +
      "partly if it beats IRP by .01" + EACH,
    changes: worseEnd("by .01"),
    judge: onEach(({ fewAgainstMany: gains }) => {
      const found = measuredOf(rowOf(gains!, { against: "IRP (ω=1, δ=0)" }), "difference");
      const all = gains!.map((g) => measuredOf(g, "difference"));
      const others = gains!.filter((g) => g.against !== "IRP (ω=1, δ=0)");
      const rest = others.map((g) => `${g.against} ${withEnds(measuredOf(g, "difference"), 3)}`).join(", ");
      const ours = `against all-anchor IRP ${withEnds(found, 3)}, ${rest}${over(found)}`;
      return { ...found, verdict: verdictOf(all.every((m) => lowest(m) >= 0.01), found.value >= 0.01), ours };
    }),
  },
  {
    where,
    date,
    id: "similarity-accuracy",
    claim: "Similarity and accuracy go together over the grid",
    paper: "Pearson 0.7",
    rule: "holds if Pearson's r (without completion) is surely at least .7; partly from .5" + EACH,
    changes: [{ date: "2026-11-28", was: "at least .7, or an interval that reaches .7" }],
    judge: onEach((records) => {
      const found = correlation(records.correlations!, "similarity");
      const verdict = verdictOf(lowest(found) >= 0.7, found.value >= 0.5);
      return { ...found, verdict, ours: `r = ${withEnds(found)}${over(found)}` };
    }),
  },
  {
    where,
    date,
    id: "condition-anchors",
    claim: "The condition number grows with the anchors kept",
    paper: "Pearson 0.93",
    rule:
      "holds if Pearson's r of the effective number is surely at least .93; partly from .7, or if that of its log₁₀ holds" +
      EACH,
    changes: [{ date: "2026-11-28", was: "at least .93, or an interval that reaches .93" }],
    judge: onEach((records) => {
      const judged = (rows: Records[string]): Judged => {
        const found = correlation(rows, "condition"), log = correlation(rows, "logCondition");
        const verdict = verdictOf(lowest(found) >= 0.93, found.value >= 0.7 || lowest(log) >= 0.93);
        return { ...found, verdict, ours: `r = ${withEnds(found)}; of its log₁₀ ${withEnds(log)}${over(found)}` };
      };
      const found = judged(records.correlations!), { fullRank = [] } = records;
      if (fullRank.length === 0) return found;
      const spanned = judged(fullRank);
      return { ...found, ours: `${found.ours}; of targets with k > d ${spanned.ours}: ${spanned.verdict}` };
    }),
  },
]);
