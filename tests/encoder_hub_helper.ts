/** A tiny model as the Hugging Face hub has them. */
import { join } from "node:path";
import { makeOnnx } from "../lib/file/onnxmodel.ts";

const vocabulary = ["[PAD]", "[UNK]", "cat", "dog", "sea"];
/** Vectors of the words. */
const vectors = [[0, 0], [9, 9], [1, 0], [0, 1], [4, 2]];

/** Writes a model's weights and its other files. */
export async function write(folder: string, files: Readonly<Record<string, unknown>>, onnx: Uint8Array): Promise<void> {
  await Deno.mkdir(join(folder, "onnx"), { recursive: true });
  await Deno.writeFile(join(folder, "onnx", "model.onnx"), onnx);
  for (const [name, value] of Object.entries(files)) {
    await Deno.writeTextFile(join(folder, name), JSON.stringify(value));
  }
}

/** A text model whose tokens are words and whose hidden states are their vectors. */
export async function writeTextModel(folder: string): Promise<void> {
  const model = makeOnnx({
    inputs: [{ name: "input_ids", type: "int64", dims: ["n", "t"] }],
    outputs: ["last_hidden_state"],
    initializers: [{ name: "table", dims: [5, 2], data: Float32Array.from(vectors.flat()) }],
    nodes: [{ op: "Gather", inputs: ["table", "input_ids"], outputs: ["last_hidden_state"] }],
  });
  const words = Object.fromEntries(vocabulary.map((word, i) => [word, i]));
  await write(folder, {
    "config.json": { model_type: "bert", hidden_size: 2 },
    "tokenizer_config.json": { tokenizer_class: "BertTokenizer", pad_token: "[PAD]", unk_token: "[UNK]" },
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
