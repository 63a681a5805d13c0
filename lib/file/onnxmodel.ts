/**
 * ONNX models written from their parts: nodes, constants, inputs and outputs.
 *
 * @module
 */
import { VERSION } from "../base/version.ts";
import { blob, encodeFields, type Field, message, text, whole } from "./protobuf.ts";

/** Field numbers of ModelProto, GraphProto, NodeProto and ValueInfoProto. */
export const MODEL = Object.freeze({ irVersion: 1, producer: 2, producerVersion: 3, graph: 7, opset: 8 });
export const GRAPH = Object.freeze({ node: 1, name: 2, initializer: 5, input: 11, output: 12, valueInfo: 13 });
export const NODE = Object.freeze({ input: 1, output: 2, name: 3, op: 4, attribute: 5 });
export const VALUE = Object.freeze({ name: 1, type: 2 });

/** A constant: float32 or int64. */
export interface OnnxTensor {
  /** Name by which nodes refer to it. */
  readonly name: string;
  /** Its extents. */
  readonly dims: readonly number[];
  /** Its entries, row after row. */
  readonly data: Float32Array<ArrayBuffer> | BigInt64Array<ArrayBuffer>;
}

/** One operation; an attribute is a whole number (bigint), a float (number), a text or a list of whole numbers. */
export interface OnnxNode {
  /** The operator's name in ONNX. */
  readonly op: string;
  /** Names of the tensors that it reads. */
  readonly inputs: readonly string[];
  /** Names of the tensors that it makes. */
  readonly outputs: readonly string[];
  /** The operator's settings by name. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** The value of an attribute. */
export type Attribute = bigint | number | string | readonly bigint[];

/** An input of a model; a named axis takes any length. */
export interface OnnxInput {
  /** Name by which nodes refer to it. */
  readonly name: string;
  /** Type of its entries. */
  readonly type: "float" | "int64";
  /** Its extents; a name stands for one that is free. */
  readonly dims: readonly (number | string)[];
}

/** The parts of a model. */
export interface OnnxParts {
  /** What the model is given. */
  readonly inputs: readonly OnnxInput[];
  /** Names of tensors that nodes compute. */
  readonly outputs: readonly string[];
  /** In an order in which every node finds its inputs. */
  readonly nodes: readonly OnnxNode[];
  /** Constants: the weights. */
  readonly initializers?: readonly OnnxTensor[];
  /** Version of the operations, default 13. */
  readonly opset?: number;
}

const TYPES = Object.freeze({ float: 1, int64: 7 });

/**
 * The bytes of a model. The operations are not checked: that is for the runtime that loads the model.
 *
 * @throws {TypeError} If a constant has another number of entries than its dimensions say.
 */
export function makeOnnx(
  { inputs, outputs, nodes, initializers = [], opset: version = 13 }: OnnxParts,
): Uint8Array<ArrayBuffer> {
  const graph = [
    ...nodes.map((node) => blob(GRAPH.node, encodeNode(node))),
    text(GRAPH.name, "graph"),
    ...initializers.map((tensor) => blob(GRAPH.initializer, encodeTensor(tensor))),
    ...inputs.map((input) => message(GRAPH.input, encodeInput(input))),
    ...outputs.map((name) => message(GRAPH.output, [text(VALUE.name, name)])),
  ];
  const opset = message(MODEL.opset, [text(1, ""), whole(2, version)]);
  return encodeFields([
    whole(MODEL.irVersion, 8),
    text(MODEL.producer, "anchorage"),
    text(MODEL.producerVersion, VERSION),
    message(MODEL.graph, graph),
    opset,
  ]);
}

/** The bytes of a NodeProto. */
export function encodeNode({ op, inputs, outputs, attributes = {} }: OnnxNode): Uint8Array<ArrayBuffer> {
  return encodeFields([
    ...inputs.map((name) => text(NODE.input, name)),
    ...outputs.map((name) => text(NODE.output, name)),
    text(NODE.name, `${op}/${outputs[0] ?? ""}`),
    text(NODE.op, op),
    ...Object.entries(attributes).map(([name, value]) => message(NODE.attribute, encodeAttribute(name, value))),
  ]);
}

/** The bytes of a TensorProto. @throws {TypeError} If the data has another number of entries than the dimensions say. */
export function encodeTensor({ name, dims, data }: OnnxTensor): Uint8Array<ArrayBuffer> {
  const count = dims.reduce((a, b) => a * b, 1);
  if (data.length !== count) {
    throw new TypeError(`Cannot write tensor "${name}" as [${dims}] must be ${count} entries: it has ${data.length}`);
  }
  const type = data instanceof Float32Array ? TYPES.float : TYPES.int64;
  return encodeFields([...dims.map((size) => whole(1, size)), whole(2, type), text(8, name), blob(9, data)]);
}

function encodeInput({ name, type, dims }: OnnxInput): Field[] {
  const shape = dims.map((size) => message(1, [typeof size === "number" ? whole(1, size) : text(2, size)]));
  const tensor = message(1, [whole(1, TYPES[type]), message(2, shape)]);
  return [text(VALUE.name, name), message(VALUE.type, [tensor])];
}

function encodeAttribute(name: string, value: Attribute): Field[] {
  if (typeof value === "string") return [text(1, name), text(4, value), whole(20, 3)];
  if (typeof value === "bigint") return [text(1, name), whole(3, value), whole(20, 2)];
  if (typeof value === "number") {
    return [text(1, name), { number: 2, wire: 5, value: new Uint8Array(Float32Array.of(value).buffer) }, whole(20, 1)];
  }
  return [text(1, name), ...value.map((entry) => whole(8, entry)), whole(20, 7)];
}
