/**
 * Adam as a tfjs optimiser whose update is one pass over each weight; its state saves and loads as tfjs does it.
 *
 * @module
 */
import type { MathBackendCPU, NamedTensorMap, Optimizer, Tensor, Variable } from "../tfjs.ts";
import type { F32 } from "../activation.ts";
import { adamRates, adamUpdate } from "../adam.ts";
import { residentMoments } from "../adamkernel.ts";
import { type Core, valuesOf } from "./kernel.ts";

/** Settings of the optimiser, by the names under which tfjs saves them. */
export interface FusedAdamConfig {
  /** Step length, positive. */
  readonly learningRate: number;
  /** Decay of the mean, in [0, 1). */
  readonly beta1: number;
  /** Decay of the mean square, in [0, 1). */
  readonly beta2: number;
  /** Added to the root of the mean square. */
  readonly epsilon: number;
}

/** Makes fused Adam optimisers (defaults .001, .9, .999, 1e-8); saved models find the class by name. */
export type MakeAdam = (config?: Partial<FusedAdamConfig>) => Optimizer;

type NamedTensor = { name: string; tensor: Tensor };

interface Moments {
  readonly shape: number[];
  readonly m: F32;
  readonly v: F32;
}

/** Defines and registers the class, once a process; weights are updated in place on backend `name`. */
export function defineAdam(tf: Core, name: string): MakeAdam {
  const step = (
    variable: Variable,
    gradient: Tensor,
    moments: Moments,
    iteration: number,
    rates: FusedAdamConfig,
  ): void => {
    const ours = tf.getBackend() === name;
    const backend = tf.backend() as unknown as MathBackendCPU;
    const read = (t: Tensor): F32 => ours ? valuesOf(backend, t) : t.dataSync() as F32;
    const weight = read(variable);
    const inPlace = ours && backend.refCount(variable.dataId) === 1;
    const out = inPlace ? weight : new Float32Array(weight.length);
    adamUpdate({ weight, out, gradient: read(gradient), m: moments.m, v: moments.v }, iteration, rates);
    if (!inPlace) variable.assign(tf.tensor(out, variable.shape));
  };

  class FusedAdam extends tf.Optimizer {
    moments: Moments[] = [];

    static get className(): string {
      return "AnchorageFusedAdam";
    }

    readonly config: FusedAdamConfig;

    constructor({ learningRate, beta1, beta2, epsilon }: FusedAdamConfig) {
      super();
      this.config = { learningRate, beta1, beta2, epsilon };
    }

    override applyGradients(gradients: NamedTensorMap | NamedTensor[]): void {
      const named = Array.isArray(gradients)
        ? gradients
        : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
      this.incrementIterations();
      for (const [i, { name, tensor }] of named.entries()) {
        const variable = tf.engine().registeredVariables[name];
        if (!variable || !tensor) continue;
        const moments = this.moments[i] ??= zeroMoments(variable.shape, variable.size);
        step(variable, tensor, moments, this.iterations, this.config);
      }
    }

    override async getWeights(): Promise<NamedTensor[]> {
      const save = (kind: "m" | "v"): NamedTensor[] =>
        this.moments.map((s, i) => ({ name: `${i}/${kind}`, tensor: tf.tensor(s[kind].slice(), s.shape) }));
      return [await this.saveIterations(), ...save("m"), ...save("v")];
    }

    override async setWeights(values: NamedTensor[]): Promise<void> {
      const tensors = (await this.extractIterations(values)).map(({ tensor }) => tensor);
      const half = tensors.length / 2;
      this.moments = tensors.slice(0, half).map((m, i) => {
        const moments = zeroMoments(m.shape, m.size);
        moments.m.set(m.dataSync());
        moments.v.set(tensors[half + i]!.dataSync());
        return moments;
      });
    }

    getConfig(): { [name: string]: number } {
      return { ...this.config };
    }
  }
  tf.serialization.registerClass(FusedAdam as never);
  return (config = {}) => new FusedAdam({ ...adamRates(1e-3), ...config });
}

function zeroMoments(shape: number[], size: number): Moments {
  return { shape, ...residentMoments(size) };
}
