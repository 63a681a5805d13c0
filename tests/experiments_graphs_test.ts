/** Graph networks and word vectors as experiments: what a draw measures, on spaces whose answer is known. */
import assert from "node:assert/strict";
import { graphRows, graphs } from "../experiments/graphs.ts";
import { linkedPart } from "../experiments/shared/graphs.ts";
import { commonSpaces, wordSpaces } from "../experiments/shared/words.ts";
import { crossJaccard, nearestWords, seenWords, wordRows } from "../experiments/words_seen.ts";
import { findings as wordFindings } from "../experiments/words_findings.ts";
import type { Records } from "../experiments/shared/claims.ts";
import { meanBy } from "../experiments/shared/summary.ts";
import { csrFrom } from "../lib/linalg/csr.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { nearestNeighbors } from "../lib/measure/neighbors.ts";
import { space } from "../lib/space/space.ts";
import { verdicts } from "./experiments_claims_helper.ts";
import { rotation, toySpace } from "./experiments_helper.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

const spaces = ["GCN-2, seed 1", "GCN-2, seed 2", "GCN-3, seed 1"].map((name) => toySpace(name, rotation(6, name)));

forEachEngine(
  "networks of one depth are between seeds, others between depths; rotated ones stitch, absolute ones do not",
  () => {
    const rows = [...graphRows(spaces, { k: 40, seed: 1, labels: 60 })];
    const kinds = new Map(rows.map((r) => [`${r.source} → ${r.target}`, r.kind]));
    assert.deepEqual([...kinds.values()].sort(), [
      ...Array(4).fill("between depths"),
      ...Array(2).fill("between seeds"),
    ]);
    assert.equal(kinds.get("GCN-2, seed 1 → GCN-2, seed 2"), "between seeds");
    const means = new Map(meanBy(rows, ["method"], ["accuracy"]).map((r) => [r.method, r.accuracy as number]));
    for (const method of ["whitened", "Parseval frames", "ortho", "relative head"]) {
      assert.ok(
        means.get(method)! > .9,
        method,
      );
    }
    for (const method of ["absolute", "whitened, permuted anchors"]) assert.ok(means.get(method)! < .7, method);
    assert.ok(!means.has("absolute, zero-padded"));
    assert.deepEqual(rows, [...graphRows(spaces, { k: 40, seed: 1, labels: 60 })]);
    assert.notDeepEqual(rows, [...graphRows(spaces, { k: 40, seed: 2, labels: 60 })]);
  },
);

Deno.test("networks are trained with seeds of the run's own", () => {
  const seeds = (seed: number) =>
    new Set(graphs.cells({ sizes: graphs.presets.quick!, seed }).flatMap((c) => c.models.map((m) => m.seed)));
  assert.deepEqual(seeds(1), new Set([100, 101, 102]));
  assert.deepEqual(seeds(2), new Set([200, 201, 202]));
});

Deno.test("nodes without a link are left out and counted; all others keep their words, labels and parts", () => {
  const features = csrFrom([0, 1, 2, 3].map((i) => new Map([[i, 1]])), 4),
    rows = (...list: number[]) => Int32Array.of(...list);
  const all = {
    ...{ name: "g", ids: ["a", "b", "c", "d"], labels: rows(0, 1, 0, 1), classes: 2, classNames: ["x", "y"], alone: 0 },
    ...{
      graph: { features, links: [[3, 0], [2, 3]] as const },
      known: rows(3, 1, 0),
      train: rows(3, 1),
      test: rows(2),
    },
  };
  const { graph, ...part } = linkedPart(all);
  assert.deepEqual(graph.links, [[2, 0], [1, 2]]);
  assert.deepEqual([...graph.features.columns], [0, 2, 3]);
  assert.deepEqual(part, {
    ...{ name: "g", ids: ["a", "c", "d"], labels: rows(0, 0, 1), classes: 2, classNames: ["x", "y"], alone: 1 },
    ...{ known: rows(2, 0), train: rows(2), test: rows(1) },
  });
});

