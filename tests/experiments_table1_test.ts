/** Table 1: parallel sentences without a twin in the other part, every direction on its own, and controls with known answers. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { cosines, CROSSING, crossings, OFFSET, untranslated, wilson } from "../experiments/shared/crossing.ts";
import { encoderOf, jointSpaces, type Language } from "../experiments/shared/languages.ts";
import { parallelSentences, range } from "../experiments/shared/parallel.ts";
import { checksumsOf } from "../experiments/shared/provenance.ts";
import { meanBy, type Row } from "../experiments/shared/summary.ts";
import { cellRows, table1 } from "../experiments/table1.ts";
import { findings } from "../experiments/table1_findings.ts";
import { type Dataset, makeDataset } from "../lib/data/dataset.ts";
import { encodeDataset, type LoadedSpace } from "../lib/encoder/load.ts";
import { rng } from "../lib/base/random.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { retrieval } from "../lib/measure/retrieval.ts";
import { withFolders } from "./data_helper.ts";
import { writeTextModel } from "./encoder_hub_helper.ts";
import { rotation, toySpace } from "./experiments_helper.ts";
import { close, forEachEngine, normal } from "./helpers.ts";

/** Sentences of one language: [id, text, topic]; those from `test` on are measured on. */
function sentences(
  name: string,
  rows: readonly (readonly [string, string, string])[],
  test: readonly string[],
): Dataset {
  const ids = rows.map(([id]) => id),
    at = (inTest: boolean) => Int32Array.from(ids.flatMap((id, i) => test.includes(id) === inTest ? [i] : []));
  const labels = rows.map(([, , topic]) => topic), texts = rows.map(([, text]) => text);
  return makeDataset({
    name,
    ids,
    labels,
    classes: ["art", "sea"],
    texts,
    splits: { train: at(false), test: at(true) },
  });
}

const ENGLISH = [
  ["1", "the boat sails home", "sea"],
  ["2", "a painter paints walls", "art"],
  ["3", "only here", "sea"],
  ["4", "one two three four five", "art"],
  ["5", "fish swim", "sea"],
  ["6", "one two three four six", "art"],
] as const;
const FRENCH = [
  ["6", "un deux trois quatre cinq", "art"],
  ["5", "les poissons nagent", "sea"],
  ["4", "un, deux: trois. Quatre? CINQ!", "art"],
  ["2", "un peintre peint", "art"],
  ["1", "le bateau rentre", "sea"],
  ["7", "seulement ici", "art"],
] as const;
const with_ = (rows: typeof FRENCH, id: string, text: string, topic: string) =>
  rows.map((row) => row[0] === id ? [id, text, topic] as const : row);

Deno.test("sentences without a partner are dropped and counted, and so are near-duplicates of a test sentence", () => {
  const [en, fr] = [sentences("en", ENGLISH, ["5", "6"]), sentences("fr", FRENCH, ["1"])];
  const { datasets, alone, near } = parallelSentences([en, fr]);
  assert.deepEqual(datasets.map((d) => d.ids), [["1", "2", "5", "6"], ["1", "2", "5", "6"]]);
  assert.deepEqual([alone, near], [2, 1], "3 and 7 have no partner; 4 and 6 are one sentence in French alone");
  assert.deepEqual(datasets[1]!.texts![0], "le bateau rentre");
  for (const { splits } of datasets) assert.deepEqual([[...splits.train], [...splits.test]], [[0, 1], [2, 3]]);
  // Four of six words are the same: not near.
  const far = parallelSentences([en, sentences("fr", with_(FRENCH, "6", "un deux trois quatre six", "art"), [])]);
  assert.deepEqual([far.near, far.datasets[0]!.ids.includes("4")], [0, true]);
  const empty = parallelSentences([en, sentences("fr", with_(FRENCH, "5", " – ", "sea"), [])]);
  assert.equal(empty.alone, 3, "a text without a word is no partner");
});

