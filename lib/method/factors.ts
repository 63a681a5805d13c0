/**
 * The factors that invert pruned subsets: one along a farthest-point order, and one for subsets that share most rows.
 *
 * @module
 */
import { engine } from "../linalg/engine/select.ts";
import type { Svd } from "../linalg/engine/engine.ts";
import { exchangeRows, type InvertedRows } from "../linalg/exchange.ts";
import { FEW, inverseBySolving, type TransposedInverse, transposedInverse, withCondition } from "../linalg/gram.ts";
import { matmul } from "../linalg/linalg.ts";
import { Matrix, takeRows } from "../linalg/matrix.ts";

/** What is known of all anchors and serves every subset of them. */
export interface Whole {
  /** Their decomposition. */
  readonly svd?: () => Svd;
  /** Their inner products, k × k, where they are kept. */
  readonly cosines?: () => Matrix | undefined;
}

/** pinv(Sᵀ) = (S · Sᵀ)⁻¹ · S by Cholesky, rows ascending; undefined where that is not exact enough or not worth it. */
export type Factor = (indices: Int32Array<ArrayBuffer>) => TransposedInverse | undefined;

/** The same for many subsets: one that differs by a few rows from the last that was made anew is had from that one. */
export function sharedFactor(unit: Matrix, whole: Whole, factors: readonly Factor[]): readonly Factor[] {
  let known: InvertedRows | undefined;
  return factors.map((factor) => (indices) => {
    if (indices.length > unit.cols || indices.length < FEW) return factor(indices);
    const ascending = indices.toSorted(), near = known && exchangeRows(unit, known, ascending);
    if (near) return withCondition(near, gramOf(unit, ascending, whole));
    const found = factor(indices);
    if (found) known = { indices: ascending, rows: found.rows };
    return found;
  });
}

/** The inner products of some rows. */
function gramOf(unit: Matrix, indices: Int32Array, { cosines }: Whole): Matrix {
  const known = cosines?.(), S = known ?? takeRows(unit, indices);
  return known ? block(known, indices) : matmul(S, S, { transB: true });
}

/**
 * Along one farthest-point order a subset of a larger δ is a prefix of one of a smaller, and its Cholesky factor the
 * leading block of the other's: one factor serves every δ, the longest subset first.
 */
export function freshFactor(unit: Matrix, whole: Whole): Factor {
  let longest: { readonly indices: Int32Array; readonly gram: Matrix; readonly lower: Matrix } | undefined;
  return (indices) => {
    const m = indices.length;
    if (m > unit.cols) return transposedInverse(takeRows(unit, indices.toSorted()));
    if (m < FEW || m === unit.rows) return undefined; // all anchors, centred, are dependent
    const S = takeRows(unit, indices);
    if (!longest || m > longest.indices.length || indices.some((row, i) => row !== longest!.indices[i])) {
      const gram = gramOf(unit, indices, whole), lower = engine().cholesky(gram);
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
