/**
 * What section 3.4 must show.
 *
 * @module
 */
import { type Claim, FIRST, type Judged, type Records, rowOf, SECOND, verdictOf } from "./shared/claims.ts";
import { groupBy, type Row } from "./shared/summary.ts";

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

/** The claims of section 3.4. */
export const temperatureClaims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    id: "scale-is-temperature",
    where: "Section 3.4",
    date: FIRST,
    claim: "Rescaling the input of a linear classifier is a temperature and changes no prediction",
    paper: "equivalent to some temperature, the final prediction unaffected (for αWx + b, any α)",
    rule:
      "at every α from .01 to 100: holds if heads without a bias give the temperature's probabilities to 1e-9 and the same predictions, and heads with one change at most 5 % of theirs; partly if those without a bias do",
    judge: asTemperature,
  },
  {
    id: "from-the-training-scale",
    where: "Section 3.4",
    date: SECOND,
    claim: "With a bias, the predictions stay from the training's scale upwards",
    paper: "the final prediction unaffected",
    rule:
      "a head counts if at every α from 1 to 100 at most 5 % of its predictions change: holds if all heads count, " +
      "partly if half do",
    judge: ({ points }) => {
      const above = points!.filter((r) => r.head === "with bias" && (r.alpha as number) >= 1);
      const changed = groupBy(above, ["space"]).map((rows) => 1 - Math.min(...rows.map((r) => r.agreement as number)));
      const counting = changed.filter((share) => share <= 0.05).length, value = counting / changed.length;
      const all = changed.map((share) => `${(100 * share).toFixed(1)} %`).join(", ");
      const ours = `${counting} of ${changed.length} heads; largest shares of predictions that change: ${all}`;
      return { value, verdict: verdictOf(value === 1, value >= 0.5), ours };
    },
  },
]);
