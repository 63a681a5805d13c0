/**
 * Rescale injection in ONNX models, by editing the graph.
 *
 * @module
 */
import { oneOf } from "../base/check.ts";
import { addOutput, insertAfter, type Inserted } from "../file/onnx.ts";
import { MODEL, type OnnxNode, type OnnxTensor } from "../file/onnxmodel.ts";
import { decodeFields } from "../file/protobuf.ts";
import { checkedAlpha, type RescaleOptions } from "./rescale.ts";

/** Options of an injection into an ONNX model. */
export interface OnnxRescaleOptions extends RescaleOptions {
  /** What is one vector: the "last" axis (tokens; default), or all of a "sample" (the whole map of a convolution). */
  readonly over?: "last" | "sample";
}

/** The first opset that has all operations that are inserted. */
const FIRST_OPSET = 9;
/** Reductions take their axes as an input from this opset on. */
const AXES_AS_INPUT = 18;

/**
 * The model with nodes after a tensor that normalise its vectors and multiply them by α; whatever read the tensor reads
 * the rescaled one. A zero vector stays zero.
 *
 * The norms before rescaling are a further output of the model, `<tensor>/norm`, so that zeros can be counted.
 *
 * @param bytes A float32 model of opset 9 or later.
 * @throws {RangeError} If α is zero, NaN or infinite, the bytes are not a model, its opset is older, no node computes the
 * tensor (the sentence lists those that are), or it is rescaled already.
 * @example
 * ```ts
 * import { makeOnnx, rescaleOnnx, tensorNames } from "anchorage/onnx";
 * const x = { name: "x", type: "float", dims: [1, 2] } as const;
 * const model = makeOnnx({ inputs: [x], outputs: ["y"], nodes: [{ op: "Relu", inputs: ["x"], outputs: ["y"] }] });
 * console.log(tensorNames(rescaleOnnx(model, "y", 10)).includes("y/norm")); // true
 * ```
 */
export function rescaleOnnx(
  bytes: Uint8Array,
  tensor: string,
  alpha: number,
  options: OnnxRescaleOptions = {},
): Uint8Array {
  checkedAlpha(alpha);
  const action = "rescale inside a model";
  const unit = oneOf(options.unit ?? "norm", ["norm", "mean"], "the unit of alpha", action);
  const over = oneOf(options.over ?? "last", ["last", "sample"], "what is normalised", action);
  const opset = opsetOf(bytes), asInput = opset >= AXES_AS_INPUT;
  if (opset < FIRST_OPSET) {
    throw new RangeError(`Cannot ${action} as its opset must be at least ${FIRST_OPSET}: it is ${opset}`);
  }
  const edited = insertAfter(bytes, tensor, (from, to) => nodes(from, to, { alpha, unit, over, asInput }));
  return addOutput(edited, `${tensor}/norm`);
}

/** The version of the standard operations that a model asks for; 0 if it says none. */
function opsetOf(bytes: Uint8Array): number {
  const sets = decodeFields(bytes).filter((field) => field.number === MODEL.opset && field.wire === 2);
  const versions = sets.map((set) => {
    const fields = decodeFields(set.value as Uint8Array);
    const domain = fields.find((field) => field.number === 1);
    const standard = domain === undefined || (domain.value as Uint8Array).length === 0;
    return standard ? Number(fields.find((field) => field.number === 2)?.value ?? 0n) : 0;
  });
  return Math.max(0, ...versions);
}

interface Plan {
  readonly alpha: number;
  readonly unit: "norm" | "mean";
  readonly over: "last" | "sample";
  readonly asInput: boolean;
}

/** x / (‖x‖ + [‖x‖ = 0]) · α, where [‖x‖ = 0] is 1 - sign ‖x‖. */
function nodes(from: string, to: string, { alpha, unit, over, asInput }: Plan): Inserted {
  const name = (part: string): string => `${to}/${part}`;
  const node = (op: string, inputs: string[], output: string, attributes: OnnxNode["attributes"] = {}): OnnxNode => (
    { op, inputs, outputs: [output], attributes }
  );
  const scalar = (part: string, value: number): OnnxTensor => (
    { name: name(part), dims: [], data: Float32Array.of(value) }
  );
  const flat = over === "sample" ? name("flat") : from, scaled = over === "sample" ? name("scaled") : to;
  const reduce = asInput
    ? node("ReduceL2", [flat, name("axes")], name("norm"), { keepdims: 1n })
    : node("ReduceL2", [flat], name("norm"), { axes: [-1n], keepdims: 1n });
  const mean = [
    node("ReduceSum", [name("norm")], name("sum"), { keepdims: 0n }),
    node("ReduceSum", [name("sign")], name("count"), { keepdims: 0n }),
    node("Max", [name("count"), name("one")], name("some")),
    node("Div", [name("sum"), name("some")], name("mean")),
    node("Mul", [name("mean"), name("alpha")], name("target")),
  ];
  const shape = node("Shape", [from], name("shape"));
  return {
    nodes: [
      ...(over === "sample" ? [shape, node("Flatten", [from], flat, { axis: 1n })] : []),
      reduce,
      node("Sign", [name("norm")], name("sign")),
      node("Sub", [name("one"), name("sign")], name("zero")),
      node("Add", [name("norm"), name("zero")], name("divisor")),
      node("Div", [flat, name("divisor")], name("unit")),
      ...(unit === "mean" ? mean : []),
      node("Mul", [name("unit"), name(unit === "mean" ? "target" : "alpha")], scaled),
      ...(over === "sample" ? [node("Reshape", [scaled, name("shape")], to)] : []),
    ],
    initializers: [
      scalar("alpha", alpha),
      scalar("one", 1),
      ...(asInput ? [{ name: name("axes"), dims: [1], data: BigInt64Array.of(-1n) }] : []),
    ],
  };
}
