/**
 * What Figure 2 must show.
 *
 * @module
 */
import { type Claim, FIRST, verdictOf } from "./shared/claims.ts";

/** The claim of Figure 2. */
export const fig2Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    id: "inner-layers",
    where: "Figure 2",
    claim: "Inner layers are scale-invariant",
    paper: "of RoBERTa; baseline .92",
    rule:
      "a model counts if at least nine in ten of its layers behind the input move the accuracy by at most .05 from " +
      "0.5 to 10 times their mean norm: holds if all of at least four models count, partly if half do",
    date: FIRST,
    changes: [{ date: "2026-11-28", was: "layers pooled: nine in ten of the image networks', and of all others'" }],
    judge: ({ models }) => {
      const counts = models!.filter((m) => (m.steady as number) >= 0.9 * (m.layers as number));
      const each = models!.map((m) => `${m.model} ${m.steady} of ${m.layers}`).join(", ");
      const value = counts.length / models!.length;
      const verdict = verdictOf(models!.length >= 4 && value === 1, value >= 0.5);
      return { value, verdict, ours: `${counts.length} of ${models!.length} models; steady layers: ${each}` };
    },
  },
]);
