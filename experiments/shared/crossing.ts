/**
 * From one language to another: every translation, what needs none, and the controls above and below.
 *
 * @module
 */
import { rng } from "../../lib/base/random.ts";
import { center, shiftRows } from "../../lib/linalg/blocks.ts";
import { matmul } from "../../lib/linalg/linalg.ts";
import { asDtype, Matrix } from "../../lib/linalg/matrix.ts";
import { polar } from "../../lib/linalg/polar.ts";
import { average, columnMeans, dot, rowNorms, unitRows } from "../../lib/linalg/rows.ts";
import { accuracy } from "../../lib/measure/accuracy.ts";
import { retrieval } from "../../lib/measure/retrieval.ts";
import { cosineSimilarity } from "../../lib/measure/similarity.ts";
import { sampleAnchors } from "../../lib/method/anchors.ts";
import type { Method } from "../../lib/method/methods.ts";
import { type Side, side } from "../../lib/method/side.ts";
import type { LoadedSpace } from "../../lib/encoder/load.ts";
import type { Language } from "./languages.ts";
import { METHODS, named } from "./methods.ts";
import { OWN } from "./stitching.ts";
import type { Row } from "./summary.ts";
import { padded, TRANSLATIONS } from "./translations.ts";

/** The name of the row that shows what one offset does to a raw cosine. */
export const OFFSET = "absolute, shared offset";
/** The offset's length over the mean norm: unrelated unit rows then have the raw cosine .93 that the paper found. */
const FAR = Math.sqrt(0.93 / 0.07);

const CHOSEN = ["absolute, zero-padded", "IRP (ω=1, δ=0)", "IRP", "IRP, completed", "Parseval frames", "whitened"];
/** The methods between languages, in the order of the table. */
export const CROSSING: readonly Method[] = Object.freeze(
  [...CHOSEN, "ridge linear", "ortho", "IRP, permuted anchors", "whitened, permuted anchors"].map((name) =>
    TRANSLATIONS.find((m) => m.name === name)!
  ),
);
/** From a rotation of a space back into it: what is reached where nothing stands in the way. */
const ROTATED: readonly Method[] = METHODS.filter(({ name }) => name === "IRP" || name === "whitened")
  .map(({ name, fit }) => named(`${name}, from a rotation`, fit));

/** How many anchors, and what draws them. */
export interface Draw {
  readonly k: number;
  readonly seed: number;
}

/** Rows of a space and the point from which they are seen. */
interface Seen {
  readonly rows: Matrix;
  readonly mean: Float64Array<ArrayBuffer>;
}

/** A row for every ordered pair of languages and method, and for every language and its rotation. */
export function* crossings(languages: readonly Language[], { k, seed }: Draw): Generator<Row> {
  const ids = sampleAnchors(languages[0]!.space, { count: k, seed });
  const sides = languages.map(({ space }) => side(space.at(ids).vectors));
  for (const [t, { language: target, space }] of languages.entries()) {
    const y = sides[t]!, truth = seen(space, y);
    for (const [s, { language: source, space: from }] of languages.entries()) {
      const base = { k, seed, source, target };
      if (s === t) {
        for (const row of rotations(space, y, seed)) yield { ...base, ...row };
        continue;
      }
      yield { ...base, method: OWN, apart: true, ...measured(truth, truth, space) };
      for (const row of translated(from, sides[s]!, space, y, seed)) yield { ...base, ...row };
    }
  }
}

/** What encodings of an encoder that all languages share reach without a translation, each seen from its own anchors' mean. */
export function* untranslated(method: string, languages: readonly Language[], { k, seed }: Draw): Generator<Row> {
  const ids = sampleAnchors(languages[0]!.space, { count: k, seed });
  const views = languages.map(({ space }) => seen(space, side(space.at(ids).vectors)));
  for (const [s, { language: source }] of languages.entries()) {
    for (const [t, { language: target, space }] of languages.entries()) {
      if (s === t) continue;
      yield { k, seed, source, target, method, apart: false, ...measured(views[s]!, views[t]!, space) };
    }
  }
}

