/** Likeness to a good network as a stand-in for accuracy, where the answer is known. */
import assert from "node:assert/strict";
import { performanceProxy, tryGroup } from "../experiments/performance_proxy.ts";
import { findings } from "../experiments/performance_proxy_findings.ts";
import { type Reference, similarities, type View } from "../experiments/performance_proxy_likeness.ts";
import { bestEpochs, casesOf, type Tried, weightedPearson } from "../experiments/performance_proxy_statistics.ts";
import type { Records } from "../experiments/shared/claims.ts";
import { rowOf } from "../experiments/shared/claims.ts";
import type { NodeGraph } from "../experiments/shared/graphs.ts";
import { csrFrom } from "../lib/linalg/csr.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { pearson } from "../lib/measure/correlation.ts";
import { encodeNodes, type Gcn, trainGcn } from "../lib/nn/gcn.ts";
import { claimOf, verdicts } from "./experiments_claims_helper.ts";
import { rotation } from "./experiments_helper.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

const mapped = ({ anchors, test }: View, by: Matrix): View => (
  { anchors: matmul(anchors, by), test: matmul(test, by) }
);
const good: View = { anchors: normal(30, 6, "anchors"), test: normal(80, 6, "test") };
const poor: View = { anchors: normal(30, 6, "other anchors"), test: normal(80, 6, "other test") };
const seen = (view: View, of: Partial<Reference> = {}) => similarities(view, { good, poor, ...of }, 1);

forEachEngine("a turned space is the same to relative coordinates and CKA, and another to absolute ones", () => {
  const turned = seen(mapped(good, rotation(6, "turned")));
  close([turned["relative"]!, turned["relative, centred"]!, turned["CKA"]!], [1, 1, 1], 1e-6);
  for (const other of ["absolute", "relative, permuted anchors", "relative, poor reference"] as const) {
    assert.ok(Math.abs(turned[other]!) < .4, `${other} ${turned[other]}`);
  }
  close([seen(good)["absolute"]!], [1], 1e-6);
  const stretched = seen(
    mapped(good, Matrix.from([1, 1, 1, 9, 9, 9].map((s, i) => Array.from({ length: 6 }, (_, j) => i === j ? s : 0)))),
  );
  assert.ok(stretched["relative"]! < .99 && stretched["relative"]! > turned["relative, poor reference"]!);
  assert.equal(
    seen(mapped(good, rotation(6, "turned")), { poor: good })["relative, poor reference"]!.toFixed(6),
    "1.000000",
  );
});

forEachEngine("an offset hides in the plain cosines, and a narrower space is padded", () => {
  const moved = ({ anchors, test }: View): View => {
    const [a, b] = [anchors, test].map((m) => new Matrix(m.rows, m.cols, m.data.map((v) => v + 20)));
    return { anchors: a!, test: b! };
  };
  const other = similarities(moved(poor), { good: moved(good), poor }, 1);
  assert.ok(other["relative"]! > .9 && Math.abs(other["relative, centred"]!) < .3);
  const narrow = { anchors: takeColumns(good.anchors, 4), test: takeColumns(good.test, 4) };
  assert.ok(seen(narrow)["absolute"]! > .6);
});
const takeColumns = (m: Matrix, cols: number): Matrix =>
  new Matrix(
    m.rows,
    cols,
    Float64Array.from({ length: m.rows * cols }, (_, p) => m.at(Math.floor(p / cols), p % cols)),
  );

Deno.test("a network that encodes every node as zero is like none", () => {
  const dead = { anchors: Matrix.zeros(30, 6), test: Matrix.zeros(80, 6) };
  assert.deepEqual(new Set(Object.values(seen(dead))), new Set([0]));
});

/** Two cliques of twelve nodes; every node a word of its own. */
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const clique = (nodes: readonly number[]) =>
  nodes.flatMap((a) => nodes.filter((b) => b > a).map((b) => [a, b] as const));
