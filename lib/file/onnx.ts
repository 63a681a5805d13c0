/**
 * ONNX models as bytes: which tensors they compute, one more of them as an output, further nodes behind one of them.
 *
 * @module
 */
import { encodeNode, encodeTensor, GRAPH, MODEL, NODE, type OnnxNode, type OnnxTensor, VALUE } from "./onnxmodel.ts";
import { blob, concat, decodeFields, encodeFields, type Field, message, text, textOf } from "./protobuf.ts";

/** Names in a message at most. */
const LISTED = 40;
/** Parts of a graph that name the tensors that it computes. */
const NAMED: readonly number[] = [GRAPH.node, GRAPH.output, GRAPH.valueInfo];

/**
 * Names of the tensors that a model reads or computes: its inputs, then the outputs of its nodes in their order.
 *
 * @param source What the bytes are, for error messages.
 * @throws {RangeError} If the bytes are not an ONNX model.
 */
export function tensorNames(bytes: Uint8Array, source = "the model"): readonly string[] {
  const graph = graphOf(bytes, source), constants = new Set(names(graph, GRAPH.initializer, 8));
  const inputs = names(graph, GRAPH.input, VALUE.name).filter((name) => !constants.has(name));
  return Object.freeze([...inputs, ...computed(graph)]);
}

/** Names of a model's outputs. @throws {RangeError} If the bytes are not an ONNX model. */
export function outputNames(bytes: Uint8Array, source = "the model"): readonly string[] {
  return Object.freeze(names(graphOf(bytes, source), GRAPH.output, VALUE.name));
}

/**
 * The model with one of its tensors as a further output; the model itself if it is one already.
 *
 * @throws {RangeError} If the bytes are not an ONNX model, or no node computes the tensor: the sentence lists those.
 */
export function addOutput(bytes: Uint8Array, tensorName: string, source = "the model"): Uint8Array {
  const graph = graphOf(bytes, source);
  known(graph, tensorName, `add an output to ${source}`);
  if (names(graph, GRAPH.output, VALUE.name).includes(tensorName)) return bytes;
  // A message that is repeated is merged with the first one, so the model need not be written anew.
  const output = message(GRAPH.output, [text(VALUE.name, tensorName)]);
  return concat([bytes, encodeFields([message(MODEL.graph, [output])])]);
}

/** Nodes and constants to insert. */
export interface Inserted {
  readonly nodes: readonly OnnxNode[];
  readonly initializers?: readonly OnnxTensor[];
}

/**
 * The model with nodes between a tensor and all that reads it, outputs of the model among them.
 *
 * The tensor keeps its name, which the last inserted node now computes; what the model computed before is called
 * `<name>/before`.
 *
 * @param make The nodes in their order, from the name that they read and the one that they have to compute.
 * @throws {RangeError} If the bytes are not an ONNX model, no node computes the tensor, or the nodes do not.
 * @example
 * ```ts
 * import { insertAfter, makeOnnx, tensorNames } from "anchorage/onnx";
 * const x = { name: "x", type: "float", dims: [1, 2] } as const;
 * const model = makeOnnx({ inputs: [x], outputs: ["y"], nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }] });
 * const edited = insertAfter(model, "y", (from, to) => ({ nodes: [{ op: "Neg", inputs: [from], outputs: [to] }] }));
 * console.log(tensorNames(edited)); // [ "x", "y/before", "y" ]
 * ```
 */
export function insertAfter(
  bytes: Uint8Array,
  tensorName: string,
  make: (from: string, to: string) => Inserted,
  source = "the model",
): Uint8Array<ArrayBuffer> {
  const graph = graphOf(bytes, source), action = `insert nodes into ${source}`, before = `${tensorName}/before`;
  known(graph, tensorName, action);
  const { nodes, initializers = [] } = make(before, tensorName);
  if (nodes.at(-1)?.outputs.includes(tensorName) !== true) {
    throw new RangeError(`Cannot ${action} as the last node must compute "${tensorName}": it does not`);
  }
  const edited = graph.flatMap((field): Field[] => {
    if (field.wire !== 2 || !NAMED.includes(field.number)) return [field];
    const parts = decodeFields(field.value);
    if (field.number === GRAPH.node && parts.some((part) => isName(part, NODE.output, tensorName))) {
      const renamed = parts.map((part) => isName(part, NODE.output, tensorName) ? text(NODE.output, before) : part);
      return [message(GRAPH.node, renamed), ...nodes.map((node) => blob(GRAPH.node, encodeNode(node)))];
    }
    // The nodes may change the shape, so what was written down of it no longer holds.
    if (field.number === GRAPH.node || !parts.some((part) => isName(part, VALUE.name, tensorName))) return [field];
    return field.number === GRAPH.output ? [message(GRAPH.output, [text(VALUE.name, tensorName)])] : [];
  });
  const constants = initializers.map((tensor) => blob(GRAPH.initializer, encodeTensor(tensor)));
  const rest = decodeFields(bytes).filter((field) => field.number !== MODEL.graph);
  return encodeFields([...rest, message(MODEL.graph, [...edited, ...constants])]);
}

/** The fields of the graph; repeated graphs are merged. */
function graphOf(bytes: Uint8Array, source: string): readonly Field[] {
  try {
    const graphs = decodeFields(bytes).filter((field) => field.number === MODEL.graph && field.wire === 2);
    const fields = graphs.flatMap((field) => decodeFields(field.value as Uint8Array));
    if (fields.some((field) => field.number === GRAPH.node && computed([field]).length > 0)) return fields;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new RangeError(`Cannot read ${source} as it must be an ONNX model: its ${bytes.length} bytes hold no graph`);
}

/** Names (field `within`) of all parts of a kind. */
function names(graph: readonly Field[], kind: number, within: number): string[] {
  const parts = graph.filter((field) => field.number === kind && field.wire === 2);
  return parts.flatMap((part) =>
    decodeFields(part.value as Uint8Array).filter((field) => field.number === within).map(textOf)
  );
}

function computed(graph: readonly Field[]): string[] {
  return names(graph, GRAPH.node, NODE.output).filter((name) => name !== "");
}

function isName(field: Field, number: number, name: string): boolean {
  return field.number === number && textOf(field) === name;
}

function known(graph: readonly Field[], tensorName: string, action: string): void {
  const all = computed(graph);
  if (all.includes(tensorName)) return;
  const list = all.slice(0, LISTED).map((name) => `"${name}"`).join(", ");
  const rest = all.length > LISTED ? ` and ${all.length - LISTED} more, which tensorNames lists` : "";
  throw new RangeError(
    `Cannot ${action} as the tensor must be one that a node computes: it is "${tensorName}", not ${list}${rest}`,
  );
}
