/**
 * The types of tfjs, which itself comes with the first call that trains.
 *
 * @module
 */
export type * as core from "npm:@tensorflow/tfjs-core@4.22.0";
export type * as layers from "npm:@tensorflow/tfjs-layers@4.22.0";
export type * as cpu from "npm:@tensorflow/tfjs-backend-cpu@4.22.0";
export type { MathBackendCPU } from "npm:@tensorflow/tfjs-backend-cpu@4.22.0";
export type { LayersModel, SymbolicTensor } from "npm:@tensorflow/tfjs-layers@4.22.0";
export type {
  backend_util,
  NamedTensorMap,
  Optimizer,
  Scalar,
  Tensor,
  Tensor1D,
  Tensor2D,
  Tensor3D,
  Tensor4D,
  TensorInfo,
  Variable,
} from "npm:@tensorflow/tfjs-core@4.22.0";
