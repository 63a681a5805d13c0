import assert from "node:assert/strict";
import { rng } from "../lib/base/random.ts";
import { backendName, type Tf, useBackend } from "../lib/nn/backend/use.ts";
import type { Tensor, Tensor4D } from "../lib/nn/tfjs.ts";

const tf = await useBackend();

/** A tensor of normal draws, the same values on every backend. */
function draws(seed: string, shape: number[]): Tensor {
  const draw = rng(seed);
  const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => draw.normal());
  return tf.tensor(values, shape, "float32");
}

interface Seen {
  readonly shape: number[];
  readonly values: number[];
}

/** Output of f on the backend, and the gradients of Σ f(x)² / 2 + Σ f(x) for every input. */
function evaluate(backend: string, f: (...x: Tensor[]) => Tensor, shapes: number[][], gradients: boolean): Seen[] {
  tf.setBackend(backend);
  return tf.tidy(() => {
    const inputs = shapes.map((shape, i) => draws(`input ${i}`, shape));
    const out = [f(...inputs)];
    if (gradients) {
      const loss = (...x: Tensor[]): Tensor => {
        const y = f(...x);
        return tf.add(tf.mul(0.5, tf.sum(tf.mul(y, y))), tf.sum(y));
      };
      out.push(...tf.grads(loss)(inputs));
    }
    return out.map((t) => ({ shape: t.shape, values: Array.from(t.dataSync()) }));
  });
}

/** Largest difference relative to the largest expected entry. */
function gap(actual: Seen, expected: Seen): number {
  assert.deepEqual(actual.shape, expected.shape);
  const scale = expected.values.filter(Number.isFinite).reduce((m, v) => Math.max(m, Math.abs(v)), 1e-6);
  return expected.values.reduce((worst, e, i) => {
    const a = actual.values[i]!;
    return Object.is(a, e) || (Number.isNaN(a) && Number.isNaN(e)) ? worst : Math.max(worst, Math.abs(a - e) / scale);
  }, 0);
}

/** Ours and the stock cpu backend agree, forward and backward. */
function agree(label: string, f: (...x: Tensor[]) => Tensor, shapes: number[][], gradients = true): void {
  const expected = evaluate("cpu", f, shapes, gradients);
  const actual = evaluate(backendName, f, shapes, gradients);
  for (const [i, e] of expected.entries()) {
    const worst = gap(actual[i]!, e);
    assert.ok(worst < 2e-5, `${label}, ${i === 0 ? "output" : `gradient of input ${i - 1}`}: off by ${worst}`);
  }
  tf.setBackend(backendName);
}

const image = (x: Tensor): Tensor4D => x as Tensor4D;
const clear = (x: Tensor): Tensor => tf.add(tf.abs(x), 0.5);

Deno.test("the comparison sees a difference", () => {
  const off = (x: Tensor): Tensor => tf.getBackend() === "cpu" ? tf.mul(x, 1.001) : x;
  assert.throws(() => agree("twin", off, [[3, 4]], false), /twin, output: off by/);
});

Deno.test("products agree with the stock kernels over transposes and batches", () => {
  for (const [ta, tb] of [[false, false], [true, false], [false, true], [true, true]]) {
    const a = ta ? [5, 3] : [3, 5], b = tb ? [4, 5] : [5, 4];
    const product = (x: Tensor, y: Tensor): Tensor => tf.matMul(x, y, ta, tb);
    agree(`matMul ${ta} ${tb}`, product as never, [a, b]);
    agree(`matMul ${ta} ${tb}, batch`, product as never, [[2, ...a], [2, ...b]]);
    agree(`matMul ${ta} ${tb}, batch of one`, product as never, [[1, ...a], [3, ...b]], false);
  }
  const plain = ((x: Tensor, y: Tensor) => tf.matMul(x, y)) as never;
  agree("two batch axes", plain, [[2, 3, 4, 5], [2, 3, 5, 6]]);
  agree("crossed batch axes", plain, [[2, 1, 4, 5], [1, 3, 5, 6]], false);
  agree("no rows", plain, [[0, 5], [5, 4]]);
  agree("no depth", plain, [[2, 0], [0, 4]], false);
});

