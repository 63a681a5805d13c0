/** Encoders that others trained in the figures: which rows heads see, which pairs are marked, where blocks end. */
import assert from "node:assert/strict";
import { convolutionalPlaces, transformerPlaces } from "../experiments/fig2_blocks.ts";
import { graphCells } from "../experiments/fig2_onnx.ts";
import { targetRows } from "../experiments/fig3.ts";
import { trendsOf } from "../experiments/fig3_findings.ts";
import { probeLines } from "../experiments/fig4.ts";
import { rankDeficient } from "../experiments/shared/pretrained.ts";
import { headRows, itemsOf, withHead } from "../experiments/shared/spaces.ts";
import { makeDataset } from "../lib/data/dataset.ts";
import { makeOnnx, type OnnxNode } from "../lib/file/onnxmodel.ts";
import { fitHead, headOf } from "../lib/head/head.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { average, mapColumns, rowNorms } from "../lib/linalg/rows.ts";
import { sampleAnchors } from "../lib/method/anchors.ts";
import { claimOf, judge } from "./experiments_claims_helper.ts";
import { rotation, toySpace } from "./experiments_helper.ts";
import { close, normal } from "./helpers.ts";

const toy = toySpace("toy", rotation(6, "a")), wide = toySpace("wide", normal(6, 40, "w"));

Deno.test("heads see the first rows that are no anchors of the draw", () => {
  const apart = { count: 50, seed: 3 }, anchors = sampleAnchors(toy, apart);
  const rows = headRows(toy, { rows: 70, apart });
  assert.equal(rows.length, 70);
  assert.ok(rows.every((i) => !anchors.includes(toy.ids[i]!)));
  assert.deepEqual([...rows], [...rows].sort((a, b) => a - b));
  assert.ok(headRows(toy, { rows: 70 }).some((i) => anchors.includes(toy.ids[i]!)), "without a draw some are");
  assert.equal(headRows(toy, { rows: 100, apart }).length, 70, "no more than are left");
  assert.deepEqual([...headRows(toy, { rows: 30, apart })], [...rows.subarray(0, 30)]);
  const misled = { ...toy, labels: toy.labels.map((l, i) => anchors.includes(toy.ids[i]!) ? (l + 1) % 3 : l) };
  const right = (more: object): number => {
    const { head, test } = withHead(misled, { rows: 70, kind: "linear", seed: 0, ...more });
    return head.predict(test.vectors).filter((l, i) => l === test.labels[i]).length / test.labels.length;
  };
  assert.ok(right({ apart }) > 0.95 && right({}) < 0.95, `${right({ apart })} ${right({})}`);
});

Deno.test("figure 3 marks targets that the anchors do not span, and completes only where it is asked to", () => {
  assert.deepEqual([rankDeficient(768, 768), rankDeficient(768, 767)], [true, false]);
  const of = (target: string) => targetRows([toy, wide], { anchors: 40, seed: 1, target, completion: false });
  assert.deepEqual(new Set(of("toy").map((r) => r.rank)), new Set(["k > d"]));
  assert.deepEqual(new Set(of("wide").map((r) => r.rank)), new Set(["k ≤ d"]));
  assert.deepEqual(new Set(of("wide").map((r) => r.setting)), new Set(["intra", "inter"]));
});

Deno.test("figure 3: the trend of conditions with and without targets that the anchors do not span", () => {
  const cells = ["a", "b", "c"].flatMap((target) =>
    ["a", "b", "c"].filter((source) => source !== target).flatMap((source) =>
      [0, 0.5, 0.9].map((delta) => {
        const rank = target === "a" ? "k ≤ d" : "k > d";
        return { seed: 1, source, target, delta, rank, condition: rank === "k > d" ? 10 - delta : 10 + 9 * delta };
      })
    )
  );
  const [all, full, ...none] = trendsOf(cells, 1);
  assert.deepEqual([all!.targets, full!.targets, none.length], ["all", "k > d", 0]);
  assert.deepEqual([all!.spearman, full!.spearman], [1, -1]);
  assert.equal(trendsOf(cells.filter((c) => c.rank === "k > d"), 1).length, 1);
  assert.equal(trendsOf(cells.filter((c) => c.rank === "k ≤ d"), 1).length, 1);
});

