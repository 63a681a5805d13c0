/**
 * Vectors from files of every common form, at once or by blocks of rows.
 *
 * @module
 */
import { dirname, join } from "../base/node.ts";
import { asDtype, type Dtype, floats, Matrix } from "../linalg/matrix.ts";
import { denseReader, npyLayout, npzReader, safetensorsLayout } from "./densefiles.ts";
import { jsonlReader, jsonReader } from "./jsonfiles.ts";
import { parquetReader } from "./parquetfiles.ts";
import { tableReader } from "./tablefiles.ts";
import { once, sound } from "./soundrows.ts";
import { endingOf, linesOf, type Reader, type ReadOptions, refuse, type VectorBlock } from "./vectorrows.ts";
import { widened } from "./widen.ts";
import { binaryWordReader, wordReader } from "./wordfiles.ts";

const READERS: Readonly<Record<string, Reader>> = Object.freeze({
  npy: denseReader(npyLayout),
  npz: npzReader,
  safetensors: denseReader(safetensorsLayout),
  parquet: parquetReader,
  jsonl: jsonlReader,
  ndjson: jsonlReader,
  json: jsonReader,
  csv: tableReader(","),
  tsv: tableReader("\t"),
  txt: wordReader,
  vec: wordReader,
  bin: binaryWordReader,
});

/** All rows of one or more files. */
export interface Vectors {
  /** One row an item. */
  readonly vectors: Matrix;
  /** Absent where rows have no names of their own. */
  readonly ids?: readonly string[];
  /** Rows that `skipBad` dropped. */
  readonly skipped: number;
  /** Rows left out as an equal row had their id before. */
  readonly repeated: number;
}

/**
 * Reads vectors (n × d) from a file, or from several as one: "part-*.npy" takes them in the order of the numbers in their
 * names. The ending says the form: .npy, .npz, .safetensors, .parquet, .jsonl, .ndjson, .json, .csv, .tsv, .txt and .vec
 * (word2vec, fastText, GloVe, or a table), .bin (word2vec, fastText). Needs `--allow-read`.
 *
 * Decimal text becomes float64, that of word vectors float32, as their tools have it. Large integers in other columns than
 * ids and integers of eight bytes are not read.
 *
 * @throws {TypeError} If the form is unknown, an array has not two axes, or holds no numbers (objects, pickle).
 * @throws {RangeError} If the file is damaged, rows differ in length, an entry is not finite, one id has two vectors, or
 * files differ in columns or precision.
 * @example
 * ```ts
 * import { readVectors } from "anchorage/file";
 * const path = `${await Deno.makeTempDir()}/words.vec`;
 * await Deno.writeTextFile(path, "2 3\nsea 1 2 3\nship 4 5 6\n");
 * const { ids, vectors } = await readVectors(path);
 * console.log(ids, vectors.at(1, 2)); // [ "sea", "ship" ] 6
 * ```
 */
export async function readVectors(path: string, options: ReadOptions = {}): Promise<Vectors> {
  const blocks: (VectorBlock & { skipped: number })[] = [];
  for await (const block of vectorBlocks(path, options)) blocks.push(block);
  const [first] = blocks;
  if (first === undefined) refuse(path, "it must have rows: it has none");
  const { cols, dtype } = first.vectors, rows = blocks.reduce((sum, { vectors }) => sum + vectors.rows, 0);
  const data = floats(rows * cols, dtype), skipped = blocks.reduce((sum, block) => sum + block.skipped, 0);
  const ids = first.ids === undefined ? undefined : blocks.flatMap((block) => block.ids!);
  for (let at = 0; blocks.length > 0;) {
    const { vectors } = blocks.shift()!;
    data.set(vectors.data, at);
    at += vectors.data.length;
  }
  const vectors = new Matrix(rows, cols, data);
  return Object.freeze(ids ? { ...once(vectors, ids, path), skipped } : { vectors, skipped, repeated: 0 });
}

/**
 * The same rows by blocks, in order: memory does not grow with them, but for .npz, .json and a group of rows of Parquet.
 * Ids that repeat are not looked for.
 *
 * @throws As `readVectors`.
 */
export async function* vectorBlocks(
  path: string,
  options: ReadOptions = {},
): AsyncGenerator<VectorBlock & { readonly skipped: number }, void> {
  const names = options.ids === undefined ? undefined : linesOf(options.ids);
  try {
    yield* inOrder(path, options, names);
    if (names && !(await names.next()).done) {
      refuse(options.ids!, `it must have a line for every row of ${path}: it has more`);
    }
  } finally {
    await names?.return();
  }
}

async function* inOrder(
  path: string,
  options: ReadOptions,
  names: AsyncGenerator<string, void> | undefined,
): AsyncGenerator<VectorBlock & { readonly skipped: number }, void> {
  let like:
    | { readonly path: string; readonly cols: number; readonly dtype: Dtype; readonly named: boolean }
    | undefined;
  for (const file of await filesOf(path)) {
    let row = 0;
    for await (const block of readerOf(file)(file, options)) {
      const vectors = prepared(block, options, file), { cols, dtype } = vectors;
      const ids = names ? await taken(names, vectors.rows, options.ids!) : block.ids, named = ids !== undefined;
      like ??= { path: file, cols, dtype, named };
      for (
        const [what, found, wanted] of [["columns", cols, like.cols], ["precision", dtype, like.dtype], [
          "ids",
          named,
          like.named,
        ]]
      ) {
        if (found !== wanted) refuse(file, `its ${what} must be as those of ${like.path}, ${wanted}: ${found}`);
      }
      yield sound(ids ? { vectors, ids } : { vectors }, row, options.skipBad ?? false, file);
      row += vectors.rows;
    }
  }
}

function readerOf(path: string): Reader {
  const ending = endingOf(path), reader = READERS[ending];
  if (reader && Object.hasOwn(READERS, ending)) return reader;
  const known = Object.keys(READERS).map((one) => `.${one}`).join(", ");
  throw new TypeError(`Cannot read ${path} as its name must end in one of ${known}: it does not`);
}

/** The files that a path with * or ? in its last part names, in the order of the numbers in their names. */
export async function filesOf(path: string): Promise<readonly string[]> {
  const folder = dirname(path), pattern = path.slice(path.lastIndexOf("/") + 1);
  if (!/[*?]/.test(pattern)) return [path];
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*").replaceAll("?", ".");
  const wanted = new RegExp(`^${escaped}$`, "s"), found: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (!isDirectory && wanted.test(name)) found.push(name);
  }
  if (found.length === 0) refuse(path, "some file must have such a name: none has");
  const { compare } = new Intl.Collator("en", { numeric: true });
  return found.sort((a, b) => compare(a, b) || (a < b ? -1 : 1)).map((name) => join(folder, name));
}

function prepared({ vectors, signed }: VectorBlock, { widen, dtype }: ReadOptions, path: string): Matrix {
  const wide = widen === undefined ? vectors : widened(vectors, widen, path, signed);
  return dtype === undefined ? wide : asDtype(wide, dtype);
}

async function taken(lines: AsyncGenerator<string, void>, count: number, path: string): Promise<readonly string[]> {
  const ids: string[] = [];
  while (ids.length < count) {
    const { value, done } = await lines.next();
    if (done) refuse(path, "it must have as many lines as there are rows: it has fewer");
    ids.push(value);
  }
  return ids;
}
