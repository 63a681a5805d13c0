/**
 * Stitching at breadth: every method on every ordered pair of spaces for one draw of anchors.
 *
 * What belongs to one side (decompositions, prunings, relative heads) is made once and serves all its partners.
 *
 * @module
 */
import { sampleAnchors } from "../../lib/method/anchors.ts";
import type { LoadedSpace } from "../../lib/encoder/load.ts";
import { Matrix, sliceRows } from "../../lib/linalg/matrix.ts";
import { accuracy } from "../../lib/measure/accuracy.ts";
import { fitHead, type Head } from "../../lib/head/head.ts";
import { rng } from "../../lib/base/random.ts";
import { fitRelative } from "../../lib/method/relative.ts";
import { centeredSimilarity } from "./grid.ts";
import type { Method } from "../../lib/method/methods.ts";
import { type Side, side } from "../../lib/method/side.ts";
import { pairKind } from "./spaces.ts";
import type { Row } from "./summary.ts";

/** Rows that a relative head is trained on at most. */
const HEAD_ROWS = 2000;

/** One draw of anchors over all spaces. */
export interface Draw {
  readonly k: number;
  readonly seed: number;
  readonly methods: readonly Method[];
  /** Also train heads on relative representations (the classic form). */
  readonly relativeHeads: boolean;
}

/** Names of methods that fit no translation. */
export const OWN = "own head", RELATIVE = "relative head", RANDOM = "random guess";

/** A row for every method and ordered pair: accuracy under the target's head, centred similarity. */
export function* stitchPairs(spaces: readonly LoadedSpace[], draw: Draw): Generator<readonly Row[]> {
  const { k, seed } = draw, ids = sampleAnchors(spaces[0]!, { count: k, seed });
  const sides = spaces.map((s) => side(s.at(ids).vectors));
  const heads = draw.relativeHeads ? spaces.map((s) => relativeHead(s, ids, seed)) : undefined;
  for (const [s, source] of spaces.entries()) {
    for (const [t, target] of spaces.entries()) {
      const cell = { k, seed, source: source.encoder.name, target: target.encoder.name };
      const base = { ...cell, pairs: s === t ? "own" : pairKind(source, target) };
      const relative = heads ? [headRow(source, heads[s]!.encode, heads[t]!.head)] : [];
      const rows = s === t ? [] : [
        ownRow(target),
        guessed(target, `${seed}/${s}/${t}`),
        ...translated(source, target, sides[s]!, sides[t]!, draw),
      ];
      yield [...rows, ...relative].map((row) => ({ ...base, ...row }));
    }
  }
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
  { methods, seed }: Draw,
): readonly Row[] {
  const samples = source.test.vectors, truth = target.test.vectors, labels = target.test.labels;
  const rows = methods.map(({ name, fit }) => {
    const map = fit(x, y, seed), mapped = map.apply(samples);
    const measured = { accuracy: accuracy(target.head.predict(mapped), labels) };
    return { method: name, apart: map.independent, ...measured, similarity: centeredSimilarity(mapped, truth, y) };
  });
  const absolute = rows.find((r) => r.method === "absolute, zero-padded");
  return absolute && samples.cols === truth.cols ? [{ ...absolute, method: "absolute" }, ...rows] : rows;
}

/** One side's relative projection, and a head trained on its relative representations. */
interface RelativeHead {
  readonly encode: (x: Matrix) => Matrix;
  readonly head: Head;
}

function relativeHead(space: LoadedSpace, ids: readonly string[], seed: number): RelativeHead {
  const encode = fitRelative(space.at(ids)).apply, rows = Math.min(HEAD_ROWS, space.vectors.rows);
  const z = encode(sliceRows(space.vectors, 0, rows));
  return { encode, head: fitHead(z, space.labels.subarray(0, rows), { classes: space.classes.length, seed }) };
}

function headRow(source: LoadedSpace, encode: RelativeHead["encode"], head: Head): Row {
  const { vectors, labels } = source.test;
  return { method: RELATIVE, apart: true, accuracy: accuracy(head.predict(encode(vectors)), labels), similarity: NaN };
}
