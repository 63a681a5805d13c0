/** What the experiments on scale judge and how, and the transformer that one of them trains. */
import assert from "node:assert/strict";
import type { Tensor2D } from "../lib/nn/tfjs.ts";
import { layersOf } from "../experiments/fig2.ts";
import { type LayerRecord, modelCells, networkCells, STEPS } from "../experiments/fig2_cells.ts";
import type { ProbeRecord } from "../experiments/fig4.ts";
import { worstOf } from "../experiments/fig4_findings.ts";
import { countsOf } from "../experiments/fig5.ts";
import { drawRows } from "../experiments/shared/rows.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { textTransformer } from "../lib/nn/attention.ts";
import { useBackend } from "../lib/nn/backend/use.ts";
import { layerNames } from "../lib/nn/inject.ts";
import { architecture } from "../lib/nn/models.ts";
import { initialWeights } from "../lib/nn/network.ts";
import { fitLoop } from "../lib/nn/train.ts";
import { mapColumns } from "../lib/linalg/rows.ts";
import { close, normal } from "./helpers.ts";

/** Two seeds of one activation; the second one's accuracy is as given. */
function lines(series: string, second: Readonly<Record<string, number>>): ProbeRecord[] {
  const runs = [{ "-1": 0.9, "0.5": 0.9, "1": 0.9, "2": 0.9, "100": 0.9, "0.1": 0 }, second];
  return runs.flatMap((run, seed) =>
    Object.entries(run).map(([alpha, accuracy]) => ({ panel: "p", series, seed, alpha: Number(alpha), accuracy }))
  );
}

Deno.test("Figure 4's worst seed, inside the range only", () => {
  const held = { "-1": 0, "0.1": 0, "0.5": 0.88, "1": 0.9, "2": 0.9, "100": 0.86 };
  close(worstOf(lines("relu", held)).map((r) => r.worst as number), [0.04], 1e-12);
  assert.deepEqual(worstOf(lines("gelu", held)), []);
  const cos = worstOf(lines("cos", { "-1": 0.84, "1": 0.9, "2": 0.09 }));
  close(cos.map((r) => r.worst as number), [1, 0.06], 1e-12);
});

Deno.test("Figure 2's layers are those behind the input, from 0.5 to 10 times the mean norm", () => {
  const cell = (layer: number, alpha: number, accuracy: number, unit: "mean" | "norm" = "mean"): LayerRecord => (
    { panel: "p", layer, name: "dense", unit, alpha, accuracy, baseline: 0.9, meanNorm: 1, zeroRows: 0 }
  );
  const fine = [cell(0, 1, 0.1), cell(1, 0.1, 0.1), cell(1, 0.5, 0.86), cell(1, 1000, 0.1, "norm")];
  assert.deepEqual(layersOf(fine).map(({ layer, steady }) => [layer, steady]), [["1 dense", true]]);
  assert.equal(layersOf([...fine, cell(1, 10, 0.84)])[0]!.steady, false);
});

Deno.test("Figure 5 counts encoders", () => {
  const row = { modes: 1, skew: 0.1, excessKurtosis: 0.2, ks: 0.01, outliers: 0 };
  const odd = { modes: 2, skew: 3, excessKurtosis: 0, ks: 0.2, outliers: 0.1 };
  assert.ok(countsOf([row, row, odd]).every(({ encoders, holding }) => encoders === 3 && holding === 2));
});

Deno.test("rows are drawn by the seed, with their labels, and at most as many as there are", () => {
  const space = { vectors: normal(9, 1, 1), labels: Int32Array.from({ length: 9 }, (_, i) => i) };
  const [a, b, c] = [drawRows(space, 5, 1), drawRows(space, 5, 1), drawRows(space, 5, 2)];
  assert.deepEqual(a.labels, b.labels);
  assert.notDeepEqual(a.labels, c.labels);
  a.labels.forEach((label, i) => assert.equal(a.x.at(i, 0), space.vectors.at(label, 0)));
  assert.equal(drawRows(space, 50, 1).x.rows, 9);
});

Deno.test("cells of a network: every layer but reshaping and scores, every α, one baseline", () => {
  const shape = architecture("cnn128", 10);
  const x = mapColumns(normal(8, 784, 1), Math.abs), labels = Int32Array.from({ length: 8 }, (_, i) => i);
  const cells = networkCells("p", { architecture: shape, weights: initialWeights(shape, 1) }, { x, labels });
  assert.deepEqual([...new Set(cells.map(({ name }) => name))], ["input", "conv2d", "maxPool", "dense"]);
  assert.equal(cells.length, 6 * STEPS.length);
  assert.equal(new Set(cells.map(({ baseline }) => baseline)).size, 1);
});

Deno.test("the transformer learns which word a text has, and rescaling finds its layers", async () => {
  const tf = await useBackend();
  const vectors = mapColumns(normal(6, 8, 3), (v, _, i) => i === 0 ? 0 : v);
  const sizes = { vectors, length: 3, width: 8, blocks: 1, classes: 2, seed: 4 };
  const [model, twin] = [textTransformer(tf, sizes), textTransformer(tf, sizes)];
  const labels = Int32Array.from({ length: 64 }, (_, i) => i % 2);
  const ids = Matrix.from(Array.from({ length: 64 }, (_, i) => [1 + i % 2, 3 + Math.floor(i / 2) % 2, 0]), "f32");
  const input = (): Tensor2D => tf.tensor2d(Float32Array.from(ids.data), [64, 3]);
  const first = (m: typeof model): number[] => tf.tidy(() => [...(m.predict(input()) as Tensor2D).dataSync()]);
  close(first(model), first(twin), 0, "the same seed");
  fitLoop(tf, () => tf.softmaxCrossEntropy(tf.tensor1d(labels, "int32"), model.apply(input()) as Tensor2D), {
    ...{ seed: 1, epochs: 60, batchSize: 64, count: 64, optimizer: tf.fusedAdam({ learningRate: 0.01 }) },
  });
  assert.ok(["embedding", "attention-1", "block-1", "pooled"].every((name) => layerNames(model).includes(name)));
  const cells = await modelCells("p", model, ["block-1"], { x: ids, labels });
  assert.equal(cells.length, STEPS.length);
  assert.equal(cells[0]!.baseline, 1);
  assert.throws(() => textTransformer(tf, { ...sizes, blocks: 0 }), /blocks must be an integer of at least 1: it is 0/);
  for (const m of [model, twin]) m.dispose();
});
