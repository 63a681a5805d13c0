/**
 * Stitching at breadth: every method on every ordered pair of spaces for one draw of anchors.
 *
 * What belongs to one side (decompositions, prunings, relative heads) is made once and serves all its partners.
 *
 * @module
 */
import { sampleAnchors } from "../../lib/method/anchors.ts";
import type { LoadedSpace } from "../../lib/encoder/load.ts";
import { type Matrix, takeRows } from "../../lib/linalg/matrix.ts";
import { accuracy } from "../../lib/measure/accuracy.ts";
import { fitHead, type Head } from "../../lib/head/head.ts";
import { rng } from "../../lib/base/random.ts";
import { fitRelative } from "../../lib/method/relative.ts";
import { anchorGroups, prototypeAnchors } from "../../lib/method/prototypes.ts";
import { average } from "../../lib/linalg/rows.ts";
import { retrieval } from "../../lib/measure/retrieval.ts";
import { quantile } from "../../lib/measure/stats.ts";
import { centeredSimilarity, seenFrom } from "./grid.ts";
import { METHODS, named } from "./methods.ts";
import type { Method } from "../../lib/method/methods.ts";
import { type Side, side } from "../../lib/method/side.ts";
import { rankDeficient } from "./pretrained.ts";
import { headRows, pairKind } from "./spaces.ts";
import type { Row } from "./summary.ts";

/** One draw of anchors over all spaces. */
export interface Draw {
  readonly k: number;
  readonly seed: number;
  readonly methods: readonly Method[];
  /** More methods, for pairs of a text and an image encoder alone. */
  readonly across?: readonly Method[];
  /** Also train heads on relative representations (the classic form), on the first so many training rows. */
  readonly relativeHeads?: number;
  /** Also retrieve the target's test items by the translated ones, and count the anchors that are kept. */
  readonly retrieval?: boolean;
  /** Whether the anchors are left out of the rows of relative heads. */
  readonly apart?: boolean | undefined;
  /** Also stitch by the means of so many groups of the paired items that the seed draws. */
  readonly prototypes?: { readonly groups: number; readonly items: number };
}

/** Names of methods that fit no translation. */
export const OWN = "own head", RELATIVE = "relative head", RANDOM = "random guess";

/** A row for every method and ordered pair: accuracy under the target's head, centred similarity. */
export function* stitchPairs(spaces: readonly LoadedSpace[], draw: Draw): Generator<readonly Row[]> {
  const { k, seed } = draw, ids = sampleAnchors(spaces[0]!, { count: k, seed });
  const sides = spaces.map((s) => side(s.at(ids).vectors));
  const { relativeHeads: rows, apart } = draw;
  const used = rows === undefined
    ? undefined
    : headRows(spaces[0]!, { rows, ...(apart && { apart: { count: k, seed } }) });
  const heads = used && spaces.map((s) => relativeHead(s, ids, used, seed));
  const grouped = draw.prototypes && prototypeSides(spaces, draw.prototypes, seed);
  for (const [s, source] of spaces.entries()) {
    for (const [t, target] of spaces.entries()) {
      const cell = { k, seed, source: source.encoder.name, target: target.encoder.name };
      const deficient = rankDeficient(k, Math.max(source.encoder.dim, target.encoder.dim));
      const base = { ...cell, pairs: s === t ? "own" : pairKind(source, target), deficient };
      const relative = heads ? [headRow(source, heads[s]!.encode, heads[t]!.head)] : [];
      const rows = s === t ? [] : [
        ownRow(target),
        guessed(target, `${seed}/${s}/${t}`),
        ...translated(source, target, sides[s]!, sides[t]!, draw),
        ...(grouped ? translated(source, target, grouped[s]!, grouped[t]!, { ...draw, methods: PROTOTYPES }) : []),
      ];
      yield [...rows, ...relative].map((row) => ({ ...base, ...row }));
    }
  }
}

