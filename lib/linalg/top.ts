/**
 * The largest inner products of rows with rows: neighbours, of which there may be millions.
 *
 * @module
 */
import { finite, integer, number } from "../base/check.ts";
import type { Floats, Matrix } from "./matrix.ts";
import { eachProductBlock, type ProductOptions } from "./rowproducts.ts";

/** Which products are wanted. */
export interface TopOptions extends ProductOptions {
  /** How many a row, in [1, n], or [1, n - 1] with `excludeSelf`. */
  readonly k: number;
  /** Row i of B is left out for row i of A; default false. */
  readonly excludeSelf?: boolean;
  /** Products nearer than this are level, and the lower index comes first; default 0. */
  readonly tie?: number;
}

/** The largest products of every row of A. */
export interface Top {
  /** m · k rows of B, row by row, largest product first. */
  readonly indices: Int32Array<ArrayBuffer>;
  /** Their products. */
  readonly products: Float64Array<ArrayBuffer>;
}

/**
 * The k rows of B (n × d) with the largest inner product with each row of A (m × d). Time is that of the products, and
 * memory m · k beside them.
 *
 * @throws {TypeError} If the column counts differ.
 * @throws {RangeError} If k or the tie is out of range.
 */
export function topProducts(a: Matrix, b: Matrix, options: TopOptions): Top {
  const { excludeSelf = false } = options, action = "find the largest products";
  const k = integer(options.k, 1, b.rows - (excludeSelf ? 1 : 0), "k", action);
  for (const [x, what] of [[a, "left side"], [b, "right side"]] as const) finite(x, `the ${what}`, action);
  const tie = number(options.tie ?? 0, 0, Infinity, "the tie", action);
  const indices = new Int32Array(a.rows * k), products = new Float64Array(a.rows * k).fill(-Infinity);
  const near = new Map<number, Near[]>();
  eachProductBlock(a, b, options, ({ row, col, rows, cols, data }) => {
    for (let i = 0; i < rows; i++) {
      const at = (row + i) * k, end = (i + 1) * cols, skip = excludeSelf ? i * cols + row + i - col : -1;
      let least = products[at + k - 1]!;
      for (let p = above(data, i * cols, end, least); p < end; p = above(data, p + 1, end, least)) {
        if (p === skip) continue;
        const out = { product: least, index: indices[at + k - 1]! };
        insert(indices, products, at, k, data[p]!, p - i * cols + col);
        least = products[at + k - 1]!;
        if (tie > 0 && out.product >= least - tie && out.product > -Infinity) keep(near, row + i, out, least - tie);
      }
    }
  });
  if (tie > 0) { for (let i = 0; i < a.rows; i++) settle(indices, products, i * k, k, near.get(i) ?? [], tie); }
  return { indices, products };
}

/** The first place from `p` on with more than `least`, or the end. */
function above(data: Floats, p: number, end: number, least: number): number {
  while (p < end && !(data[p]! > least)) p++;
  return p;
}

/** A row that fell out of the largest, but not by more than the tie. */
interface Near {
  readonly product: number;
  readonly index: number;
}

/** Puts a product into the descending list of k at `at`, after those that equal it; the last one falls out. */
function insert(
  indices: Int32Array,
  products: Float64Array,
  at: number,
  k: number,
  product: number,
  index: number,
): void {
  let p = at + k - 1;
  for (; p > at && products[p - 1]! < product; p--) {
    products[p] = products[p - 1]!;
    indices[p] = indices[p - 1]!;
  }
  products[p] = product;
  indices[p] = index;
}

function keep(near: Map<number, Near[]>, row: number, out: Near, low: number): void {
  const held = near.get(row) ?? [];
  held.push(out);
  near.set(row, held.length < 64 ? held : held.filter(({ product }) => product >= low));
}

/** Orders the list so that among level products the lower index comes first, those of `near` included. */
function settle(
  indices: Int32Array,
  products: Float64Array,
  at: number,
  k: number,
  near: readonly Near[],
  tie: number,
): void {
  const least = products[at + k - 1]!,
    own = Array.from({ length: k }, (_, r) => ({ product: products[at + r]!, index: indices[at + r]! }));
  const level = near.filter(({ product }) => product >= least - tie);
  const all = [...own, ...level].sort((x, y) => y.product - x.product || x.index - y.index);
  const ordered: Near[] = [];
  for (let start = 0, end = 0; start < all.length; start = end) {
    do end++; while (end < all.length && !split(all, start, end, least, tie));
    ordered.push(...all.slice(start, end).sort((x, y) => x.index - y.index));
  }
  for (let r = 0; r < k; r++) [indices[at + r], products[at + r]] = [ordered[r]!.index, ordered[r]!.product];
}

/** Whether a new group of level products begins at `end`; those level with the k-th are one group. */
function split(all: readonly Near[], start: number, end: number, least: number, tie: number): boolean {
  const [last, next] = [all[end - 1]!.product, all[end]!.product];
  if (next <= least + tie) return all[start]!.product > least + tie;
  return last - next > tie;
}

/** The largest values, descending: insertion into a short sorted list. */
export function largestValues(values: ArrayLike<number>, count: number): Float64Array {
  const best = new Float64Array(count).fill(-Infinity);
  for (let j = 0; j < values.length; j++) {
    const value = values[j]!;
    if (!(value > best[count - 1]!)) continue;
    let at = count - 1;
    for (; at > 0 && best[at - 1]! < value; at--) best[at] = best[at - 1]!;
    best[at] = value;
  }
  return best;
}
