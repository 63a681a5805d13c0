/**
 * What Table 2's rows say: means, intervals, paired differences, and their charts.
 *
 * @module
 */
import { barIntervals } from "../lib/chart/bars.ts";
import { accuracyOverAnchors } from "../lib/chart/lines.ts";
import { difference, overSeeds, roundedRecords, shareOf, withInterval } from "./shared/compare.ts";
import type { Findings } from "./experiment.ts";
import { PILOT } from "./table2_gains.claims.ts";
import { OWN, RANDOM, RELATIVE } from "./shared/stitching.ts";
import { barOf, meanBy, pivot, plusMinus, type Row } from "./shared/summary.ts";
import { affine, TRANSLATIONS } from "./shared/translations.ts";

/** Which method is compared with which. */
const AGAINST: readonly (readonly [string, string])[] = [
  ["IRP", "absolute, zero-padded"],
  ["IRP", "IRP (ω=1, δ=0)"],
  ["IRP", "IRP, permuted anchors"],
  ["IRP, completed", "IRP"],
  ["ridge linear", "IRP"],
  ["whitened", "IRP"],
  ["whitened", "IRP, completed"],
  ["whitened", "Parseval frames"],
  ["whitened", "ortho"],
  ["whitened", "ridge linear"],
  ["whitened", "whitened, permuted anchors"],
  ["whitened, prototypes", "whitened"],
  ["selector", "IRP"],
  ["IRP", RELATIVE],
  ["ortho", RELATIVE],
  [RELATIVE, "absolute, zero-padded"],
  ["IRP", OWN],
  ["whitened", OWN],
];

/** Methods that are kept pair by pair. */
const PAIRED = [OWN, "IRP", "IRP, completed", "whitened", "ortho", "selector"];
/** On means over groups of items in place of anchors. */
const PROTOTYPES = ["IRP, prototypes", "whitened, prototypes"];
/** What is no single method that the selector could have been. */
const NOT_SINGLE = [OWN, RANDOM, RELATIVE, "selector", "absolute", "affine", ...PROTOTYPES];
/** Methods in the order of the tables. */
const ORDER = [
  ...[OWN, RANDOM, "absolute", ...TRANSLATIONS.map((m) => m.name)],
  ...[...PROTOTYPES, affine.name, RELATIVE],
];
/** Methods of the line chart, which has ten colours. */
const DRAWN = [
  ...[OWN, RELATIVE, "absolute, zero-padded", "IRP", "IRP, completed", "whitened"],
  ...["linear", "ridge linear", "ortho", "selector"],
];

/** Records and charts from stitched rows; `dims` are the encoders' dimensions, `headline` the anchors spoken of. */
export function findings(
  rows: readonly Row[],
  dims: readonly number[],
  { seed, headline: k }: { readonly seed: number; readonly headline: number },
): Findings {
  const between = inOrder(rows.filter((r) => r.pairs !== "own")), values = ["accuracy", "similarity"];
  const summary = overSeeds(between, ["dataset", "method", "apart", "k"], values);
  const headline = between.filter((r) => r.k === k), datasets = [...new Set(rows.map((r) => r.dataset))];
  const of = (dataset: unknown): readonly Row[] => headline.filter((r) => r.dataset === dataset);
  const bars = withInterval(headline, ["dataset", "method", "apart"], "accuracy", seed);
  const shares = datasets.flatMap((dataset) =>
    ["IRP", "IRP, completed", "whitened"].map((m) => ({ dataset, ...shareOf(of(dataset), m, OWN, seed) }))
  );
  return {
    records: roundedRecords({
      table: wide(summary),
      summary,
      kinds: overSeeds(headline, ["dataset", "pairs", "method", "apart"], values),
      // Whether the anchors span both spaces.
      ranks: overSeeds(headline, ["dataset", "deficient", "method", "apart"], values),
      headline: bars.map((r) => ({ ...r, data: dataOf(r.dataset) })),
      shares,
      differences: datasets.flatMap((dataset) =>
        differences(of(dataset), seed).map((d) => ({ dataset, data: dataOf(dataset), ...d }))
      ),
      pairs: overSeeds(headline.filter((r) => PAIRED.includes(r.method as string)), [
        ...["dataset", "source", "target", "method"],
      ], values),
    }),
    charts: { accuracy: lineChart(between, dims), headline: barChart(bars, k) },
  };
}

/** Paired differences on one dataset, and that of the selector to the single method with the best mean. */
function differences(rows: readonly Row[], seed: number): readonly Row[] {
  const asked = AGAINST.filter((names) => names.every((n) => rows.some((r) => r.method === n)));
  const singles = meanBy(rows.filter((r) => !NOT_SINGLE.includes(r.method as string)), ["method"], ["accuracy"]);
  const best = singles.reduce((a, b) => (b.accuracy as number) > (a.accuracy as number) ? b : a).method as string;
  const chosen = rows.some((r) => r.method === "selector")
    ? [{ ...difference(rows, "selector", best, seed), against: "best single method", best }]
    : [];
  return [...asked.map(([a, b]) => difference(rows, a, b, seed)), ...chosen];
}

/** Whether the defaults δ = .6 and λ = 1e-3 were explored on a dataset. */
const dataOf = (dataset: unknown): string => PILOT.includes(dataset as string) ? "pilot" : "judged";

/** Rows by dataset as met, then by method in the order of the tables. */
function inOrder(rows: readonly Row[]): readonly Row[] {
  const datasets = [...new Set(rows.map((r) => r.dataset))];
  const place = (r: Row): number => 100 * datasets.indexOf(r.dataset) + ORDER.indexOf(r.method as string);
  return rows.toSorted((a, b) => place(a) - place(b));
}

/** One row a dataset and method: what it gives up, and its accuracy at every k. */
function wide(summary: readonly Row[]): readonly Row[] {
  const named = summary.map((r) => ({ ...r, row: JSON.stringify([r.dataset, r.method, r.apart]) }));
  const show = (r: Row): string => plusMinus(r.accuracy as number, r.accuracySd as number);
  return pivot(named, "row", "k", show).map(({ row, ...cells }) => {
    const [dataset, method, apart] = JSON.parse(row as string) as [string, string, boolean];
    return { dataset, data: dataOf(dataset), method, halves: apart ? "apart" : "coupled", ...cells };
  });
}

function lineChart(rows: readonly Row[], dims: readonly number[]): Findings["charts"][string] {
  const shown = rows.filter((r) => DRAWN.includes(r.method as string));
  const records = meanBy(shown, ["dataset", "method", "apart", "k", "seed"], ["accuracy"]).map((r) => ({
    anchors: r.k as number,
    value: r.accuracy as number,
    series: r.method as string,
    coupled: !r.apart,
    seed: r.seed as number,
    panel: r.dataset as string,
  }));
  return accuracyOverAnchors(records, {
    title: "Table 2: stitching accuracy over the number of anchors",
    subtitle:
      "Mean over ordered pairs with its deviation over draws; coupled: fitted on both sides at once; rules: dimensions",
    marks: [...new Set(dims)].sort((a, b) => a - b).map((d) => ({ at: d, label: `d = ${d}` })),
  });
}

function barChart(bars: readonly Row[], k: number): Findings["charts"][string] {
  return barIntervals(bars.map((r) => barOf(r, "accuracy")), {
    title: `Table 2: stitching accuracy with ${k} anchors`,
    subtitle: "Mean over ordered pairs; 95 % interval over encoders and seeds; coupled: fitted on both sides at once",
    measure: "Accuracy",
  });
}