const node = (op: string, inputs: string[], output: string, attributes = {}): OnnxNode => (
  { op, inputs, outputs: [output], attributes }
);
const conv = (input: string, output: string, size: number): OnnxNode[] => [
  node("Conv", [input, "w"], `${output}/raw`, { kernel_shape: [BigInt(size), BigInt(size)] }),
  node("Clip", [`${output}/raw`], output),
];
const model = (nodes: readonly OnnxNode[], outputs: readonly string[]): Uint8Array<ArrayBuffer> =>
  makeOnnx({ inputs: [{ name: "image", type: "float", dims: ["n", 3, "h", "w"] }], outputs, nodes });
const names = (places: ReturnType<typeof convolutionalPlaces>): string[] => places.map((p) => `${p.name}: ${p.tensor}`);

Deno.test("blocks end with the single pixels behind neighbourhoods, or where something is added", () => {
  const separable = [...conv("image", "s", 3), ...conv("s", "d1", 3), ...conv("d1", "p1", 1), ...conv("p1", "d2", 3)];
  const pooled = (from: string): OnnxNode => node("GlobalAveragePool", [from], "embedding");
  const first = model([...separable, ...conv("d2", "p2", 1), pooled("p2")], ["embedding"]);
  assert.deepEqual(names(convolutionalPlaces(first, "embedding")), [
    ...["stem: s", "block 1: p1", "block 2: p2", "encoding: embedding"],
  ]);
  const added = [
    ...[...conv("image", "s", 3), ...conv("s", "d0", 3), ...conv("d0", "p0", 1)],
    ...[...conv("p0", "e1", 1), ...conv("e1", "d1", 3), ...conv("d1", "p1", 1), node("Add", ["p0", "p1"], "a/raw")],
    ...[node("Clip", ["a/raw"], "a"), ...conv("a", "last", 1), pooled("last")],
  ];
  assert.deepEqual(names(convolutionalPlaces(model(added, ["embedding"]), "embedding")), [
    ...["stem: s", "block 1: p0", "block 2: a", "encoding: embedding"],
  ]);
  const residual = [
    ...[...conv("image", "s", 3), ...conv("s", "c1", 3), node("Conv", ["c1", "w"], "c2", { kernel_shape: [3n, 3n] })],
    ...[node("Add", ["c2", "s"], "a"), node("Relu", ["a"], "r"), pooled("r")],
  ];
  assert.deepEqual(names(convolutionalPlaces(model(residual, ["embedding"]), "embedding")), [
    ...["stem: s", "block 1: r", "encoding: embedding"],
  ]);
});

Deno.test("a transformer's places are the sums that its layer norms read, the last of them and their mean", () => {
  const layer = (x: string, i: number): OnnxNode[] => [
    node("LayerNormalization", [x, "g"], `n${i}`),
    node("Add", [`n${i}`, x], `a${i}`),
    node("LayerNormalization", [`a${i}`, "g"], `m${i}`),
    node("Add", [`m${i}`, `a${i}`], `b${i}`),
  ];
  const end = [
    ...[node("Mul", ["b2", "known"], "masked"), node("ReduceSum", ["masked"], "sum")],
    ...[node("Div", ["sum", "count"], "pooled"), node("LpNormalization", ["pooled"], "embedding")],
  ];
  const bytes = model([node("Add", ["image", "t"], "x"), ...layer("x", 1), ...layer("b1", 2), ...end], ["embedding"]);
  assert.deepEqual(names(transformerPlaces(bytes, "pooled")), [
    ...["words: x", "attention 1: a1", "block 1: b1", "attention 2: a2", "block 2: b2", "mean: pooled"],
  ]);
});

