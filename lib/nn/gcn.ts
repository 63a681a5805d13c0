/**
 * Graph convolutional networks (Kipf and Welling 2017): every layer mixes a node with its neighbours by a sparse product.
 *
 * @module
 */
import type { Scalar, Tensor, Tensor2D, Variable } from "./tfjs.ts";
import { integer, number, sameLength } from "../base/check.ts";
import { type Rng, rng } from "../base/random.ts";
import { csrRows, csrTimes } from "../linalg/csr.ts";
import { asDtype, Matrix } from "../linalg/matrix.ts";
import { type Tf, useBackend } from "./backend/use.ts";
import { type Graph, propagation } from "./graph.ts";
import { dense } from "./product.ts";
import { sparseProduct } from "./sparse.ts";
import { fitLoop, type TrainOptions, type TrainProgress } from "./train.ts";

/** What every node is, and which of them the network learns from. */
export interface NodeLabels {
  /** n class numbers in [0, classes). */
  readonly labels: Int32Array;
  /** How many classes there are. */
  readonly classes: number;
  /** Nodes whose labels are seen in training. */
  readonly train: Int32Array;
}

/** How a graph convolutional network is made and trained. */
export interface GcnOptions extends Pick<TrainOptions, "seed" | "epochs" | "onProgress"> {
  /** How often nodes are mixed with their neighbours, at least 1 (default 2). */
  readonly depth?: number;
  /** Width of every layer, and of the encodings (default 64). */
  readonly hidden?: number;
  /** Share of a layer's entries that a step leaves out, in [0, 1) (default .5). */
  readonly dropout?: number;
  /** Weight of ½‖W‖² of the first layer (default 5e-4). */
  readonly decay?: number;
  /** Step length of Adam (default .01). */
  readonly learningRate?: number;
  /** Called after every epoch, from 1 on; `current` copies the network as it then is, to choose an epoch by. */
  readonly onEpoch?: (epoch: number, current: () => Gcn) => void;
}

/** A trained network: E = P·relu(… P·relu(P·X·W₁)·W₂ …) and scores E·W + b, with P the graph's `propagation`. */
export interface Gcn {
  /** How often nodes are mixed with their neighbours. */
  readonly depth: number;
  /** W₁ (w × d), W₂ (d × d), …: depth − 1 of them, and one at least. */
  readonly layers: readonly Matrix[];
  /** W, d × classes. */
  readonly weight: Matrix;
  /** b, 1 × classes. */
  readonly bias: Matrix;
}

/**
 * Trains a network on the whole graph at once, with the labels of some nodes. The seed decides the initial weights and
 * what dropout leaves out; the same seed gives the same weights, bit for bit, on one engine and CPU.
 *
 * Weakness: few labels and no stopping rule: the number of epochs is yours to choose, by `onEpoch` if you like.
 *
 * @throws {TypeError} If labels are not one a node.
 * @throws {RangeError} If a node has no link, a class no node to train on, or an option is out of range.
 * @example
 * ```ts
 * import { csrFrom } from "anchorage/linalg";
 * import { encodeNodes, trainGcn } from "anchorage/nn";
 * const features = csrFrom([0, 1, 2, 3].map((i) => new Map([[i, 1]])), 4); // every node a word of its own
 * const graph = { features, links: [[0, 1], [2, 3]] as const };
 * const nodes = { labels: Int32Array.of(0, 0, 1, 1), classes: 2, train: Int32Array.of(0, 3) };
 * const gcn = await trainGcn(graph, nodes, { seed: 1, epochs: 20, hidden: 8 });
 * console.log(encodeNodes(graph, gcn).rows, gcn.weight.cols); // 4 2
 * ```
 */
