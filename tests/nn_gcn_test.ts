/** Graph networks on graphs made by hand: what sparse products are, what cliques teach, and that node numbers mean nothing. */
import assert from "node:assert/strict";
import { rng } from "../lib/base/random.ts";
import { argmaxRows } from "../lib/head/argmax.ts";
import { type Csr, csrFrom, csrRows } from "../lib/linalg/csr.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { useBackend } from "../lib/nn/backend/use.ts";
import { encodeNodes, type Gcn, type GcnOptions, nodeScores, trainGcn } from "../lib/nn/gcn.ts";
import { adjacency, type Graph, type Links, propagation } from "../lib/nn/graph.ts";
import { sparseProduct } from "../lib/nn/sparse.ts";
import type { Tensor2D } from "../lib/nn/tfjs.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

const tf = await useBackend();

function full(a: Csr): Matrix {
  const out = Matrix.zeros(a.rows, a.cols);
  for (let i = 0; i < a.rows; i++) {
    for (let p = a.starts[i]!; p < a.starts[i + 1]!; p++) out.data[i * a.cols + a.columns[p]!] = a.values[p]!;
  }
  return out;
}

const clique = (nodes: readonly number[]): Links => nodes.flatMap((a) => nodes.filter((b) => b > a).map((b) => [a, b]));
const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
/** Every node a word of its own: features say nothing of what nodes share. */
const own = (n: number): Csr => csrFrom(range(0, n).map((i) => new Map([[i, 1]])), n);
const cliques: Graph = { features: own(12), links: [...clique(range(0, 6)), ...clique(range(6, 12))] };
const nodes = {
  labels: Int32Array.from({ length: 12 }, (_, i) => Number(i > 5)),
  classes: 2,
  train: Int32Array.of(0, 7),
};
const train = (graph = cliques, options: Partial<GcnOptions> = {}): Promise<Gcn> =>
  trainGcn(graph, nodes, { seed: 1, epochs: 40, hidden: 8, ...options });
const accuracy = (graph: Graph, gcn: Gcn): number => {
  const found = argmaxRows(nodeScores(encodeNodes(graph, gcn), gcn));
  return found.filter((c, i) => c === nodes.labels[i]).length / 12;
};

forEachEngine("a sparse product and its gradient equal the dense ones", () => {
  const draw = rng("sparse"),
    rows = range(0, 9).map(() => new Map(range(0, 5).map(() => [draw.integer(7), draw.normal()])));
  const a = csrFrom(rows, 7), x = normal(7, 4, "x"), dy = normal(9, 4, "dy");
  const [value, gradient] = tf.tidy(() => {
    const [from, to] = [[x, 7], [dy, 9]].map(([m, n]) =>
      tf.tensor2d(Float32Array.from((m as Matrix).data), [n as number, 4])
    );
    const product = sparseProduct(tf, a), back = tf.grad((v) => tf.sum(tf.mul(product(v as Tensor2D), to!)));
    return [product(from as Tensor2D).dataSync(), back(from!).dataSync()];
  });
  close(value, matmul(full(a), x).data, 1e-6, "A x");
  close(gradient, matmul(full(a), dy, { transA: true }).data, 1e-6, "Aᵀ dy");
});

Deno.test("propagation averages within a clique and never across; links have no direction and count once", () => {
  const p = full(propagation([...clique([0, 1, 2]), ...clique([3, 4])], 5));
  const [a, b] = [1 / 3, 1 / 2];
  close(p.data, [a, a, a, 0, 0, a, a, a, 0, 0, a, a, a, 0, 0, 0, 0, 0, b, b, 0, 0, 0, b, b], 1e-6);
  assert.deepEqual(full(adjacency([[0, 1], [1, 0], [0, 1]], 2)).data, Float64Array.of(1, 1, 1, 1));
  const path = full(propagation([[0, 1], [1, 2]], 3));
  close(path.data, [.5, 6 ** -.5, 0, 6 ** -.5, 1 / 3, 6 ** -.5, 0, 6 ** -.5, .5], 1e-6);
});

