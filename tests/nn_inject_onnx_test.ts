/** Rescale injection into ONNX graphs, in the runtime. */
import assert from "node:assert/strict";
import { runOnnx } from "../lib/encoder/onnxrun.ts";
import { makeOnnx, MODEL } from "../lib/file/onnxmodel.ts";
import { decodeFields, encodeFields, message, text, whole } from "../lib/file/protobuf.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { rescaleOnnx } from "../lib/nn/inject_onnx.ts";
import { rescaleRows } from "../lib/nn/rescale.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { close, normal } from "./helpers.ts";

/** A model x (n × 2 × 3) → t = tanh x → y = t + shift, with its opset. */
function onnxModel(opset?: number): Uint8Array<ArrayBuffer> {
  const model = makeOnnx({
    inputs: [{ name: "x", type: "float", dims: ["n", 2, 3] }],
    outputs: ["y"],
    nodes: [
      { op: "Tanh", inputs: ["x"], outputs: ["t"] },
      { op: "Add", inputs: ["t", "shift"], outputs: ["y"] },
    ],
    initializers: [{ name: "shift", dims: [3], data: Float32Array.of(1, 2, 3) }],
  });
  if (opset === undefined) return model;
  const fields = decodeFields(model).filter((field) => field.number !== MODEL.opset);
  return encodeFields([...fields, message(MODEL.opset, [text(1, ""), whole(2, opset)])]);
}

async function runModel(bytes: Uint8Array, tensor: string, x: Matrix): Promise<Float32Array> {
  const out: number[] = [];
  const run = { bytes, source: "the test's model", tensor, batch: x.rows, item: [2, 3] };
  await runOnnx(run, x.rows, (_, to) => to.set(x.data), ({ values }) => out.push(...values));
  return Float32Array.from(out);
}

const onnxInput = mapColumns(normal(5, 6, 2), (v, j, i) => i === 1 && j < 3 ? 0 : v);
const shifted = (x: Matrix): number[] => Array.from(x.data, (v, p) => v + 1 + p % 3);

Deno.test("ONNX: tokens, whole samples and mean norms, before and after the opset that moved the axes", async () => {
  const tanh = mapColumns(onnxInput, Math.tanh), tokens = new Matrix(10, 3, tanh.data);
  for (const opset of [9, 13, 18]) {
    const model = onnxModel(opset);
    const last = rescaleOnnx(model, "t", 4);
    close(await runModel(last, "y", onnxInput), shifted(rescaleRows(tokens, 4).values), 1e-5, `opset ${opset}`);
    const norms = await runModel(last, "t/norm", onnxInput);
    assert.deepEqual([norms.length, norms.filter((v) => v === 0).length], [10, 1]);
    const whole = rescaleOnnx(model, "t", -2, { over: "sample" });
    close(await runModel(whole, "y", onnxInput), shifted(rescaleRows(tanh, -2).values), 1e-5);
    const mean = rescaleOnnx(model, "t", 3, { unit: "mean" });
    close(await runModel(mean, "y", onnxInput), shifted(rescaleRows(tokens, 3, { unit: "mean" }).values), 1e-5);
  }
});

Deno.test("ONNX: alpha, tensor, options and bytes are checked", () => {
  const model = onnxModel();
  assert.throws(() => rescaleOnnx(model, "t", 0), /alpha must be a finite number other than 0: it is 0/);
  assert.throws(() => rescaleOnnx(model, "t", NaN), { name: "RangeError" });
  assert.throws(() => rescaleOnnx(model, "z", 1), /must be one that a node computes: it is "z", not "t", "y"/);
  assert.throws(
    () => rescaleOnnx(model, "t", 1, { over: "row" as "last" }),
    /must be one of "last", "sample": it is "row"/,
  );
  assert.throws(() => rescaleOnnx(Uint8Array.of(1, 2, 3), "t", 1), { name: "RangeError" });
  for (const opset of [8, 0]) {
    assert.throws(() => rescaleOnnx(onnxModel(opset), "t", 1), {
      name: "RangeError",
      message: `Cannot rescale inside a model as its opset must be at least 9: it is ${opset}`,
    });
  }
  assert.throws(() => rescaleOnnx(rescaleOnnx(model, "t", 1), "t", 1), {
    name: "RangeError",
    message: /as they must compute new names: "t\/norm" is taken$/,
  });
});
