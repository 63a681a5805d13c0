/**
 * A map as an ONNX model, for every runtime that has one.
 *
 * @module
 */
import { makeOnnx, type OnnxNode, type OnnxTensor } from "./onnxmodel.ts";
import type { AffineMap } from "../linalg/affinemap.ts";

/** Norms below this count as zero: their rows map to the target anchors' mean. */
const TINY = 1e-30;

/**
 * The bytes of a model of opset 17: input "vectors" (n × d_x, float32, any n), output "translated" (n × d_y). Centring
 * and norms are inside. Equal to `apply` in float32 but for the order of sums.
 */
export function mapAsOnnx(map: AffineMap): Uint8Array<ArrayBuffer> {
  const { norm, unit, sourceNorm, targetNorm, weights } = map,
    scalar = (name: string, x: number) => tensor(name, [1], [x]);
  const constants: OnnxTensor[] = [
    tensor("before", [map.before.length], map.before),
    tensor("weights", [weights.rows, weights.cols], weights.data),
    tensor("after", [map.after.length], map.after),
    scalar("target_norm", targetNorm),
  ];
  const nodes: OnnxNode[] = [
    op("Sub", ["vectors", "before"], "centered"),
    op("MatMul", ["centered", "weights"], "image"),
  ];
  const binary = (name: string, left: string, right: string, out: string): string => {
    nodes.push(op(name, [left, right], out));
    return out;
  };
  const normOf = (rows: string): string => {
    nodes.push(op("ReduceL2", [rows], `${rows}_norm`, { axes: [1n], keepdims: 1n }));
    return `${rows}_norm`;
  };
  let found = "image";
  if (norm !== "none" || unit) constants.push(scalar("tiny", TINY));
  if (norm !== "none") {
    const bounded = binary("Max", normOf(norm === "raw" ? "centered" : "image"), "tiny", "bounded");
    found = binary("Div", found, bounded, "unit");
  }
  if (norm === "carry") {
    constants.push(scalar("source_norm", sourceNorm));
    found = binary("Mul", found, binary("Div", normOf("centered"), "source_norm", "carried"), "carrying");
  }
  const last = unit ? "shifted" : "translated";
  binary("Add", binary("Mul", found, "target_norm", "scaled"), "after", last);
  if (unit) binary("Div", last, binary("Max", normOf(last), "tiny", "own_norm"), "translated");
  const inputs = [{ name: "vectors", type: "float", dims: ["n", weights.rows] } as const];
  return makeOnnx({ inputs, outputs: ["translated"], nodes, initializers: constants, opset: 17 });
}

const tensor = (name: string, dims: readonly number[], data: ArrayLike<number>): OnnxTensor => ({
  name,
  dims,
  data: Float32Array.from(data),
});

const op = (
  op: string,
  inputs: readonly string[],
  output: string,
  attributes: OnnxNode["attributes"] = {},
): OnnxNode => ({
  op,
  inputs,
  outputs: [output],
  attributes,
});
