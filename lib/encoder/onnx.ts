/**
 * Encoders from ONNX files: images or tokens in, rows of a latent space out.
 *
 * @module
 */
import { integer, oneOf } from "../base/check.ts";
import { slowProgress } from "../base/progress.ts";
import type { Dataset } from "../data/dataset.ts";
import { Matrix } from "../linalg/matrix.ts";
import { checkTokens, type EncoderCard, type Implementation } from "./encoder.ts";
import type { OnnxBatch, OnnxFeed } from "./onnxrun.ts";
import type { PixelSpec } from "./pixels.ts";

/** Turns a text into token numbers. */
export type Tokenizer = (text: string) => readonly number[];

/** What is known of a model's file, and how it is fed. */
export interface OnnxOptions extends Partial<Omit<PixelSpec, "planes">> {
  /** What it encodes. */
  readonly kind: "image" | "text";
  /** Dimension of its encodings; checked when it encodes. */
  readonly dim: number;
  /** The tensor to take, any that a node computes: n × dim. */
  readonly output: string;
  /** The input that is fed; default the first. */
  readonly input?: string;
  /** Texts: how they become token numbers (int64). */
  readonly tokens?: Tokenizer;
  /** Texts: what fills up shorter ones in a batch; default 0. */
  readonly pad?: number;
  /** Texts: tokens that are read at most; default 512. The number of longer texts is told on standard error. */
  readonly window?: number;
  /** Items at a time, default 16. */
  readonly batch?: number;
  /** Name in messages and in the cache's key; default the path. */
  readonly name?: string;
  /** One sentence on the model. */
  readonly about?: string;
  /** Licence of the weights. */
  readonly licence?: string;
  /** Where the weights come from. */
  readonly source?: string;
  /** What the file's SHA-256 must be. */
  readonly sha256?: string;
}

/**
 * An encoder that runs an ONNX file on this machine's processor, on one thread a batch.
 *
 * Images are given as n × 3 × h × w (`layout` "nhwc": n × h × w × 3), red, green and blue in [0, 1], less `mean` and over
 * `std` (default 0 and 1), resized to `size` if given. Loads onnxruntime on first use; it needs the permissions
 * `--allow-ffi`, `--allow-read`, `--allow-env` and `--allow-sys`.
 *
 * @throws {RangeError} If the kind, dim, window or batch is out of range. @throws {TypeError} If a text encoder has no
 * `tokens`. When it encodes: RangeError if the file is no ONNX model, has another checksum or no such tensor, or a text
 * has no token; TypeError if the tensor is not n × dim.
 * @example
 * ```ts
 * import { onnxEncoder } from "anchorage";
 * const encoder = onnxEncoder("model.onnx", { kind: "image", dim: 512, output: "pooled", size: 224 });
 * console.log(encoder.name, encoder.dim); // model.onnx 512
 * ```
 */
export function onnxEncoder(path: string, options: OnnxOptions): EncoderCard & Implementation {
  const { kind, dim, name = path, about = `${path}, an ONNX file.`, licence, source, sha256 } = options;
  const load = async (): Promise<Uint8Array<ArrayBuffer>> => {
    const bytes = await Deno.readFile(path).catch((cause: Error) => {
      throw new Error(`Cannot encode by ${name} as ${path} must be a file that can be read: ${cause.message}`, {
        cause,
      });
    });
    return sha256 === undefined ? bytes : (await import("../data/checked.ts")).published(bytes, sha256, path);
  };
  return Object.freeze({
    ...{ name, kind, dim, origin: "pretrained" as const, about },
    ...(licence !== undefined && { licence }),
    ...(source !== undefined && { source }),
    ...(sha256 !== undefined && { sha256 }),
    ...onnxImplementation({ ...options, name }, load),
  });
}

