/**
 * Choosing anchors: at random, and by pruning with farthest-point sampling (section 3.3, equations 3 and 4).
 *
 * @module
 */
import { integer, number, sameLength } from "../base/check.ts";
import { matmul } from "../linalg/linalg.ts";
import { Matrix, sliceRows } from "../linalg/matrix.ts";
import { rng } from "../base/random.ts";
import { unitAnchors } from "../space/scaling.ts";
import { type Rows, vectorsOf } from "../space/space.ts";

/**
 * Names of `count` anchors, drawn uniformly without replacement (section 3.1).
 *
 * @throws {RangeError} If count is not an integer in [1, n].
 * @example
 * ```ts
 * import { sampleAnchors } from "anchorage";
 * console.log(sampleAnchors({ ids: ["a", "b", "c"] }, { count: 2, seed: 7 }).length); // 2
 * ```
 */
export function sampleAnchors(
  items: { readonly ids: readonly string[] },
  options: { readonly count: number; readonly seed: number },
): readonly string[] {
  const { ids } = items;
  integer(options.count, 1, ids.length, "the number of anchors", "sample anchors");
  const order = rng(options.seed).fork("anchors").permutation(ids.length);
  return Object.freeze(Array.from(order.subarray(0, options.count), (i) => ids[i]!));
}

/** Where pruning stops and starts. */
export interface PruneOptions {
  /** δ in [0, 1]: the smallest distance 1 - |cos| to the anchors already kept that a new one may have. */
  readonly delta: number;
  /** Index of the first anchor, default 0. */
  readonly start?: number;
}

/**
 * Anchor pruning (equation 4): indices of the anchors kept, in order of choice. Takes raw anchors and centres them.
 *
 * Greedy farthest-point sampling under the distance 1 - |cos| on centred unit anchors; it stops before adding an anchor
 * whose smallest distance to the kept ones is below δ. δ = 0 keeps all. Ties go to the lowest index, so anchors at the
 * same distance to rounding may be ordered differently by another engine.
 *
 * @throws {RangeError} If δ or the start is out of range, or an anchor equals the anchors' mean.
 * @example
 * ```ts
 * import { Matrix, pruneAnchors } from "anchorage";
 * const anchors = Matrix.from([[1, 0], [-1, 0.1], [0, 2], [0, -2.1]]);
 * console.log(Array.from(pruneAnchors(anchors, { delta: 0.5 }))); // [ 0, 2 ]
 * ```
 */
export function pruneAnchors(anchors: Rows, options: PruneOptions): Int32Array<ArrayBuffer> {
  const { unit } = unitAnchors(vectorsOf(anchors), "prune anchors");
  const start = integer(options.start ?? 0, 0, unit.rows - 1, "the start", "prune anchors");
  return farthestPoints(distancesOf(unit), unit.rows, start).until(options.delta);
}

/** Distances from anchor i to all anchors, written into `out`. */
export type Distances = (i: number, out: Float64Array) => void;

/** A full farthest-point order; a smaller δ only cuts it later, so one order serves every δ. */
export interface PruningOrder {
  /** The kept anchors' indices in order of choice. @throws {RangeError} If δ is not in [0, 1]. */
  until(delta: number): Int32Array<ArrayBuffer>;
}

/** Up to this many anchors all cosines are one GEMM of k²·d and kept (at most 300 MB); beyond, a row at a time: slow, but linear. */
const GRAM_LIMIT = 6144;

/** All cosines between unit rows, k × k, unless they are too many to keep. */
export function cosinesOf(unit: Matrix): Matrix | undefined {
  return unit.rows <= GRAM_LIMIT ? matmul(unit, unit, { transB: true }) : undefined;
}

/** Distance 1 - |cos| (equation 3) between unit rows, clamped at 0. */
export function distancesOf(unit: Matrix, gram = cosinesOf(unit)): Distances {
  const k = unit.rows;
  return (i, out) => {
    const cosines = gram ? gram.row(i) : matmul(unit, sliceRows(unit, i, i + 1), { transB: true }).data;
    for (let j = 0; j < k; j++) out[j] = Math.max(0, 1 - Math.abs(cosines[j]!));
  };
}

/** The smaller of two distances: keeps anchors that are far from each other in both spaces. */
export function smallerDistance(a: Distances, b: Distances): Distances {
  return (i, out) => {
    const other = new Float64Array(out.length);
    a(i, out);
    b(i, other);
    for (let j = 0; j < out.length; j++) out[j] = Math.min(out[j]!, other[j]!);
  };
}

/** Farthest-point order from a start, grown only as far as the smallest δ asked for needs. */
export function farthestPoints(distances: Distances, count: number, start: number): PruningOrder {
  const nearest = new Float64Array(count).fill(Infinity), row = new Float64Array(count);
  const order: number[] = [], gaps: number[] = [];
  let next = start, gap = Infinity;
  const grow = (): void => {
    order.push(next);
    gaps.push(gap);
    distances(next, row);
    nearest[next] = -1;
    gap = -1;
    for (let j = 0; j < count; j++) {
      if (row[j]! < nearest[j]!) nearest[j] = row[j]!;
      if (nearest[j]! > gap) [gap, next] = [nearest[j]!, j];
    }
  };
  return Object.freeze({
    until: (delta: number) => {
      number(delta, 0, 1, "δ", "prune anchors");
      while (order.length < count && (order.length === 0 || gap >= delta)) grow();
      const end = gaps.findIndex((g, i) => i > 0 && g < delta);
      return Int32Array.from(end < 0 ? order : order.slice(0, end));
    },
  });
}

/** How subspaces are drawn (section 3.3, "Anchor subspaces"). */
export interface SubspaceOptions {
  /** ω, the number of prunings with different starts, 1 ≤ ω ≤ k; default 16, or k where that is smaller. */
  readonly subspaces?: number;
  /** δ in [0, 1]; default 0.6. */
  readonly delta?: number;
  /** The ω starts themselves; default: the first ω of a seeded permutation, so a larger ω contains a smaller one's. */
  readonly starts?: readonly number[];
  /** Seed of the starts, default 0. */
  readonly seed?: number;
}

/** The starts that the options ask for. @throws {RangeError} If ω or a start is out of range. */
export function subspaceStarts(count: number, options: SubspaceOptions): readonly number[] {
  const action = "draw subspaces";
  const omega = integer(
    options.subspaces ?? options.starts?.length ?? Math.min(16, count),
    1,
    count,
    "the number of subspaces ω",
    action,
  );
  if (options.starts === undefined) {
    return Array.from(rng(options.seed ?? 0).fork("starts").permutation(count).subarray(0, omega));
  }
  sameLength(options.starts, omega, "starts", action);
  return options.starts.map((start) => integer(start, 0, count - 1, "a start", action));
}

/** One subset of anchor indices, ascending, for every start. */
export function anchorSubsets(
  distances: Distances,
  count: number,
  options: SubspaceOptions,
): readonly Int32Array<ArrayBuffer>[] {
  const delta = options.delta ?? 0.6;
  return subspaceStarts(count, options).map((start) => farthestPoints(distances, count, start).until(delta).sort());
}
