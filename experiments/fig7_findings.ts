/**
 * What Figure 7's rows say: shares by direction, which modality is the stronger source, retrieval, and the matrices.
 *
 * @module
 */
import { barIntervals } from "../lib/chart/bars.ts";
import { grid } from "../lib/chart/panels.ts";
import { stitchingMatrix } from "../lib/chart/stitching.ts";
import { difference, overSeeds, roundedRecords, withInterval } from "./shared/compare.ts";
import { type Dyad, dyadicInterval, dyadicMean, weightedMean } from "./shared/dyadic.ts";
import type { Findings } from "./experiment.ts";
import { OWN, RANDOM } from "./shared/stitching.ts";
import { barOf, groupBy, meanBy, pivot, type Row } from "./shared/summary.ts";

/** ω of the figure. */
export const OMEGA = 16;
const ACROSS = ["text → image", "image → text"];
/** Methods in the order of tables and bars. */
const ORDER = [
  ...["whitened", "selector", "Parseval frames", "IRP (δ=.6)", "IRP", "absolute, zero-padded", RANDOM],
  ...["whitened, permuted anchors", "IRP, permuted anchors"],
];
const SHOWN = ["IRP", "whitened"];

/** Records and charts from stitched rows. */
export function findings(all: readonly Row[], seed: number): Findings {
  const rows = ORDER.flatMap((name) => all.filter(({ method }) => method === name)),
    by = ["part", "direction", "method"];
  const shares = withInterval(rows, by, "share", seed), own = all.filter(({ method }) => method === OWN);
  const across = rows.filter(({ direction }) => ACROSS.includes(direction as string));
  const parts = [...new Set(all.map(({ part }) => part as string))];
  const eachPart = <T>(make: (part: string) => readonly T[]): readonly T[] => parts.flatMap(make);
  const names = [...new Set(all.map(({ source }) => source))], place = (r: Row): number => names.indexOf(r.target);
  const heads = eachPart((part) => {
    const of = own.filter((r) => r.part === part).toSorted((a, b) => place(a) - place(b));
    return overSeeds(of, ["part", "target"], ["accuracy"]);
  });
  return {
    records: roundedRecords({
      table: wide(shares),
      shares,
      sources: eachPart((part) => {
        const of = rows.filter((r) => r.part === part);
        return SHOWN.flatMap((method) => sources(of.filter((r) => r.method === method), seed));
      }),
      retrieval: retrieved(across, seed),
      differences: eachPart((part) =>
        ACROSS.flatMap((direction) => {
          const of = across.filter((r) => r.part === part && r.direction === direction);
          return [["whitened", "IRP"], ["whitened", "Parseval frames"], ["selector", "whitened"], ["IRP (δ=.6)", "IRP"]]
            .map(([a, b]) => ({ part, direction, ...difference(of, a!, b!, seed) }));
        })
      ),
      heads,
      margins: margins(rows.filter(({ method }) => SHOWN.includes(method as string))),
      pairs: overSeeds(rows.filter((r) => r.method !== RANDOM), ["part", "direction", "source", "target", "method"], [
        ...["accuracy", "share", "similarity", "medianRank", "recall1", "recall10", "kept"],
      ]),
    }),
    charts: {
      shares: shareBars(shares),
      ...Object.fromEntries(SHOWN.map((method) => [method.toLowerCase(), matrices(rows, heads, method)])),
    },
  };
}

/** What is said of one method on one part: both statistics of the claim that text is the stronger source. */
function sources(rows: readonly Row[], seed: number): readonly Row[] {
  const { part, method } = rows[0]!, dyads = rows as unknown as readonly Dyad[];
  const isText = (r: Row): boolean => (r.direction as string).startsWith("text");
  const there = rows.filter((r) => r.direction === ACROSS[0]), back = rows.filter((r) => r.direction === ACROSS[1]);
  const cases = there.map((a) => {
    const b = back.find((r) => r.source === a.target && r.target === a.source && r.seed === a.seed)!;
    return { ...a, gap: (a.share as number) - (b.share as number) };
  });
  const { value: difference, ...ends } = dyadicMean(cases as unknown as readonly Dyad[], cases.map((c) => c.gap), seed);
  const values = rows.map((r) => r.accuracy as number), texts = rows.map(isText);
  const { value: margin, ...around } = dyadicInterval(dyads, (weights) => {
    const of = (text: boolean): number => weightedMean(values, weights.map((w, i) => texts[i] === text ? w : 0));
    return of(true) - of(false);
  }, seed);
  const wins = meanBy(cases, ["source", "target"], ["gap"]);
  return [
    {
      part,
      method,
      statistic: "share",
      difference,
      ...ends,
      positive: wins.filter((w) => (w.gap as number) > 0).length,
      pairs: wins.length,
    },
    { part, method, statistic: "margin", difference: margin, ...around },
  ];
}

