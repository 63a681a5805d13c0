/**
 * Batches of images or other arrays through an ONNX model, one tensor of which is the latent space.
 *
 * @module
 */
import { addOutput } from "../file/onnx.ts";
import { lazy } from "../base/lazy.ts";

/** What to run. */
export interface OnnxModel {
  /** The model. */
  readonly bytes: Uint8Array;
  /** What the bytes are, for error messages. */
  readonly source: string;
  /** The tensor to take, any that a node of the model computes. */
  readonly tensor: string;
  /** Items at a time. */
  readonly batch: number;
  /** The input that is fed; the first if absent. */
  readonly input?: string | undefined;
}

/** A model that reads arrays of numbers. */
export interface OnnxRun extends OnnxModel {
  /** Shape of one item of the input. */
  readonly item: readonly number[];
}

/** What the model reads of one batch. */
export interface OnnxFeed {
  readonly data: Float32Array | BigInt64Array;
  readonly dims: readonly number[];
}

/** What is used of onnxruntime, whose own types would fetch its 288 MB. */
interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: { intraOpNumThreads: number; interOpNumThreads: number }): Promise<Session>;
  };
  readonly Tensor: new (type: "float32" | "int64", data: OnnxFeed["data"], dims: readonly number[]) => Tensor;
}

interface Session {
  readonly inputNames: readonly string[];
  run(feeds: Readonly<Record<string, Tensor>>, fetches: readonly string[]): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}

interface Tensor {
  readonly type: string;
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** One batch of the tensor: its shape, the first entry of which is the number of items, and its values. */
export interface OnnxBatch {
  readonly start: number;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Runs `count` items, each an array of numbers, through the model; otherwise as `runBatches`.
 *
 * @param fill Writes items [start, start + n) into an array of n items.
 */
export async function runOnnx(
  run: OnnxRun,
  count: number,
  fill: (start: number, out: Float32Array) => void,
  take: (batch: OnnxBatch) => void,
): Promise<void> {
  const size = run.item.reduce((a, b) => a * b, 1);
  const feed = (start: number, n: number): OnnxFeed => {
    const data = new Float32Array(n * size);
    fill(start, data);
    return { data, dims: [n, ...run.item] };
  };
  await runBatches(run, count, feed, take);
}

/**
 * Runs `count` items through the model and hands over the tensor batch by batch. Batches are computed side by side, each
 * by one thread, so that the values do not depend on the number of processors.
 *
 * Loads onnxruntime on first use; it needs the permissions `--allow-ffi`, `--allow-read`, `--allow-env` and `--allow-sys`.
 *
 * @param feed What the model reads of items [start, start + n).
 * @throws {RangeError} If the bytes are not an ONNX model, no node computes the tensor or the input is not the only one; the
 * sentence lists those that are. @throws {TypeError} If the tensor is not float32.
 */
export async function runBatches(
  { bytes, source, tensor, batch, input }: OnnxModel,
  count: number,
  feed: (start: number, n: number) => OnnxFeed,
  take: (batch: OnnxBatch) => void,
): Promise<void> {
  const model = addOutput(bytes, tensor, source), ort = await lazy<Runtime>("onnxruntime-node");
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  const { inputNames } = session, name = input ?? inputNames[0]!;
  if (inputNames.length !== 1 || inputNames[0] !== name) {
    await session.release();
    const inputs = inputNames.map((one) => `"${one}"`).join(", ");
    throw new RangeError(`Cannot run ${source} as its input must be "${name}" alone: it has ${inputs}`);
  }
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const start = next, n = Math.min(batch, count - start);
      next += n;
      const { data, dims } = feed(start, n), type = data instanceof Float32Array ? "float32" : "int64";
      const found = (await session.run({ [name]: new ort.Tensor(type, data, dims) }, [tensor]))[tensor]!;
      if (!(found.data instanceof Float32Array)) {
        throw new TypeError(`Cannot run ${source} as "${tensor}" must be float32: it is ${found.type}`);
      }
      take({ start, shape: found.dims, values: found.data });
    }
  };
  // The session is released when nothing runs in it any more; a failure hands out no further batch.
  const stop = (error: unknown): never => {
    next = count;
    throw error;
  };
  const ends = await Promise.allSettled(
    Array.from({ length: navigator.hardwareConcurrency }, () => work().catch(stop)),
  );
  await session.release();
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
