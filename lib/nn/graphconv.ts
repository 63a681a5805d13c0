/**
 * Convolutional parts of TensorFlow.js graph models as ONNX.
 *
 * @module
 */
import { convolve, IMAGE, type OnnxBuilder, onnxBuilder, permuted, resized } from "./convert.ts";
import type { GraphModel, GraphNode } from "./graphmodel.ts";

/**
 * The ONNX model of what a graph computes up to the tensor `output`: input "image" (n × 3 × h × w, red, green, blue in
 * [0, 1], any h and w, resized to `side` and multiplied by `scale`), output "embedding" (n × d, the mean over places).
 *
 * @param source What the model is, for error messages.
 * @throws {RangeError} If an operation is not converted (it is named), or a node or weight is missing.
 */
export function graphToOnnx(
  graph: GraphModel,
  { output, side, scale }: { readonly output: string; readonly side: number; readonly scale: number },
  source: string,
): Uint8Array<ArrayBuffer> {
  const model = onnxBuilder(IMAGE), done = new Map<string, string>();
  const scaled = model.node("Mul", [resized(model, side), model.constant([scale], [])]);
  const visit = (name: string): string => {
    const known = done.get(name);
    if (known !== undefined) return known;
    const node = graph.nodes.get(name);
    if (!node) throw new RangeError(`Cannot convert ${source} as it must have the node "${name}": it has not`);
    const operation = OPERATIONS[node.op];
    if (!operation) {
      const all = Object.keys(OPERATIONS).join(", ");
      throw new RangeError(`Cannot convert ${source} as its operations must be among ${all}: "${name}" is ${node.op}`);
    }
    const made = operation({ model, graph, node, scaled, visit });
    done.set(name, made);
    return made;
  };
  const pooled = model.node("GlobalAveragePool", [visit(output)]);
  model.node("Flatten", [pooled], { axis: 1n }, "embedding");
  return model.build(["embedding"]);
}

interface Context {
  readonly model: OnnxBuilder;
  readonly graph: GraphModel;
  readonly node: GraphNode;
  /** The images. */
  readonly scaled: string;
  /** The converted tensor of a node. */
  visit(name: string): string;
}

const inputs = ({ node, visit }: Context): string[] => (node.input ?? []).map(visit);
const simple = (op: string) => (context: Context): string => context.model.node(op, inputs(context));

const OPERATIONS: Readonly<Record<string, (context: Context) => string>> = Object.freeze({
  Placeholder: ({ scaled }: Context) => scaled,
  Const: ({ model, graph, node }: Context) => {
    const { data, shape } = graph.weight(node.name);
    return model.constant(data, shape.length === 1 ? [1, shape[0]!, 1, 1] : shape); // planes stand before places here
  },
  Identity: ({ node, visit }: Context) => visit(node.input![0]!),
  Add: simple("Add"),
  AddV2: simple("Add"),
  Sub: simple("Sub"),
  Mul: simple("Mul"),
  Relu: simple("Relu"),
  Sigmoid: simple("Sigmoid"),
  Relu6: (context: Context) => clip(context.model, inputs(context)[0]!),
  Mean: (context: Context) => context.model.node("GlobalAveragePool", [context.visit(context.node.input![0]!)]),
  Conv2D: (context: Context) => convolution(context, false),
  _FusedConv2D: (context: Context) => convolution(context, false),
  DepthwiseConv2dNative: (context: Context) => convolution(context, true),
  FusedDepthwiseConv2dNative: (context: Context) => convolution(context, true),
});

const clip = (model: OnnxBuilder, x: string): string =>
  model.node("Clip", [x, model.constant([0], []), model.constant([6], [])]);

function convolution({ model, graph, node, visit }: Context, depthwise: boolean): string {
  const [x, w, b] = node.input!, { shape, data } = graph.weight(w!), dims = shape as [number, number, number, number];
  const [height, width, from, to] = dims, outputs = depthwise ? from : to, list = node.attr?.["strides"]?.list?.i;
  const y = convolve(model, visit(x!), {
    dims: depthwise ? [from, 1, height, width] : [to, from, height, width],
    weight: permuted(data, dims, depthwise ? [2, 3, 0, 1] : [3, 2, 0, 1]),
    bias: b === undefined ? new Float32Array(outputs) : graph.weight(b).data,
    groups: depthwise ? from : 1,
    strides: [Number(list?.[1] ?? 1), Number(list?.[2] ?? 1)],
    padding: decoded(node.attr?.["padding"]?.s) === "VALID" ? "VALID" : "SAME",
  });
  const fused = node.attr?.["fused_ops"]?.list?.s?.map(decoded) ?? [];
  return fused.includes("Relu6") ? clip(model, y) : fused.includes("Relu") ? model.node("Relu", [y]) : y;
}

const decoded = (base64: string | undefined): string => base64 === undefined ? "" : atob(base64);