/** Ranks of the right item among the test items, in both directions; chance beside them. */
function retrieved(rows: readonly Row[], seed: number): readonly Row[] {
  const by = ["part", "direction", "method"];
  const means = meanBy(rows.filter((r) => r.method !== RANDOM), by, ["medianRank", "recall1", "items"]);
  const recall = withInterval(rows.filter((r) => r.method !== RANDOM), by, "recall10", seed);
  return recall.map((row, i) => {
    const { medianRank, recall1, items } = means[i]!;
    return { ...row, recall1, medianRank, items, chance: 10 / (items as number) };
  });
}

/** What every encoder reaches over all other decoders, and what all other encoders reach under its head. */
function margins(rows: readonly Row[]): readonly Row[] {
  const [from, into] = ["source", "target"].map((end) => meanBy(rows, ["part", "method", end], ["accuracy"]));
  return from!.map(({ part, method, source, accuracy }) => ({
    ...{ part, method, encoder: source, asSource: accuracy },
    asTarget: into!.find((r) => r.part === part && r.method === method && r.target === source)!.accuracy,
  }));
}

function wide(shares: readonly Row[]): readonly Row[] {
  return groupBy(shares, ["part"]).flatMap((group) =>
    pivot(group, "method", "direction", (r) => {
      const { share, low, high } = r as Record<string, number>;
      return `${share!.toFixed(2)} [${low!.toFixed(2)}, ${high!.toFixed(2)}]`;
    }).map((row) => ({ part: group[0]!.part, ...row }))
  );
}

const shown = (name: unknown): string => (name as string).replace("~twitter", ", Twitter");

/** Encoders × decoders as in the paper, a matrix a part; on the diagonal every head on its own encodings. */
function matrices(rows: readonly Row[], heads: readonly Row[], method: string): Findings["charts"][string] {
  const parts = groupBy(rows.filter((r) => r.method === method), ["part"]);
  return grid(parts.map((of) => matrix(of, heads)), {
    title: `Figure 7: ${method}`,
    subtitle: "Accuracy of every encoder under every head; on the diagonal the own encodings",
  });
}

function matrix(rows: readonly Row[], heads: readonly Row[]): Findings["charts"][string] {
  const means = meanBy(rows, ["source", "target"], ["accuracy"]), part = rows[0]!.part as string;
  const names = [...new Set(rows.map((r) => r.source))], own = heads.filter((r) => r.part === part);
  const value = (s: unknown, t: unknown): number => {
    const row = s === t ? own.find((r) => r.target === t) : means.find((r) => r.source === s && r.target === t);
    return row!.accuracy as number;
  };
  const records = names.flatMap((s) =>
    names.map((t) => ({ encoder: shown(s), decoder: shown(t), value: value(s, t) }))
  );
  return stitchingMatrix(records, { title: part, measure: "Accuracy", domain: [0, 1] });
}

function shareBars(shares: readonly Row[]): Findings["charts"][string] {
  const bars = shares.filter(({ direction }) => ACROSS.includes(direction as string)).map((r) =>
    barOf(r, "share", { series: r.direction as string, panel: r.part as string, coupled: r.method === "selector" })
  );
  return barIntervals(bars, {
    title: "Figure 7: what reaches the other modality",
    subtitle:
      "Accuracy as a share of the decoder's own; mean over pairs with its 95 % interval over encoders and seeds",
    measure: "Share of the own head",
  });
}