Deno.test("products of integers are left to the stock kernel", () => {
  const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2], "int32"), tf.tensor2d([1, 0, 0, 1], [2, 2], "int32"));
  assert.deepEqual(Array.from(product.dataSync()), [1, 2, 3, 4]);
});

Deno.test("a tensor cast from integers by name only is read as floats", () => {
  const cast = tf.cast(tf.tensor2d([1, -2, 3, 4], [2, 2], "int32"), "float32");
  assert.deepEqual(Array.from(tf.matMul(cast, tf.eye(2)).dataSync()), [1, -2, 3, 4]);
  assert.deepEqual(Array.from(tf.relu(cast).dataSync()), [1, 0, 3, 4]);
});

Deno.test("fused products agree over biases and activations, and with the plain operations where stock has none", () => {
  for (const activation of ["linear", "relu", "tanh", "sigmoid", "elu"] as const) {
    const fused = (a: Tensor, b: Tensor, bias: Tensor): Tensor => {
      if (activation === "tanh" && tf.getBackend() === "cpu") return tf.tanh(tf.add(tf.matMul(a, b), bias));
      return tf.fused.matMul({ a, b, bias, activation: activation as "relu" });
    };
    const differentiable = activation === "linear" || activation === "relu";
    for (const bias of [[4], [1, 4], [3, 4]]) {
      agree(`${activation}, bias ${bias}`, fused as never, [[3, 5], [5, 4], bias], differentiable);
    }
  }
});

const convolutions: { size: number[]; filter: number[]; stride: number; pad: unknown; dilation?: number }[] = [
  { size: [2, 7, 6, 3], filter: [3, 3, 3, 4], stride: 1, pad: "same" },
  { size: [2, 7, 6, 3], filter: [3, 3, 3, 4], stride: 1, pad: "valid" },
  { size: [2, 8, 8, 1], filter: [3, 3, 1, 5], stride: 2, pad: "same" },
  { size: [3, 9, 7, 2], filter: [5, 3, 2, 3], stride: 2, pad: "valid" },
  { size: [2, 6, 6, 2], filter: [3, 3, 2, 3], stride: 1, pad: 1 },
  { size: [2, 6, 6, 2], filter: [3, 3, 2, 3], stride: 1, pad: [[0, 0], [2, 0], [1, 2], [0, 0]] },
  { size: [2, 8, 8, 2], filter: [3, 3, 2, 3], stride: 1, pad: "same", dilation: 2 },
  { size: [2, 5, 5, 4], filter: [1, 1, 4, 3], stride: 1, pad: "same" },
  { size: [0, 6, 6, 2], filter: [3, 3, 2, 3], stride: 1, pad: "same" },
  { size: [210, 12, 12, 2], filter: [3, 3, 2, 1], stride: 1, pad: "same" },
];

Deno.test("convolutions and both gradients agree over strides, padding, dilation, blocks and an empty batch", () => {
  for (const { size, filter, stride, pad, dilation = 1 } of convolutions) {
    const conv = (x: Tensor, w: Tensor): Tensor =>
      tf.conv2d(image(x), image(w), stride, pad as "same", "NHWC", dilation);
    agree(`conv2d ${size} * ${filter} / ${stride}, ${pad}`, conv as never, [size, filter], dilation === 1);
  }
});

Deno.test("fused convolutions agree over activations", () => {
  for (const activation of ["linear", "relu", "sigmoid", "elu"] as const) {
    const fused = (x: Tensor, filter: Tensor, bias: Tensor): Tensor =>
      tf.fused.conv2d({ x: image(x), filter: image(filter), strides: 1, pad: "same", bias, activation });
    agree(
      activation,
      fused as never,
      [[2, 6, 5, 2], [3, 3, 2, 4], [4]],
      activation === "relu" || activation === "linear",
    );
  }
});

Deno.test("transposed convolutions and their gradients agree", () => {
  const up = (x: Tensor, w: Tensor): Tensor => tf.conv2dTranspose(image(x), image(w), [2, 8, 8, 3], 2, "same");
  agree("conv2dTranspose", up as never, [[2, 4, 4, 5], [3, 3, 3, 5]]);
});

