/**
 * What relative heads say over projections: tables, shares, differences and the chart.
 *
 * @module
 */
import { barIntervals } from "../lib/chart/bars.ts";
import type { Projection } from "../lib/method/relative.ts";
import type { Findings } from "./experiment.ts";
import { difference, overSeeds, shareOf, withInterval } from "./shared/compare.ts";
import { barOf, groupBy, plusMinus, type Row } from "./shared/summary.ts";

/** The projections of the paper and of its successors; "whitened" is this library's. */
export const PROJECTIONS: readonly Projection[] = Object.freeze(
  ["cosine", "angular", "euclidean", "l1", "basis", "whitened"] as const,
);
/** Anchors that are paired at random: what heads make of representations that mean nothing to them. */
export const CONTROL = "cosine, permuted anchors";
/** Anchors of the chart and of the shares. */
export const CHARTED = 256;

/** Records and the chart. */
export function findings(rows: readonly Row[], seed: number): Findings {
  const named: readonly Row[] = rows.map((r) => ({ ...r, use: r.pairs === "own" ? "own space" : "other spaces" }));
  const means = overSeeds(named, ["dataset", "method", "use", "k"], ["accuracy", "similarity"]);
  const stitched = named.filter((r) => r.use === "other spaces"), charted = named.filter((r) => r.k === CHARTED);
  const bars = withInterval(charted, ["dataset", "method", "use"], "accuracy", seed);
  return {
    records: {
      table: means.map(({ accuracySd, similaritySd, seeds, method, ...r }) => ({
        dataset: r.dataset,
        projection: method,
        use: r.use,
        k: r.k,
        accuracy: plusMinus(r.accuracy as number, accuracySd as number),
        similarity: plusMinus(r.similarity as number, similaritySd as number),
        seeds,
      })),
      means,
      kinds: overSeeds(stitched, ["dataset", "pairs", "method", "k"], ["accuracy", "similarity"]),
      shares: groupBy(charted, ["dataset"]).flatMap((group) => sharesOf(group, seed)),
      differences: groupBy(stitched, ["dataset"]).flatMap((group) =>
        [...PROJECTIONS.slice(1), CONTROL].map((p) => ({
          dataset: group[0]!.dataset,
          ...difference(group, p, "cosine", seed),
        }))
      ),
    },
    charts: {
      projections: barIntervals(
        bars.map((r) => barOf(r, "accuracy", { series: r.use as string })),
        {
          title: "Relative heads on their own and on other spaces",
          subtitle: `${CHARTED} anchors; mean over spaces, or ordered pairs, with its 95 % interval`,
          measure: "Accuracy",
        },
      ),
    },
  };
}

/** What the heads of one dataset reach on other spaces, as a share of what the same heads reach on their own. */
export function sharesOf(rows: readonly Row[], seed: number): readonly Row[] {
  const OWN = "own space", own = new Map<string, unknown>();
  const head = (r: Row): string => JSON.stringify([r.method, r.target, r.seed]);
  for (const r of rows) if (r.pairs === "own") own.set(head(r), r.accuracy);
  const stitched = rows.filter((r) => r.pairs !== "own");
  return PROJECTIONS.filter((p) => stitched.some((r) => r.method === p)).map((p) => {
    const mine = stitched.filter((r) => r.method === p);
    const both = [...mine, ...mine.map((r) => ({ ...r, method: OWN, accuracy: own.get(head(r)) }))];
    return { dataset: rows[0]!.dataset, ...shareOf(both, p, OWN, seed) };
  });
}
