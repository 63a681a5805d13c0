/**
 * What Figure 5 must show.
 *
 * @module
 */
import { type Claim, FIRST, type Judged, verdictOf } from "./shared/claims.ts";
import { groupBy, type Row } from "./shared/summary.ts";

const where = "Figure 5", date = FIRST;
const changes = [{ date: "2026-11-28", was: "counted by encoder and dataset, so that most encoders counted twice" }];

/** The share of encoders for which something is so on every dataset. */
function share(table: readonly Row[], name: string, so: (r: Row) => boolean): Judged {
  const encoders = groupBy(table, ["encoder"]), holding = encoders.filter((rows) => rows.every(so)).length;
  const value = holding / encoders.length, datasets = new Set(table.map((r) => r.dataset)).size;
  const ours = `${name}: ${holding} of ${encoders.length} encoders, on all of ${datasets} datasets`;
  return { value, verdict: verdictOf(value >= 0.9, value >= 0.5), ours };
}

/** The claims of Figure 5. */
export const fig5Claims: readonly Claim[] = Object.freeze<Claim[]>([
  {
    where,
    date,
    changes,
    id: "one-mode",
    claim: "The norms of an encoder's outputs have one mode",
    paper: "a single mode, well-defined mean",
    rule: "an encoder counts if so on every dataset: holds for nine in ten, partly from half",
    judge: ({ table }) => share(table!, "one mode", (r) => r.modes === 1),
  },
  {
    where,
    date,
    changes,
    id: "gaussian-norms",
    claim: "The norms are Gaussian with few outliers",
    paper: "Gaussian, minimal presence of outliers",
    rule:
      "an encoder counts if on every dataset skew and excess kurtosis are within ±1 and at most .1 % of its norms lie " +
      "beyond 4 deviations: holds from nine in ten, partly from half",
    judge: ({ table }) =>
      share(
        table!,
        "near a Gaussian",
        (r) =>
          Math.max(Math.abs(r.skew as number), Math.abs(r.excessKurtosis as number)) <= 1 &&
          (r.outliers as number) <= 0.001,
      ),
  },
]);
