/**
 * Vectors on disk, alone and in pairs.
 *
 * @module
 */
import { readNpy } from "../lib/file/npy.ts";
import type { Matrix } from "../lib/linalg/matrix.ts";
import { pairSpaces, type Space, space } from "../lib/space/space.ts";

/** What a file holds. */
export interface Vectors {
  /** Absent where rows have no names of their own. */
  readonly ids?: readonly string[];
  readonly vectors: Matrix;
}

/** Reads a file of vectors. */
export async function readVectors(path: string): Promise<Vectors> {
  return { vectors: await readNpy(path) };
}

/** A list of ids, or classes, one a line. */
export async function readLines(path: string): Promise<readonly string[]> {
  return (await Deno.readTextFile(path)).split(/\r?\n/).filter((line) => line !== "");
}

/** The same items under both models, in one order; ids are the row numbers where files have none. */
export interface Pair {
  readonly source: Space;
  readonly target: Space;
}

/** The pairs of some items, in that order. */
export function pick({ source, target }: Pair, ids: readonly string[]): Pair {
  return { source: source.at(ids), target: target.at(ids) };
}

/** Two files of the same items: by their ids where both have them, else row by row. */
export async function readPair(source: string, target: string): Promise<Pair> {
  const [a, b] = [await readVectors(source), await readVectors(target)], rows = a.vectors.rows;
  const named = a.ids !== undefined && b.ids !== undefined;
  if (!named && rows !== b.vectors.rows) {
    throw new TypeError(
      `Cannot pair ${source} and ${target} as files without ids must have the same number of rows: ` +
        `${rows} against ${b.vectors.rows}`,
    );
  }
  const ids = a.ids ?? b.ids ?? Array.from({ length: rows }, (_, i) => String(i));
  const x = space({ name: source, ids, vectors: a.vectors });
  const y = space({ name: target, ids: named ? b.ids! : ids, vectors: b.vectors });
  const [paired, other] = named ? pairSpaces(x, y) : [x, y];
  return { source: paired, target: other };
}