Deno.test("pooling and its gradients agree over sizes, strides and padding", () => {
  for (const [size, stride, pad] of [[2, 2, "valid"], [3, 2, "same"], [3, 1, "same"], [2, 1, 0], [2, 2, 1]] as const) {
    const shape = [2, 7, 6, 5];
    agree(`maxPool ${size} ${stride} ${pad}`, ((x: Tensor) => tf.maxPool(image(x), size, stride, pad)) as never, [
      shape,
    ]);
    agree(`avgPool ${size} ${stride} ${pad}`, ((x: Tensor) => tf.avgPool(image(x), size, stride, pad)) as never, [
      shape,
    ]);
  }
  const ties = (x: Tensor): Tensor => tf.maxPool(image(tf.relu(x)), 3, 2, "same");
  agree("ties", ties as never, [[2, 6, 6, 5]]);
  agree("many images", ((x: Tensor) => tf.maxPool(image(x), 2, 2, "valid")) as never, [[70, 32, 32, 4]]);
  const holes = (): Tensor => tf.tensor4d([NaN, 1, 2, NaN, NaN, NaN, -1, NaN], [1, 2, 4, 1]);
  agree("NaN is passed over", () => tf.maxPool(image(holes()), 2, 1, "same"), [], false);
  agree("no image", ((x: Tensor) => tf.maxPool(image(x), 2, 2, "valid")) as never, [[0, 4, 4, 2]], false);
});

Deno.test("elementwise kernels of one input agree, gradients and special values too", () => {
  const anywhere = ["relu", "tanh", "sigmoid", "exp", "square", "neg", "abs"] as const;
  for (const name of anywhere) agree(name, (x) => tf[name](x), [[3, 5]]);
  for (const name of ["log", "sqrt", "rsqrt", "reciprocal"] as const) agree(name, (x) => tf[name](clear(x)), [[3, 5]]);
  for (const name of anywhere) agree(`${name} of nothing`, (x) => tf[name](x), [[0, 5]], false);
  const special = (): Tensor =>
    tf.tensor1d([NaN, -NaN, Infinity, -Infinity, 0, -0, 1e-30, -1e-30, 1e30, -1e30, 1e-4, 20]);
  for (const name of anywhere) agree(`${name} of special values`, () => tf[name](special()), [], false);
});

Deno.test("tanh is good to a float32 everywhere", () => {
  const x = Float32Array.from(
    { length: 2001 },
    (_, i) => Math.sign(i - 1000) * 10 ** ((Math.abs(i - 1000) - 700) / 100),
  );
  const y = tf.tanh(tf.tensor1d(x)).dataSync();
  for (const [i, v] of x.entries()) {
    assert.ok(Math.abs(y[i]! - Math.tanh(v)) <= 1.2e-7 * Math.abs(Math.tanh(v)), `tanh(${v}) = ${y[i]}`);
  }
});

const broadcasts: [number[], number[]][] = [
  [[3, 4], [3, 4]],
  [[3, 4], []],
  [[], [3, 4]],
  [[3, 4], [4]],
  [[4], [3, 4]],
  [[3, 4], [3, 1]],
  [[2, 3, 4], [2, 1, 1]],
  [[2, 3, 4], [1, 3, 4]],
  [[2, 3, 4], [2, 1, 4]],
  [[3, 1], [1, 4]],
  [[2, 1, 4], [1, 3, 1]],
  [[0, 4], [4]],
  [[1], [1]],
];

Deno.test("elementwise kernels of two inputs agree over broadcasts, with gradients", () => {
  const operations: Record<string, (a: Tensor, b: Tensor) => Tensor> = {
    add: (a, b) => tf.add(a, b),
    sub: (a, b) => tf.sub(a, b),
    mul: (a, b) => tf.mul(a, b),
    div: (a, b) => tf.div(a, clear(b)),
    squaredDifference: (a, b) => tf.squaredDifference(a, b),
    maximum: (a, b) => tf.maximum(a, b),
    minimum: (a, b) => tf.minimum(a, b),
  };
  for (const [name, f] of Object.entries(operations)) {
    // tfjs itself has no gradient of these three under broadcasting.
    const narrow = ["squaredDifference", "maximum", "minimum"].includes(name);
    for (const [a, b] of broadcasts) agree(`${name} [${a}] [${b}]`, f as never, [a, b], !narrow || `${a}` === `${b}`);
  }
});

