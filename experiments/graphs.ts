/**
 * Graphs: graph convolutional networks of other seeds and depths, stitched (Relative representations, ICLR 2023, whose
 * graph is Cora).
 *
 * @module
 */
import { barIntervals } from "../lib/chart/bars.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { graphsClaims } from "./graphs.claims.ts";
import { difference, withInterval } from "./shared/compare.ts";
import { graphSpace, loadGraph, type Model, modelName } from "./shared/graphs.ts";
import { drawsOf } from "./shared/spaces.ts";
import { OWN, RANDOM, RELATIVE, stitchPairs } from "./shared/stitching.ts";
import { barOf, meanBy, plusMinus, type Row } from "./shared/summary.ts";
import { TRANSLATIONS } from "./shared/translations.ts";

const ON = { anchors: 300, depths: [2, 3] };
const SIZES = {
  quick: { ...ON, graphs: ["wordnet"], models: 3, seeds: 2 },
  full: { ...ON, graphs: ["cora", "wordnet"], models: 4, seeds: 5 },
};
type Sizes = typeof SIZES.quick;
interface Cell {
  readonly graph: string;
  readonly models: readonly Model[];
  readonly k: number;
  readonly seed: number;
}
/** What one draw of anchors gives: stitched rows, and each network on its own. */
interface Found {
  readonly rows: readonly Row[];
  readonly models: readonly Row[];
}

/** Translations of the table, in its order; the networks are of one width, so that absolute encodings need no padding. */
const METHODS = TRANSLATIONS.filter(({ name }) =>
  ["absolute, zero-padded", "IRP", "IRP, completed", "Parseval frames", "whitened", "ridge linear", "ortho"].includes(
    name,
  ) ||
  name.endsWith("permuted anchors")
);
const ORDER = [
  OWN,
  RELATIVE,
  ...METHODS.map(({ name }) => name === "absolute, zero-padded" ? "absolute" : name),
  RANDOM,
];
const KINDS = ["between seeds", "between depths"] as const;

/** Graph networks, stitched. */
export const graphs: Experiment<Sizes, Cell, Found> = Object.freeze({
  name: "graphs",
  reproduces: "Relative representations, graphs",
  about: "Graph convolutional networks on Cora and on WordNet's nouns, stitched between seeds and between depths.",
  notebook: "relative-representations-graphs-and-words",
  module: import.meta.url,
  presets: SIZES,
  claims: graphsClaims,
  cells: ({ sizes: { graphs, depths, models, anchors, seeds }, seed }: Asked<Sizes>) =>
    graphs.flatMap((graph) =>
      drawsOf(seed, seeds).map((draw) => ({
        graph,
        models: depths.flatMap((depth) =>
          Array.from({ length: models }, (_, i): Model => ({ depth, seed: 100 * seed + i }))
        ),
        k: anchors,
        seed: draw,
      }))
    ),
  reads: ({ graph }: Cell) => [graph],
  measure: async ({ graph, models, ...draw }: Cell) => {
    const nodes = await loadGraph(graph), spaces: LoadedSpace[] = [];
    for (const model of models) spaces.push(await graphSpace(nodes, model));
    const sizes = {
      nodes: nodes.ids.length,
      links: nodes.graph.links.length,
      alone: nodes.alone,
      labels: nodes.train.length,
    };
    const own = spaces.map(({ head, test }, i) => ({
      ...{ dataset: graph, model: modelName(models[i]!), ...models[i]!, ...sizes, test: test.labels.length },
      accuracy: accuracy(head.predict(test.vectors), test.labels),
    }));
    const rows = [...graphRows(spaces, { ...draw, labels: nodes.train.length })].map((r) => ({ dataset: graph, ...r }));
    return { rows, models: own };
  },
  findings: (found: readonly Found[], { seed }: Asked<Sizes>) =>
    findings(found.flatMap(({ rows }) => rows), found.flatMap(({ models }) => models), seed),
});

/** Every method on every ordered pair of different networks; heads of relative representations see the same labels. */
export function* graphRows(
  spaces: readonly LoadedSpace[],
  { k, seed, labels }: { readonly k: number; readonly seed: number; readonly labels: number },
): Generator<Row> {
  for (const row of [...stitchPairs(spaces, { k, seed, methods: METHODS, relativeHeads: labels })].flat()) {
    const [from, to] = [row.source as string, row.target as string], depth = (name: string) => name.split(",")[0];
    if (from === to || !ORDER.includes(row.method as string)) continue;
    yield { ...row, kind: depth(from) === depth(to) ? KINDS[0] : KINDS[1] };
  }
}

/** Means, intervals, what each method loses against the own head and gains on absolute encodings, and the chart. */
export function findings(rows: readonly Row[], models: readonly Row[], seed: number): Findings {
  const values = ["accuracy", "similarity"], keys = ["dataset", "kind", "method", "apart"];
  const ordered = rows.toSorted((a, b) => ORDER.indexOf(a.method as string) - ORDER.indexOf(b.method as string));
  const headline = withInterval(ordered, keys, "accuracy", seed);
  const means = meanBy(ordered, keys, values);
  const against = (other: string): readonly Row[] =>
    [...new Set(rows.map((r) => r.dataset))].flatMap((dataset) =>
      KINDS.flatMap((kind) => {
        const group = rows.filter((r) => r.dataset === dataset && r.kind === kind);
        return group.length === 0 ? [] : ORDER.filter((m) => m !== other).map((method) => (
          { dataset, kind, ...difference(group, method, other, seed) }
        ));
      })
    );
  return {
    records: {
      table: means.map((r) => ({
        dataset: r.dataset,
        networks: r.kind,
        method: r.method,
        halves: r.apart ? "apart" : "coupled",
        accuracy: plusMinus(r.accuracy as number, r.accuracySd as number),
        similarity: Number.isNaN(r.similarity) ? "–" : (r.similarity as number).toFixed(3),
        count: r.count,
      })),
      headline,
      gaps: against(OWN),
      gains: against("absolute"),
      models: meanBy(models, ["dataset", "model", "depth", "nodes", "links", "alone", "labels", "test"], ["accuracy"]),
      pairs: meanBy(ordered, ["dataset", "kind", "source", "target", "method"], ["accuracy"]),
    },
    charts: {
      stitched: barIntervals(
        headline.map((r) => barOf(r, "accuracy", { series: (r.kind as string).replace("between ", "") })),
        {
          title: "Graph networks stitched between seeds and between depths",
          subtitle: "Mean accuracy on test nodes over ordered pairs, with its 95 % interval",
          measure: "Accuracy",
          domain: [0, 1],
        },
      ),
    },
  };
}
