/**
 * Vectors on disk, alone and in pairs, and the flags that say how they are read.
 *
 * @module
 */
import type { ReadOptions } from "../lib/file/vectorrows.ts";
import { readVectors, type Vectors } from "../lib/file/vectors.ts";
import { pairSpaces, type Rows, type Space, space } from "../lib/space/space.ts";
import { choice, type Given, text, toggle } from "./flags.ts";

/** The flags of everything that reads vectors; with two files "a,b" is for the one and the other. */
export const READ_FLAGS = {
  array: text("name", "the array of .npz or the tensor of .safetensors, where there are several"),
  column: text("name", "the column with the vectors, in .parquet, .json, .jsonl, .csv"),
  id: text("name", "the column with the ids"),
  ids: text("file", "a file with an id a line, for files without ids"),
  widen: choice(
    ["values", "bits", "signs"],
    "how whole numbers become vectors: as they are, or by their bits as 0/1 or ±1",
  ),
  "skip-bad": toggle("drop rows that are not finite, and count them"),
};

type ReadGiven = Given<typeof READ_FLAGS>;

/** The options of the file of `index` among those of a command. */
export function optionsOf(given: ReadGiven, index = 0): ReadOptions {
  const { widen, "skip-bad": skipBad } = given;
  const named = (["array", "column", "id", "ids"] as const).flatMap((key) => {
    const parts = given[key]?.split(",") ?? [], value = parts[Math.min(index, parts.length - 1)];
    return value === undefined || value === "" ? [] : [[key, value]];
  });
  return { ...Object.fromEntries(named), ...widen !== undefined && { widen }, ...skipBad && { skipBad } };
}

/** Reads one file, or several as one. */
export async function readOne(path: string, given: ReadGiven, index = 0): Promise<Vectors> {
  return await readVectors(path, optionsOf(given, index));
}

/** Its rows with their ids, where it has them. */
export async function readRowsOf(path: string, given: ReadGiven, index = 0): Promise<Rows> {
  const { ids, vectors } = await readOne(path, given, index);
  return ids ? space({ name: path, ids, vectors }) : vectors;
}

/** A list of ids, or classes, one a line. */
export async function readLines(path: string): Promise<readonly string[]> {
  return (await Deno.readTextFile(path)).split(/\r?\n/).filter((line) => line !== "");
}

/** The same items under both models, in one order; ids are the row numbers where files have none. */
export interface Pair {
  readonly source: Space;
  readonly target: Space;
  /** Whether the files had ids: numbers of rows say nothing beyond one pair of files. */
  readonly named?: boolean;
}

/** The pairs of some items, in that order. */
export function pick({ source, target }: Pair, ids: readonly string[]): Pair {
  return { source: source.at(ids), target: target.at(ids) };
}

/** Two files of the same items: by their ids where both have them, else row by row. */
export async function readPair(source: string, target: string, given: ReadGiven): Promise<Pair> {
  const [a, b] = [await readOne(source, given, 0), await readOne(target, given, 1)], rows = a.vectors.rows;
  const named = a.ids !== undefined && b.ids !== undefined, names = namesOf(source, target, given);
  if (!named && (rows !== b.vectors.rows || a.skipped + b.skipped > 0)) {
    const found = `${rows} against ${b.vectors.rows}${a.skipped + b.skipped > 0 ? ", some dropped" : ""}`;
    throw new TypeError(
      `Cannot pair ${source} and ${target} as files without ids must have the same number of rows: ${found}`,
    );
  }
  const ids = a.ids ?? b.ids ?? Array.from({ length: rows }, (_, i) => String(i));
  const x = space({ name: names[0], ids, vectors: a.vectors });
  const y = space({ name: names[1], ids: named ? b.ids! : ids, vectors: b.vectors });
  const [paired, other] = named ? pairSpaces(x, y) : [x, y];
  return { source: paired, target: other, named: a.ids !== undefined || b.ids !== undefined };
}

/** What the sides are called: their files, and their arrays where both are in one. */
function namesOf(source: string, target: string, given: ReadGiven): readonly [string, string] {
  const name = (path: string, index: number): string => {
    const { array, column } = optionsOf(given, index), inside = array ?? column;
    return source === target && inside !== undefined ? `${path}#${inside}` : path;
  };
  return [name(source, 0), name(target, 1)];
}