/** The implementation of an encoder whose model's bytes are loaded when it is used. */
export function onnxImplementation(options: OnnxOptions, load: () => Promise<Uint8Array<ArrayBuffer>>): Implementation {
  const { kind, dim, output, input, batch = 16, tokens, name = "an ONNX model" } = options,
    action = `encode by ${name}`;
  oneOf(kind, ["image", "text"], "the kind", action);
  integer(dim, 1, Infinity, "dim", action);
  integer(options.window ?? 512, 1, Infinity, "window", action);
  integer(batch, 1, Infinity, "batch", action);
  if (kind === "text" && !tokens) throw new TypeError(`Cannot ${action} as texts need tokens: a function to numbers`);
  return Object.freeze({
    itemwise: true,
    key: async () => {
      const { sha256 } = await import("../file/cache.ts");
      const { mean, std, size, layout, pad, window } = options;
      const model = await sha256(await load()), probe = tokens?.("The sea, 3 ships: ça va?");
      return { model, output, input, seen: { mean, std, size, layout, pad, window, probe }, version: 1 };
    },
    encode: async (dataset: Dataset) => {
      const { runBatches } = await import("./onnxrun.ts"), n = dataset.ids.length, tick = slowProgress(name, n);
      const model = { bytes: await load(), source: name, tensor: output, batch, input };
      const out = new Float32Array(n * dim);
      const take = (order?: Int32Array) => ({ start, shape, values }: OnnxBatch): void => {
        const items = Math.min(batch, n - start);
        if (shape.length !== 2 || shape[0] !== items || shape[1] !== dim) {
          const expected = `n × ${dim}, of ${items} items ${items} × ${dim}`;
          throw new TypeError(`Cannot ${action} as "${output}" must be ${expected}: it is ${shape.join(" × ")}`);
        }
        for (let i = 0; i < items; i++) {
          out.set(values.subarray(i * dim, (i + 1) * dim), (order?.[start + i] ?? start + i) * dim);
        }
        tick(items);
      };
      if (kind === "image") await runBatches(model, n, await images(dataset, options), take());
      else await encodeTexts(dataset, options, (feed, order) => runBatches(model, n, feed, take(order)));
      return new Matrix(n, dim, out);
    },
  });
}

type Feed = (start: number, n: number) => OnnxFeed;

async function images({ images, imageShape }: Dataset, options: OnnxOptions): Promise<Feed> {
  const { itemShape, writePixels } = await import("./pixels.ts");
  const { size, mean = [0, 0, 0], std = [1, 1, 1], layout = "nchw" } = options;
  const spec: PixelSpec = { size, mean, std, layout, planes: [0, 1, 2] }, shape = itemShape(imageShape!, spec);
  const area = shape.reduce((a, b) => a * b);
  return (start, n) => {
    const data = new Float32Array(n * area);
    for (let i = 0; i < n; i++) {
      writePixels(images!.row(start + i), imageShape!, spec, data.subarray(i * area, (i + 1) * area));
    }
    return { data, dims: [n, ...shape] };
  };
}

/** Feeds texts in the order of their lengths, so that little is padded. */
async function encodeTexts(
  dataset: Dataset,
  { tokens, pad = 0, window = 512, name: encoder }: OnnxOptions,
  run: (feed: Feed, order: Int32Array) => Promise<void>,
): Promise<void> {
  const lists = dataset.texts!.map((text) => tokens!(text));
  checkTokens(lists.map(({ length }) => length), dataset, { encoder: encoder!, window });
  const cut = lists.map((list) => list.slice(0, window));
  const order = Int32Array.from(cut, (_, i) => i).sort((a, b) => cut[a]!.length - cut[b]!.length || a - b);
  await run((start, n) => {
    const rows = Array.from(order.subarray(start, start + n), (i) => cut[i]!),
      length = Math.max(...rows.map((r) => r.length));
    const data = new BigInt64Array(n * length).fill(BigInt(pad));
    rows.forEach((row, i) => row.forEach((token, j) => data[i * length + j] = BigInt(token)));
    return { data, dims: [n, length] };
  }, order);
}
