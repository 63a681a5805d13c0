/**
 * A classifier with hidden layers of one nonlinearity, trained by hand-written backpropagation on GEMM.
 *
 * @module
 */
import { type Floats, floats, Matrix } from "../linalg/matrix.ts";
import { type Rng, rng } from "../base/random.ts";
import { adamRates, type AdamSlot, adamUpdate } from "../nn/adam.ts";
import { crossEntropy } from "../nn/loss.ts";
import { applied, chain, nonlinearities, type Nonlinearity } from "./nonlinearity.ts";
import { productInto } from "../nn/product.ts";

/** x ↦ x · weight + bias, weight d × h, bias 1 × h. */
export interface DenseLayer {
  readonly weight: Matrix;
  readonly bias: Matrix;
}

/** How to train. */
export interface MlpOptions {
  readonly classes: number;
  readonly seed: number;
  readonly l2: number;
  readonly hidden: number;
  readonly epochs: number;
  /** Hidden layers (default 1), each of `hidden` units. */
  readonly depth?: number;
  /** After each hidden layer (default ReLU). */
  readonly nonlinearity?: Nonlinearity;
  /** Factor on the initial weights of the first layer (default 1). */
  readonly gain?: number;
}

const BATCH = 128;

/** Storage of one layer in training: x (d) → y (h), with the gradients and Adam's moments. */
interface Trained {
  readonly inputs: number;
  readonly outputs: number;
  readonly weight: AdamSlot;
  readonly bias: AdamSlot;
}

/** Layers d → hidden → … → classes, by Adam on cross-entropy + ½ l2 ‖W‖², step size falling linearly to zero. */
export function fitMlp(x: Matrix, labels: Int32Array, options: MlpOptions): readonly DenseLayer[] {
  const { classes, seed, l2, hidden, epochs, depth = 1, nonlinearity = nonlinearities.relu, gain = 1 } = options;
  const draw = rng(seed).fork("mlp");
  const widths = [x.cols, ...Array<number>(depth).fill(hidden), classes];
  const net = widths.slice(1).map((h, i) => initial(draw, widths[i]!, h, x.dtype, i === 0 ? gain : 1));
  const steps = Math.ceil(x.rows / BATCH) * epochs;
  let step = 0;
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = draw.permutation(x.rows);
    for (let start = 0; start < x.rows; start += BATCH) {
      const rows = order.subarray(start, start + BATCH);
      const batch = floats(rows.length * x.cols, x.dtype);
      rows.forEach((row, i) => batch.set(x.row(row), i * x.cols));
      backpropagate(net, nonlinearity, batch, Int32Array.from(rows, (row) => labels[row]!));
      const rates = adamRates(1e-3 * (1 - step++ / steps));
      for (const layer of net) update(layer, step, l2, rates);
    }
  }
  return net.map(({ inputs, outputs, weight, bias }) => ({
    weight: new Matrix(inputs, outputs, weight.weight),
    bias: new Matrix(1, outputs, bias.weight),
  }));
}

/** Weights uniform in ± gain · √(6 / inputs) (He), bias zero. */
function initial(draw: Rng, inputs: number, outputs: number, dtype: "f32" | "f64", gain: number): Trained {
  const slot = (size: number): AdamSlot => {
    const weight = floats(size, dtype);
    return { weight, out: weight, gradient: floats(size, dtype), m: floats(size, dtype), v: floats(size, dtype) };
  };
  const weight = slot(inputs * outputs);
  const bound = gain * Math.sqrt(6 / inputs);
  for (let i = 0; i < weight.weight.length; i++) weight.weight[i] = (2 * draw.uniform() - 1) * bound;
  return { inputs, outputs, weight, bias: slot(outputs) };
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
