/**
 * Pruned subsets of anchors and their pseudo-inverses (section 3.3; equations 2 and 5 on a subset).
 *
 * @module
 */
import { integer, number } from "../base/check.ts";
import type { Svd } from "../linalg/engine/engine.ts";
import { once } from "../base/once.ts";
import { rng } from "../base/random.ts";
import { type Condition, condition, defaultRcond, invertSpectrum, matmul, scaleCols, svd } from "../linalg/linalg.ts";
import { Matrix, takeRows } from "../linalg/matrix.ts";
import { type Factor, freshFactor, sharedFactor, type Whole } from "./factors.ts";
import type { PruningOrder } from "./anchors.ts";

/** One pruned subset of centred unit anchors, inverted. */
export interface InvertedSubset {
  /** Its rows among the k anchors, ascending. */
  readonly indices: Int32Array<ArrayBuffer>;
  /** S, m × d. */
  readonly anchors: Matrix;
  /** m × d: pinv(Sᵀ). */
  readonly rows: Matrix;
  /** Singular values of S above the cut-off. */
  readonly rank: number;
  /** Of S, plain and effective; found when first asked for. */
  readonly condition: Condition;
  /** The decomposition of S, made when first asked for. */
  readonly svd: () => Svd;
}

/** How pseudo-inverses treat small singular values. */
export interface InvertOptions {
  /** Tikhonov term of every pseudo-inverse, relative to its largest squared singular value; default 0. */
  readonly lambda?: number;
  /** Relative cut-off of every pseudo-inverse; default max(m, d) · 2⁻⁵². */
  readonly rcond?: number;
}

/** Inverts one subset (equation 2 on S). */
export function invertSubset(
  unit: Matrix,
  indices: Int32Array<ArrayBuffer>,
  options: InvertOptions = {},
  whole: Whole = {},
  factor: Factor = freshFactor(unit, whole),
): InvertedSubset {
  const ascending = indices.toSorted(), action = "invert a subset of anchors";
  const lambda = number(options.lambda ?? 0, 0, Infinity, "λ", action);
  const rcond = number(options.rcond ?? defaultRcond(indices.length, unit.cols), 0, 1, "rcond", action);
  const anchors = takeRows(unit, ascending), all = indices.length === unit.rows;
  const decomposed = once(() => all && whole.svd ? whole.svd() : svd(anchors));
  const known = lambda === 0 && options.rcond === undefined ? factor(indices) : undefined;
  const parts = { indices: ascending, anchors, svd: decomposed };
  if (known) {
    return inverted({ ...parts, rows: known.rows, rank: Math.min(anchors.rows, anchors.cols) }, known.condition);
  }
  const { u, s, vt } = decomposed(), found = condition(s, rcond);
  const rows = matmul(scaleCols(u, invertSpectrum(s, rcond, lambda)), vt);
  return inverted({ ...parts, rows, rank: found.rank }, () => found);
}

function inverted(parts: Omit<InvertedSubset, "condition">, found: () => Condition): InvertedSubset {
  return Object.freeze({
    ...parts,
    get condition() {
      return found();
    },
  });
}

/** Inverts every subset, equal ones once. */
export function invertSubsets(
  unit: Matrix,
  subsets: readonly Int32Array<ArrayBuffer>[],
  options: InvertOptions = {},
): readonly InvertedSubset[] {
  const known = new Map<string, InvertedSubset>(), [factor] = sharedFactor(unit, {}, [freshFactor(unit, {})]);
  return subsets.map((indices) => invertOnce(known, indices, () => invertSubset(unit, indices, options, {}, factor)));
}

/** The subsets of several orders at one δ, inverted; call it with the smallest δ first. The same ones are the same array. */
export function nestedInverses(
  unit: Matrix,
  orders: readonly PruningOrder[],
  whole: Whole = {},
): (delta: number) => readonly InvertedSubset[] {
  const factors = sharedFactor(unit, whole, orders.map(() => freshFactor(unit, whole))),
    known = new Map<string, InvertedSubset>();
  let last: readonly InvertedSubset[] = [];
  return (delta) => {
    const found = orders.map((order, i) => {
      const indices = order.until(delta);
      return invertOnce(known, indices, () => invertSubset(unit, indices, {}, whole, factors[i]));
    });
    return last = found.every((subset, i) => subset === last[i]) ? last : found;
  };
}

function invertOnce(
  known: Map<string, InvertedSubset>,
  indices: Int32Array,
  make: () => InvertedSubset,
): InvertedSubset {
  const key = indices.toSorted().join(), found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

/** The mean over subsets (equation 5) as one k × d matrix: each pseudo-inverse sits in its subset's rows. */
export function meanInverse(subsets: readonly InvertedSubset[], count: number): Matrix {
  const cols = subsets[0]!.rows.cols, out = new Float64Array(count * cols);
  for (const { indices, rows } of subsets) {
    for (let i = 0, p = 0; i < indices.length; i++) {
      for (let j = 0, q = indices[i]! * cols; j < cols; j++) out[q++]! += rows.data[p++]!;
    }
  }
  return new Matrix(count, cols, out.map((sum) => sum / subsets.length));
}

/**
 * For each subset a random one of the same size, ascending: the ablation of pruning (equation 4) that keeps the sizes it chose and
 * drops the distances.
 *
 * @param count Number of anchors k to draw from.
 * @throws {RangeError} If a subset has no index or more than `count`.
 */
export function randomSubsets(
  subsets: readonly ArrayLike<number>[],
  count: number,
  seed: number,
): readonly Int32Array<ArrayBuffer>[] {
  const draw = rng(seed).fork("random subsets");
  return subsets.map((subset) => {
    const size = integer(subset.length, 1, count, "the size of a subset", "draw random subsets");
    return draw.permutation(count).slice(0, size).sort();
  });
}
