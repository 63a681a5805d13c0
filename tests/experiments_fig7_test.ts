/** Figure 7: directions, shares, retrieval and which modality is the stronger source, on spaces with known answers. */
import assert from "node:assert/strict";
import { makeDataset } from "../lib/data/dataset.ts";
import { emojiRows, emojiTable } from "../lib/encoder/emojivectors.ts";
import { encoderFor } from "../lib/encoder/registry.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { Matrix } from "../lib/linalg/matrix.ts";
import { crossRows, fig7, IRP, METHODS } from "../experiments/fig7.ts";
import { findings } from "../experiments/fig7_findings.ts";
import { checked } from "../experiments/fig7_spaces.ts";
import { nameOf, retrievedRows } from "../experiments/fig7_strip.ts";
import { withHead, withItems } from "../experiments/shared/spaces.ts";
import { OWN, RANDOM } from "../experiments/shared/stitching.ts";
import type { Row } from "../experiments/shared/summary.ts";
import { permuted } from "../experiments/shared/translations.ts";
import type { Records } from "../experiments/shared/claims.ts";
import { rotation, toySpace } from "./experiments_helper.ts";
import { judge, verdicts } from "./experiments_claims_helper.ts";
import { close } from "./helpers.ts";

/** A rotation of the hidden space, seen by an encoder of one modality. */
function seen(name: string, kind: "text" | "image"): LoadedSpace {
  const found = toySpace(name, rotation(6, name));
  return { ...found, encoder: { ...found.encoder, kind } };
}
const weak = withHead(seen("drawn", "image"), { rows: 2, kind: "linear", seed: 1 });
const SPACES = [weak, seen("photo", "image"), seen("name", "text"), seen("title", "text")];
const CELL = { part: "emoji", k: 40, seed: 1, first: false };
const ROWS = crossRows(SPACES, CELL);
const rowsOf = (rows: readonly Row[], fields: Row): readonly Row[] =>
  rows.filter((r) => Object.entries(fields).every(([name, value]) => r[name] === value));

Deno.test("figure 7: a pair's direction, and its share of the accuracy of the decoder's head on its own encodings", () => {
  const directions = new Map(ROWS.map((r) => [`${r.source} ${r.target}`, r.direction]));
  assert.deepEqual(["name drawn", "drawn name", "photo drawn", "name title"].map((pair) => directions.get(pair)), [
    ...["text → image", "image → text", "image → image", "text → text"],
  ]);
  assert.equal(directions.size, 12);
  const [into] = rowsOf(ROWS, { source: "name", target: "drawn", method: "whitened" });
  const [own] = rowsOf(ROWS, { source: "name", target: "drawn", method: OWN });
  assert.ok((own!.accuracy as number) < .9, "the weak head must differ from the others");
  assert.equal(into!.share, (into!.accuracy as number) / (own!.accuracy as number));
  assert.ok(Math.abs((into!.share as number) - 1) < .2, `${into!.share}`);
  assert.ok(rowsOf(ROWS, { method: OWN }).every(({ share }) => share === 1));
});

Deno.test("figure 7: rotated spaces are translated and retrieved, randomly paired ones are not", () => {
  const whitened = rowsOf(ROWS, { method: "whitened" }),
    control = rowsOf(ROWS, { method: "whitened, permuted anchors" });
  for (const r of whitened) {
    assert.ok((r.recall1 as number) > .9 && r.medianRank === 1 && r.items === 60, `${r.source}`);
  }
  for (const r of control) {
    assert.ok((r.recall1 as number) < .3 && (r.medianRank as number) > 5, `${r.source}: ${r.recall1}`);
  }
  const kept = new Set(rowsOf(ROWS, { method: "whitened" }).map((r) => r.kept));
  assert.deepEqual([...kept], [40]);
  const [harder, softer] = ["IRP", "IRP (δ=.6)"].map((method) => rowsOf(ROWS, { method }).map((r) => r.kept as number));
  harder!.forEach((anchors, i) => assert.ok(anchors < softer![i]!, "δ = .8 keeps fewer anchors than .6"));
});

Deno.test("figure 7: the seed draws the anchors, k counts them, and the selector runs in the first draw alone", () => {
  const of = (cell: typeof CELL): readonly Row[] => rowsOf(crossRows(SPACES, cell), { method: "IRP" });
  const values = (rows: readonly Row[]): readonly unknown[] => rows.map((r) => r.similarity);
  assert.deepEqual(values(of(CELL)), values(rowsOf(ROWS, { method: "IRP" })));
  assert.notDeepEqual(values(of({ ...CELL, seed: 2 })), values(of(CELL)));
  assert.notDeepEqual(values(of({ ...CELL, k: 20 })), values(of(CELL)));
  const methods = (rows: readonly Row[]) => new Set(rows.map((r) => r.method));
  assert.ok(!methods(ROWS).has("selector"));
  const chosen = crossRows(SPACES.slice(1), { ...CELL, first: true }).filter((r) => r.method === "selector");
  assert.deepEqual(new Set(chosen.map((r) => r.direction)), new Set(["text → image", "image → text"]));
  const cells = fig7.cells({ sizes: fig7.presets.quick!, seed: 3 });
  assert.deepEqual(cells.map(({ seed, first }) => [seed, first]), [[300, true], [301, false]]);
  assert.deepEqual(METHODS.filter(({ name }) => name === "IRP"), [IRP]);
});

