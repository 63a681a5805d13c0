/**
 * What the rows of word embeddings say: means by direction, intervals over pairs, paired differences, and the chart.
 *
 * @module
 */
import { barIntervals } from "../lib/chart/bars.ts";
import type { Findings } from "./experiment.ts";
import { difference, withInterval } from "./shared/compare.ts";
import { meanBy, plusMinus, type Row } from "./shared/summary.ts";

/** Methods in the order of the tables. */
const ORDER = [
  ...["absolute", "relative", "relative, centred", "IRP", "Parseval frames", "whitened", "ridge linear", "ortho"],
  ...["relative, permuted anchors", "whitened, permuted anchors"],
];
const VALUES = ["mrr", "jaccard", "cosine", "centred"];

/** Means by direction, intervals over pairs, paired differences, and the chart. */
export function findings(rows: readonly Row[], nearest: readonly Row[], seed: number): Findings {
  const ordered = rows.toSorted((a, b) => ORDER.indexOf(a.method as string) - ORDER.indexOf(b.method as string));
  const keys = ["dataset", "method", "apart"],
    means = meanBy(ordered, ["dataset", "source", "target", "method", "words"], VALUES);
  const lists = [...new Set(rows.map((r) => r.dataset as string))];
  const mrr = withInterval(ordered, keys, "mrr", seed);
  const compared = [["whitened", "relative"], ["IRP", "relative"], ["relative, centred", "relative"], [
    "relative",
    "absolute",
  ], [
    "ridge linear",
    "whitened",
  ]];
  return {
    records: {
      table: means.map((r) => ({
        list: r.dataset,
        direction: `${r.source} → ${r.target}`,
        method: r.method,
        ...Object.fromEntries(VALUES.map((v) => [v, plusMinus(r[v] as number, r[`${v}Sd`] as number)])),
        draws: r.count,
      })),
      mrr,
      ...Object.fromEntries(VALUES.slice(1).map((v) => [v, withInterval(ordered, keys, v, seed)])),
      differences: lists.flatMap((dataset) =>
        compared.map(([a, b]) => ({
          dataset,
          ...difference(rows.filter((r) => r.dataset === dataset), a!, b!, seed, "mrr"),
        }))
      ),
      means,
      nearest,
    },
    charts: Object.fromEntries(lists.map((list) => [list, directions(means.filter((r) => r.dataset === list), list)])),
  };
}

/** Bars of each direction: two beside one another, more in panels. */
function directions(means: readonly Row[], list: string): Findings["charts"][string] {
  const named = means.map((r) => ({ r, direction: `${r.source} → ${r.target}` }));
  const few = new Set(named.map(({ direction }) => direction)).size <= 2;
  const bars = named.map(({ r, direction }) => (
    { name: r.method as string, value: r.mrr as number, ...(few ? { series: direction } : { panel: direction }) }
  ));
  return barIntervals(bars, {
    title: list === "words" ? "The same word in another space" : `The same ${list} in another space`,
    subtitle: "Mean reciprocal rank of the item itself among all that are no anchors",
    measure: "Mean reciprocal rank",
    domain: [0, 1],
  });
}