Deno.test("a sentence with two topics and a topic without a training sentence are refused", () => {
  const en = sentences("en", ENGLISH, ["5", "6"]), other = with_(FRENCH, "5", "les poissons nagent", "art");
  assert.throws(() => parallelSentences([en, sentences("fr", other, [])]), {
    name: "RangeError",
    message: 'Cannot pair the sentences as "5" must have one topic in all languages: it has sea, art',
  });
  assert.throws(() => parallelSentences([sentences("en", ENGLISH, ["1", "5"]), sentences("fr", FRENCH, [])]), {
    name: "RangeError",
    message: 'Cannot pair the sentences as every topic must have a training sentence: "sea" has none',
  });
});

Deno.test("languages without common sentences, without texts, or alone are refused", () => {
  const en = sentences("en", ENGLISH, ["5", "6"]), [why, refused] = ["Cannot pair the sentences as", "RangeError"];
  const other = (ids: readonly string[]) => sentences("fr", FRENCH.filter(([id]) => ids.includes(id)), []);
  const cases: readonly (readonly [readonly Dataset[], string])[] = [
    [[en, other(["7"])], "a training sentence must be in every language: none is"],
    [[en, other(["1", "2"])], "a test sentence must be in every language: none is"],
    [
      [en, { ...en, name: "drawn", texts: undefined } as unknown as Dataset],
      'every dataset must have texts: "drawn" has none',
    ],
    [[en], "there must be two languages or more: there are 1"],
  ];
  for (const [datasets, message] of cases) {
    assert.throws(() => parallelSentences(datasets), { name: refused, message: `${why} ${message}` });
  }
});

const full = toySpace("full", rotation(6, "a")), turned = toySpace("turned", rotation(6, "b"), { scale: 3 });
const narrow = toySpace("narrow", normal(6, 2, "narrow"));
const language = (space: LoadedSpace): Language => ({ language: space.name, space });
const DRAW = { k: 60, seed: 3 };
const cell = (rows: readonly Row[], method: string, source: string, target: string): Record<string, number> =>
  rows.find((r) => r.method === method && r.source === source && r.target === target) as Record<string, number>;

forEachEngine("a rotation is undone in every direction; without pairs nothing is found", () => {
  const rows = [...crossings([full, turned].map(language), DRAW)];
  for (const [s, t] of [["full", "turned"], ["turned", "full"]] as const) {
    for (const method of ["IRP (ω=1, δ=0)", "whitened", "ridge linear"]) {
      const row = cell(rows, method, s, t);
      assert.ok(row.recall! > 0.99 && row.similarity! > 0.99 && row.accuracy! > 0.95, `${method}, ${s}: ${row.recall}`);
    }
    for (const method of ["absolute, zero-padded", "whitened, permuted anchors", "IRP, permuted anchors"]) {
      const row = cell(rows, method, s, t);
      assert.ok(row.recall! < 0.15 && Math.abs(row.similarity!) < 0.7, `${method}, ${s}: ${row.recall}`);
      assert.ok(row.recallLow! <= row.recall! && row.recall! <= row.recallHigh!);
    }
  }
  for (const name of ["full", "turned"]) {
    const [irp, whitened] = ["IRP", "whitened"].map((m) => cell(rows, `${m}, from a rotation`, name, name));
    assert.ok(whitened!.recall! > 0.99 && whitened!.similarity! > 0.99, `${whitened!.recall}`);
    // At δ = .6 a subset keeps fewer anchors than the six dimensions: the inverse is no longer exact.
    assert.ok(irp!.similarity! > 0.6 && irp!.similarity! < 0.999, `${irp!.similarity}`);
  }
  assert.deepEqual(cell(rows, "own head", "full", "turned").recall, 1);
});

Deno.test("a row goes from its source to its target: two dimensions can be had from six, not six from two", () => {
  const rows = [...crossings([full, narrow].map(language), DRAW)];
  assert.ok(cell(rows, "ridge linear", "full", "narrow").similarity! > 0.99);
  assert.ok(cell(rows, "ridge linear", "narrow", "full").recall! < 0.6);
  const own = cell(rows, "own head", "full", "narrow").accuracy!,
    other = cell(rows, "own head", "narrow", "full").accuracy!;
  assert.ok(own < other, "the head is the target's");
  // Whitened draws nothing beside the anchors.
  const again = (seed: number) =>
    [...crossings([full, narrow].map(language), { k: 20, seed })].filter((r) => r.method === "whitened").map((r) =>
      r.mrr
    );
  assert.deepEqual(again(3), again(3));
  assert.notDeepEqual(again(3), again(4), "the anchors are the seed's");
});

