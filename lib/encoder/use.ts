/**
 * The Universal Sentence Encoder's small form (Cer et al. 2018): two layers of attention over sub-words, as ONNX.
 *
 * @module
 */
import type { GraphModel } from "../nn/graphmodel.ts";
import { type OnnxBuilder, onnxBuilder } from "../nn/convert.ts";

/** Names of the weights: two places of the graph hold them. */
const A = "module_apply_default/Encoder_en/", M = "module/Encoder_en/", KONA = "KonaTransformer/Encode/";
/** Heads of the attention. */
const HEADS = 4;

/** What the model gives: unit rows (n × 512), the mean of the last layer (n × 512), or that of sub-word vectors (n × 256). */
export type UseOutput = "embedding" | "mean_pooled" | "words";

/**
 * The ONNX model of one output from the weights of the graph; input "ids" (int64, n × L; -1 pads).
 *
 * @throws {RangeError} If a weight is missing.
 */
export function useModel(graph: GraphModel, output: UseOutput): Uint8Array<ArrayBuffer> {
  const model = onnxBuilder({ name: "ids", type: "int64", dims: ["n", "l"] });
  const w = (name: string, dims?: readonly number[]): string => {
    const { data, shape } = graph.weight(name);
    return model.constant(data, dims ?? shape);
  };
  const { node } = model, whole = (...list: number[]): string => model.constant(BigInt64Array.from(list, BigInt));
  const known = node("Cast", [node("Greater", ["ids", whole(-1)])], { to: 1n }),
    places = node("Unsqueeze", [known, whole(2)]);
  const count = node("Max", [node("ReduceSum", [known, whole(1)], { keepdims: 1n }), model.constant([1])]);
  const mean = (x: string, name: string): string =>
    node("Div", [node("ReduceSum", [node("Mul", [x, places]), whole(1)], { keepdims: 0n }), count], {}, name);
  // The graph adds the vectors to themselves before it adds the places.
  const { data, shape } = graph.weight("module/Embeddings_en"), table = model.constant(data.map((v) => 2 * v), shape);
  const words = node("Gather", [table, node("Max", ["ids", whole(0)])], { axis: 0n });
  mean(words, "words");
  const x = node("Add", [words, timing(model, w)]);
  const absent = node("Mul", [node("Sub", [model.constant([1]), known]), model.constant([-1e9], [])]);
  const mask = node("Unsqueeze", [absent, whole(1, 2)]), dense = `${A}${KONA}Layer_0/TransformerLayer/dense/`;
  const across = node("Add", [
    node("MatMul", [x, w(`${dense}kernel/ConcatPartitions/concat`)]),
    w(`${dense}bias/ConcatPartitions/concat`),
  ]);
  const first = layer({ model, w, mask, x, skip: across, i: 0 }),
    second = layer({ model, w, mask, x: first, skip: first, i: 1 });
  const pooled = mean(second, "mean_pooled"), last = `${M}hidden_layers/tanh_layer_0/`;
  const hidden = node("Tanh", [node("Add", [node("MatMul", [pooled, w(`${last}weights`)]), w(`${last}bias`)])]);
  node("LpNormalization", [hidden], { axis: -1n, p: 2n }, "embedding");
  return model.build([output]);
}

type Weight = (name: string, dims?: readonly number[]) => string;

/** Sines and cosines of the places, 1 × L × 256. */
function timing({ node, constant }: OnnxBuilder, w: Weight): string {
  const whole = (n: number): string => constant(BigInt64Array.of(BigInt(n)), []);
  const axis = constant(BigInt64Array.of(1n)),
    length = node("Gather", [node("Shape", ["ids"]), whole(1)], { axis: 0n });
  const at = node("Unsqueeze", [node("Cast", [node("Range", [whole(0), length, whole(1)])], { to: 1n }), axis]);
  const turns = node("Mul", [at, w(`${A}${KONA}TransformerStack/Layer_0/AddTimingSignal/TimingSignal/ExpandDims_1`)]);
  return node("Concat", [node("Sin", [turns]), node("Cos", [turns])], { axis: 1n });
}

interface LayerParts {
  readonly model: OnnxBuilder;
  readonly w: Weight;
  readonly mask: string;
  readonly x: string;
  /** What is added to the attention: x, or x in the width of the layer. */
  readonly skip: string;
  readonly i: 0 | 1;
}

/** Attention and a perceptron, each with a layer norm before it and its input added behind it. */
function layer({ model, w, mask, x, skip, i }: LayerParts): string {
  const { node, constant } = model,
    at = `${KONA}Layer_${i}/TransformerLayer/`,
    whole = (...list: number[]): string => constant(BigInt64Array.from(list, BigInt));
  const vector = (name: string): string => w(`${A}${at}${name}/ConcatPartitions/concat`);
  const norm = (value: string, part: string): string =>
    node("LayerNormalization", [
      value,
      vector(`${part}layer_prepostprocess/layer_norm/layer_norm_scale`),
      vector(`${part}layer_prepostprocess/layer_norm/layer_norm_bias`),
    ], { axis: -1n, epsilon: 1e-6 });
  const inputs = i === 0 ? 256 : 512, head = inputs / HEADS, attention = `${M}${at}MultiheadAttention/`;
  const kernel = w(`${attention}qkv_transform_single/kernel/part_0`, [inputs, 3 * inputs]);
  const all = node("Add", [
    node("MatMul", [norm(x, ""), kernel]),
    vector("MultiheadAttention/qkv_transform_single/bias"),
  ]);
  const part = (k: number, perm: readonly bigint[]): string => {
    const cut = node("Slice", [all, whole(k * inputs), whole((k + 1) * inputs), whole(2)]);
    return node("Transpose", [node("Reshape", [cut, whole(0, 0, HEADS, head)])], { perm });
  };
  const q = node("Mul", [part(0, [0n, 2n, 1n, 3n]), constant([head ** -.5], [])]),
    scores = node("MatMul", [q, part(1, [0n, 2n, 3n, 1n])]);
  const shares = node("Softmax", [node("Add", [scores, mask])], { axis: -1n });
  const seen = node("Transpose", [node("MatMul", [shares, part(2, [0n, 2n, 1n, 3n])])], { perm: [0n, 2n, 1n, 3n] });
  const out = w(`${attention}output_transform_single/kernel/part_0`, [inputs, 512]),
    flat = node("Reshape", [seen, whole(0, 0, inputs)]);
  const attended = node("Add", [
    node("Add", [node("MatMul", [flat, out]), vector("MultiheadAttention/output_transform_single/bias")]),
    skip,
  ]);
  const stack = `${A}${KONA}TransformerStack/Layer_${i}/TransformerLayer/FFN/`;
  const full = (value: string, name: string): string =>
    node("Add", [node("MatMul", [value, w(`${stack}${name}/Tensordot/Reshape_1`)]), vector(`FFN/${name}/bias`)]);
  return node("Add", [full(node("Relu", [full(norm(attended, "FFN/"), "conv1")]), "conv2"), attended]);
}