const nodes: NodeGraph = {
  ...{ name: "cliques", ids: range(0, 24).map((i) => `n${i}`), classNames: ["a", "b"], classes: 2, alone: 0 },
  labels: Int32Array.from(range(0, 24), (i) => Number(i > 11)),
  graph: {
    features: csrFrom(range(0, 24).map((i) => new Map([[i, 1]])), 24),
    links: [...clique(range(0, 12)), ...clique(range(12, 24))],
  },
  ...{ train: Int32Array.of(0, 13), known: Int32Array.from([0, 13, ...range(1, 6), ...range(14, 18)]) },
  test: Int32Array.from([...range(6, 12), ...range(18, 24)]),
};
const ids = ["n1", "n2", "n14", "n15"];

Deno.test("a network is at each epoch what it is there, and its own reference at the last", async () => {
  const view = async (options: { seed: number; epochs: number }): Promise<View> => {
    const e = encodeNodes(nodes.graph, await trainGcn(nodes.graph, nodes, { hidden: 8, ...options }) as Gcn);
    return { anchors: takeRows(e, Int32Array.of(1, 2, 14, 15)), test: takeRows(e, nodes.test) };
  };
  const references = [{ good: await view({ seed: 3, epochs: 20 }), poor: await view({ seed: 3, epochs: 1 }) }];
  const group = { depth: 2, hidden: 8, learningRate: .01, dropouts: [.5, .1], seeds: [3, 4], epochs: [1, 20] };
  const tried = await tryGroup(nodes, group, { ids, references, seed: 1 });
  assert.deepEqual(tried.map((t) => [t.dropout, t.seed, t.epoch]), [
    ...[[.5, 3, 1], [.5, 3, 20], [.5, 4, 1], [.5, 4, 20]],
    ...[[.1, 3, 1], [.1, 3, 20], [.1, 4, 1], [.1, 4, 20]],
  ]);
  const [early, same, , other] = tried as [Tried, Tried, Tried, Tried];
  for (const measure of ["relative", "CKA", "absolute"]) close(same.similarity[measure]!, [1], 1e-6, measure);
  close(early.similarity["relative, poor reference"]!, [1], 1e-6);
  assert.ok(other.similarity["absolute"]![0]! < .95 && early.similarity["absolute"]![0]! < .999);
  // The cliques are learned, on nodes that were not trained on.
  assert.deepEqual([same.validation, same.test], [1, 1]);
});

Deno.test("validation nodes are neither those of training nor those of the test", async () => {
  const wrong = {
    ...nodes,
    labels: nodes.labels.map((c, i) => nodes.test.includes(i) || i === 0 || i === 13 ? c : 1 - c),
  };
  const group = { depth: 2, hidden: 8, learningRate: .01, dropouts: [.5], seeds: [3], epochs: [40] };
  const view = { anchors: normal(4, 8, "a"), test: normal(12, 8, "b") };
  const [tried] = await tryGroup(wrong, group, { ids, references: [{ good: view, poor: view }], seed: 1 });
  assert.deepEqual([tried!.validation, tried!.test], [0, 1]);
});

Deno.test("networks are trained with seeds of the run's own, and no reference is among them", () => {
  const of = (seed: number) => performanceProxy.cells({ sizes: performanceProxy.presets.full!, seed });
  const seeds = (seed: number) => new Set(of(seed).flatMap((c) => [...c.seeds, ...c.references]));
  assert.equal(seeds(1).size, 5);
  assert.equal(seeds(1).intersection(seeds(2)).size, 0);
  const groups = of(1).filter(({ graph }) => graph === "cora").map((c) => `${c.depth} ${c.hidden} ${c.learningRate}`);
  assert.deepEqual([groups.length, new Set(groups).size], [24, 24]);
});

/** Networks of two depths and six rates whose accuracies are known, over two epochs; `relative` follows accuracy. */
const made = [2, 3].flatMap((depth) =>
  range(0, 6).flatMap((i) =>
    [1, 2].map((epoch): Tried => {
      const test = .4 + .1 * i * (epoch - 1) + .01 * depth;
      const similarity = { absolute: [-test, -test], relative: [test, 2 * test] }; // by the alphabet, as cells are kept
      return {
        dataset: "g",
        depth,
        hidden: 4,
        learningRate: i,
        dropout: 0,
        seed: 1,
        epoch,
        validation: test,
        test,
        similarity,
      };
    })
  )
);

