/**
 * What every kernel of the backend is made of: reading and making tensors of the tfjs cpu layout (typed arrays).
 *
 * @module
 */
import type { core, MathBackendCPU } from "../tfjs.ts";
import type { F32 } from "../activation.ts";

/** The tfjs core module, loaded lazily by `useBackend`. */
export type Core = typeof core;
/** One call of a kernel, narrowed to this backend. */
export interface Call {
  readonly inputs: core.NamedTensorInfoMap;
  readonly attrs: core.NamedAttrMap;
  readonly backend: MathBackendCPU;
}
/** A tensor without its storage. */
export type Info = core.TensorInfo;
/** Computes the call, or returns undefined to leave it to the stock kernel. */
export type Kernel = (call: Call) => Info | Info[] | undefined;
/** Kernels by their tfjs name. */
export type Kernels = Readonly<Record<string, Kernel>>;

/** Entries of a tensor of this shape. */
export function volumeOf(shape: readonly number[]): number {
  return shape.reduce((a, b) => a * b, 1);
}

/** Whether every given tensor is float32. */
export function areFloat(...tensors: (Info | undefined)[]): boolean {
  return tensors.every((t) => t === undefined || t.dtype === "float32");
}

/** The storage of a float32 tensor; no copy, except where tfjs has cast from integers by name only. */
export function valuesOf(backend: MathBackendCPU, t: Info): F32 {
  const values = backend.data.get(t.dataId).values as ArrayLike<number>;
  return values instanceof Float32Array ? values as F32 : Float32Array.from(values);
}

/** A new float32 tensor of zeros and its storage. */
export function allocate(backend: MathBackendCPU, shape: readonly number[]): { info: Info; values: F32 } {
  const values = new Float32Array(volumeOf(shape));
  return { info: backend.makeTensorInfo([...shape], "float32", values), values };
}

/** A tensor that shares the storage of `t` under another shape. */
export function share(backend: MathBackendCPU, t: Info, shape: readonly number[]): Info {
  backend.incRef(t.dataId);
  return { dataId: t.dataId, shape: [...shape], dtype: t.dtype };
}

/** Replaces or adds the kernels on backend `name`; a replaced one still serves what ours declines. */
export function install(tf: Core, name: string, kernels: Kernels): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    const stock = tf.getKernel(kernelName, name);
    if (stock) tf.unregisterKernel(kernelName, name);
    const kernelFunc: core.KernelFunc = (params) => {
      const call = params as unknown as Call;
      const result = kernel({ ...call, attrs: call.attrs ?? {} }) ?? stock?.kernelFunc(params);
      if (result === undefined) throw new TypeError(`Cannot run ${kernelName} as its inputs must be float32`);
      return result;
    };
    tf.registerKernel({ ...stock, kernelName, backendName: name, kernelFunc });
  }
}