const images = new Matrix(
  30,
  12,
  normal(30, 12, "images").data.map((v, p) => Math.min(1, Math.abs(v) * (1 + Math.floor(p / 12)) / 90)),
);
const photos = makeDataset({
  ...{ name: "toy", classes: ["a", "b"], images, imageShape: { height: 2, width: 2, channels: 3 } },
  labels: new Int32Array(30),
  splits: { train: new Int32Array(), test: Int32Array.from({ length: 30 }, (_, i) => i) },
});
const weights = { name: "w", dims: [12, 4], data: Float32Array.from(normal(12, 4, "w").data) };
const network = makeOnnx({
  inputs: [{ name: "image", type: "float", dims: ["n", 3, 2, 2] }],
  outputs: ["embedding"],
  nodes: [
    ...[node("Abs", ["image"], "map"), node("Flatten", ["map"], "flat", { axis: 1n })],
    ...[node("MatMul", ["flat", "w"], "h"), node("Relu", ["h"], "embedding")],
  ],
  initializers: [weights],
  opset: 18,
});
/** A head on four entries whose bias favors the first class by so much. */
const head = (bias: number) =>
  headOf("linear", [{ weight: normal(4, 2, "head"), bias: new Matrix(1, 2, Float64Array.of(bias, 0)) }]);

Deno.test("inside a network α counts mean norms over all items: without biases nothing changes, with one it does", async () => {
  const options = { kind: "image", dim: 4, output: "embedding", batch: 7 } as const;
  const place = { name: "map", tensor: "map", over: "sample" } as const;
  const of = async (bias: number) => {
    const own = headOf("linear", head(bias).layers);
    const plain = await graphCells("p", { bytes: network, options, head: own }, [place], photos);
    const labels = await predicted(own);
    return {
      plain,
      cells: await graphCells("p", { bytes: network, options, head: own }, [place], { ...photos, labels }),
    };
  };
  const predicted = async (own: ReturnType<typeof head>): Promise<Int32Array<ArrayBuffer>> => {
    const { onnxImplementation } = await import("../lib/encoder/onnx.ts");
    return own.predict(await onnxImplementation(options, () => Promise.resolve(network)).encode(photos));
  };
  const free = await of(0), tied = await of(-0.4);
  assert.deepEqual(new Set(free.cells.map((c) => c.accuracy)), new Set([1]));
  close(free.cells.map((c) => c.meanNorm), free.cells.map(() => average(rowNorms(images))), 1e-4);
  assert.ok(free.cells.every((c) => c.zeroRows === 0 && c.unit === "mean" && c.baseline === 1));
  assert.ok(new Set(tied.cells.map((c) => c.accuracy)).size > 1, "a bias decides at small α");
  assert.ok(free.plain.every((c) => c.baseline < 1), "labels are read");
  // A third of everything, norms and bias: α counts norms, so that the curve is the same.
  const third = { ...photos, images: mapColumns(images, (v) => v / 3), labels: await predicted(head(-0.4)) };
  const scaled = await graphCells("p", { bytes: network, options, head: head(-0.4 / 3) }, [place], third);
  close(scaled.map((c) => c.accuracy), tied.cells.map((c) => c.accuracy), 1e-9);
});

Deno.test("the mean norm of words is over the words of all texts, not over what fills up a batch", async () => {
  const vectors = normal(9, 4, "table"), texts = ["a b c", "d", "e f"], lists = [[1, 2, 3], [4], [5, 6]];
  const bytes = makeOnnx({
    inputs: [{ name: "ids", type: "int64", dims: ["n", "l"] }],
    outputs: ["embedding"],
    nodes: [
      node("Gather", ["table", "ids"], "words", { axis: 0n }),
      node("ReduceSum", ["words", "one"], "embedding", { keepdims: 0n }),
    ],
    initializers: [
      { name: "table", dims: [9, 4], data: Float32Array.from(vectors.data) },
      { name: "one", dims: [1], data: BigInt64Array.of(1n) },
    ],
    opset: 18,
  });
  const tokens = (text: string): readonly number[] => lists[texts.indexOf(text)]!;
  const options = { kind: "text", dim: 4, output: "embedding", tokens, pad: 8, window: 2, name: "toy" } as const;
  const dataset = makeDataset({ name: "t", texts, labels: ["a", "b", "a"], splits: { train: 0.5, seed: 1 } });
  const place = { name: "words", tensor: "words", over: "last" } as const;
  const [cell] = await graphCells("p", { bytes, options, head: head(0) }, [place], dataset);
  const norms = rowNorms(vectors), read = [1, 2, 4, 5, 6].map((i) => norms[i]!);
  close([cell!.meanNorm], [read.reduce((a, b) => a + b) / read.length], 1e-5);
});

