/**
 * Both spaces as points of a plane.
 *
 * @module
 */
import { concat } from "../../../lib/base/bytes.ts";
import { Matrix, sliceRows } from "../../../lib/linalg/matrix.ts";
import { type Group, meansOf } from "./anchors.ts";
import type { Fitted, Items, Side } from "./core.ts";

/** What a point is: an item to measure on, one that may become an anchor, an anchor, or the mean of several as one. */
export const KINDS = ["a test item", "not an anchor", "an anchor", "a prototype: the mean of its items"] as const;

/** Both spaces in the plane of the first two principal axes: the source in its own, the rest in the target's. */
export interface Views {
  readonly source: Float32Array<ArrayBuffer>;
  readonly translated: Float32Array<ArrayBuffer>;
  readonly target: Float32Array<ArrayBuffer>;
  /** Row of the items of each point; -1 for a prototype. */
  readonly rows: Int32Array;
  /** Index in `KINDS` of each point. */
  readonly kinds: Uint8Array;
  /** Class of each point; that of most of its items for a prototype. */
  readonly labels: Int32Array;
  /** 28 × 28 bytes a point. */
  readonly pictures: Uint8Array;
}

/** The views of the first `measured` items to measure on, the first `pooled` of the pool, and all prototypes. */
export function views(fitted: Fitted, a: Side, b: Side, items: Items, measured = 300, pooled = 200): Views {
  const { images, labels, pool } = items, prototypes = fitted.anchors.filter(({ length }) => length > 1);
  const single = new Set(fitted.anchors.filter(({ length }) => length === 1).flat());
  const some = (first: Matrix, test: Matrix): Matrix =>
    stacked([sliceRows(test, 0, measured), sliceRows(first, 0, pooled), meansOf(first, prototypes)]);
  const [from, to] = [some(a.pool, a.test), some(b.pool, b.test)];
  const plane = (m: Matrix): Float32Array<ArrayBuffer> =>
    Float32Array.from({ length: 2 * m.rows }, (_, i) => m.at(i >> 1, i & 1));
  const rows = Int32Array.from({ length: from.rows }, (_, i) => {
    if (i < measured) return pool + i;
    return i < measured + pooled ? i - measured : -1;
  });
  const drawn = some(sliceRows(images, 0, pool), sliceRows(images, pool, images.rows));
  return {
    source: plane(a.axes.apply(from)),
    translated: plane(b.axes.apply(fitted.translation.apply(from))),
    target: plane(b.axes.apply(to)),
    rows,
    kinds: Uint8Array.from(rows, (row) => row < 0 ? 3 : row >= pool ? 0 : single.has(row) ? 2 : 1),
    labels: rows.map((row, i) => row < 0 ? commonest(prototypes[i - measured - pooled]!, labels) : labels[row]!),
    pictures: Uint8Array.from(drawn.data, (shade) => Math.round(255 * shade)),
  };
}

function stacked(parts: readonly Matrix[]): Matrix {
  const bytes = concat(parts.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)));
  return new Matrix(parts.reduce((sum, { rows }) => sum + rows, 0), parts[0]!.cols, new Float32Array(bytes.buffer));
}

function commonest(group: Group, labels: Int32Array): number {
  const counts = Map.groupBy(group, (row) => labels[row]!);
  return [...counts].reduce((a, b) => b[1].length > a[1].length ? b : a)[0];
}
