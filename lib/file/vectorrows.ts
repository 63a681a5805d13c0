/**
 * What readers of files of vectors share: how they are asked, the blocks that they give, rows made into blocks, lines.
 *
 * @module
 */
import { type Dtype, floats, Matrix } from "../linalg/matrix.ts";
import type { Widen } from "./widen.ts";

/** How a file of vectors is to be read. */
export interface ReadOptions {
  /** The array of a .npz or the tensor of a .safetensors file; the only one by default. */
  readonly array?: string;
  /** The column with the vectors: of objects, Parquet, or a table that has texts like "[1,2]" in it. */
  readonly column?: string;
  /** The column with the ids. */
  readonly id?: string;
  /** Whether the first line of a table names its columns; by default that is seen from its cells. */
  readonly header?: boolean;
  /** A file with one id a line, in the order of the rows. */
  readonly ids?: string;
  /** How stored integers become numbers; "values" by default: as they are. */
  readonly widen?: Widen;
  /** Drops rows with an entry that is not finite, and counts them, where they would be refused. */
  readonly skipBad?: boolean;
  /** The precision of what is read; by default the least that holds what is stored, and float64 for decimal text. */
  readonly dtype?: Dtype;
}

/** Some rows of a file, in order. */
export interface VectorBlock {
  /** Absent where rows have no names of their own. */
  readonly ids?: readonly string[];
  /** One row an item. */
  readonly vectors: Matrix;
  /** The entries are stored as bytes with a sign. */
  readonly signed?: boolean;
}

/** The rows of one file, in order, by blocks. */
export type Reader = (path: string, options: ReadOptions) => AsyncGenerator<VectorBlock, void>;

/** One row of a text. */
export interface Row {
  readonly id?: string | undefined;
  readonly values: ArrayLike<number>;
  /** "line 7": where it stands, for the sentence. */
  readonly where: string;
}

/** Entries, and rows, of a block of rows that come one by one. */
const BATCH = 1 << 20, ROWS = 1 << 13;

/** Throws the sentence that a file cannot be read. */
export function refuse(path: string, reason: string): never {
  throw new RangeError(`Cannot read ${path} as ${reason}`);
}

/** What a path ends in after its last dot, in small letters; "" without one. */
export function endingOf(path: string): string {
  return /\.([^./\\]+)$/.exec(path)?.[1]?.toLowerCase() ?? "";
}

/** Rows collected into blocks. @throws {RangeError} If one has another length than the first, or no entries. */
export async function* batched(
  rows: AsyncIterable<Row> | Iterable<Row>,
  path: string,
  dtype: Dtype,
): AsyncGenerator<VectorBlock, void> {
  let cols = -1, named = false, batch: Row[] = [];
  for await (const row of rows) {
    const { length } = row.values, hasId = row.id !== undefined;
    if (cols < 0) [cols, named] = [length, hasId];
    if (hasId !== named) refuse(path, `every row must have an id, or none: ${row.where} differs`);
    if (length !== cols) refuse(path, `every row must have ${cols} entries: ${row.where} has ${length}`);
    if (length === 0) refuse(path, `every row must have entries: ${row.where} has none`);
    batch.push(row);
    if (batch.length * cols < BATCH && batch.length < ROWS) continue;
    yield blockOf(batch, cols, dtype);
    batch = [];
  }
  if (batch.length > 0) yield blockOf(batch, cols, dtype);
}

function blockOf(rows: readonly Row[], cols: number, dtype: Dtype): VectorBlock {
  const data = floats(rows.length * cols, dtype);
  for (const [i, { values }] of rows.entries()) data.set(values, i * cols);
  const vectors = new Matrix(rows.length, cols, data);
  return rows[0]!.id === undefined ? { vectors } : { vectors, ids: rows.map(({ id }) => id!) };
}

/** The lines of a text in UTF-8, without their ends. @throws {RangeError} If it is not UTF-8. */
export async function* linesOf(path: string): AsyncGenerator<string, void> {
  using file = await Deno.open(path);
  const decoder = new TextDecoder("utf-8", { fatal: true }), chunk = new Uint8Array(1 << 18);
  let rest = "";
  const decoded = (bytes: Uint8Array | undefined): string => {
    try {
      return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
    } catch {
      return refuse(path, "it must be text in UTF-8: it is not");
    }
  };
  for (let count = await file.read(chunk); count !== null; count = await file.read(chunk)) {
    const text = decoded(chunk.subarray(0, count)), lines = text.split("\n");
    lines[0] = rest + lines[0]!;
    rest = lines.pop()!;
    for (const line of lines) yield line.endsWith("\r") ? line.slice(0, -1) : line;
  }
  rest += decoded(undefined);
  if (rest !== "") yield rest;
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const SPECIAL: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, infinity: Infinity };

/** The number that a text spells, "nan" and "inf" too; undefined if it spells none ("", "0x5" and "1,5" do not). */
export function numberOf(text: string): number | undefined {
  if (NUMBER.test(text)) return Number(text);
  const special = SPECIAL[text.toLowerCase().replace(/^[+-]/, "")];
  return special === undefined ? undefined : text.startsWith("-") ? -special : special;
}

/** The vector in a text like "[1,2.5]", as pgvector and DuckDB write it. */
export function bracketed(text: string, path: string, where: string): readonly number[] {
  const inner = text.trim();
  if (!inner.startsWith("[") || !inner.endsWith("]")) {
    refuse(path, `${where} must have a vector like [1,2]: it has ${short(text)}`);
  }
  const cells = inner.slice(1, -1).trim();
  return cells === "" ? [] : cells.split(",").map((cell) => needed(cell.trim(), path, where));
}

/** The number in the text. @throws {RangeError} If it spells none. */
export function needed(text: string, path: string, where: string): number {
  return numberOf(text) ?? refuse(path, `${where} must have numbers: it has ${short(text)}`);
}

/** A text for a sentence, in quotes and not too long. */
export function short(text: string): string {
  return `"${text.length > 30 ? `${text.slice(0, 30)}…` : text}"`;
}
