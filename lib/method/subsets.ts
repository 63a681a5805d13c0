/**
 * Pruned subsets of anchors and their pseudo-inverses (section 3.3; equations 2 and 5 on a subset).
 *
 * @module
 */
import { integer, number } from "../base/check.ts";
import { engine } from "../linalg/engine/select.ts";
import type { Svd } from "../linalg/engine/engine.ts";
import { once } from "../base/once.ts";
import { rng } from "../base/random.ts";
import { type Condition, condition, defaultRcond, invertSpectrum, matmul, scaleCols, svd } from "../linalg/linalg.ts";
import { Matrix, takeRows } from "../linalg/matrix.ts";
import { FEW, inverseBySolving, type TransposedInverse, transposedInverse } from "../linalg/gram.ts";
import type { PruningOrder } from "./anchors.ts";

/** One pruned subset of centred unit anchors, inverted. */
export interface InvertedSubset {
  /** Its rows among the k anchors, ascending. */
  readonly indices: Int32Array<ArrayBuffer>;
  /** S, m × d. */
  readonly anchors: Matrix;
  /** m × d: pinv(Sᵀ). */
  readonly rows: Matrix;
  /** Of S, plain and effective. */
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

/** What is known of all anchors and serves every subset of them. */
export interface Whole {
  /** Their decomposition. */
  readonly svd?: () => Svd;
  /** Their inner products, k × k, where they are kept. */
  readonly cosines?: () => Matrix | undefined;
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
  if (known) return Object.freeze({ indices: ascending, anchors, ...known, svd: decomposed });
  const { u, s, vt } = decomposed();
  const rows = matmul(scaleCols(u, invertSpectrum(s, rcond, lambda)), vt);
  return Object.freeze({ indices: ascending, anchors, rows, condition: condition(s, rcond), svd: decomposed });
}

/** pinv(Sᵀ) = (S · Sᵀ)⁻¹ · S by Cholesky, rows ascending; undefined where that is not exact enough or not worth it. */
type Factor = (indices: Int32Array<ArrayBuffer>) => TransposedInverse | undefined;

/**
 * Along one farthest-point order a subset of a larger δ is a prefix of one of a smaller, and its Cholesky factor the
 * leading block of the other's: one factor serves every δ, the longest subset first.
 */
function freshFactor(unit: Matrix, { cosines }: Whole): Factor {
  let longest: { readonly indices: Int32Array; readonly gram: Matrix; readonly lower: Matrix } | undefined;
  return (indices) => {
    const m = indices.length;
    if (m > unit.cols) return transposedInverse(takeRows(unit, indices.toSorted()));
    if (m < FEW || m === unit.rows) return undefined; // all anchors, centred, are dependent
    const S = takeRows(unit, indices);
    if (!longest || m > longest.indices.length || indices.some((row, i) => row !== longest!.indices[i])) {
      const known = cosines?.(), gram = known ? block(known, indices) : matmul(S, S, { transB: true });
      const lower = engine().cholesky(gram);
      if (lower === undefined) return undefined;
      longest = { indices, gram, lower };
    }
    const { lower } = longest,
      found = inverseBySolving(S, lower, m < longest.gram.rows ? block(longest.gram, indices.keys()) : longest.gram);
    return found && { ...found, rows: takeRows(found.rows, ranks(indices)) };
  };
}

/** The rows and columns of a square matrix that are named, in this order. */
function block({ data, cols }: Matrix, places: Iterable<number>): Matrix {
  const at = Int32Array.from(places), m = at.length, out = new Float64Array(m * m);
  for (let i = 0, p = 0; i < m; i++) for (let j = 0, q = at[i]! * cols; j < m; j++) out[p++] = data[q + at[j]!]!;
  return new Matrix(m, m, out);
}

/** Where the rows of an order stand when they ascend: entry i is the place of the i-th smallest. */
function ranks(indices: Int32Array): Int32Array {
  return Int32Array.from(indices.keys()).sort((a, b) => indices[a]! - indices[b]!);
}

/** Inverts every subset, equal ones once. */
export function invertSubsets(
  unit: Matrix,
  subsets: readonly Int32Array<ArrayBuffer>[],
  options: InvertOptions = {},
): readonly InvertedSubset[] {
  const known = new Map<string, InvertedSubset>();
  return subsets.map((indices) => invertOnce(known, indices, () => invertSubset(unit, indices, options)));
}

/** The subsets of several orders at one δ, inverted; call it with the smallest δ first. The same ones are the same array. */
export function nestedInverses(
  unit: Matrix,
  orders: readonly PruningOrder[],
  whole: Whole = {},
): (delta: number) => readonly InvertedSubset[] {
  const factors = orders.map(() => freshFactor(unit, whole)), known = new Map<string, InvertedSubset>();
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
