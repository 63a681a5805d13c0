/**
 * Puts the backend together: the stock cpu kernels, and over them those of this folder.
 *
 * @module
 */
import type { cpu, layers, Tensor, Tensor1D, Tensor2D } from "../tfjs.ts";
import type { Activation } from "../activation.ts";
import { lazy } from "../../base/lazy.ts";
import { defineAdam } from "./adam.ts";
import { biasActivation, biasKernels } from "./bias.ts";
import { binaryKernels } from "./binary.ts";
import { convolutionKernels } from "./convolution.ts";
import { fusedKernels, meanSquaredError, registerGradients, softmaxCrossEntropy } from "./fused.ts";
import { type Core, install } from "./kernel.ts";
import { matmulKernels } from "./matmul.ts";
import { poolingKernels } from "./pooling.ts";
import { reductionKernels } from "./reduction.ts";
import { unaryKernels } from "./unary.ts";
import { backendName, type Tf } from "./use.ts";

/** Loads tfjs and registers the backend; to be called once. */
export async function load(): Promise<Tf> {
  const core = await lazy<Core>("@tensorflow/tfjs-core");
  const { MathBackendCPU } = await lazy<typeof cpu>("@tensorflow/tfjs-backend-cpu");
  const models = await lazy<typeof layers>("@tensorflow/tfjs-layers");
  const backend = Object.assign(new MathBackendCPU(), { firstUse: false }); // else it advertises another package
  core.registerBackend(backendName, () => backend);
  core.copyRegisteredKernels("cpu", backendName);
  const tables = [unaryKernels, binaryKernels(core), matmulKernels, convolutionKernels(core), poolingKernels(core)];
  for (const kernels of [...tables, reductionKernels(core), fusedKernels, biasKernels]) {
    install(core, backendName, kernels);
  }
  registerGradients(core);
  return Object.freeze({
    ...core,
    ...models,
    fusedAdam: defineAdam(core, backendName),
    softmaxCrossEntropy: (labels: Tensor1D | Tensor2D, logits: Tensor2D) => softmaxCrossEntropy(core, labels, logits),
    meanSquaredError: (target: Tensor, x: Tensor) => meanSquaredError(core, target, x),
    biasActivation: (x: Tensor, bias: Tensor, activation: Activation) => biasActivation(core, x, bias, activation),
  });
}
