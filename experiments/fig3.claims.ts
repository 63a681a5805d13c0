/**
 * What Figure 3 must show.
 *
 * @module
 */
import {
  type Claim,
  FIRST,
  highest,
  lowest,
  type Measured,
  measuredOf,
  over,
  rowOf,
  SECOND,
  verdictOf,
  withEnds,
  worseEnd,
} from "./shared/claims.ts";

const where = "Figure 3", date = FIRST;

/** The claims of Figure 3. */
export const fig3Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    where,
    date,
    id: "intra-inversion",
    claim: "Inversion within a space works",
    paper: "medium to high similarity",
    rule: "holds if the intra-space similarity at δ = 0, ω = 16 is surely at least .95; partly from .8",
    changes: worseEnd("at least .95"),
    judge: ({ grid }) => {
      const found = measuredOf(rowOf(grid!, { setting: "intra", omega: 16, delta: 0 }), "similarity");
      const verdict = verdictOf(lowest(found) >= 0.95, found.value >= 0.8);
      return { ...found, verdict, ours: `similarity ${withEnds(found)}${over(found)}` };
    },
  },
  {
    where,
    date,
    id: "intra-subspaces",
    claim: "Within a space ω matters only when δ is high",
    paper: "little to no effect at low δ, helps at high δ",
    rule: "holds if ω = 16 adds surely at most .05 to ω = 1 at δ = .2 and surely at least .1 at δ = .8; " +
      "partly if it adds .05 more at .8",
    changes: worseEnd("at most .05 and at least .1"),
    judge: ({ gains }) => {
      const at = (delta: number) => measuredOf(rowOf(gains!, { setting: "intra", delta }), "gain");
      const [small, large] = [at(0.2), at(0.8)];
      const verdict = verdictOf(highest(small) <= 0.05 && lowest(large) >= 0.1, large.value >= small.value + 0.05);
      const ours = `ω = 16 adds ${withEnds(large)} at δ = .8, ${withEnds(small)} at δ = .2${over(large)}`;
      return { ...large, verdict, ours };
    },
  },
  {
    where,
    date,
    id: "inter-optimum",
    claim: "Between spaces medium-high δ with high ω is best",
    paper: "the balance is at medium-high pruning, high ω",
    rule: "holds if the most similar cell has δ in [.4, .8] and ω of at least 8 in at least 95 of 100 resamples; " +
      "partly if its δ is in [.2, .8]",
    changes: [{ date: "2026-11-28", was: "the place of the best mean alone" }],
    judge: ({ grid, optimum }) => {
      const best = rowOf(optimum!, { setting: "inter" }), { omega, delta, inside } = best as Record<string, number>;
      const found = measuredOf(rowOf(grid!, { setting: "inter", omega, delta }), "similarity");
      const verdict = verdictOf(inside! >= 0.95, delta! >= 0.2 && delta! <= 0.8);
      const share = `in ${Math.round(100 * inside!)} of 100 resamples at medium-high δ and ω of at least 8`;
      return { ...found, verdict, ours: `best at δ = ${delta}, ω = ${omega}: similarity ${withEnds(found)}; ${share}` };
    },
  },
  {
    where,
    date,
    id: "pruning-conditions",
    notebook: "3.3-stability",
    claim: "Higher δ, lower condition number",
    paper: "shown, no number",
    rule: "holds if Spearman's correlation of δ and the mean condition number (ω = 16) is surely at most -.9, " +
      "and so over targets with more anchors than dimensions alone; partly from -.5",
    changes: [...worseEnd("at most -.9"), { date: SECOND, was: "over all pairs alone" }],
    judge: ({ trend }) => {
      const log = (x: unknown): string => Math.log10(x as number).toFixed(2);
      const found = trend!.map((row) => measuredOf(row, "spearman")), [all, full] = found as [Measured, Measured?];
      const said = (m: Measured, i: number): string =>
        `Spearman ${withEnds(m)}; log₁₀ from ${log(trend![i]!.from)} to ${log(trend![i]!.to)}${over(m)}`;
      const verdict = verdictOf(found.every((m) => highest(m) <= -0.9), found.every((m) => m.value <= -0.5));
      return { ...all, verdict, ours: said(all, 0) + (full ? `; where k > d alone: ${said(full, 1)}` : "") };
    },
  },
]);