Deno.test("correlations, differences and choices of networks whose accuracies are known", () => {
  const { records, charts } = findings(made, [{ dataset: "g", seed: 1 }, { dataset: "g", seed: 1 }], 1);
  const number = (set: string, fields: Record<string, unknown>, value: string) =>
    rowOf(records[set]!, fields)[value] as number;
  const all = { over: "all" };
  for (const value of ["pearson", "low", "high", "spearman"]) {
    close([number("correlations", { ...all, measure: "relative" }, value)], [1], 1e-9, value);
    close([number("correlations", { ...all, measure: "absolute" }, value)], [-1], 1e-9, value);
  }
  assert.equal(number("correlations", { ...all, measure: "relative" }, "groups"), 12);
  assert.equal(number("correlations", { over: "validation ≥ 0.5", measure: "relative" }, "networks"), 10);
  close([number("differences", { ...all, measure: "absolute" }, "difference")], [2], 1e-9);
  close(
    [number("training", { measure: "relative" }, "pearson"), number("training", { measure: "absolute" }, "pearson")],
    [1, -1],
    1e-9,
  );
  // Of depth 3 alone, as the reference has depth 2: the best reaches .93, the least similar .43.
  const choice = rowOf(records.choices!, { measure: "relative" }),
    worst = rowOf(records.choices!, { measure: "absolute" });
  close([choice.chosen, choice.best, choice.mean, choice.lost] as number[], [.93, .93, .68, 0], 1e-9);
  close([worst.chosen, worst.best, worst.lost] as number[], [.43, .93, .5], 1e-9);
  assert.equal(records.networks!.length, 12);
  assert.equal(records.references!.length, 1);
  assert.ok(["networks", "measures"].every((name) => "$schema" in charts[name]!));
});

Deno.test("a network stands at the first epoch of its best validation accuracy, and beside every reference", () => {
  const run = [.5, .7, .7, .6].map((validation, i) => ({ ...made[0]!, epoch: i, validation }));
  assert.deepEqual(bestEpochs(run).map(({ epoch }) => epoch), [1]);
  assert.deepEqual(casesOf(run.slice(0, 1)).map(({ seed }) => seed), [0, 1]);
});

Deno.test("a weighted correlation is that of repeated pairs, and none where a side does not vary", () => {
  const [x, y] = [[1, 2, 4, 7], [2, 1, 5, 3]];
  close([weightedPearson(x, y, Float64Array.of(1, 0, 2, 1))], [pearson([1, 4, 4, 7], [2, 5, 5, 3])], 1e-12);
  assert.ok(Number.isNaN(weightedPearson(x, y, Float64Array.of(0, 0, 3, 0))));
});

Deno.test("the stand-in: each verdict of each rule", () => {
  const set = (name: string, field: string, more: Record<string, unknown> = {}) => (x: number): Records => ({
    [name]: ["cora", "wordnet"].map((dataset, i) => (
      {
        dataset,
        measure: "relative",
        over: "all",
        ...more,
        [field]: x + .1 * i,
        low: x + .1 * i - .01,
        high: x + .1 * i + .01,
      }
    )),
  });
  verdicts("proxy-networks", set("correlations", "pearson"), [.711, .709, .49]);
  // The value is that of the graph that does worse: the lower correlation, the larger loss.
  close([claimOf("proxy-networks").judge(set("correlations", "pearson")(.5)).value], [.5], 1e-12);
  close([claimOf("proxy-choice").judge(set("choices", "lost")(0)).value], [.1], 1e-12);
  verdicts("proxy-training", set("training", "pearson"), [.911, .909, .69]);
  verdicts("proxy-absolute", set("differences", "difference", { measure: "absolute" }), [.112, .109, .09]);
  verdicts("proxy-reference", set("differences", "difference", { measure: "relative, poor reference" }), [
    .011,
    .009,
    -.001,
  ]);
  verdicts("proxy-choice", (x) => set("choices", "lost")(x - .1), [.009, .011, .051]);
});