Deno.test("sums, means and softmax agree over axes", () => {
  for (const axis of [undefined, 0, 1, 2, [0, 1], [1, 2], [0, 2], -1]) {
    for (const keep of [false, true]) {
      agree(`sum over ${axis}`, (x) => tf.sum(x, axis, keep), [[2, 3, 4]]);
      agree(`mean over ${axis}`, (x) => tf.mean(x, axis, keep), [[2, 3, 4]]);
    }
  }
  agree("sum of a scalar", (x) => tf.sum(x), [[]]);
  agree("sum of nothing", (x) => tf.sum(x, 0), [[0, 3]], false);
  agree("sum of no columns", (x) => tf.sum(x, 1), [[3, 0]], false);
  agree("softmax", (x) => tf.softmax(x), [[3, 5]]);
  agree("softmax of nothing", (x) => tf.softmax(x), [[0, 5]], false);
});

Deno.test("gathering rows agrees, with gradients, and leaves other axes and bad rows to the stock kernel", () => {
  const rows = (): Tensor => tf.tensor1d([2, 0, 2], "int32");
  agree("rows", (x) => tf.gather(x, rows() as never), [[3, 4]]);
  agree("entries", (x) => tf.gather(x, rows() as never), [[3]]);
  agree("columns", (x) => tf.gather(x, rows() as never, 1), [[2, 3]]);
  agree("no rows", (x) => tf.gather(x, tf.tensor1d([], "int32")), [[3, 4]], false);
  const outside = (t: Tf): unknown => t.gather(t.zeros([3, 4]), t.tensor1d([3], "int32"));
  assert.throws(() => outside(tf), /GatherV2: the index value 3 is not in \[0, 2\]/);
});

Deno.test("the fused cross-entropy equals the stock operations, on both backends", () => {
  const labels = (): Tensor => tf.tensor1d([0, 2, 1, 2], "int32");
  const stock = (x: Tensor): Tensor =>
    tf.neg(tf.mean(tf.sum(tf.mul(tf.oneHot(labels() as never, 3), tf.logSoftmax(x as never)), -1)));
  const fused = (x: Tensor): Tensor => tf.softmaxCrossEntropy(labels() as never, x as never);
  const expected = evaluate("cpu", stock, [[4, 3]], true);
  for (const backend of ["cpu", backendName]) {
    evaluate(backend, fused, [[4, 3]], true).forEach((seen, i) => assert.ok(gap(seen, expected[i]!) < 1e-5));
  }
});

Deno.test("bias and activation in one equal the stock operations, on both backends", () => {
  for (const activation of ["linear", "relu", "tanh", "sigmoid"] as const) {
    const stock = (x: Tensor, bias: Tensor): Tensor => {
      const shifted = tf.add(x, bias);
      return activation === "linear" ? shifted : tf[activation](shifted);
    };
    const fused = (x: Tensor, bias: Tensor): Tensor => tf.biasActivation(tf.mul(x, 1), bias, activation);
    const expected = evaluate("cpu", stock as never, [[2, 3, 4], [4]], true);
    for (const backend of ["cpu", backendName]) {
      const actual = evaluate(backend, fused as never, [[2, 3, 4], [4]], true);
      actual.forEach((seen, i) => assert.ok(gap(seen, expected[i]!) < 1e-5, `${activation} on ${backend}, ${i}`));
    }
  }
});

Deno.test("bias and activation refuse a tensor that is not stored as floats, rather than lose the result", () => {
  const cast = tf.cast(tf.ones([2, 2], "int32"), "float32");
  assert.throws(() => tf.biasActivation(cast, tf.zeros([2]), "relu"), {
    name: "TypeError",
    message: "Cannot run AnchorageBiasActivation as its inputs must be float32",
  });
});

Deno.test("the fused squared error equals the stock operations, on both backends", () => {
  const target = (): Tensor => draws("target", [4, 3]);
  const stock = (x: Tensor): Tensor => tf.mean(tf.squaredDifference(x, target()));
  const expected = evaluate("cpu", stock, [[4, 3]], true);
  for (const backend of ["cpu", backendName]) {
    const actual = evaluate(backend, (x) => tf.meanSquaredError(target(), x), [[4, 3]], true);
    actual.forEach((seen, i) => assert.ok(gap(seen, expected[i]!) < 1e-5));
  }
});