Deno.test("one offset makes raw cosines high, of partners and of others, and finds nothing", () => {
  const rows = [...crossings([full, turned].map(language), DRAW)];
  const [plain, away] = ["absolute, zero-padded", OFFSET].map((m) => cell(rows, m, "full", "turned"));
  assert.ok(away!.raw! > 0.8 && away!.rawOther! > 0.8 && Math.abs(plain!.raw!) < 0.7, `${away!.raw} ${plain!.raw}`);
  for (const field of ["similarity", "recall", "mrr", "accuracy"]) {
    close([away![field]!], [plain![field]!], 1e-9, field);
  }
});

Deno.test("spaces that need no translation are each seen from their own anchors' mean", () => {
  const moved = (by: number): LoadedSpace => {
    const shift = (m: Matrix): Matrix => new Matrix(m.rows, m.cols, m.data.map((v) => v + by));
    const test = { ...full.test, vectors: shift(full.test.vectors) };
    return { ...full, name: "moved", at: (ids) => ({ ...full.at(ids), vectors: shift(full.at(ids).vectors) }), test };
  };
  const rows = [...untranslated("joint", [full, moved(50)].map(language), DRAW)];
  assert.deepEqual(rows.map((r) => [r.source, r.target, r.apart]), [["full", "moved", false], [
    "moved",
    "full",
    false,
  ]]);
  for (const { recall, similarity, raw } of rows as unknown as Record<string, number>[]) {
    assert.ok(recall === 1 && similarity! > 0.999999 && raw! < 0.9, `${recall} ${similarity} ${raw}`);
  }
});

Deno.test("cosines of partners and of all others; Wilson's interval", () => {
  const [a, b] = [normal(7, 3, "a"), normal(7, 3, "b")], all: number[] = [], own: number[] = [];
  for (let i = 0; i < 7; i++) {
    for (let j = 0; j < 7; j++) {
      const [x, y] = [a.row(i), b.row(j)],
        dot = (p: ArrayLike<number>, q: ArrayLike<number>): number => p[0]! * q[0]! + p[1]! * q[1]! + p[2]! * q[2]!;
      (i === j ? own : all).push(dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y)));
    }
  }
  const mean = (list: readonly number[]): number => list.reduce((p, q) => p + q) / list.length;
  const { parallel, other } = cosines(a, b);
  close([parallel, other], [mean(own), mean(all)], 1e-12);
  // scipy.stats.binomtest(count, n).proportion_ci(method="wilson")
  close(wilson(0.2, 50), [0.112437, 0.330372], 1e-6);
  close(wilson(0, 204), [0, 0.018483], 1e-6);
});

/** Sentences of four of twelve words, in two languages without a common word. */
function bilingual(): readonly Dataset[] {
  const word = (tongue: string, i: number): string => `${tongue}${"bcdfghjklmnp"[i]}${"aeiou"[i % 5]}${tongue}`;
  const draw = rng("bilingual"),
    items = Array.from({ length: 60 }, () => Array.from(draw.permutation(12).subarray(0, 4)));
  return ["xa", "zo"].map((tongue) =>
    makeDataset({
      name: `toy/${tongue}`,
      labels: items.map(([a]) => a! % 2),
      texts: items.map((list, i) => list.map((n) => word(tongue, n)).join(" ") + (i >= 40 ? ` ${tongue}tested` : "")),
      splits: { train: range(0, 40), test: range(40, 60) },
    })
  );
}

Deno.test("a joint encoder knows of translations only if it was fitted on pairs, and never of test sentences", () =>
  withFolders(async () => {
    const datasets = bilingual();
    const found = async (paired: boolean): Promise<number> => {
      const [a, b] = await jointSpaces(datasets, "word-tfidf", { paired });
      assert.deepEqual([a!.ids.length, b!.test.ids.length, a!.vectors.cols], [40, 20, 128]);
      return retrieval(a!.test.vectors, b!.test.vectors, { recallAt: [1] }).mrr;
    };
    const [apart, paired] = [await found(false), await found(true)];
    assert.ok(paired > 0.9 && apart < 0.5, `${paired} ${apart}`);
    // A word that test sentences alone have is not in the vocabulary: without it nothing changes.
    const without = datasets.map((d) => makeDataset({ ...d, texts: d.texts!.map((t) => t.replace(/ \w+tested/, "")) }));
    const [x, y] = [
      await jointSpaces(datasets, "word-tfidf", { paired: true }),
      await jointSpaces(without, "word-tfidf", { paired: true }),
    ];
    close(x[1]!.test.vectors.data, y[1]!.test.vectors.data, 1e-6);
  }));

