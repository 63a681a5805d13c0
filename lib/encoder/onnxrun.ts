/**
 * Batches of images or other arrays through an ONNX model, one tensor of which is the latent space.
 *
 * @module
 */
import { addOutput } from "../file/onnx.ts";
import { lazy } from "../base/lazy.ts";

/** What to run. */
export interface OnnxRun {
  /** The model. */
  readonly bytes: Uint8Array;
  /** What the bytes are, for error messages. */
  readonly source: string;
  /** The tensor to take, any that a node of the model computes. */
  readonly tensor: string;
  /** Items at a time. */
  readonly batch: number;
  /** Shape of one item of the model's only input. */
  readonly item: readonly number[];
}

/** What is used of onnxruntime, whose own types would fetch its 288 MB. */
interface Runtime {
  readonly InferenceSession: {
    create(model: Uint8Array, options: { intraOpNumThreads: number; interOpNumThreads: number }): Promise<Session>;
  };
  readonly Tensor: new (type: "float32", data: Float32Array, dims: readonly number[]) => Tensor;
}

interface Session {
  readonly inputNames: readonly string[];
  run(feeds: Readonly<Record<string, Tensor>>, fetches: readonly string[]): Promise<Readonly<Record<string, Tensor>>>;
  release(): Promise<void>;
}

interface Tensor {
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
 * Runs `count` items through the model and hands over the tensor batch by batch. Batches are computed side by side, each
 * by one thread, so that the values do not depend on the number of processors.
 *
 * Loads onnxruntime on first use; it needs the permissions `--allow-ffi`, `--allow-read`, `--allow-env` and `--allow-sys`.
 *
 * @param fill Writes items [start, start + n) into an array of n items.
 * @throws {RangeError} If the bytes are not an ONNX model or no node computes the tensor; the sentence lists those.
 */
export async function runOnnx(
  run: OnnxRun,
  count: number,
  fill: (start: number, out: Float32Array) => void,
  take: (batch: OnnxBatch) => void,
): Promise<void> {
  const { bytes, source, tensor, batch, item } = run, size = item.reduce((a, b) => a * b, 1);
  const model = addOutput(bytes, tensor, source), ort = await lazy<Runtime>("onnxruntime-node");
  const session = await ort.InferenceSession.create(model, { intraOpNumThreads: 1, interOpNumThreads: 1 });
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const start = next, n = Math.min(batch, count - start), input = new Float32Array(n * size);
      next += n;
      fill(start, input);
      const feeds = { [session.inputNames[0]!]: new ort.Tensor("float32", input, [n, ...item]) };
      const found = (await session.run(feeds, [tensor]))[tensor]!;
      take({ start, shape: found.dims, values: found.data as Float32Array });
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