/** Rows of one method in which a share depends on the direction alone; own heads reach .5 on images, .8 on texts. */
function made(shares: Readonly<Record<string, number>>): readonly Row[] {
  const kinds = { drawn: "image", photo: "image", name: "text", title: "text" } as const;
  const names = Object.keys(kinds) as (keyof typeof kinds)[];
  return [1, 2].flatMap((seed) =>
    names.flatMap((source) =>
      names.filter((target) => target !== source).flatMap((target) => {
        const own = kinds[target] === "text" ? .8 : .5, direction = `${kinds[source]} → ${kinds[target]}`;
        const row = { part: "emoji", direction, source, target, seed, k: 9, apart: true, similarity: 0 };
        const found = { medianRank: 3, recall1: .1, recall10: .5, kept: 9, items: 50 };
        return [
          { ...row, method: OWN, accuracy: own, share: 1 },
          { ...row, method: RANDOM, accuracy: .1, share: .1 / own },
          ...["IRP", "whitened", "Parseval frames", "selector", "IRP (δ=.6)"].map((method) => (
            { ...row, ...found, method, accuracy: own * shares[direction]!, share: shares[direction]! }
          )),
        ];
      })
    )
  );
}

Deno.test("figure 7: the stronger source is the one with the larger share into the other, by both statistics", () => {
  const there = { "text → image": .8, "image → text": .6, "image → image": .9, "text → text": .9 };
  const of = (shares: typeof there): Records => findings(made(shares), 1).records as Records;
  const [share, margin] = rowsOf(of(there).sources!, { method: "IRP" }) as [Row, Row];
  assert.equal(share.statistic, "share");
  close([share.difference as number, share.low as number, share.high as number], [.2, .2, .2], 1e-9);
  assert.deepEqual([share.positive, share.pairs], [4, 4]);
  // Texts: one text head (.9 · .8), two image heads (.8 · .5); images: one image head (.9 · .5), two text heads (.6 · .8).
  close([margin.difference as number], [(.72 + .8) / 3 - (.45 + .96) / 3], 1e-4);
  const back = of({ ...there, "text → image": .6, "image → text": .8 });
  close([rowsOf(back.sources!, { method: "IRP", statistic: "share" })[0]!.difference as number], [-.2], 1e-9);
});

Deno.test("figure 7: records have every pair, chance beside retrieval, and matrices with own heads on the diagonal", () => {
  const { records, charts } = findings(
    made({
      ...{ "text → image": .8, "image → text": .6, "image → image": .9, "text → text": 1 },
    }),
    1,
  );
  assert.equal(rowsOf(records.pairs!, { method: "IRP" }).length, 12);
  assert.deepEqual(new Set(records.retrieval!.map((r) => r.chance)), new Set([.2]));
  const [whole] = rowsOf(records.shares!, { direction: "text → image", method: "IRP" });
  close([whole!.share as number], [.8], 1e-9);
  const [first] = charts["irp"]!["concat"] as readonly { readonly data: { readonly values: readonly Row[] } }[];
  const { values } = first!.data;
  const value = (encoder: string, decoder: string): unknown => rowsOf(values, { encoder, decoder })[0]!.value;
  close(
    ["name", "drawn", "name"].map((e, i) => value(e, ["drawn", "name", "name"][i]!) as number),
    [.4, .48, .8],
    1e-9,
  );
  assert.equal(values[0]!.encoder, "drawn");
  const row = rowsOf(records.margins!, { method: "IRP", encoder: "name" })[0]!;
  close([row.asSource as number, row.asTarget as number], [(.4 + .4 + .8) / 3, (.48 + .48 + .8) / 3], 1e-4);
});

Deno.test("figure 7: a description retrieves its own drawing once it is translated", () => {
  const [, image, text] = SPACES as [LoadedSpace, LoadedSpace, LoadedSpace];
  const whitened = METHODS.find(({ name }) => name === "whitened")!;
  const [right, wrong] = retrievedRows(text, image, [whitened, permuted(whitened)], { k: 40, seed: 1, count: 8 });
  const hits = (rows: Int32Array): number => rows.filter((row, i) => row === i).length;
  assert.deepEqual(["cat: animal, pet", "flag: Peru: flag"].map(nameOf), ["cat", "flag: Peru"]);
  assert.ok(hits(right!.rows) >= 7 && hits(wrong!.rows) <= 3, `${hits(right!.rows)}, ${hits(wrong!.rows)}`);
});

