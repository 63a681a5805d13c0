/**
 * Likeness to a good network as a stand-in for accuracy: graph networks of many settings, each seen from networks that
 * classify well (Relative representations, ICLR 2023, whose graph is Cora). Labels are needed by the references alone.
 *
 * @module
 */
import { argmaxRows } from "../lib/head/argmax.ts";
import { takeRows } from "../lib/linalg/matrix.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import { sampleAnchors } from "../lib/method/anchors.ts";
import { encodeNodes, type Gcn, nodeScores, trainGcn } from "../lib/nn/gcn.ts";
import type { Asked, Experiment } from "./experiment.ts";
import { performanceProxyClaims } from "./performance_proxy.claims.ts";
import { findings } from "./performance_proxy_findings.ts";
import { MEASURES, type Reference, similarities } from "./performance_proxy_likeness.ts";
import { REFERENCE_DEPTH, type Tried } from "./performance_proxy_statistics.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import type { Row } from "./shared/summary.ts";
import { graphSpace, loadGraph, type NodeGraph } from "./shared/graphs.ts";

const ON = {
  anchors: 300,
  depths: [1, 2, 4, 8],
  rates: [.001, .01, .1],
  dropouts: [.1, .5, .8],
  epochs: [2, 5, 10, 20, 40, 70, 100],
};
const SIZES = {
  quick: { ...ON, graphs: ["wordnet"], widths: [16], seeds: 1, references: 2 },
  full: { ...ON, graphs: ["cora", "wordnet"], widths: [16, 64], seeds: 2, references: 3 },
};
type Sizes = typeof SIZES.quick;

/** Networks that share all but dropout and seed, and what they are compared with. */
export interface Group {
  readonly depth: number;
  readonly hidden: number;
  readonly learningRate: number;
  readonly dropouts: readonly number[];
  readonly seeds: readonly number[];
  /** Passes over the graph after which a network is looked at. */
  readonly epochs: readonly number[];
}
interface Cell extends Group {
  readonly graph: string;
  /** Training seeds of the references, which no other network has. */
  readonly references: readonly number[];
  readonly k: number;
  readonly seed: number;
}

/** Nodes that choose a network's epoch: the first that are neither for training nor for testing (on Cora, Planetoid's). */
const VALIDATION = 500;

/** What a group gives: its networks on the way, and how well the references classify, after one pass too. */
interface Found {
  readonly tried: readonly Tried[];
  readonly references: readonly Row[];
}

/** Similarity as a stand-in for accuracy. */
export const performanceProxy: Experiment<Sizes, Cell, Found> = Object.freeze({
  name: "performance-proxy",
  reproduces: "Relative representations, performance proxy",
  about: "Graph networks of many settings on Cora and WordNet: does likeness to a good one tell which classify well?",
  notebook: "relative-representations-graphs-and-words",
  module: import.meta.url,
  presets: SIZES,
  claims: performanceProxyClaims,
  cells: ({ sizes: { graphs, depths, widths, rates, ...sizes }, seed }: Asked<Sizes>) => {
    const own = (from: number, count: number) => Array.from({ length: count }, (_, i) => 100 * seed + from + i);
    const rest = { dropouts: sizes.dropouts, epochs: sizes.epochs, k: sizes.anchors, seed };
    const trained = { seeds: own(0, sizes.seeds), references: own(50, sizes.references) };
    return graphs.flatMap((graph) =>
      depths.flatMap((depth) =>
        widths.flatMap((hidden) =>
          rates.map((learningRate) => ({ graph, depth, hidden, learningRate, ...rest, ...trained }))
        )
      )
    );
  },
  reads: ({ graph }: Cell) => [graph],
  measure: async ({ graph, references, k, seed, ...group }: Cell) => {
    const nodes = await loadGraph(graph), at: Reference[] = [], accuracies: Row[] = [];
    const ids = sampleAnchors({ ids: Array.from(nodes.known, (i) => nodes.ids[i]!) }, { count: k, seed });
    for (const trained of references) {
      const spaces: LoadedSpace[] = [];
      for (const epochs of [undefined, 1]) {
        spaces.push(await graphSpace(nodes, { depth: REFERENCE_DEPTH, seed: trained }, epochs));
      }
      const [good, poor] = spaces.map((space) => ({ anchors: space.at(ids).vectors, test: space.test.vectors }));
      at.push({ good: good!, poor: poor! });
      const right = spaces.map(({ head, test }) => accuracy(head.predict(test.vectors), test.labels));
      accuracies.push({ dataset: graph, seed: trained, accuracy: right[0], "after one pass": right[1] });
    }
    return {
      tried: await tryGroup({ ...nodes, name: graph }, group, { ids, references: at, seed }),
      references: accuracies,
    };
  },
  findings: (found: readonly Found[], { seed }: Asked<Sizes>) =>
    findings(found.flatMap(({ tried }) => tried), found.flatMap(({ references }) => references), seed),
});

/** Trains the networks of a group; of each, accuracies and similarities at every epoch that is looked at. */
export async function tryGroup(
  nodes: NodeGraph,
  { dropouts, seeds, epochs, ...shared }: Group,
  { ids, references, seed }: {
    readonly ids: readonly string[];
    readonly references: readonly Reference[];
    readonly seed: number;
  },
): Promise<readonly Tried[]> {
  const place = new Map(nodes.ids.map((id, i) => [id, i])), anchors = Int32Array.from(ids, (id) => place.get(id)!);
  const { graph, name: dataset, train, test } = nodes, rows: Tried[] = [];
  const validation = nodes.known.slice(train.length, train.length + VALIDATION);
  const look = (gcn: Gcn): Pick<Tried, "validation" | "test" | "similarity"> => {
    const encodings = encodeNodes(graph, gcn), predicted = argmaxRows(nodeScores(encodings, gcn));
    const right = (part: Int32Array): number =>
      accuracy(part.map((i) => predicted[i]!), part.map((i) => nodes.labels[i]!));
    const view = { anchors: takeRows(encodings, anchors), test: takeRows(encodings, test) };
    const each = references.map((reference) => similarities(view, reference, seed));
    const similarity = Object.fromEntries(MEASURES.map((m) => [m, each.map((found) => found[m])]));
    return { validation: right(validation), test: right(test), similarity };
  };
  for (const dropout of dropouts) {
    for (const own of seeds) {
      const setting = { dataset, ...shared, dropout, seed: own };
      const onEpoch = (epoch: number, current: () => Gcn): void => {
        if (epochs.includes(epoch)) rows.push({ ...setting, epoch, ...look(current()) });
      };
      await trainGcn(graph, nodes, { ...shared, dropout, seed: own, epochs: Math.max(...epochs), onEpoch });
    }
  }
  return rows;
}
