/** A tiny model as the Hugging Face hub has them. */
import { join } from "node:path";
import { makeOnnx, type OnnxNode } from "../lib/file/onnxmodel.ts";

const vocabulary = ["[PAD]", "[UNK]", "cat", "dog", "sea"];
/** Vectors of the words. */
const vectors = [[0, 0], [9, 9], [1, 0], [0, 1], [4, 2]];

/** Writes a model's weights and its other files. */
async function write(
  folder: string,
  files: Readonly<Record<string, unknown>>,
  onnx: Uint8Array,
  weights = "model.onnx",
): Promise<void> {
  await Deno.mkdir(join(folder, "onnx"), { recursive: true });
  await Deno.writeFile(join(folder, "onnx", weights), onnx);
  for (const [name, value] of Object.entries(files)) {
    await Deno.writeTextFile(join(folder, name), JSON.stringify(value));
  }
}

/** A text model whose tokens are words and whose hidden states are their vectors; `more` is of its tokenizer. */
export async function writeTextModel(folder: string, more: object = {}): Promise<void> {
  const model = makeOnnx({
    inputs: [{ name: "input_ids", type: "int64", dims: ["n", "t"] }],
    outputs: ["last_hidden_state"],
    initializers: [{ name: "table", dims: [5, 2], data: Float32Array.from(vectors.flat()) }],
    nodes: [{ op: "Gather", inputs: ["table", "input_ids"], outputs: ["last_hidden_state"] }],
  });
  const words = Object.fromEntries(vocabulary.map((word, i) => [word, i]));
  await write(folder, {
    "config.json": { model_type: "bert", hidden_size: 2 },
    "tokenizer_config.json": { tokenizer_class: "BertTokenizer", pad_token: "[PAD]", unk_token: "[UNK]", ...more },
    "tokenizer.json": {
      version: "1.0",
      added_tokens: [],
      normalizer: { type: "Lowercase" },
      pre_tokenizer: { type: "Whitespace" },
      post_processor: null,
      decoder: null,
      model: { type: "WordLevel", vocab: words, unk_token: "[UNK]" },
    },
  }, model);
}

/** How an image model gives its features. */
export type ImageOutput = "pooler_output" | "tokens" | "maps" | "image_embeds";

/**
 * An image model that averages every colour over the image: "pooler_output", or the like as n × 1 × 3 or n × 3 × h × w, or
 * as the image half of CLIP gives it.
 */
export async function writeImageModel(folder: string, output: ImageOutput): Promise<void> {
  const name = output === "pooler_output" || output === "image_embeds" ? output : "last_hidden_state";
  const mean: OnnxNode = {
    op: "ReduceMean",
    inputs: ["pixel_values"],
    outputs: ["mean"],
    attributes: { axes: [2n, 3n], keepdims: 0n },
  };
  const whole: OnnxNode[] = [mean, { op: "Identity", inputs: ["mean"], outputs: [name] }];
  const nodes: Record<ImageOutput, OnnxNode[]> = {
    pooler_output: whole,
    image_embeds: whole,
    tokens: [mean, { op: "Unsqueeze", inputs: ["mean", "axes"], outputs: [name] }],
    maps: [{ op: "Identity", inputs: ["pixel_values"], outputs: [name] }],
  };
  const model = makeOnnx({
    inputs: [{ name: "pixel_values", type: "float", dims: ["n", 3, "h", "w"] }],
    outputs: [name],
    initializers: output === "tokens" ? [{ name: "axes", dims: [1], data: BigInt64Array.of(1n) }] : [],
    nodes: nodes[output],
  });
  const clip = output === "image_embeds";
  await write(
    folder,
    {
      "config.json": { model_type: clip ? "clip" : "vit" },
      "preprocessor_config.json": {
        image_processor_type: "ViTImageProcessor",
        do_resize: false,
        do_rescale: true,
        rescale_factor: 1 / 255,
        do_normalize: false,
      },
    },
    model,
    clip ? "vision_model.onnx" : "model.onnx",
  );
}
