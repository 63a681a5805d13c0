/**
 * ONNX models as bytes: which tensors they compute, one more of them as an output, further nodes behind one of them.
 *
 * @module
 */
import { computed, graphOf, NAMED, nameField, names } from "./onnxgraph.ts";
import { encodeNode, encodeTensor, GRAPH, MODEL, type OnnxNode, type OnnxTensor, VALUE } from "./onnxmodel.ts";
import { concat } from "../base/bytes.ts";
import { blob, eachField, editFields, encodeFields, type Field, hasText, message, text } from "./protobuf.ts";

/** Names in a message at most. */
const LISTED = 40;

/**
 * Names of the tensors that a model reads or computes: its inputs, then the outputs of its nodes in their order.
 *
 * @param source What the bytes are, for error messages.
 * @throws {RangeError} If the bytes are not an ONNX model.
 */
export function tensorNames(bytes: Uint8Array, source = "the model"): readonly string[] {
  const graph = graphOf(bytes, source), constants = new Set(names(graph, [GRAPH.initializer]));
  const inputs = names(graph, [GRAPH.input]);
  return Object.freeze([...inputs.filter((name) => !constants.has(name)), ...computed(graph)]);
}

/** Names of a model's outputs. @throws {RangeError} If the bytes are not an ONNX model. */
export function outputNames(bytes: Uint8Array, source = "the model"): readonly string[] {
  return Object.freeze([...names(graphOf(bytes, source), [GRAPH.output])]);
}

/**
 * The model with one of its tensors as a further output; the model itself if it is one already.
 *
 * @throws {RangeError} If the bytes are not an ONNX model, or no node computes the tensor: the sentence lists those.
 */
export function addOutput(bytes: Uint8Array, tensorName: string, source = "the model"): Uint8Array {
  const graph = graphOf(bytes, source);
  known(graph, tensorName, `add an output to ${source}`);
  if (names(graph, [GRAPH.output]).some((name) => name === tensorName)) return bytes;
  // A message that is repeated is merged with the first one, so the model need not be written anew.
  const output = message(GRAPH.output, [text(VALUE.name, tensorName)]);
  return concat([bytes, encodeFields([message(MODEL.graph, [output])])]);
}

/** Nodes and constants to insert. */
export interface Inserted {
  /** The nodes that are inserted. */
  readonly nodes: readonly OnnxNode[];
  /** Constants that they read. */
  readonly initializers?: readonly OnnxTensor[];
}

/**
 * The model with nodes between a tensor and all that reads it, outputs of the model among them.
 *
 * The tensor keeps its name, which the last inserted node now computes; what the model computed before is called
 * `<name>/before`, or `<name>/before2` and so on where that name is taken.
 *
 * @param make The nodes in their order, from the name that they read and the one that they have to compute.
 * @throws {RangeError} If the bytes are not an ONNX model, no node computes the tensor, the nodes do not, or a name that
 * they or the constants define is taken.
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
  const graph = graphOf(bytes, source), action = `insert nodes into ${source}`;
  known(graph, tensorName, action);
  const before = free(graph, `${tensorName}/before`), { nodes, initializers = [] } = make(before, tensorName);
  if (nodes.at(-1)?.outputs.includes(tensorName) !== true) {
    throw new RangeError(`Cannot ${action} as the last node must compute "${tensorName}": it does not`);
  }
  const added = [...nodes.flatMap(({ outputs }) => outputs), ...initializers.map(({ name }) => name)];
  checkNew(graph, added.filter((name) => name !== tensorName && name !== ""), action);
  const inserted = nodes.map((node) => blob(GRAPH.node, encodeNode(node)));
  const edited = graph.flatMap((part) =>
    editFields(part, NAMED, (field) => moved(field, tensorName, before, inserted))
  );
  const constants = encodeFields(initializers.map((tensor) => blob(GRAPH.initializer, encodeTensor(tensor))));
  const rest = editFields(bytes, [MODEL.graph], () => []);
  return concat([...rest, encodeFields([blob(MODEL.graph, concat([...edited, constants]))])]);
}

/** What becomes of a field of the graph when a tensor is called otherwise where it is computed; undefined: it stays. */
function moved(field: Field, name: string, before: string, inserted: readonly Field[]): Field[] | undefined {
  if (field.wire !== 2) return undefined;
  const within = nameField(field.number);
  if (!eachField(field.value, [within]).some((part) => hasText(part, within, name))) return undefined;
  if (field.number === GRAPH.node) {
    const renamed = editFields(
      field.value,
      [within],
      (part) => hasText(part, within, name) ? [text(within, before)] : undefined,
    );
    return [blob(GRAPH.node, concat(renamed)), ...inserted];
  }
  // The nodes may change the shape, so what was written down of it no longer holds.
  return field.number === GRAPH.output ? [message(GRAPH.output, [text(VALUE.name, name)])] : [];
}

/** Throws if the graph has one of the names: as an input, a constant or the output of a node. */
function checkNew(graph: readonly Uint8Array[], added: readonly string[], action: string): void {
  const taken = new Set(added), twice = added.find((name, i) => added.indexOf(name) !== i);
  const all = names(graph, [GRAPH.input, GRAPH.initializer, GRAPH.node]);
  const clash = twice ?? all.find((name) => taken.has(name));
  if (clash !== undefined) throw new RangeError(`Cannot ${action} as they must compute new names: "${clash}" is taken`);
}

function free(graph: readonly Uint8Array[], name: string): string {
  for (let i = 1;; i++) {
    const one = i === 1 ? name : name + i;
    if (!computed(graph).some((other) => other === one)) return one;
  }
}

function known(graph: readonly Uint8Array[], tensorName: string, action: string): void {
  if (computed(graph).some((name) => name === tensorName)) return;
  const all = computed(graph), list = Array.from(all.take(LISTED), (name) => `"${name}"`).join(", ");
  const more = computed(graph).reduce((count) => count + 1, 0) - LISTED;
  const rest = more > 0 ? ` and ${more} more, which tensorNames lists` : "";
  throw new RangeError(
    `Cannot ${action} as the tensor must be one that a node computes: it is "${tensorName}", not ${list}${rest}`,
  );
}
