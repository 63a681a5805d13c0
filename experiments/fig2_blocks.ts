/**
 * Where the blocks of a network end, from its graph alone: places for the rescale injection.
 *
 * @module
 */
import { type GraphNode, graphNodes } from "../lib/file/onnxgraph.ts";

/** A place in a network: what charts call it, the tensor, and what one vector of it is. */
export interface Place {
  readonly name: string;
  readonly tensor: string;
  /** All of an item ("sample"), or every token ("last"). */
  readonly over: "sample" | "last";
}

const ACTIVATIONS: readonly string[] = ["Clip", "Relu", "HardSwish"];

/**
 * The stem of a convolutional network, the end of every block and the encoding, in the order of the graph.
 *
 * A block ends where its input is added back, or, where nothing is added, with the convolution of single pixels that
 * follows one of neighbourhoods (depthwise or not); its activation, if any, belongs to it.
 */
export function convolutionalPlaces(bytes: Uint8Array, encoding: string): readonly Place[] {
  const nodes = graphNodes(bytes), made = new Map(nodes.flatMap((n) => n.outputs.map((name) => [name, n] as const)));
  const readers = (name: string): readonly GraphNode[] => nodes.filter(({ inputs }) => inputs.includes(name));
  /** What computes a tensor, seen through activations. */
  const source = (name: string): GraphNode | undefined => {
    const node = made.get(name);
    return node && ACTIVATIONS.includes(node.op) ? source(node.inputs[0]!) : node;
  };
  const activated = (name: string): string => {
    const [reader, ...more] = readers(name);
    return more.length === 0 && reader && ACTIVATIONS.includes(reader.op) ? activated(reader.outputs[0]!) : name;
  };
  const single = ({ lists }: GraphNode): boolean => (lists["kernel_shape"] ?? []).every((size) => size === 1);
  const ends = nodes.filter((node) => {
    if (node.op === "Add") return node.inputs.every((name) => source(name)?.op !== undefined);
    if (node.op !== "Conv" || !single(node)) return false;
    const before = source(node.inputs[0]!), end = activated(node.outputs[0]!);
    return before?.op === "Conv" && !single(before) && readers(end).some(({ op }) => op !== "Add");
  });
  const place = (name: string, tensor: string): Place => ({ name, tensor, over: "sample" });
  const stem = nodes.find(({ op }) => op === "Conv")!;
  return [
    place("stem", activated(stem.outputs[0]!)),
    ...ends.map((node, i) => place(`block ${i + 1}`, activated(node.outputs[0]!))),
    place("encoding", encoding),
  ];
}

/**
 * The vectors of a transformer's words, what its attention and its perceptron add up to in every layer, and the mean of
 * the last: its layers read these sums through layer norms.
 *
 * @param pooled The tensor with that mean.
 */
export function transformerPlaces(bytes: Uint8Array, pooled: string): readonly Place[] {
  const nodes = graphNodes(bytes), made = new Map(nodes.flatMap((n) => n.outputs.map((name) => [name, n] as const)));
  const sums = nodes.filter(({ op }) => op === "LayerNormalization").map(({ inputs }) => inputs[0]!);
  // The mean is a sum over places of the last layer times 1 or 0, over their number.
  const back = (name: string): string => made.get(name)!.inputs[0]!, last = back(back(back(pooled)));
  const name = (i: number): string => i === 0 ? "words" : `${i % 2 === 1 ? "attention" : "block"} ${Math.ceil(i / 2)}`;
  return [
    ...[...sums, last].map((tensor, i): Place => ({ name: name(i), tensor, over: "last" })),
    { name: "mean", tensor: pooled, over: "sample" },
  ];
}
