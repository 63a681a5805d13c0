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
  header: choice(["yes", "no"], "whether the first line of a table names its columns, where that cannot be seen"),
  widen: choice(
    ["values", "bits", "signs"],
    "how whole numbers become vectors: as they are, or by their bits as 0/1 or ±1",
  ),
  "skip-bad": toggle("drop rows that are not finite, and count them"),
};

/** The flags of everything that reads two files of the same items. */
export const PAIR_FLAGS = {
  ...READ_FLAGS,
  "by-row": toggle("row i of both files is the same item, whatever ids they have"),
};

type ReadGiven = Given<typeof READ_FLAGS>;

/** The options of the file of `index` among those of a command. */
export function optionsOf(given: ReadGiven, index = 0): ReadOptions {
  const { widen, header, "skip-bad": skipBad } = given;
  const named = (["array", "column", "id", "ids"] as const).flatMap((key) => {
    const parts = given[key]?.split(",") ?? [], value = parts[Math.min(index, parts.length - 1)];
    return value === undefined || value === "" ? [] : [[key, value]];
  });
  const said = { ...widen !== undefined && { widen }, ...header !== undefined && { header: header === "yes" } };
  return { ...Object.fromEntries(named), ...said, ...skipBad && { skipBad } };
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

/** Two files of the same items: by their ids, or row by row where neither has them or `--by-row` says so. */
export async function readPair(source: string, target: string, given: Given<typeof PAIR_FLAGS>): Promise<Pair> {
  const [a, b] = [await readOne(source, given, 0), await readOne(target, given, 1)], rows = a.vectors.rows;
  const byRow = given["by-row"] || !a.ids && !b.ids, names = namesOf(source, target, given);
  if (byRow) checkRows(a, b, source, target);
  else if (!a.ids || !b.ids) {
    const [has, none] = a.ids ? [source, target] : [target, source];
    throw new TypeError(
      `Cannot pair ${source} and ${target} as both must have ids, or neither: ${has} has, ${none} has none ` +
        "(give --ids, or --by-row if row i of both is the same item)",
    );
  }
  const ids = a.ids ?? b.ids ?? Array.from({ length: rows }, (_, i) => String(i));
  const x = space({ name: names[0], ids, vectors: a.vectors });
  const y = space({ name: names[1], ids: byRow ? ids : b.ids!, vectors: b.vectors });
  const [paired, other] = byRow ? [x, y] : pairSpaces(x, y);
  return { source: paired, target: other, named: a.ids !== undefined || b.ids !== undefined };
}

/** Pairs by row need as many rows, none of which was left out. */
function checkRows(a: Vectors, b: Vectors, source: string, target: string): void {
  const dropped = a.skipped + b.skipped + a.repeated + b.repeated > 0;
  if (a.vectors.rows === b.vectors.rows && !dropped) return;
  const found = `${a.vectors.rows} against ${b.vectors.rows}${dropped ? ", some dropped" : ""}`;
  throw new TypeError(
    `Cannot pair ${source} and ${target} row by row as they must have the same number of rows: ${found}`,
  );
}

/** What the sides are called: their files, and their arrays where both are in one. */
function namesOf(source: string, target: string, given: ReadGiven): readonly [string, string] {
  const name = (path: string, index: number): string => {
    const { array, column } = optionsOf(given, index), inside = array ?? column;
    return source === target && inside !== undefined ? `${path}#${inside}` : path;
  };
  return [name(source, 0), name(target, 1)];
}