Deno.test("a graph without a link, and a list that is not known, get one sentence", async () => {
  const graph = { features: csrFrom([new Map()], 1), links: [] }, none = new Int32Array();
  const all = { name: "g", ids: ["a"], labels: none, classes: 2, classNames: [], alone: 0, graph };
  assert.throws(() => linkedPart({ ...all, known: none, train: none, test: none }), {
    name: "RangeError",
    message: 'Cannot read "g" as a graph as a node must have a link: none has',
  });
  await assert.rejects(wordSpaces({ list: "wrods", encoders: ["glove"] }, 5), {
    name: "RangeError",
    message: 'Cannot compare word vectors as the list must be one of "words", "emoji": it is "wrods"',
  });
});

/** Words on a sphere without a mean, and the same turned: relative coordinates are the same on both sides. */
const ids = Array.from({ length: 200 }, (_, i) => `w${i}`), there = normal(200, 8, "words");
const here = space({ name: "here", ids, vectors: there });
const turned = space({ name: "turned", ids, vectors: matmul(there, rotation(8, "turned")) });

forEachEngine(
  "turned words are found by relative coordinates and by maps, not by absolute ones nor by permuted anchors",
  () => {
    const rows = [...wordRows([here, turned], { k: 50, seed: 1 })];
    const value = (method: string, field: string): number =>
      meanBy(rows.filter((r) => r.method === method), ["method"], [field])[0]![field] as number;
    for (const method of ["relative", "relative, centred", "whitened"]) {
      assert.ok(value(method, "mrr") > .99, method);
      assert.ok(value(method, "jaccard") > .9, method);
    }
    close([value("relative", "cosine"), value("relative", "jaccard")], [1, 1], 1e-6);
    for (const method of ["absolute", "relative, permuted anchors", "whitened, permuted anchors"]) {
      assert.ok(value(method, "mrr") < .2, `${method} ${value(method, "mrr")}`);
    }
    assert.ok(rows.every((r) => r.words === 150));
    const other = [...wordRows([here, turned], { k: 50, seed: 2 })];
    assert.notDeepEqual(rows.map((r) => r.mrr), other.map((r) => r.mrr));
  },
);

Deno.test("anchors are not among the words that are measured", () => {
  const [seen] = seenWords(here, here, { k: 50, seed: 1 });
  assert.equal(seen!.truth.rows, 150);
  const [other] = seenWords(here, here, { k: 50, seed: 2 });
  assert.notDeepEqual(other!.truth.data, seen!.truth.data);
  // A relative coordinate of 1 would be a word that is its own anchor.
  assert.ok(seen!.truth.data.every((v) => v < 1 - 1e-9));
});

Deno.test("overlap counts the other words: all, none, and one of three", () => {
  const angle = (...degrees: number[]): Matrix =>
    Matrix.from(degrees.map((d) => [Math.cos(d * Math.PI / 180), Math.sin(d * Math.PI / 180)]));
  const truth = angle(0, 10, 90, 100);
  const overlap = (mapped: Matrix, k: number) =>
    crossJaccard(mapped, truth, nearestNeighbors(truth, truth, { k, excludeSelf: true }), k);
  assert.equal(overlap(truth, 1), 1);
  assert.equal(overlap(angle(90, 91, 1, 2), 1), 0);
  // The first row's two neighbours are 10 and 90 degrees; seen from 100 they are 100 and 90.
  close([overlap(angle(100, 10, 90, 100), 2)], [(1 / 3 + 3) / 4], 1e-12);
});

Deno.test("words that an encoder does not know are left out, and the first of the others are taken", () => {
  const [a, b] = [Matrix.from([[1, 0], [0, 0], [0, 1], [1, 1]]), Matrix.from([[1], [1], [2], [3]])];
  const both = commonSpaces(["p", "q", "r", "s"], ["a", "b"], [a, b], 2);
  assert.deepEqual(both.map((s) => s.ids), [["p", "r"], ["p", "r"]]);
  assert.deepEqual([...both[1]!.vectors.data], [1, 2]);
  assert.throws(() => commonSpaces(["q"], ["a", "b"], [Matrix.zeros(1, 2), Matrix.from([[1]])], 2), {
    name: "RangeError",
    message: "Cannot compare word vectors as a word must have one from every encoder: none has",
  });
});