export async function trainGcn(graph: Graph, nodes: NodeLabels, options: GcnOptions): Promise<Gcn> {
  const { seed, depth = 2, hidden = 64, dropout = .5, decay = 5e-4, learningRate = .01 } = options;
  for (const [name, value] of Object.entries({ depth, hidden })) integer(value, 1, Infinity, name, ACTION);
  number(dropout, 0, 1 - 2 ** -32, "dropout", ACTION);
  const targets = checkedTargets(graph, nodes), tf = await useBackend(), draw = rng(seed).fork("gcn");
  const mix = propagation(graph.links, graph.features.rows);
  const read = sparseProduct(tf, graph.features), spread = sparseProduct(tf, mix);
  const end = sparseProduct(tf, csrRows(mix, nodes.train));
  const widths = [graph.features.cols, ...Array<number>(Math.max(depth - 1, 1)).fill(hidden), nodes.classes];
  const weights = widths.slice(1).map((to, i) => variable(tf, draw.fork(i), widths[i]!, to));
  const bias = tf.tidy(() => tf.variable(tf.zeros([1, nodes.classes]) as Tensor2D));
  const [layers, weight] = [weights.slice(0, -1), weights.at(-1)!], noise = draw.fork("dropout");
  const labels = tf.tensor1d(targets, "int32");
  const objective = (): Scalar => {
    let x = read(layers[0]!);
    for (let l = 1; l < depth; l++) {
      if (l > 1) x = tf.matMul(x, layers[l - 1]!);
      x = tf.mul(tf.relu(spread(x)), mask(tf, noise, x.shape, dropout)) as Tensor2D;
    }
    const scores = tf.add(tf.matMul(end(x), weight), bias) as Tensor2D;
    const penalty = tf.mul(tf.sum(tf.square(layers[0]!)), decay / 2);
    return tf.add(tf.softmaxCrossEntropy(labels, scores), penalty) as Scalar;
  };
  const optimizer = tf.fusedAdam({ learningRate }), count = nodes.train.length;
  const current = (): Gcn =>
    Object.freeze({ depth, layers: Object.freeze(layers.map(stored)), weight: stored(weight), bias: stored(bias) });
  const onProgress = (progress: TrainProgress): void => {
    options.onProgress?.(progress);
    options.onEpoch?.(progress.step, current); // the whole graph is one batch
  };
  try {
    fitLoop(tf, objective, { ...options, count, batchSize: count, optimizer, onProgress });
    return current();
  } finally {
    for (const v of [...weights, bias, labels]) v.dispose();
    optimizer.dispose();
  }
}

const ACTION = "train a graph network";

/**
 * The encodings E of all nodes (n × d, float32), of this graph or of another whose features mean the same.
 *
 * @throws {TypeError} If the features are not as many as those in training. @throws {RangeError} If a node has no link.
 */
export function encodeNodes({ features, links }: Graph, { depth, layers }: Gcn): Matrix {
  sameLength({ length: features.cols }, layers[0]!.rows, "a node's features", "encode nodes");
  const mix = propagation(links, features.rows);
  let x = csrTimes(features, layers[0]!);
  for (let l = 1; l < depth; l++) {
    if (l > 1) x = dense(x, layers[l - 1]!, Matrix.zeros(1, x.cols));
    x = csrTimes(mix, x);
    x = new Matrix(x.rows, x.cols, x.data.map((v) => Math.max(0, v)));
  }
  return csrTimes(mix, x);
}

/** The scores of the classes, E·W + b (n × classes), of encodings that come from the network or are translated to it. */
export function nodeScores(encodings: Matrix, { weight, bias }: Gcn): Matrix {
  return dense(asDtype(encodings, "f32"), weight, bias);
}

/** 0 for the share that is left out, else 1 / (1 − share), so that the mean stays. */
function mask(tf: Tf, draw: Rng, [rows, cols]: [number, number], share: number): Tensor2D {
  const keep = 1 / (1 - share), out = new Float32Array(rows * cols).fill(keep);
  if (share > 0) { for (let i = 0; i < out.length; i++) if (draw.uniform() < share) out[i] = 0; }
  return tf.tensor2d(out, [rows, cols]);
}

/** Weights uniform in ± √(6 / (fan-in + fan-out)) (Glorot). */
function variable(tf: Tf, draw: Rng, rows: number, cols: number): Variable & Tensor2D {
  const bound = Math.sqrt(6 / (rows + cols));
  const data = Float32Array.from({ length: rows * cols }, () => (2 * draw.uniform() - 1) * bound);
  return tf.tidy(() => tf.variable(tf.tensor2d(data, [rows, cols]))) as Variable & Tensor2D;
}

function stored(v: Tensor): Matrix {
  const [rows, cols] = v.shape as [number, number];
  return new Matrix(rows, cols, Float32Array.from(v.dataSync()));
}

/** The labels of the nodes to train on. */
function checkedTargets({ features }: Graph, { labels, classes, train }: NodeLabels): Int32Array {
  sameLength(labels, features.rows, "labels", ACTION);
  integer(classes, 2, Infinity, "classes", ACTION);
  const targets = Int32Array.from(train, (i) => labels[integer(i, 0, labels.length - 1, "every node", ACTION)]!);
  for (const label of labels) integer(label, 0, classes - 1, "every label", ACTION);
  const seen = new Set(targets), missing = Array.from({ length: classes }, (_, c) => c).find((c) => !seen.has(c));
  if (missing === undefined) return targets;
  throw new RangeError(`Cannot ${ACTION} as every class must have a node to train on: class ${missing} has none`);
}
