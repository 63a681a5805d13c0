/**
 * Figure 2 inside encoders that others trained, with a head of our own at their end: every block rescaled in the graph.
 *
 * @module
 */
import type { Dataset } from "../lib/data/dataset.ts";
import { onnxImplementation, type OnnxOptions } from "../lib/encoder/onnx.ts";
import { pretrainedModel } from "../lib/encoder/pretrained.ts";
import type { PretrainedName } from "../lib/encoder/pretrainedcards.ts";
import { insertAfter } from "../lib/file/onnx.ts";
import type { OnnxNode } from "../lib/file/onnxmodel.ts";
import type { Head } from "../lib/head/head.ts";
import type { Matrix } from "../lib/linalg/matrix.ts";
import { average } from "../lib/linalg/rows.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import { rescaleOnnx } from "../lib/nn/inject_onnx.ts";
import { rng } from "../lib/base/random.ts";
import { convolutionalPlaces, type Place, transformerPlaces } from "./fig2_blocks.ts";
import { ALPHAS, type LayerRecord } from "./fig2_cells.ts";
import { datasetOf, itemsOf, spaceOf } from "./shared/spaces.ts";

/** How many test items, and which. */
export interface OnnxCellOptions {
  readonly dataset: string;
  readonly encoder: PretrainedName;
  readonly rows: number;
  readonly seed: number;
}

/** Every block × α of an encoder, with its own head on the data set; α counts mean norms over the items. */
export async function onnxCells({ dataset, encoder, rows, seed }: OnnxCellOptions): Promise<readonly LayerRecord[]> {
  const { head } = await spaceOf(`${dataset}/${encoder}`), data = await datasetOf(dataset), { test } = data.splits;
  const items = itemsOf(data, rng(seed).fork("rows").permutation(test.length).subarray(0, rows).map((i) => test[i]!));
  const model = await pretrainedModel(encoder), { bytes, options: { kind, output } } = model;
  const places = kind === "text" ? transformerPlaces(bytes, "mean_pooled") : convolutionalPlaces(bytes, output);
  return await graphCells(`${encoder} on ${dataset}`, { ...model, head }, places, items);
}

/** A model, how it is fed, and the head that reads its encodings. */
export interface HeadedModel {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly options: OnnxOptions;
  readonly head: Head;
}

/** Every place × α on these items. */
export async function graphCells(
  panel: string,
  { bytes, options, head }: HeadedModel,
  places: readonly Place[],
  items: Dataset,
): Promise<readonly LayerRecord[]> {
  const encode = (model: Uint8Array, more: Partial<OnnxOptions> = {}): Promise<Matrix> =>
    onnxImplementation({ ...options, ...more }, () => Promise.resolve(Uint8Array.from(model))).encode(items);
  const score = async (model: Uint8Array): Promise<number> => accuracy(head.predict(await encode(model)), items.labels);
  const baseline = await score(bytes), cells: LayerRecord[] = [];
  for (const [layer, { name, tensor, over }] of places.entries()) {
    // One text at a time, so that nothing is counted that only fills up a batch.
    const sums = await encode(withNorms(bytes, tensor, over), { output: `${tensor}/norms`, dim: 1, batch: 1 });
    const zeroRows = sums.data.filter((sum) => sum === 0).length;
    const meanNorm = average(sums.data) * sums.rows / (vectorsIn(items, options, over) - zeroRows);
    for (const alpha of ALPHAS.mean) {
      const model = rescaleOnnx(bytes, tensor, alpha * meanNorm, { over });
      cells.push({
        panel,
        layer,
        name,
        unit: "mean",
        alpha,
        baseline,
        meanNorm,
        zeroRows,
        accuracy: await score(model),
      });
    }
  }
  return cells;
}

/** How many vectors the items have at a place: one each, or as many as they have tokens. */
function vectorsIn({ ids, texts }: Dataset, { tokens, window = 512 }: OnnxOptions, over: Place["over"]): number {
  if (over === "sample") return ids.length;
  return texts!.reduce((sum, text) => sum + Math.min(window, tokens!(text).length), 0);
}

/** The model with a further output, `<tensor>/norms` (n × 1): the sum of the norms of an item's vectors. */
function withNorms(bytes: Uint8Array, tensor: string, over: Place["over"]): Uint8Array<ArrayBuffer> {
  return insertAfter(bytes, tensor, (from, to) => {
    const node = (op: string, inputs: readonly string[], output: string, attributes = {}): OnnxNode => (
      { op, inputs, outputs: [`${to}/${output}`], attributes }
    );
    const at = (part: string): string => `${to}/${part}`, last = over === "last";
    return {
      nodes: [
        last ? node("Identity", [from], "rows") : node("Flatten", [from], "rows", { axis: 1n }),
        node("Mul", [at("rows"), at("rows")], "squares"),
        node("ReduceSum", [at("squares"), at("minus one")], "sum", { keepdims: last ? 0n : 1n }),
        node("Sqrt", [at("sum")], last ? "each" : "norms"),
        ...(last ? [node("ReduceSum", [at("each"), at("minus one")], "norms", { keepdims: 1n })] : []),
        { op: "Identity", inputs: [from], outputs: [to] },
      ],
      initializers: [{ name: at("minus one"), dims: [1], data: BigInt64Array.of(-1n) }],
    };
  });
}