Deno.test("the table of words has every direction, and shows neighbours of words that are no anchors", () => {
  const rows = [...wordRows([here, turned], { k: 50, seed: 1 })].map((r) => ({ dataset: "words", ...r }));
  const named = (s: typeof here) => space({ ...s, ids: ids.map((id, i) => i === 199 ? "king" : id) });
  const nearest = nearestWords(named(here), named(turned), { k: 50, seed: 1 });
  assert.equal(nearest.length, 1);
  for (const found of ["in its own space", "relative", "whitened"]) {
    assert.ok((nearest[0]![found] as string).startsWith("king, "), found);
  }
  assert.ok(!(nearest[0]!.absolute as string).startsWith("king"));
  const { records, charts } = wordFindings(rows, nearest, 1);
  assert.deepEqual(new Set(records.table!.map((r) => r.direction)), new Set(["here → turned", "turned → here"]));
  assert.ok("$schema" in charts.words!);
});

const OVER = { encoders: 4, seeds: 3 };
const ends = (x: number): Record<string, number> => ({ low: x - .01, high: x + .01, ...OVER });

Deno.test("graphs: each verdict of each rule", () => {
  const models = (x: number): Records => ({
    models: [["cora", x], ["wordnet", .7]].map(([dataset, accuracy]) => ({ dataset, accuracy, depth: 2 })),
  });
  verdicts("graph-networks-work", models, [.78, .779, .72]);
  const stitched = (kind: string, gap: number, gain = 0, pairs = 12, permuted = 0): Records => ({
    ...models(.8),
    gaps: ["whitened", "IRP"].flatMap((method, i) =>
      ["cora", "wordnet"].map((dataset) => ({ dataset, kind, method, difference: gap - i, ...ends(gap - i) }))
    ),
    gains: ["cora", "wordnet"].map((dataset) => ({
      dataset,
      kind,
      method: "whitened",
      difference: gain,
      ...ends(gain),
      pairs,
    })),
    headline: ["cora", "wordnet"].map((dataset) => (
      { dataset, kind, method: "whitened, permuted anchors", accuracy: permuted, ...ends(permuted) }
    )),
  });
  verdicts("graph-seeds", (x) => stitched("between seeds", x), [-.039, -.041, -.051]);
  verdicts("graph-depths", (x) => stitched("between depths", x), [-.089, -.091, -.101]);
  verdicts("graph-absolute", (x) => stitched("between seeds", 0, x), [.311, .309, .29]);
  verdicts("graph-absolute", (x) => stitched("between seeds", 0, .5, x), [8, 7, 1], ["holds", "partly", "partly"]);
  verdicts("graph-pairing", (x) => stitched("between seeds", 0, 0, 12, x), [.289, .291, .31]);
});

Deno.test("words: each verdict of each rule", () => {
  const lists = (set: string, field: string, method: string, against?: string) => (x: number): Records => ({
    [set]: ["words", "emoji"].map((dataset) => ({
      dataset,
      method,
      ...(against && { against }),
      [field]: x,
      ...ends(x),
    })),
  });
  verdicts("words-absolute", lists("mrr", "mrr", "absolute"), [0, .005, .02]);
  verdicts("words-relative", lists("mrr", "mrr", "relative"), [.911, .909, .19]);
  verdicts("words-centred", lists("differences", "difference", "relative, centred", "relative"), [.111, .109, .09]);
  verdicts("words-whitened", lists("differences", "difference", "whitened", "relative"), [.011, .009, -.001]);
  verdicts("words-pairing", lists("mrr", "mrr", "relative, permuted anchors"), [0, .005, .02]);
});
