/**
 * Pruned subsets of anchors and their pseudo-inverses (section 3.3; equations 2 and 5 on a subset).
 *
 * @module
 */
import { number } from "../base/check.ts";
import { engine } from "../linalg/engine/select.ts";
import type { Svd } from "../linalg/engine/engine.ts";
import { once } from "../base/once.ts";
import { type Condition, condition, defaultRcond, invertSpectrum, matmul, scaleCols, svd } from "../linalg/linalg.ts";
import { Matrix, takeRows, transpose } from "../linalg/matrix.ts";
import { largestEigenvalue, solveCholesky } from "../linalg/solve.ts";
import type { PruningOrder } from "./anchors.ts";

/** One pruned subset of centred unit anchors, inverted. */
export interface InvertedSubset {
  /** Its rows among the k anchors, ascending. */
  readonly indices: Int32Array<ArrayBuffer>;
  /** S, m × d. */
  readonly anchors: Matrix;
  /** m × d: pinv(Sᵀ). */
  readonly rows: Matrix;
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

/**
 * Up to this squared condition number a subset is inverted through its Gram matrix as it is, with relative errors of about
 * 1e-10; a direct decomposition has 1e-13.
 */
const TRUSTED = 1e6;
/** Up to this one with its rows made orthonormal in between (Cholesky QR, twice): errors of 2⁻⁵² times the condition. */
const REFINED = 1e12;
/** With fewer anchors there is nothing to save. */
const FEW = 48;

/** Inverts one subset (equation 2 on S). */
export function invertSubset(
  unit: Matrix,
  indices: Int32Array<ArrayBuffer>,
  options: InvertOptions = {},
  factor: Factor = freshFactor(unit),
): InvertedSubset {
  const ascending = indices.toSorted(), action = "invert a subset of anchors";
  const lambda = number(options.lambda ?? 0, 0, Infinity, "λ", action);
  const rcond = number(options.rcond ?? defaultRcond(indices.length, unit.cols), 0, 1, "rcond", action);
  const anchors = takeRows(unit, ascending), decomposed = once(() => svd(anchors));
  const known = lambda === 0 && options.rcond === undefined ? factor(indices) : undefined;
  if (known) return Object.freeze({ indices: ascending, anchors, ...known, svd: decomposed });
  const { u, s, vt } = decomposed();
  const rows = matmul(scaleCols(u, invertSpectrum(s, rcond, lambda)), vt);
  return Object.freeze({ indices: ascending, anchors, rows, condition: condition(s, rcond), svd: decomposed });
}

/** pinv(Sᵀ) = (S · Sᵀ)⁻¹ · S by Cholesky, rows ascending; undefined where that is not exact enough or not worth it. */
type Factor = (indices: Int32Array<ArrayBuffer>) => Pick<InvertedSubset, "rows" | "condition"> | undefined;

/**
 * Along one farthest-point order a subset of a larger δ is a prefix of one of a smaller, and its Cholesky factor the
 * leading block of the other's: one factor serves every δ, the longest subset first.
 */
function freshFactor(unit: Matrix): Factor {
  let longest: { readonly indices: Int32Array; readonly lower: Matrix } | undefined;
  return (indices) => {
    const m = indices.length;
    if (m > unit.cols) return transposedInverse(takeRows(unit, indices.toSorted()));
    if (m < FEW || m === unit.rows) return undefined; // all anchors, centred, are dependent
    const S = takeRows(unit, indices);
    if (!longest || m > longest.indices.length || indices.some((row, i) => row !== longest!.indices[i])) {
      const lower = engine().cholesky(matmul(S, S, { transB: true }));
      if (lower === undefined) return undefined;
      longest = { indices, lower };
    }
    const found = bySolving(S, longest.lower);
    return found && { ...found, rows: takeRows(found.rows, ranks(indices)) };
  };
}

/** pinv(Aᵀ) by the Cholesky factor of the smaller Gram matrix; undefined where that is not exact enough or not worth it. */
export function transposedInverse(a: Matrix): Pick<InvertedSubset, "rows" | "condition"> | undefined {
  if (Math.min(a.rows, a.cols) < FEW) return undefined;
  const wide = a.rows <= a.cols, short = wide ? a : transpose(a);
  const lower = engine().cholesky(matmul(short, short, { transB: true })), found = lower && bySolving(short, lower);
  return found && (wide ? found : { ...found, rows: transpose(found.rows) });
}

/** Where the rows of an order stand when they ascend: entry i is the place of the i-th smallest. */
function ranks(indices: Int32Array): Int32Array {
  return Int32Array.from(indices.keys()).sort((a, b) => indices[a]! - indices[b]!);
}

/** (S · Sᵀ)⁻¹ · S with S · Sᵀ = L · Lᵀ; where its condition is not small, L⁻¹ · S is made orthonormal by a second factor. */
function bySolving(S: Matrix, lower: Matrix): Pick<InvertedSubset, "rows" | "condition"> | undefined {
  const pivots = Array.from({ length: S.rows }, (_, i) => lower.at(i, i) ** 2), size = squaredNorm(S);
  if (!(Math.min(...pivots) * REFINED > Math.max(...pivots))) return undefined; // the condition is at least this
  const forward = solveCholesky(lower, S, "forward"),
    found = (q: Matrix): ReturnType<typeof bySolving> => {
      const rows = solveCholesky(lower, q, "backward"), effective = Math.sqrt(size * squaredNorm(rows));
      return { rows, condition: Object.freeze({ plain: effective, effective, rank: S.rows }) };
    };
  const first = found(forward)!;
  if (first.condition.effective ** 2 < TRUSTED) return first;
  const again = engine().cholesky(matmul(forward, forward, { transB: true }));
  const second = again && found(solveCholesky(again, forward));
  return second && second.condition.effective ** 2 < REFINED ? second : undefined;
}

/** σ²max, to eight digits or so: for condition numbers. */
function squaredNorm(a: Matrix): number {
  return largestEigenvalue((v) => matmul(a, matmul(a, v, { transA: true })), a.rows, 1e-9);
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

/** The subsets of several orders at one δ, inverted; call it with the smallest δ first. */
export function nestedInverses(
  unit: Matrix,
  orders: readonly PruningOrder[],
): (delta: number) => readonly InvertedSubset[] {
  const factors = orders.map(() => freshFactor(unit)), known = new Map<string, InvertedSubset>();
  return (delta) =>
    orders.map((order, i) => {
      const indices = order.until(delta);
      return invertOnce(known, indices, () => invertSubset(unit, indices, {}, factors[i]));
    });
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