/** Methods on prototypes: means over groups of paired items. */
const PROTOTYPES: readonly Method[] = METHODS.filter(({ name }) => name === "IRP" || name === "whitened")
  .map(({ name, fit }) => named(`${name}, prototypes`, fit));

/** Every space's means over the same groups of items, which k-means finds in the first space. */
function prototypeSides(
  spaces: readonly LoadedSpace[],
  { groups, items }: { readonly groups: number; readonly items: number },
  seed: number,
): readonly Side[] {
  const [first] = spaces as [LoadedSpace], order = rng(seed).fork("prototypes").permutation(first.ids.length);
  const ids = Array.from(order.subarray(0, items), (i) => first.ids[i]!);
  const found = anchorGroups(first.at(ids), { count: groups, seed });
  return spaces.map((s) => side(prototypeAnchors(s, found).vectors));
}

/** What the target's head makes of the target's own encodings: the bound above. */
function ownRow({ head, test }: LoadedSpace): Row {
  return { method: OWN, apart: true, accuracy: accuracy(head.predict(test.vectors), test.labels), similarity: 1 };
}

/** Labels of the test items in another order: what a head that sees nothing would reach. */
function guessed(target: LoadedSpace, seed: string): Row {
  const { labels } = target.test, order = rng(seed).permutation(labels.length);
  return {
    method: RANDOM,
    apart: true,
    accuracy: accuracy(Array.from(order, (i) => labels[i]!), labels),
    similarity: 0,
  };
}

function translated(
  source: LoadedSpace,
  target: LoadedSpace,
  x: Side,
  y: Side,
  { methods, across = [], seed, retrieval: ranked = false }: Draw,
): readonly Row[] {
  const samples = source.test.vectors, truth = target.test.vectors, labels = target.test.labels;
  const all = source.encoder.kind === target.encoder.kind ? methods : [...methods, ...across];
  const rows = all.map(({ name, fit }) => {
    const map = fit(x, y, seed), mapped = map.apply(samples);
    const measured = { accuracy: accuracy(target.head.predict(mapped), labels) };
    const row = { method: name, apart: map.independent, ...measured, similarity: centeredSimilarity(mapped, truth, y) };
    if (!ranked) return row;
    return { ...row, ...ranks(mapped, truth, y), kept: average(map.diagnostics.anchorsKept ?? [x.rows.rows]) };
  });
  const absolute = rows.find((r) => r.method === "absolute, zero-padded");
  return absolute && samples.cols === truth.cols ? [{ ...absolute, method: "absolute" }, ...rows] : rows;
}

/** Ranks of the right items among all test items, by cosine seen from the target anchors' mean. */
function ranks(mapped: Matrix, truth: Matrix, y: Side): Row {
  const { ranks, recall } = retrieval(seenFrom(y, mapped), seenFrom(y, truth), { recallAt: [1, 10] });
  const medianRank = quantile(ranks, .5);
  return { medianRank, recall1: recall.get(1)!, recall10: recall.get(10)!, items: truth.rows };
}

/** One side's relative projection, and a head trained on its relative representations. */
interface RelativeHead {
  readonly encode: (x: Matrix) => Matrix;
  readonly head: Head;
}

function relativeHead(
  space: LoadedSpace,
  ids: readonly string[],
  rows: Int32Array<ArrayBuffer>,
  seed: number,
): RelativeHead {
  const encode = fitRelative(space.at(ids)).apply, labels = rows.map((i) => space.labels[i]!);
  const head = fitHead(encode(takeRows(space.vectors, rows)), labels, { classes: space.classes.length, seed });
  return { encode, head };
}

function headRow(source: LoadedSpace, encode: RelativeHead["encode"], head: Head): Row {
  const { vectors, labels } = source.test;
  return { method: RELATIVE, apart: true, accuracy: accuracy(head.predict(encode(vectors)), labels), similarity: NaN };
}
