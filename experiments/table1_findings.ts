/**
 * What Table 1's rows say: means over directions, every direction, paired differences, and their charts.
 *
 * @module
 */
import { barIntervals, type BarRecord } from "../lib/chart/bars.ts";
import { stitchingMatrix } from "../lib/chart/stitching.ts";
import type { Findings } from "./experiment.ts";
import { difference, roundedRecords, shareOf, withInterval } from "./shared/compare.ts";
import { CROSSING, OFFSET } from "./shared/crossing.ts";
import { JOINT, PAIRED } from "./shared/languages.ts";
import { OWN } from "./shared/stitching.ts";
import { barOf, groupBy, meanBy, plusMinus, type Row } from "./shared/summary.ts";

const ABSOLUTE = "absolute, zero-padded", [FIRST, ...OTHERS] = CROSSING.map(({ name }) => name);
const ROTATED = ["IRP, from a rotation", "whitened, from a rotation"];
/** Methods in the order of the table. */
const ORDER: readonly string[] = [OWN, FIRST!, OFFSET, JOINT, PAIRED, ...OTHERS, ...ROTATED];
const VALUES = ["similarity", "similarityOther", "raw", "rawOther", "recall", "rawRecall", "mrr", "accuracy"];

/** Which method is compared with which, and in what. */
const AGAINST: readonly (readonly [method: string, against: string, value: string])[] = [
  ["IRP", ABSOLUTE, "similarity"],
  ["IRP", "IRP, permuted anchors", "similarity"],
  ...["IRP", "IRP, completed", "Parseval frames", "ridge linear", "ortho", JOINT, PAIRED].map((against) =>
    ["whitened", against, "recall"] as const
  ),
  ["IRP", JOINT, "recall"],
  ["IRP", PAIRED, "recall"],
  ["whitened", "IRP", "accuracy"],
];

/** Records and charts from the rows of all directions and what is known of the sentences. */
export function findings(found: readonly Row[], sentences: readonly Row[], seed: number): Findings {
  const rows = found.toSorted((a, b) => place(a) - place(b)), datasets = [...new Set(found.map((r) => r.dataset))];
  const sorted = datasets.flatMap((dataset) => rows.filter((r) => r.dataset === dataset)), [headline] = datasets;
  const at = ["dataset", "method", "apart"], of = (dataset: unknown) => rows.filter((r) => r.dataset === dataset);
  const means = VALUES.flatMap((value) =>
    withInterval(sorted, at, value, seed).map(({ [value]: mean, ...row }) => ({ ...row, value, mean }))
  );
  return {
    records: roundedRecords({
      table: meanBy(sorted, at, VALUES).map(tableRow),
      means,
      directions: meanBy(sorted, [...at, "source", "target"], [...VALUES, "recallLow", "recallHigh"]).map(direction),
      differences: datasets.flatMap((dataset) => differences(of(dataset), seed)),
      shares: datasets.flatMap((dataset) =>
        ["IRP", "whitened"].map((method) => ({ dataset, ...shareOf(of(dataset), method, OWN, seed) }))
      ),
      sentences: groupBy(sentences, ["dataset"]).map(([first]) => first!),
    }),
    charts: charts(means, rows.filter((r) => r.dataset === headline)),
  };
}

const byDirection = (a: Row, b: Row): number => `${a.source} ${a.target}` < `${b.source} ${b.target}` ? -1 : 1;
const place = ({ method }: Row): number => ORDER.indexOf(method as string);

function tableRow(row: Row): Row {
  const show = (value: string): string => plusMinus(row[value] as number, row[`${value}Sd`] as number, 2);
  const { dataset, method, apart } = row;
  return {
    ...{ dataset, method, halves: apart ? "apart" : "coupled" },
    ...{ "centred cosine": show("similarity"), "raw cosine": show("raw") },
    ...{
      "raw, not parallel": show("rawOther"),
      "recall@1": show("recall"),
      MRR: show("mrr"),
      topics: show("accuracy"),
    },
  };
}

/** A direction's means over draws; the interval is over sentences, the mean of those of the draws. */
function direction({ recallLow: low, recallHigh: high, count, ...row }: Row): Row {
  const values = Object.fromEntries(VALUES.map((value) => [value, row[value]]));
  const { dataset, method, apart, source, target } = row;
  return { dataset, method, apart, source, target, ...values, low, high, draws: count };
}

function differences(rows: readonly Row[], seed: number): readonly Row[] {
  const there = new Set(rows.map((r) => r.method)), asked = AGAINST.filter(([a, b]) => there.has(a) && there.has(b));
  return asked.map(([a, b, value]) => ({ dataset: rows[0]!.dataset, ...difference(rows, a, b, seed, value) }));
}

const subtitle = "Mean over directions; 95 % interval over languages and draws; coupled: fitted on both sides at once";

function bars(means: readonly Row[], value: string): BarRecord[] {
  return means.filter((r) => r.value === value && r.method !== OWN && !ROTATED.includes(r.method as string))
    .map((r) => barOf(r, "mean"));
}

/** Methods whose cosines are drawn: what needs no translation, and both forms of the paper's. */
const COSINES = [ABSOLUTE, OFFSET, JOINT, PAIRED, "IRP", "whitened", "whitened, permuted anchors"];
const SERIES: Readonly<Record<string, string>> = {
  raw: "raw",
  rawOther: "raw, others",
  similarity: "centred",
};

function charts(means: readonly Row[], rows: readonly Row[]): Findings["charts"] {
  const { dataset } = rows[0]!, domain = [0, 1] as const;
  const cosines = Object.entries(SERIES).flatMap(([value, series]) =>
    bars(means.filter((r) => r.dataset === dataset && COSINES.includes(r.method as string)), value)
      .map(({ panel: _, ...bar }) => ({ ...bar, series }))
  );
  const within: readonly Row[] = [...new Set(rows.map((r) => r.source))].map((language) => ({
    source: language,
    target: language,
  }));
  const matrix = (method: string): Findings["charts"][string] =>
    stitchingMatrix(
      [...meanBy(rows.filter((r) => r.method === method), ["source", "target"], ["recall"]), ...within].toSorted(
        byDirection,
      )
        .map((r) => ({
          encoder: r.source as string,
          decoder: r.target as string,
          value: (r.recall ?? null) as number | null,
        })),
      {
        title: `Table 1: recall@1 of ${method}`,
        subtitle: `${dataset}; from rows to columns`,
        measure: "Recall@1",
        domain,
      },
    );
  // The messages have the compiler's categories only.
  const topical = means.filter((r) => String(r.dataset).startsWith("SIB"));
  return {
    retrieval: barIntervals(bars(means, "recall"), {
      ...{ title: "Table 1: retrieval of the parallel sentence", subtitle, measure: "Recall@1", domain },
    }),
    cosines: barIntervals(cosines, {
      title: "Table 1: what a cosine says, raw and centred",
      subtitle:
        `${dataset}; of parallel sentences, "others" of those that are not; 95 % interval over languages and draws`,
      measure: "Cosine",
    }),
    topics: barIntervals(bars(topical.length > 0 ? topical : means, "accuracy"), {
      ...{ title: "Table 1: topics, read by the head of the other language", subtitle, measure: "Accuracy", domain },
    }),
    irp: matrix("IRP"),
    whitened: matrix("whitened"),
  };
}