Deno.test("models of a hub come from the folder, as the paper preset names them, and are listed with their sums", () =>
  withFolders(async (data) => {
    const name = "hub:tiny/text@2", [dataset] = bilingual() as [Dataset, Dataset];
    const words = makeDataset({ ...dataset, texts: dataset.texts!.map((_, i) => ["cat", "dog sea", "sea"][i % 3]!) });
    assert.deepEqual(await checksumsOf(["sib-200/hub:other/text@2"]), { "hub:other/text": "not here" });
    await assert.rejects(
      encodeDataset(words, encoderOf(name)),
      /^Error: Cannot load the model "tiny\/text" as its files must be in /,
    );
    await writeTextModel(join(data, "hub", "tiny", "text"));
    const space = await encodeDataset(words, encoderOf(name));
    close(space.vectors.row(1), [2, 1.5], 1e-6);
    const sums = await checksumsOf([`sib-200/${name}`]);
    assert.match(sums["hub:tiny/text"]!, /^[0-9a-f]{64}$/);
    const part = { part: "tiny", corpus: "sib-200", anchors: 30, encoders: { a: name, b: name }, joint: name } as const;
    const { rows } = await cellRows({ datasets: [words, words], alone: 0, near: 0 }, { ...part, seed: 1 });
    assert.ok(rows.some((r) => r.method === "joint" && r.similarity === 1));
    const cells = table1.cells({ sizes: table1.presets.paper!, seed: 1 });
    assert.deepEqual(table1.reads(cells[0]!).filter((one) => one.startsWith("sib-200/hub:")).length, 5);
    assert.equal((await encodeDataset(words, encoderOf("char-tfidf@256"))).vectors.cols, 256);
    await assert.rejects(encodeDataset(words, encoderOf("hog")), /must be one of .*"char-tfidf".*: it is "hog"/);
  }));

Deno.test("findings: means over directions, every direction with its interval, differences of one value", () => {
  const rows = [1, 2].flatMap((seed) =>
    [["en", "ja"], ["ja", "en"]].flatMap(([source, target]) =>
      CROSSING.map(({ name }, i) => ({
        ...{ dataset: "SIB-200, letters", k: 5, seed, source, target, method: name, apart: true },
        ...{ similarity: i / 20, similarityOther: 0, raw: 0.5, rawOther: 0.4, rawRecall: 0, mrr: 0.5, accuracy: 0.5 },
        ...{ recall: i / 20 + (source === "en" ? 0.1 : 0), recallLow: 0.1 * seed, recallHigh: 0.9 },
      }))
    )
  );
  const { records, charts } = findings(rows, [{ dataset: "SIB-200, letters", alone: 1 }], 1);
  const find = (set: string, where: Row): Row =>
    records[set]!.find((r) => Object.entries(where).every(([field, value]) => r[field] === value))!;
  const forth = find("directions", { method: "IRP", source: "en" }),
    back = find("directions", { method: "IRP", source: "ja" });
  close([forth.recall, back.recall, forth.low, forth.high] as number[], [0.2, 0.1, 0.15, 0.9], 1e-4);
  assert.equal(find("means", { method: "IRP", value: "recall" }).mean, 0.15);
  const gap = find("differences", { method: "IRP", against: "absolute, zero-padded" });
  assert.deepEqual([gap.value, gap.difference], ["similarity", 0.1]);
  assert.deepEqual(records.sentences!.length, 1);
  assert.equal(meanBy(records.table!, ["dataset"], []).length, 1);
  assert.deepEqual(Object.keys(charts), ["retrieval", "cosines", "topics", "irp", "whitened"]);
});