Deno.test("some items of a dataset keep their labels, in their order", () => {
  const some = itemsOf({ ...photos, labels: Int32Array.from({ length: 30 }, (_, i) => i % 2) }, Int32Array.of(3, 8));
  assert.deepEqual([some.ids, [...some.labels]], [[photos.ids[3], photos.ids[8]], [1, 0]]);
  assert.deepEqual([...some.images!.row(1)], [...images.row(8)]);
});

Deno.test("cos with biases of zero does not tell a row from its opposite; with phases anywhere it does", () => {
  const cell = { space: "toy", activation: "cos", rows: 120, tests: 60, passes: 1, drawn: 1, seed: 1, alphas: [-1, 1] };
  const gap = (more: object): number => {
    const [flipped, own] = probeLines(toy, { ...cell, ...more } as Parameters<typeof probeLines>[1]);
    return Math.abs(own!.accuracy - flipped!.accuracy);
  };
  assert.ok(gap({ passes: 20, biases: Math.PI }) > 0.2, `${gap({ passes: 20, biases: Math.PI })}`);
  assert.ok(gap({}) < 0.1, `${gap({})}`);
  const series = (more: object) => probeLines(toy, { ...cell, ...more } as Parameters<typeof probeLines>[1])[0]!.series;
  assert.deepEqual([{}, { spread: 1 }, { biases: 3 }, { spread: 1, biases: 3 }].map(series), [
    ...["cos", "cos, spread 1", "cos, biases ±π", "cos, spread 1, biases ±π"],
  ]);
  const fit = { kind: "mlp", classes: 3, seed: 1, steps: 1, standardize: false } as const;
  const first = (biases: number) => fitHead(toy.vectors, toy.labels, { ...fit, biases }).layers[0]!.bias.data;
  assert.ok(first(0).every((b) => Math.abs(b) < 0.01) && first(2).some((b) => Math.abs(b) > 1));
  assert.throws(() => first(-1), /^RangeError: Cannot fit a head as biases/);
});

Deno.test("the probes' claim: all within .03, nine in ten, fewer; the missed ones are named", () => {
  const of = (near: number, far: number) => ({
    probes: Array.from({ length: near + far }, (_, i) => {
      const gap = i < near ? -0.03 : 0.031;
      return { encoder: `e${i}`, dataset: "d", accuracy: 0.8 + gap, earlier: 0.8, gap, sd: 0.02 };
    }),
  });
  assert.deepEqual([of(10, 0), of(9, 1), of(8, 2)].map((r) => judge("probes-as-before", r)), [
    ...["holds", "partly", "does not hold"],
  ]);
  assert.match(
    claimOf("probes-as-before").judge(of(9, 1)).ours,
    /9 of 10 .*missed: e9 on d 0\.831 against 0\.800; mean difference -0\.024, standard deviation over splits 0\.020$/,
  );
});

Deno.test("conditions must fall with δ over all targets and over those that the anchors span", () => {
  const row = (x: number) => ({ spearman: x, low: x - 0.01, high: x + 0.01, encoders: 5, seeds: 3, from: 1e3, to: 2 });
  const of = (all: number, full: number) => ({ trend: [row(all), row(full)] });
  assert.deepEqual(
    [of(-0.95, -0.95), of(-0.95, -0.8), of(-0.8, -0.95), of(-0.95, 0.1)].map((r) => (
      judge("pruning-conditions", r)
    )),
    [...["holds", "partly", "partly", "does not hold"]],
  );
  assert.match(claimOf("pruning-conditions").judge(of(-0.95, -0.8)).ours, /-0\.95.*where k > d alone: Spearman -0\.80/);
});
