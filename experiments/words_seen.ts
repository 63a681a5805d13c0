/**
 * The words of one space as another sees them: by absolute and relative coordinates, and translated.
 *
 * @module
 */
import { rng } from "../lib/base/random.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { type Matrix, takeRows } from "../lib/linalg/matrix.ts";
import { columnMeans, unitRows } from "../lib/linalg/rows.ts";
import { nearestNeighbors } from "../lib/measure/neighbors.ts";
import { retrieval } from "../lib/measure/retrieval.ts";
import { cosineSimilarity } from "../lib/measure/similarity.ts";
import { fitRelative } from "../lib/method/relative.ts";
import { side } from "../lib/method/side.ts";
import type { Space } from "../lib/space/space.ts";
import type { Row } from "./shared/summary.ts";
import { TRANSLATIONS } from "./shared/translations.ts";

/** Neighbours that the overlap counts, as in the paper. */
const NEIGHBORS = 10;
const METHODS = TRANSLATIONS.filter(({ name }) =>
  ["absolute, zero-padded", "IRP", "Parseval frames", "whitened", "ridge linear", "ortho", "whitened, permuted anchors"]
    .includes(name)
);
/** One draw of anchors. */
export interface Draw {
  readonly k: number;
  readonly seed: number;
}

/** What a method makes of the words that are no anchors: as they come from the source, and as they are in the target. */
interface Seen {
  readonly method: string;
  readonly apart: boolean;
  readonly mapped: Matrix;
  readonly truth: Matrix;
}

/** Numbers of the anchors and of all other words. */
function drawn(n: number, { k, seed }: Draw): { anchors: Int32Array; rest: Int32Array } {
  const order = rng(seed).fork("anchors").permutation(n);
  return { anchors: order.slice(0, k), rest: order.slice(k) };
}

/** The source's words in the target by every method; relative coordinates as in the paper, which does not centre. */
export function* seenWords(source: Space, target: Space, draw: Draw): Generator<Seen> {
  const { anchors, rest } = drawn(source.ids.length, draw),
    [a, b] = [source, target].map(({ vectors }) => (
      { anchors: takeRows(vectors, anchors), rest: takeRows(vectors, rest) }
    )) as [{ anchors: Matrix; rest: Matrix }, { anchors: Matrix; rest: Matrix }];
  const relative = (rows: Matrix, to: Matrix): Matrix => matmul(unitRows(rows), unitRows(to), { transB: true });
  const truth = relative(b.rest, b.anchors), apart = true;
  yield { method: "relative", apart, mapped: relative(a.rest, a.anchors), truth };
  const order = rng(draw.seed).fork("permuted anchors").permutation(draw.k);
  const shuffled = relative(a.rest, takeRows(a.anchors, order));
  yield { method: "relative, permuted anchors", apart, mapped: shuffled, truth };
  const [x, y] = [side(a.anchors), side(b.anchors)];
  const centred = { mapped: fitRelative(x).apply(a.rest), truth: fitRelative(y).apply(b.rest) };
  yield { method: "relative, centred", apart, ...centred };
  for (const { name, fit } of METHODS) {
    const map = fit(x, y, draw.seed), method = name === "absolute, zero-padded" ? "absolute" : name;
    yield { method, apart: map.independent, mapped: map.apply(a.rest), truth: b.rest };
  }
}

/** Every ordered pair and method: is the same word nearest, are the neighbours the same, how alike are the vectors. */
export function* wordRows(spaces: readonly Space[], draw: Draw): Generator<Row> {
  for (const source of spaces) {
    for (const target of spaces) {
      if (source === target) continue;
      const neighbors = new Map<Matrix, Int32Array>();
      for (const { method, apart, mapped, truth } of seenWords(source, target, draw)) {
        const own = neighbors.get(truth) ?? nearestNeighbors(truth, truth, { k: NEIGHBORS, excludeSelf: true });
        neighbors.set(truth, own);
        yield {
          ...{ ...draw, source: source.name, target: target.name, method, apart, words: truth.rows },
          mrr: retrieval(mapped, truth, { recallAt: [1] }).mrr,
          jaccard: crossJaccard(mapped, truth, own, NEIGHBORS),
          cosine: cosineSimilarity(mapped, truth).mean,
          centred: cosineSimilarity(mapped, truth, { center: columnMeans(truth) }).mean,
        };
      }
    }
  }
}

/** Overlap |A ∩ B| / |A ∪ B| of the k nearest other words of the mapped row and of the true one (`own`), in the target. */
export function crossJaccard(mapped: Matrix, truth: Matrix, own: Int32Array, k: number): number {
  const found = nearestNeighbors(mapped, truth, { k, excludeSelf: true });
  let sum = 0;
  for (let i = 0; i < truth.rows; i++) {
    const known = new Set(own.subarray(i * k, (i + 1) * k));
    const shared = found.subarray(i * k, (i + 1) * k).filter((j) => known.has(j)).length;
    sum += shared / (2 * k - shared) / truth.rows;
  }
  return sum;
}

/** Words whose neighbours tables show, those of them that are no anchors. */
const SHOWN = ["king", "river", "guitar", "monday", "bread", "doctor", "winter", "money", "green", "teacher"];

/** The five nearest words of some in the second space: of the word's own vector there, and as it comes from the first. */
export function nearestWords(source: Space, target: Space, draw: Draw): readonly Row[] {
  const { rest } = drawn(source.ids.length, draw), names = Array.from(rest, (i) => source.ids[i]!);
  const rows = names.flatMap((name, i) => SHOWN.includes(name) ? [i] : []).slice(0, 6);
  const list = (queries: Matrix, gallery: Matrix): readonly string[] => {
    const found = rows.length === 0 ? [] : nearestNeighbors(takeRows(queries, rows), gallery, { k: 5 });
    return rows.map((_, i) => Array.from(found.slice(5 * i, 5 * i + 5), (j) => names[j]!).join(", "));
  };
  const seen = [...seenWords(source, target, draw)],
    of = (method: string): Seen => seen.find((s) => s.method === method)!;
  const columns: readonly (readonly [string, readonly string[]])[] = [
    ["in its own space", list(of("absolute").truth, of("absolute").truth)],
    ...["absolute", "relative", "whitened"].map((m) => [m, list(of(m).mapped, of(m).truth)] as const),
  ];
  return rows.map((row, i) => ({
    word: names[row],
    ...Object.fromEntries(columns.map(([name, lists]) => [name, lists[i]])),
  }));
}
