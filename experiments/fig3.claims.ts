/**
 * What Figure 3 must show.
 *
 * @module
 */
import { spearman } from "../lib/measure/correlation.ts";
import { type Claim, meanInterval, type Measured, type Records, rowOf, verdictOf, withEnds } from "./shared/claims.ts";
import type { Row } from "./shared/summary.ts";

/** Similarity of every pair in one cell of Figure 3. */
function similarities(records: Records, cell: Row): Measured {
  const fields = Object.entries(cell);
  const rows = records.pairs!.filter((r) => fields.every(([name, value]) => r[name] === value));
  return meanInterval(rows.map((r) => r.similarity as number));
}

/** What ω = 16 adds to ω = 1, pair by pair. */
function gainOfSubspaces(records: Records, setting: string, delta: number): Measured {
  const at = (omega: number): readonly Row[] =>
    records.pairs!.filter((r) => r.setting === setting && r.delta === delta && r.omega === omega);
  const few = at(1);
  return meanInterval(
    at(16).map(({ source, target, similarity }) =>
      (similarity as number) - (rowOf(few, { source, target }).similarity as number)
    ),
  );
}

/** The claims of Figure 3. */
export const fig3Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    where: "Figure 3",
    id: "intra-inversion",
    claim: "Inversion within a space works",
    paper: "medium to high similarity",
    rule: "holds if the intra-space similarity at δ = 0, ω = 16 is at least .95, partly from .8",
    judge: (records) => {
      const found = similarities(records, { setting: "intra", omega: 16, delta: 0 });
      return {
        ...found,
        verdict: verdictOf(found.value >= 0.95, found.value >= 0.8),
        ours: `similarity ${withEnds(found)}`,
      };
    },
  },
  {
    where: "Figure 3",
    id: "intra-subspaces",
    claim: "Within a space ω matters only when δ is high",
    paper: "little to no effect at low δ, helps at high δ",
    rule:
      "holds if ω = 16 adds at most .05 to ω = 1 at δ = .2 and at least .1 at δ = .8; partly if it adds .05 more at .8",
    judge: (records) => {
      const [low, high] = [0.2, 0.8].map((delta) => gainOfSubspaces(records, "intra", delta)) as [Measured, Measured];
      const verdict = verdictOf(low.value <= 0.05 && high.value >= 0.1, high.value >= low.value + 0.05);
      return { ...high, verdict, ours: `ω = 16 adds ${withEnds(high)} at δ = .8, ${withEnds(low)} at δ = .2` };
    },
  },
  {
    where: "Figure 3",
    id: "inter-optimum",
    claim: "Between spaces medium-high δ with high ω is best",
    paper: "the balance is at medium-high pruning, high ω",
    rule: "holds if the most similar cell has δ in [.4, .8] and ω of at least 8; partly if its δ is in [.2, .8]",
    judge: (records) => {
      const inter = records.grid!.filter((r) => r.setting === "inter");
      const best = inter.reduce((a, b) => (b.similarity as number) > (a.similarity as number) ? b : a);
      const [delta, omega] = [best.delta as number, best.omega as number];
      const found = similarities(records, { setting: "inter", omega, delta });
      const verdict = verdictOf(delta >= 0.4 && delta <= 0.8 && omega >= 8, delta >= 0.2 && delta <= 0.8);
      return { ...found, verdict, ours: `best at δ = ${delta}, ω = ${omega}: similarity ${withEnds(found)}` };
    },
  },
  {
    where: "Figure 3",
    id: "pruning-conditions",
    notebook: "3.3-stability",
    claim: "Higher δ, lower condition number",
    paper: "shown, no number",
    rule: "holds if Spearman's correlation of δ and the mean condition number (ω = 16) is at most -.9, partly from -.5",
    judge: (records) => {
      const rows = records.grid!.filter((r) => r.setting === "inter" && r.omega === 16);
      const list = (field: string): number[] => rows.map((r) => r[field] as number),
        value = spearman(list("delta"), list("condition"));
      const [from, to] = [rows[0]!, rows.at(-1)!].map((r) => Math.log10(r.condition as number).toFixed(2));
      const ours = `Spearman ${value.toFixed(2)}; log₁₀ from ${from} to ${to}`;
      return { value, verdict: verdictOf(value <= -0.9, value <= -0.5), ours };
    },
  },
]);
