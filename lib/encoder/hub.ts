/**
 * Encoders by name from the Hugging Face hub, or from a folder that has the same files.
 *
 * @module
 */
import { join } from "../base/node.ts";
import { integer, oneOf } from "../base/check.ts";
import type { Dataset } from "../data/dataset.ts";
import { type Encode, type Encodings, inBatches } from "./hubbatches.ts";
import type { Pooling } from "./hubfiles.ts";
import { checkTokens, type EncoderCard, type Implementation, soundEncodings } from "./encoder.ts";

/** Which model of the hub, and what is known of it. */
export interface HubOptions {
  /** What it encodes. */
  readonly kind: "image" | "text";
  /** Dimension of its encodings; checked when it encodes. */
  readonly dim: number;
  /** Branch or commit on the hub, default "main": name a commit to get the same files for ever. */
  readonly revision?: string;
  /** Of texts; default what the model's own configuration declares (`1_Pooling/config.json`), else the mean. */
  readonly pooling?: Pooling;
  /** Folder with the model's files at `<folder>/<model>/`; nothing is then fetched. */
  readonly folder?: string;
}

/**
 * An encoder that runs a model of the hub in its ONNX export (float32) through Hugging Face's transformers: of texts the
 * mean over tokens or the first one, of images the pooled output or, where there is none, the first token or the mean over places.
 *
 * The model's files are fetched on first use and kept in the cache with their checksums, which are compared at every
 * later use; fetching needs `--allow-net`.
 *
 * @param model Such as "Xenova/all-MiniLM-L6-v2".
 * @throws {RangeError} If the kind or dimension is out of range.
 * @example
 * ```ts
 * import { hubEncoder } from "anchorage";
 * const encoder = hubEncoder("Xenova/all-MiniLM-L6-v2", { kind: "text", dim: 384 });
 * console.log(encoder.name, encoder.dim); // hub:Xenova/all-MiniLM-L6-v2 384
 * ```
 */
export function hubEncoder(model: string, options: HubOptions): EncoderCard & Implementation {
  const { folder, revision = "main" } = options, action = `encode by ${model}`;
  const kind = oneOf(options.kind, ["image", "text"], "the kind", action);
  const dim = integer(options.dim, 1, Infinity, "dim", action);
  const card: EncoderCard = {
    name: `hub:${model}`,
    kind,
    dim,
    origin: "pretrained",
    about: `${model} from ${folder ?? "the Hugging Face hub"}; trained by others.`,
  };
  return Object.freeze({
    ...card,
    itemwise: true,
    key: async () => {
      const { pooling } = options, known = { hub: model, dim, ...(pooling && { pooling }), version: 2 };
      if (folder === undefined) return { ...known, revision };
      const { folderChecksum } = await import("./hubfiles.ts");
      return { ...known, sha256: await found(model, folder, () => folderChecksum(join(folder, model))) };
    },
    encode: async (dataset: Dataset) => {
      const [{ lazy }, { cacheFolder }] = await Promise.all([import("../base/lazy.ts"), import("../file/cache.ts")]);
      const library = await lazy<Transformers>("@huggingface/transformers"), { env } = library;
      env.cacheDir = join(cacheFolder(), "hub");
      env.allowRemoteModels = folder === undefined;
      env.allowLocalModels = folder !== undefined;
      if (folder !== undefined) env.localModelPath = folder;
      const task = kind === "text" ? "feature-extraction" : "image-feature-extraction";
      const { checkPinned } = await import("../file/pinned.ts"), fetched = join(env.cacheDir, model);
      if (folder === undefined) await checkPinned(fetched);
      const run = await found(model, folder, () => library.pipeline(task, model, { revision, dtype: "fp32" }));
      if (folder === undefined) await checkPinned(fetched);
      try {
        const pooling = kind === "image"
          ? "mean"
          : options.pooling ?? await (await import("./hubfiles.ts")).declaredPooling(
            folder === undefined ? fetched : join(folder, model),
            model,
            folder === undefined ? `https://huggingface.co/${model}/resolve/${revision}` : undefined,
          );
        const encode = kind === "text" ? reader(run, dataset, pooling, card.name) : viewer(run, dataset, library);
        return soundEncodings(await inBatches(dataset.ids.length, dim, model, encode), card, dataset);
      } finally {
        await run.dispose();
      }
    },
  });
}

/** What is used of transformers.js, whose own types would fetch it and both of its runtimes. */
interface Transformers {
  readonly env: { cacheDir: string; allowRemoteModels: boolean; allowLocalModels: boolean; localModelPath: string };
  readonly RawImage: new (pixels: Uint8ClampedArray, width: number, height: number, channels: number) => Picture;
  pipeline(task: string, model: string, options: { revision: string; dtype: "fp32" }): Promise<Pipeline>;
}

interface Pipeline {
  (items: readonly unknown[], options: { pooling: Pooling } | { pool: boolean }): Promise<Encodings>;
  readonly model: { readonly sessions: Readonly<Record<string, { readonly outputNames: readonly string[] }>> };
  /** Of texts; `model_max_length` is infinite where the files say none. */
  readonly tokenizer: { readonly model_max_length: number; encode(text: string): readonly number[] };
  dispose(): Promise<unknown>;
}

interface Picture {
  rgb(): Picture;
}

function reader(run: Pipeline, dataset: Dataset, pooling: Pooling, encoder: string): Encode {
  const { tokenizer } = run, texts = dataset.texts!;
  const lengths = texts.map((text) => tokenizer.encode(text).length);
  checkTokens(lengths, dataset, { encoder, window: tokenizer.model_max_length });
  return (start, end) => run(texts.slice(start, end), { pooling });
}

function viewer(run: Pipeline, { images, imageShape }: Dataset, { RawImage }: Transformers): Encode {
  const { height, width, channels } = imageShape!;
  const picture = (i: number): Picture => {
    const pixels = Uint8ClampedArray.from(images!.row(i), (value) => value * 255);
    return new RawImage(pixels, width, height, channels).rgb();
  };
  const pool = run.model.sessions["model"]?.outputNames.includes("pooler_output") ?? false;
  return (start, end) => run(Array.from({ length: end - start }, (_, i) => picture(start + i)), { pool });
}

/** What `load` gives; a failure names the path or the hub. */
async function found<T>(model: string, folder: string | undefined, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const where = folder === undefined ? "on the Hugging Face hub" : `in ${join(folder, model)}`;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`Cannot load the model "${model}" as its files must be ${where}: ${reason}`, { cause });
  }
}