Deno.test("one label teaches its clique, at every depth; links across teach nothing", async () => {
  for (const depth of [1, 2, 3]) assert.equal(accuracy(cliques, await train(cliques, { depth })), 1, `depth ${depth}`);
  const mixed = encodeNodes(cliques, await train(cliques, { depth: 1 }));
  close(mixed.row(5), mixed.row(0), 1e-6, "a clique");
  // Every node is linked to the same place of the other half alone.
  const across: Graph = { features: own(12), links: range(0, 6).map((i) => [i, 6 + (i + 3) % 6]) };
  assert.ok(accuracy(across, await train(across)) < .9);
});

Deno.test("what nodes are numbered changes nothing, in what is read and in what is learned", async () => {
  const order = rng("order").permutation(12), place = new Int32Array(12);
  order.forEach((old, now) => place[old] = now);
  const links = cliques.links.map(([a, b]) => [place[a]!, place[b]!] as const);
  const moved: Graph = { features: csrRows(cliques.features, order), links };
  const gcn = await train(), e = encodeNodes(cliques, gcn);
  close(encodeNodes(moved, gcn).data, takeRows(e, order).data, 1e-6, "encodings");
  const renamed = {
    labels: Int32Array.from(order, (old) => nodes.labels[old]!),
    classes: 2,
    train: nodes.train.map((old) => place[old]!),
  };
  const plain = { seed: 1, epochs: 20, hidden: 8, dropout: 0 };
  const [a, b] = [await trainGcn(cliques, nodes, plain), await trainGcn(moved, renamed, plain)];
  close(b.layers[0]!.data, a.layers[0]!.data, 1e-4, "weights");
  // Numbers that only features follow are another graph.
  assert.ok(
    encodeNodes({ ...moved, links: cliques.links }, gcn).data.some((v, i) =>
      Math.abs(v - takeRows(e, order).data[i]!) > 1e-3
    ),
  );
});

Deno.test("the seed decides everything, and nothing is left behind", async () => {
  const before = tf.memory().numTensors, [a, b, c] = [await train(), await train(), await train(cliques, { seed: 2 })];
  assert.deepEqual(a, b);
  assert.notDeepEqual(a.layers[0]!.data, c.layers[0]!.data);
  const kept = await train(cliques, { dropout: 0 }), blind = { dropout: 1 - 1e-6, epochs: 1 };
  // Where all is left out, the last layer learns nothing, at whatever rate.
  const [slow, fast] = [
    await train(cliques, { ...blind, learningRate: .01 }),
    await train(cliques, { ...blind, learningRate: 1 }),
  ];
  assert.deepEqual(slow.weight, fast.weight);
  assert.notDeepEqual(a.layers[0]!.data, kept.layers[0]!.data);
  assert.equal(tf.memory().numTensors, before);
});

Deno.test("the network of an epoch on the way is the one that stops there", async () => {
  const way: [number, Gcn][] = [], last = await train(cliques, { epochs: 9, onEpoch: (e, at) => way.push([e, at()]) });
  assert.deepEqual(way.map(([epoch]) => epoch), range(1, 10));
  assert.deepEqual(way[3]![1], await train(cliques, { epochs: 4 }));
  assert.deepEqual(way[8]![1], last);
  assert.notDeepEqual(way[7]![1], last);
});

Deno.test("a graph, labels and options that cannot be trained on get one sentence each", async () => {
  const range = (message: string): object => ({ name: "RangeError", message });
  await assert.rejects(
    train({ ...cliques, links: clique([0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]) }),
    range("Cannot propagate over the graph as every node must have a link: node 4 has none"),
  );
  await assert.rejects(
    trainGcn(cliques, { ...nodes, train: Int32Array.of(7) }, { seed: 1, epochs: 1 }),
    range("Cannot train a graph network as every class must have a node to train on: class 0 has none"),
  );
  await assert.rejects(train({ ...cliques, links: [...cliques.links, [3, 12]] }), {
    name: "RangeError",
    message: "Cannot read a graph as every node of a link must be an integer in [0, 11]: it is 12",
  });
  const gcn = await train(), wider = { ...cliques, features: { ...own(12), cols: 13 } };
  assert.throws(() => encodeNodes(wider, gcn), {
    name: "TypeError",
    message: "Cannot encode nodes as a node's features must have 12 entries: it has 13",
  });
  await assert.rejects(trainGcn(cliques, { ...nodes, labels: new Int32Array(11) }, { seed: 1, epochs: 1 }), TypeError);
  await assert.rejects(train(cliques, { dropout: 1 }), RangeError);
  await assert.rejects(train(cliques, { depth: 0 }), RangeError);
});
