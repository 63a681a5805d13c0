/**
 * ONNX files: build one, read its tensors' names, make any tensor an output, insert after one, rescale one.
 *
 * Importing this loads no framework and reads no file.
 *
 * @module
 */
export { addOutput, insertAfter, type Inserted, outputNames, tensorNames } from "../file/onnx.ts";
export {
  type Attribute,
  makeOnnx,
  type OnnxInput,
  type OnnxNode,
  type OnnxParts,
  type OnnxTensor,
} from "../file/onnxmodel.ts";
export { type OnnxRescaleOptions, rescaleOnnx } from "./inject_onnx.ts";
