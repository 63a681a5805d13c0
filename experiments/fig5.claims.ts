/**
 * What Figure 5 must show.
 *
 * @module
 */
import { type Claim, type Judged, verdictOf } from "./shared/claims.ts";
import type { Row } from "./shared/summary.ts";

/** A share of rows for which something is so. */
function share(rows: readonly Row[], name: string, so: (r: Row) => boolean): Judged {
  const holding = rows.filter(so).length, value = holding / rows.length;
  return { value, verdict: verdictOf(value >= 0.9, value >= 0.5), ours: `${name}: ${holding} of ${rows.length}` };
}

/** The claims of Figure 5. */
export const fig5Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    id: "one-mode",
    where: "Figure 5",
    claim: "The norms of an encoder's outputs have one mode",
    paper: "a single mode, well-defined mean",
    rule: "holds if so for nine encoders in ten, partly from half",
    judge: ({ table }) => share(table!, "encoders with one mode", (r) => r.modes === 1),
  },
  {
    id: "gaussian-norms",
    where: "Figure 5",
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
