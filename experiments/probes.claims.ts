/**
 * What the probes of pretrained encoders must show.
 *
 * @module
 */
import { average } from "../lib/linalg/rows.ts";
import { type Claim, SECOND, verdictOf } from "./shared/claims.ts";

/** How far the mean of ten splits may be from a single one: these have a standard deviation of .02 to .03. */
const NEAR = 0.03;

/** The claim of the probes. */
export const probesClaims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    id: "probes-as-before",
    where: "Encoders",
    claim: "Ridge probes of pretrained encoders are as good as measured before",
    paper: "not in it: single probes by other conversions of the same files",
    rule:
      "holds if the mean over ten splits is within .03 of the earlier figure for every encoder and dataset, partly " +
      "for nine in ten",
    date: SECOND,
    judge: ({ probes }) => {
      const missed = probes!.filter((r) => Math.abs(r.gap as number) > NEAR), all = probes!.length;
      const value = (all - missed.length) / all, two = (x: unknown): string => (x as number).toFixed(3);
      const each = missed.map((r) => `${r.encoder} on ${r.dataset} ${two(r.accuracy)} against ${two(r.earlier)}`);
      const mean = (of: string): string => two(average(probes!.map((r) => r[of] as number)));
      const ours = `${all - missed.length} of ${all} within .03${
        each.length > 0 ? `; missed: ${each.join(", ")}` : ""
      }; mean difference ${mean("gap")}, standard deviation over splits ${mean("sd")}`;
      return { value, verdict: verdictOf(value === 1, value >= 0.9), ours };
    },
  },
]);
