/**
 * Graph networks as spaces: what each makes of a graph's nodes, with its own last layer as the head.
 *
 * @module
 */
import { loadCoraGraph } from "../../lib/data/cora.ts";
import type { Dataset } from "../../lib/data/dataset.ts";
import { loadHypernyms } from "../../lib/data/hypernyms.ts";
import type { LoadedSpace } from "../../lib/encoder/load.ts";
import { fitVocabulary, tfidf, words } from "../../lib/encoder/text.ts";
import { cached, sha256 } from "../../lib/file/cache.ts";
import { canonicalJson } from "../../lib/file/json.ts";
import { matrixOf, tensorOf } from "../../lib/file/tensor.ts";
import { headOf } from "../../lib/head/head.ts";
import { csrFrom, csrRows } from "../../lib/linalg/csr.ts";
import type { Matrix } from "../../lib/linalg/matrix.ts";
import { encodeNodes, type NodeLabels, trainGcn } from "../../lib/nn/gcn.ts";
import type { Graph, Links } from "../../lib/nn/graph.ts";
import { space } from "../../lib/space/space.ts";
import { datasetOf } from "./spaces.ts";

/** A graph with what its nodes are. */
export interface NodeGraph extends NodeLabels {
  readonly name: string;
  readonly ids: readonly string[];
  readonly classNames: readonly string[];
  readonly graph: Graph;
  /** Nodes that anchors may come from, those with labels first. */
  readonly known: Int32Array;
  readonly test: Int32Array;
  /** Nodes that were left out as they have no link. */
  readonly alone: number;
}

/** Labelled nodes of a class, and test nodes at most: Planetoid's numbers. */
const LABELLED = 20, TEST = 1000;

/** "cora", or "wordnet": the nouns of wordnet-8 that are linked, by their hypernyms. */
export async function loadGraph(name: string): Promise<NodeGraph> {
  if (name !== "cora") return wordnetGraph(await datasetOf("wordnet-8"));
  const [dataset, { x, words, edges, train, test }] = await Promise.all([datasetOf("cora"), loadCoraGraph()]);
  const features = csrFrom(x.map((list) => new Map(list.map((word) => [word, 1 / list.length]))), words);
  const labelled = Int32Array.from({ length: train }, (_, i) => i);
  return nodeGraph(dataset, { features, links: edges }, labelled, Int32Array.from(test));
}

async function wordnetGraph(dataset: Dataset): Promise<NodeGraph> {
  const links = await loadHypernyms(dataset), { train, test } = dataset.splits;
  const tokens = dataset.texts!.map(words), features = tfidf(tokens, fitVocabulary(tokens, train, 30_000));
  const { labels, classes } = dataset, linked = new Set(links.flat());
  const labelled = classes.flatMap((_, c) =>
    [...train].filter((i) => labels[i] === c && linked.has(i)).slice(0, LABELLED)
  );
  const held = test.filter((i) => linked.has(i)).subarray(0, TEST);
  return linkedPart(nodeGraph(dataset, { features, links }, Int32Array.from(labelled), held));
}

function nodeGraph(dataset: Dataset, graph: Graph, train: Int32Array, test: Int32Array): NodeGraph {
  const { name, ids, labels, classes } = dataset, first = new Set(train);
  const known = Int32Array.from([...train, ...dataset.splits.train.filter((i) => !first.has(i))]);
  const rest = { classNames: classes, classes: classes.length, graph, known, train, test, alone: 0 };
  return { name, ids, labels, ...rest };
}

/** The graph without the nodes that have no link, which are counted. @throws {RangeError} If no node has one. */
export function linkedPart(all: NodeGraph): NodeGraph {
  const { features, links } = all.graph;
  if (links.length === 0) {
    throw new RangeError(`Cannot read "${all.name}" as a graph as a node must have a link: none has`);
  }
  const kept = [...new Set(links.flat())].sort((a, b) => a - b);
  const place = new Map(kept.map((old, i) => [old, i]));
  const renamed = (rows: Int32Array): Int32Array =>
    Int32Array.from([...rows].filter((i) => place.has(i)), (i) => place.get(i)!);
  const moved: Links = links.map(([a, b]) => [place.get(a)!, place.get(b)!]);
  return {
    ...all,
    ids: kept.map((i) => all.ids[i]!),
    labels: Int32Array.from(kept, (i) => all.labels[i]!),
    graph: { features: csrRows(features, Int32Array.from(kept)), links: moved },
    known: renamed(all.known),
    train: renamed(all.train),
    test: renamed(all.test),
    alone: all.ids.length - kept.length,
  };
}

/** A network: how often it mixes neighbours, and the seed of its training. */
export interface Model {
  readonly depth: number;
  readonly seed: number;
}
export const modelName = ({ depth, seed }: Model): string => `GCN-${depth}, seed ${seed}`;

/** Passes over the graph: chosen, with the rest of the defaults, on Cora's 500 validation nodes. */
const EPOCHS = 100;

/** The network's encodings with its own head; trained on the first use and kept in the cache. */
export async function graphSpace(nodes: NodeGraph, model: Model, epochs = EPOCHS): Promise<LoadedSpace> {
  const { graph, train, known, test, labels } = nodes, name = modelName(model);
  const items = canonicalJson([nodes.ids, [...labels], [...train], graph.links, [...graph.features.columns]]);
  const data = await sha256(new TextEncoder().encode(items));
  const tensors = await cached({ graph: nodes.name, data, ...model, epochs, version: 1 }, async () => {
    const gcn = await trainGcn(graph, nodes, { ...model, epochs });
    const made: Readonly<Record<string, Matrix>> = {
      vectors: encodeNodes(graph, gcn),
      weight: gcn.weight,
      bias: gcn.bias,
    };
    return Object.fromEntries(Object.entries(made).map(([part, m]) => [part, tensorOf(m)]));
  });
  const vectors = matrixOf(tensors, "vectors");
  const all = space({ name: `${nodes.name}/${name}`, ids: nodes.ids, vectors, labels });
  const part = (rows: Int32Array): LoadedSpace["test"] => ({
    ...all.at(Array.from(rows, (i) => nodes.ids[i]!)),
    labels: Int32Array.from(rows, (i) => labels[i]!),
  });
  const about = "A graph convolutional network, trained here on the labels of a few nodes.";
  return Object.freeze(
    {
      ...part(known),
      test: part(test),
      classes: nodes.classNames,
      encoder: { name, kind: "text", dim: vectors.cols, origin: "supervised", about },
      head: headOf("linear", [{ weight: matrixOf(tensors, "weight"), bias: matrixOf(tensors, "bias") }]),
    } as const,
  );
}