Deno.test("figure 7: each verdict of each rule", () => {
  const ends = (x: number) => ({ low: x - .01, high: x + .01, encoders: 4, seeds: 2 });
  const both = (photos: number, emoji = .9, parts = ["emoji", "photos"]): readonly (readonly [string, number])[] =>
    parts.map((part) => [part, part === "emoji" ? emoji : photos] as const);
  const sources = (statistic: string) => (x: number, emoji = .9, parts?: string[]): Records => ({
    sources: both(x, emoji, parts).map(([part, difference]) => (
      { part, method: "IRP", statistic, difference, ...ends(difference) }
    )),
  });
  for (const [id, statistic] of [["text-stronger", "share"], ["text-margins", "margin"]] as const) {
    verdicts(id, sources(statistic), [.011, .009, -1], ["holds", "partly", "partly"]);
    assert.equal(judge(id, sources(statistic)(.009, .009)), "does not hold");
    assert.equal(judge(id, sources(statistic)(0, .9, ["emoji"])), "partly", "one part alone never holds");
  }
  const shares = (method: string) => (photos: number, emoji = .9): Records => ({
    shares: both(photos, emoji).map(([part, share]) => ({
      part,
      direction: "text → image",
      method,
      share,
      ...ends(share),
    })),
  });
  verdicts("across-irp", shares("IRP"), [.511, .509, .1], ["holds", "partly", "partly"]);
  verdicts("across-whitened", shares("whitened"), [.861, .859, .1], ["holds", "partly", "partly"]);
  assert.equal(judge("across-whitened", shares("whitened")(.84, .74)), "does not hold");
  const controls = (irp: number, whitened: number): Records => ({
    shares: [[irp, "IRP, permuted anchors"], [whitened, "whitened, permuted anchors"], [.1, RANDOM]].flatMap(
      ([share, method]) => shares(method as string)(share as number, .1).shares!,
    ),
  });
  assert.deepEqual([controls(.18, .18), controls(.2, .1), controls(.1, .2)].map((r) => judge("across-pairing", r)), [
    ...["holds", "partly", "partly"],
  ]);
  assert.throws(() => judge("across-irp", { shares: [] }), /Cannot judge Figure 7 as it must have a row of "emoji" or/);
});

const DATASET = makeDataset({
  ...{
    name: "signs",
    ids: ["1f600", "2764-fe0f", "1f408", "1f415"],
    texts: ["grin: a", "heart: b", "cat: c", "dog: d"],
  },
  ...{ labels: ["face", "sign", "animal", "animal"], images: Matrix.from([[0], [.1], [.2], [.3]]) },
  ...{ imageShape: { height: 1, width: 1, channels: 1 } },
  splits: { train: Int32Array.of(3, 1, 0), test: Int32Array.of(2) },
});

Deno.test("items that no table knows leave the dataset with their labels, texts, images and places", () => {
  const { ids, labels, texts, images, splits } = withItems(DATASET, (id) => id !== "1f600");
  assert.deepEqual([ids, texts], [["2764-fe0f", "1f408", "1f415"], ["heart: b", "cat: c", "dog: d"]]);
  assert.deepEqual([[...labels], [...splits.train], [...splits.test]], [[2, 0, 0], [2, 0], [1]]);
  close(images!.data, [.1, .2, .3], 1e-9);
  assert.equal(withItems(DATASET, () => true), DATASET);
});

Deno.test("vectors of emoji are found by id, with and without U+FE0F; one without a vector is named", () => {
  const signs = ["\u{1F408}", "\u2764", "\u{1F415}\uFE0F"],
    table = emojiTable(signs, Matrix.from([[1, 2], [3, 4], [5, 6]]));
  const known = withItems(DATASET, (id) => id !== "1f600");
  close(emojiRows(known, table, "table").data, [3, 4, 1, 2, 5, 6], 0);
  assert.throws(() => emojiRows(DATASET, table, "table"), {
    name: "RangeError",
    message: 'Cannot encode the dataset "signs" by "table" as every item must have a vector: "1f600" (grin) has none',
  });
});

Deno.test("spaces that cannot be stitched across modalities get one sentence each", () => {
  const [image, , text] = SPACES as [LoadedSpace, LoadedSpace, LoadedSpace], why = "Cannot stitch across modalities as";
  assert.deepEqual(checked(SPACES), SPACES);
  assert.throws(() => checked([image, image]), {
    message: `${why} there must be encoders of images and of texts: all read images`,
  });
  const ids = text.test.ids.toReversed();
  assert.throws(() => checked([image, { ...text, test: { ...text.test.at(ids), labels: text.test.labels } }]), {
    message: `${why} all spaces must have the same test items in one order: those of "name" differ from "drawn"`,
  });
  const labels = text.labels.map((label) => label === 1 ? 0 : label);
  assert.throws(() => checked([image, { ...text, labels }]), {
    message: `${why} every class must have an item to train on: "b" of "name" has none`,
  });
});

Deno.test("an encoder of the wrong kind for the data is refused before anything loads", () => {
  for (const [encoder, kind] of [["centernet", "text"], ["use-lite", "image"], ["emoji2vec", "text"]] as const) {
    assert.throws(() => encoderFor(encoder, { name: "mine", kind }), {
      name: "RangeError",
      message: new RegExp(`^Cannot encode the dataset "mine" as the encoder must be one of .*: it is "${encoder}"$`),
    });
  }
});
