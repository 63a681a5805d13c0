/**
 * ONNX models of convolutional networks, put together from what other formats say: images in, an embedding out.
 *
 * @module
 */
import { makeOnnx, type OnnxNode, type OnnxTensor } from "../file/onnxmodel.ts";

/** Collects nodes and constants. */
export interface OnnxBuilder {
  /** Adds a node and returns the name of its output. */
  node(op: string, inputs: readonly string[], attributes?: OnnxNode["attributes"], output?: string): string;
  /** Adds a constant and returns its name. */
  constant(
    data: readonly number[] | Float32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>,
    dims?: readonly number[],
  ): string;
  /** The bytes of the model with those outputs. */
  build(outputs: readonly string[]): Uint8Array<ArrayBuffer>;
}

/** A new builder for a model with one input. */
export function onnxBuilder(
  input: { readonly name: string; readonly type: "float" | "int64"; readonly dims: readonly string[] },
): OnnxBuilder {
  const nodes: OnnxNode[] = [], initializers: OnnxTensor[] = [];
  return Object.freeze({
    node: (op: string, inputs: readonly string[], attributes = {}, output = `n${nodes.length}`) => {
      nodes.push({ op, inputs, outputs: [output], attributes });
      return output;
    },
    constant: (data: Parameters<OnnxBuilder["constant"]>[0], dims?: readonly number[]) => {
      const name = `c${initializers.length}`,
        list = Array.isArray(data) ? Float32Array.from(data) : data as OnnxTensor["data"];
      initializers.push({ name, dims: dims ?? [list.length], data: list });
      return name;
    },
    build: (outputs: readonly string[]) => {
      const wanted = new Set(outputs); // a runtime would compute what nobody asks for, too
      for (const { inputs, outputs: made } of nodes.toReversed()) {
        if (made.some((name) => wanted.has(name))) inputs.forEach((name) => wanted.add(name));
      }
      const kept = nodes.filter((node) => node.outputs.some((name) => wanted.has(name)));
      const constants = initializers.filter(({ name }) => wanted.has(name));
      return makeOnnx({ inputs: [input], outputs, nodes: kept, initializers: constants, opset: 18 });
    },
  });
}

/** The input of images: n × 3 × h × w in [0, 1], any h and w. */
export const IMAGE = Object.freeze({ name: "image", type: "float", dims: ["n", "3", "h", "w"] } as const);

/** The images resized to side × side, bilinearly. */
export function resized(model: OnnxBuilder, side: number): string {
  const size = model.constant(BigInt64Array.of(BigInt(side), BigInt(side)));
  const attributes = { mode: "linear", coordinate_transformation_mode: "half_pixel", axes: [2n, 3n] };
  return model.node("Resize", [IMAGE.name, "", "", size], attributes);
}

/** A convolution. */
export interface Convolution {
  /** Output channels × input channels of a group × height × width. */
  readonly dims: Axes;
  readonly weight: Float32Array<ArrayBuffer>;
  readonly bias: Float32Array<ArrayBuffer>;
  readonly groups: number;
  /** Height and width. */
  readonly strides: readonly [number, number];
  readonly dilations?: readonly [number, number];
  readonly padding: "SAME" | "VALID";
}

/** The convolution of a tensor of planes. */
export function convolve(model: OnnxBuilder, x: string, c: Convolution): string {
  const [outputs, , height, width] = c.dims, whole = (list: readonly number[]): bigint[] => list.map(BigInt);
  return model.node("Conv", [x, model.constant(c.weight, c.dims), model.constant(c.bias, [outputs])], {
    auto_pad: c.padding === "SAME" ? "SAME_UPPER" : "VALID",
    strides: whole(c.strides),
    dilations: whole(c.dilations ?? [1, 1]),
    kernel_shape: whole([height, width]),
    group: BigInt(c.groups),
  });
}

/** Four numbers: sizes of the axes, or which axis comes when. */
export type Axes = readonly [number, number, number, number];

/** Entries at `order` of the axes: (a, b, c, d) ↦ its axes permuted, as NumPy's transpose. */
export function permuted(data: ArrayLike<number>, dims: Axes, order: Axes): Float32Array<ArrayBuffer> {
  const strides = dims.map((_, axis) => dims.slice(axis + 1).reduce((a, b) => a * b, 1));
  return Float32Array.from({ length: data.length }, (_, p) => {
    let at = 0;
    for (const axis of order.toReversed()) {
      at += p % dims[axis]! * strides[axis]!;
      p = Math.floor(p / dims[axis]!);
    }
    return data[at]!;
  });
}
