/**
 * A classifier with hidden layers of one nonlinearity, trained by hand-written backpropagation on GEMM.
 *
 * @module
 */
import { type Floats, Matrix, takeRows } from "../linalg/matrix.ts";
import { type Rng, rng } from "../base/random.ts";
import { adamRates, adamUpdate } from "../nn/adam.ts";
import { crossEntropy } from "../nn/loss.ts";
import { applied, chain, nonlinearities, type Nonlinearity } from "./nonlinearity.ts";
import { fillUniform, initial, type Trained } from "./initial.ts";
import { productInto } from "../nn/product.ts";

/** x ↦ x · weight + bias, weight d × h, bias 1 × h. */
export interface DenseLayer {
  /** inputs × outputs. */
  readonly weight: Matrix;
  /** 1 × outputs. */
  readonly bias: Matrix;
}

/** How to train. */
export interface MlpOptions {
  readonly classes: number;
  readonly seed: number;
  readonly l2: number;
  readonly hidden: number;
  /** Minibatches in all; by default rounds of them until the training has converged. */
  readonly steps?: number | undefined;
  /** Hidden layers (default 1), each of `hidden` units. */
  readonly depth?: number;
  /** After each hidden layer (default ReLU). */
  readonly nonlinearity?: Nonlinearity;
  /** Factor on the initial weights of the first layer (default 1). */
  readonly gain?: number;
  /** Initial biases of the hidden layers are uniform in ± this (default 0). */
  readonly biases?: number;
}

/** What training gave. */
export interface FittedLayers {
  readonly layers: readonly DenseLayer[];
  /** Whether the largest slope of the objective over all rows fell to a small share of what it was at first. */
  readonly converged: boolean;
}

/** Rows in a minibatch. */
const BATCH = 128;
/** Minibatches of a round are at least `steps` and `passes` over the rows; no more than `most` rounds. */
const ROUND = Object.freeze({ steps: 500, passes: 10, most: 20 });
/** That share; the convex heads have a smaller one. */
const TOLERANCE = 0.01;

/** Minibatches that pass `passes` times over `rows` rows. */
export function stepsFor(passes: number, rows: number): number {
  return passes * Math.ceil(rows / BATCH);
}

/**
 * Layers d → hidden → … → classes, by Adam on cross-entropy + ½ l2 ‖W‖². The step size falls linearly to zero over all
 * steps, or over each round of them.
 */
export function fitMlp(x: Matrix, labels: Int32Array, options: MlpOptions): FittedLayers {
  const { classes, seed, l2, hidden, steps, depth = 1, gain = 1, biases = 0 } = options;
  const f = options.nonlinearity ?? nonlinearities.relu;
  const draw = rng(seed).fork("mlp"), widths = [x.cols, ...Array<number>(depth).fill(hidden), classes];
  const net = widths.slice(1).map((h, i) => initial(draw, widths[i]!, h, x.dtype, i === 0 ? gain : 1));
  const shift = rng(seed).fork("biases");
  for (const { bias: { weight: b } } of net.slice(0, depth)) fillUniform(b, biases, shift);
  const steepest = (): number => {
    backpropagate(net, f, x.data, labels);
    return Math.max(...net.map((layer) => largestSlope(layer, l2)));
  };
  const enough = TOLERANCE * steepest(), batches = minibatches(draw, x.rows);
  const size = steps ?? Math.max(ROUND.steps, stepsFor(ROUND.passes, x.rows));
  let converged = false;
  for (let round = 0; round < (steps === undefined ? ROUND.most : 1) && !converged; round++) {
    for (let step = 0; step < size; step++) {
      const rows = batches.next().value!;
      backpropagate(net, f, takeRows(x, rows).data, Int32Array.from(rows, (row) => labels[row]!));
      const rates = adamRates(1e-3 * (1 - step / size));
      for (const layer of net) update(layer, round * size + step + 1, l2, rates);
    }
    converged = steepest() <= enough;
  }
  const layers = net.map(({ inputs, outputs, weight, bias }) => ({
    weight: new Matrix(inputs, outputs, weight.weight),
    bias: new Matrix(1, outputs, bias.weight),
  }));
  return Object.freeze({ layers: Object.freeze(layers), converged });
}

/** Row numbers by the batch, for ever, in a new order each time that all have had their turn. */
function* minibatches(draw: Rng, count: number): Generator<Int32Array, undefined> {
  for (;;) {
    const order = draw.permutation(count);
    for (let start = 0; start < count; start += BATCH) yield order.subarray(start, start + BATCH);
  }
}

/** The largest entry of the gradient of the objective. */
function largestSlope({ weight, bias }: Trained, l2: number): number {
  let most = 0;
  for (const [{ weight: w, gradient }, decay] of [[weight, l2], [bias, 0]] as const) {
    for (let i = 0; i < w.length; i++) most = Math.max(most, Math.abs(gradient[i]! + decay * w[i]!));
  }
  return most;
}

/** Writes the gradients of the mean cross-entropy over the batch into every layer. */
function backpropagate(net: readonly Trained[], f: Nonlinearity, x: Floats, labels: Int32Array): void {
  const n = labels.length;
  const inputs: Floats[] = [x];
  const sums: Floats[] = [];
  for (const layer of net) {
    if (sums.length > 0) inputs.push(applied(f, sums.at(-1)!));
    sums.push(forward(layer, inputs.at(-1)!, n));
  }
  let gradient = sums.at(-1)!;
  crossEntropy(gradient, labels, net.at(-1)!.outputs, 1 / n);
  for (let i = net.length - 1; i >= 0; i--) {
    const layer = net[i]!;
    slopes(layer, inputs[i]!, gradient, n);
    if (i === 0) break;
    const back = inputs[i]!.slice();
    const { inputs: k, outputs: h, weight } = layer;
    productInto({ m: n, n: k, k: h, a: gradient, b: weight.weight, transB: true, c: back });
    chain(f, back, sums[i - 1]!, inputs[i]!);
    gradient = back;
  }
}

function forward({ inputs, outputs, weight, bias }: Trained, x: Floats, n: number): Floats {
  const y = x instanceof Float32Array ? new Float32Array(n * outputs) : new Float64Array(n * outputs);
  for (let i = 0; i < n; i++) y.set(bias.weight, i * outputs);
  productInto({ m: n, n: outputs, k: inputs, a: x, b: weight.weight, c: y, beta: 1 });
  return y;
}

function slopes({ inputs, outputs, weight, bias }: Trained, x: Floats, dy: Floats, n: number): void {
  productInto({ m: inputs, n: outputs, k: n, a: x, transA: true, b: dy, c: weight.gradient });
  bias.gradient.fill(0);
  for (let i = 0, p = 0; i < n; i++) for (let j = 0; j < outputs; j++) bias.gradient[j]! += dy[p++]!;
}

function update({ weight, bias }: Trained, step: number, l2: number, rates: ReturnType<typeof adamRates>): void {
  for (let i = 0; i < weight.weight.length; i++) weight.gradient[i]! += l2 * weight.weight[i]!;
  adamUpdate(weight, step, rates);
  adamUpdate(bias, step, rates);
}
