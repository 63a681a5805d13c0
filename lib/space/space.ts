/**
 * A latent space: encodings with the names of the items that they encode.
 *
 * @module
 */
import { sameLength, shape, shaped, uniqueIds } from "../base/check.ts";
import { blockNorms } from "../linalg/blocks.ts";
import { type Dtype, Matrix, takeRows } from "../linalg/matrix.ts";
import { average } from "../linalg/rows.ts";
import { createHash } from "../base/node.ts";

/** Encodings of named items by one encoder; row i of `vectors` encodes item `ids[i]`. */
export interface Space {
  /** For people: dataset and encoder, say. */
  readonly name: string;
  /** n unique names. */
  readonly ids: readonly string[];
  /** n × d encodings. */
  readonly vectors: Matrix;
  /** n class indices, where the items have classes. */
  readonly labels?: Int32Array;
  /** The rows of the named items, in that order. @throws {RangeError} If an id is not in the space. */
  at(ids: readonly string[]): Space;
}

/** Rows of a space with their names, or bare rows. */
export type Rows = Matrix | Space;

/**
 * A frozen space.
 *
 * @throws {TypeError} If an id repeats or is missing, or ids or labels are not one a row.
 * @example
 * ```ts
 * import { Matrix, space } from "anchorage";
 * const x = space({ name: "toy", ids: ["a", "b"], vectors: Matrix.from([[1, 0], [0, 1]]) });
 * console.log(x.at(["b"]).vectors.at(0, 1)); // 1
 * ```
 */
export function space(parts: Omit<Space, "at">): Space {
  const action = `make the space "${parts.name}"`;
  sameLength(uniqueIds(parts.ids, action), shaped(parts.vectors, "vectors", action).rows, "ids", action);
  if (parts.labels) sameLength(parts.labels, parts.vectors.rows, "labels", action);
  const index = new Map<string, number>();
  const rowOf = (id: string): number => {
    if (index.size === 0) parts.ids.forEach((known, i) => index.set(known, i));
    const i = index.get(id);
    if (i === undefined) throw new RangeError(`Cannot select from the space "${parts.name}" as it has no id "${id}"`);
    return i;
  };
  const at = (ids: readonly string[]): Space => {
    const rows = Int32Array.from(ids, rowOf);
    return space({ ...parts, ids, vectors: takeRows(parts.vectors, rows), ...labelsAt(parts.labels, rows) });
  };
  return Object.freeze({ ...parts, at });
}

/** The encodings of rows, named or bare. */
export function vectorsOf(rows: Rows): Matrix {
  return rows instanceof Matrix ? rows : rows.vectors;
}

/** The rows at indices, in that order; a space keeps their names and labels. */
export function rowsAt(rows: Rows, indices: ArrayLike<number>): Rows {
  return rows instanceof Matrix ? takeRows(rows, indices) : rows.at(Array.from(indices, (i) => rows.ids[i]!));
}

/** `f` over the encodings; what comes back has the names and labels that went in. */
export function onVectors<R extends Rows>(rows: R, f: (x: Matrix) => Matrix): R {
  if (rows instanceof Matrix) return f(rows) as Rows as R;
  const named: Space = rows;
  return space({ ...named, vectors: f(named.vectors) }) as Rows as R;
}

/** What two halves compare before they are composed: how many anchors, and a hash of their names if they have any. */
export interface AnchorKey {
  /** How many anchors there are. */
  readonly count: number;
  /** The first 16 hexadecimal digits of the SHA-256 of the names in order; absent for bare rows. */
  readonly hash?: string;
}

/** The first 16 hexadecimal digits of the SHA-256 of names in order. */
export function namesHash(ids: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(ids)).digest("hex").slice(0, 16);
}

/** The key of a set of anchors. */
export function anchorKey(anchors: Rows): AnchorKey {
  if (anchors instanceof Matrix) return Object.freeze({ count: anchors.rows });
  return Object.freeze({ count: anchors.ids.length, hash: namesHash(anchors.ids) });
}

/** Throws TypeError unless both keys can belong to the same anchors; names on one side only cannot be compared. */
export function sameAnchors(a: AnchorKey, b: AnchorKey, action: string): void {
  if (a.count !== b.count) {
    throw new TypeError(`Cannot ${action} as both sides must have the same anchors: ${a.count} against ${b.count}`);
  }
  if (a.hash === b.hash) return;
  const [first, second] = [a, b].map(({ hash }) => hash ? `hash ${hash}` : "no names");
  throw new TypeError(`Cannot ${action} as both sides must have the same anchors: ${first} against ${second}`);
}

/** What a map knows of the space that its anchors are from. */
export interface SpaceKey {
  /** Absent for bare rows. */
  readonly name?: string;
  /** Dimension of the space. */
  readonly dim: number;
  /** Precision of its vectors. */
  readonly dtype: Dtype;
  /** Mean Euclidean norm of the anchors as they came: 1 for the vectors of most services. */
  readonly norm: number;
  /** Which anchors were used. */
  readonly anchors: AnchorKey;
}

/** The key of the anchors' space. */
export function spaceKey(anchors: Rows): SpaceKey {
  const { cols: dim, dtype, data } = vectorsOf(anchors), name = anchors instanceof Matrix ? {} : { name: anchors.name };
  return Object.freeze({ ...name, dim, dtype, norm: average(blockNorms(data, dim)), anchors: anchorKey(anchors) });
}

/** Whether a space is the named one, or a part of it ("mnist/cnn test" of "mnist/cnn"). */
export function isOf(name: string, whole: string): boolean {
  return name === whole || name.startsWith(`${whole} `);
}

/**
 * Both spaces cut to their common items, rows in the order of the first.
 *
 * @throws {RangeError} If they have no item in common.
 */
export function pairSpaces(a: Space, b: Space): readonly [Space, Space] {
  const inB = new Set(b.ids);
  const ids = a.ids.filter((id) => inB.has(id));
  if (ids.length === 0) {
    const shapes = `"${a.name}" (${shape(a.vectors)}) and "${b.name}" (${shape(b.vectors)})`;
    throw new RangeError(`Cannot pair ${shapes} as they must have an id in common`);
  }
  return [a.at(ids), b.at(ids)];
}

function labelsAt(labels: Int32Array | undefined, rows: Int32Array): { labels?: Int32Array } {
  return labels ? { labels: Int32Array.from(rows, (i) => labels[i]!) } : {};
}