const seen = ({ test }: LoadedSpace, { rows }: Side): Seen => ({
  rows: asDtype(test.vectors, "f64"),
  mean: columnMeans(rows),
});

function* translated(from: LoadedSpace, x: Side, to: LoadedSpace, y: Side, seed: number): Generator<Row> {
  const truth = seen(to, y), source = seen(from, x);
  for (const { name, fit } of CROSSING) {
    const map = fit(x, y, seed), rows = map.apply(source.rows), row = { method: name, apart: map.independent };
    if (name !== padded.name) {
      yield { ...row, ...measured({ rows, mean: truth.mean }, truth, to) };
      continue;
    }
    const absolute = { rows, mean: map.apply(new Matrix(1, source.mean.length, source.mean)).row(0) };
    const plain = measured(absolute as Seen, truth, to);
    yield { ...row, ...plain };
    const length = FAR * (average(rowNorms(rows)) + average(rowNorms(truth.rows))) / 2;
    const [away, there] = [absolute as Seen, truth].map((view) => moved(view, length, seed)) as [Seen, Seen];
    yield { ...row, method: OFFSET, ...measured(away, there, to), accuracy: plain.accuracy };
  }
}

/** Everything shifted by a vector of that length, in a direction that the seed draws. */
function moved({ rows, mean }: Seen, length: number, seed: number): Seen {
  const draw = rng(seed).fork("offset"), direction = Float64Array.from(mean, () => draw.normal());
  const norm = Math.sqrt(dot(direction, direction)), offset = direction.map((v) => v * length / norm);
  const data = rows.data.slice() as Float64Array<ArrayBuffer>;
  shiftRows(data, offset);
  return { rows: new Matrix(rows.rows, rows.cols, data), mean: mean.map((v, j) => v + offset[j]!) };
}

function* rotations(space: LoadedSpace, y: Side, seed: number): Generator<Row> {
  const d = y.rows.cols, draw = rng(seed).fork("rotation");
  const turn = polar(new Matrix(d, d, Float64Array.from({ length: d * d }, () => draw.normal())));
  const x = side(matmul(y.rows, turn)), truth = seen(space, y), samples = matmul(truth.rows, turn);
  for (const { name, fit } of ROTATED) {
    const map = fit(x, y, seed), rows = map.apply(samples);
    yield { method: name, apart: map.independent, ...measured({ rows, mean: truth.mean }, truth, space) };
  }
}

/**
 * How near each row is to its partner, and to the others; how well it finds it; what the target's head makes of it.
 * Retrieval is by centred cosine, `rawRecall` by the raw one.
 */
function measured(mapped: Seen, target: Seen, { head, test }: LoadedSpace): Row {
  const rows = asDtype(mapped.rows, "f64"), [a, b] = [center(rows, mapped.mean), center(target.rows, target.mean)];
  const [centred, raw] = [cosines(a, b), cosines(rows, target.rows)], found = retrieval(a, b, { recallAt: [1] });
  const recall = found.recall.get(1)!, [low, high] = wilson(recall, rows.rows);
  return {
    ...{ similarity: centred.parallel, similarityOther: centred.other, raw: raw.parallel, rawOther: raw.other },
    ...{ recall, recallLow: low, recallHigh: high, mrr: found.mrr },
    rawRecall: retrieval(rows, target.rows, { recallAt: [1] }).recall.get(1)!,
    accuracy: accuracy(head.predict(rows), test.labels),
  };
}

/** Mean cosine of rows that are partners, and of all that are not. */
export function cosines(a: Matrix, b: Matrix): { readonly parallel: number; readonly other: number } {
  const n = a.rows, parallel = cosineSimilarity(a, b).mean;
  const all = dot(columnMeans(unitRows(a)), columnMeans(unitRows(b)));
  return { parallel, other: (n * all - parallel) / (n - 1) };
}

/** Wilson's 95 % interval of a share p of n independent cases. */
export function wilson(p: number, n: number): readonly [number, number] {
  const z = 1.959964, middle = p + z * z / (2 * n), reach = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
  return [Math.max(0, (middle - reach) / (1 + z * z / n)), Math.min(1, (middle + reach) / (1 + z * z / n))];
}
