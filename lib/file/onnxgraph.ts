/**
 * The graph inside the bytes of an ONNX model, and the names in it, read without holding its parts.
 *
 * @module
 */
import { GRAPH, MODEL, NODE, VALUE } from "./onnxmodel.ts";
import { decodeFields, eachField, textOf, varints } from "./protobuf.ts";

/** Field number of a constant's name. */
const TENSOR_NAME = 8;
/** Parts of a graph that name the tensors that it computes. */
export const NAMED: readonly number[] = [GRAPH.node, GRAPH.output, GRAPH.valueInfo];

/** Parts of a graph, and names in them, at most: of more, each reading would take seconds. */
const PARTS = 1 << 18;

/** The graph of a model; repeated graphs, which are merged, in their order. Every part that has a name is whole. */
export function graphOf(bytes: Uint8Array, source: string): readonly Uint8Array[] {
  const graphs: Uint8Array[] = [];
  let parts = 0;
  const count = (): void => {
    if (++parts <= PARTS) return;
    throw new RangeError(`Cannot read ${source} as its graph must have at most ${PARTS} parts and names: it has more`);
  };
  try {
    for (const graph of eachField(bytes, [MODEL.graph])) {
      if (graph.wire !== 2) continue;
      graphs.push(graph.value);
      count();
      for (const part of eachField(graph.value, [...NAMED, GRAPH.initializer, GRAPH.input])) {
        count();
        if (part.wire === 2) eachField(part.value, [nameField(part.number)]).forEach(count);
      }
    }
    if (!computed(graphs).next().done) return graphs;
  } catch (error) {
    if (!(error instanceof RangeError) || parts > PARTS) throw error;
  }
  throw new RangeError(`Cannot read ${source} as it must be an ONNX model: its ${bytes.length} bytes hold no graph`);
}

/** Names of all parts of some kinds: the outputs of nodes, and the name of another part, which counts last if repeated. */
export function* names(graph: readonly Uint8Array[], kinds: readonly number[]): Generator<string, void> {
  for (const bytes of graph) {
    for (const { number, wire, value } of eachField(bytes, kinds)) {
      if (wire !== 2) continue;
      const texts = eachField(value, [nameField(number)]).filter((field) => field.wire === 2);
      if (number === GRAPH.node) yield* texts.map(textOf);
      else for (const last of texts.toArray().slice(-1)) yield textOf(last);
    }
  }
}

/** The number of the field with the names of a kind of part. */
export function nameField(kind: number): number {
  return kind === GRAPH.node ? NODE.output : kind === GRAPH.initializer ? TENSOR_NAME : VALUE.name;
}

/** Names of what the nodes compute. */
export function computed(graph: readonly Uint8Array[]): IteratorObject<string> {
  return names(graph, [GRAPH.node]).filter((name) => name !== "");
}

/** A node of a graph. */
export interface GraphNode {
  /** The operator's name. */
  readonly op: string;
  /** Names of the tensors that it reads. */
  readonly inputs: readonly string[];
  /** Names of the tensors that it computes. */
  readonly outputs: readonly string[];
  /** Its attributes that are lists of whole numbers. */
  readonly lists: Readonly<Record<string, readonly number[]>>;
}

/** The nodes of a model in their order. @throws {RangeError} If the bytes are not an ONNX model. */
export function graphNodes(bytes: Uint8Array, source = "the model"): readonly GraphNode[] {
  const graph = graphOf(bytes, source).flatMap((part) => Array.from(eachField(part, [GRAPH.node])));
  return graph.flatMap((field) => {
    if (field.wire !== 2) return [];
    const parts = decodeFields(field.value);
    const texts = (number: number): string[] => parts.filter((part) => part.number === number).map(textOf);
    const attributes = parts.flatMap((part) => part.number === NODE.attribute && part.wire === 2 ? [part.value] : []);
    const lists = Object.fromEntries(attributes.map(listOf));
    return [{ op: texts(NODE.op)[0] ?? "", inputs: texts(NODE.input), outputs: texts(NODE.output), lists }];
  });
}

/** An attribute's name and whole numbers, one after the other or packed. */
function listOf(bytes: Uint8Array): readonly [string, readonly number[]] {
  const fields = decodeFields(bytes), name = fields.find(({ number }) => number === 1);
  const numbers = fields.filter(({ number }) => number === 8).flatMap((field) =>
    field.wire === 0 ? [Number(field.value)] : field.wire === 2 ? varints(field.value) : []
  );
  return [name ? textOf(name) : "", numbers];
}
