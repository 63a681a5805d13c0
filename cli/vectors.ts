/** Vectors on disk, alone and in pairs. */
import { readNpy } from "../lib/file/npy.ts";
import type { Matrix } from "../lib/linalg/matrix.ts";
import { pairSpaces, space } from "../lib/space/space.ts";

export interface Vectors {
  /** Absent where rows have no names of their own. */
  readonly ids?: readonly string[];
  readonly vectors: Matrix;
}

export async function readVectors(path: string): Promise<Vectors> {
  return { vectors: await readNpy(path) };
}

/** A list of ids, one a line. */
export async function readIds(path: string): Promise<readonly string[]> {
  return (await Deno.readTextFile(path)).split(/\r?\n/).filter((line) => line !== "");
}

/** The same items under both models; ids are the row numbers where files have none. */
export interface Pair {
  readonly source: Matrix;
  readonly target: Matrix;
  readonly ids: readonly string[];
}

/** Two files of the same items: by their ids where both have them, else row by row. */
export async function readPair(source: string, target: string): Promise<Pair> {
  const [a, b] = [await readVectors(source), await readVectors(target)];
  if (a.ids && b.ids) {
    const [x, y] = pairSpaces(
      space({ name: source, ids: a.ids, vectors: a.vectors }),
      space({ name: target, ids: b.ids, vectors: b.vectors }),
    );
    return { source: x.vectors, target: y.vectors, ids: x.ids };
  }
  if (a.vectors.rows !== b.vectors.rows) {
    throw new TypeError(
      `Cannot pair ${source} and ${target} as files without ids must have the same number of rows: ` +
        `${a.vectors.rows} against ${b.vectors.rows}`,
    );
  }
  return { source: a.vectors, target: b.vectors, ids: Array.from({ length: a.vectors.rows }, (_, i) => String(i)) };
}
