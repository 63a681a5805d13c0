/**
 * Vectors in a column of lists of a Parquet file, with hyparquet on first use.
 *
 * @module
 */
import type * as Hyparquet from "npm:hyparquet@1.33.0";
import { lazy } from "../base/lazy.ts";
import { gunzipSync } from "../base/node.ts";
import { idOf } from "./jsonfiles.ts";
import { batched, type ReadOptions, refuse, type Row, short, type VectorBlock } from "./vectorrows.ts";

/** Rows of a row group at most, and entries of its lists, which are in memory at once. */
const GROUP = 1 << 27;

/**
 * The rows of a Parquet file, group of rows by group: the column of lists under `column`, or its only one; ids under `id`,
 * or the column "id" if there is one. Lists of float32 become float32, others float64.
 */
export async function* parquetReader(path: string, options: ReadOptions): AsyncGenerator<VectorBlock, void> {
  const library = await lazy<typeof Hyparquet>("hyparquet");
  using file = await Deno.open(path);
  const { size } = await file.stat();
  const source: Hyparquet.AsyncBuffer = {
    byteLength: size,
    // At once: the library asks for parts side by side, of which each would move the place where the other reads.
    slice: (start, end = size) => {
      if (!(start >= 0 && start <= end && end <= size)) refuse(path, "its parts must be in it: it is truncated");
      return bytesAt(file, start, end, path).buffer;
    },
  };
  const metadata = await parsed(path, () => library.parquetMetadataAsync(source));
  const { name, id, dtype } = columnsOf(library, metadata, options, path);
  yield* batched(rowsOf(library, source, metadata, name, id, path), path, dtype);
}

interface Columns {
  readonly name: string;
  readonly id: string | undefined;
  readonly dtype: "f32" | "f64";
}

function columnsOf(
  { parquetSchema }: typeof Hyparquet,
  metadata: Hyparquet.FileMetaData,
  { column, id }: ReadOptions,
  path: string,
): Columns {
  const { children } = parquetSchema(metadata), names = children.map(({ element }) => element.name);
  const lists = children.filter((child) => child.children.length > 0).map(({ element }) => element.name);
  const known = lists.map(short).join(", ") || "none";
  const name = column ??
    (lists.length === 1
      ? lists[0]!
      : refuse(path, `its column of vectors must be named by \`column\`: there is ${known}`));
  if (!lists.includes(name)) refuse(path, `column ${short(name)} must be one of lists: there is ${known}`);
  if (id !== undefined && !names.includes(id)) {
    refuse(path, `column ${short(id)} must be one of its columns: there is ${names.map(short)}`);
  }
  let leaf = children.find(({ element }) => element.name === name)!;
  while (leaf.children.length > 0) leaf = leaf.children[0]!;
  return {
    name,
    id: id ?? (names.includes("id") ? "id" : undefined),
    dtype: leaf.element.type === "FLOAT" ? "f32" : "f64",
  };
}

async function* rowsOf(
  { parquetReadObjects }: typeof Hyparquet,
  file: Hyparquet.AsyncBuffer,
  metadata: Hyparquet.FileMetaData,
  name: string,
  id: string | undefined,
  path: string,
): AsyncGenerator<Row, void> {
  const compressors = { GZIP: (bytes: Uint8Array, length: number): Uint8Array => gunzipSync(bytes, length) };
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const count = Number(group.num_rows),
      entries = group.columns.reduce((sum, { meta_data }) => Math.max(sum, Number(meta_data?.num_values ?? 0)), count);
    if (!(entries <= GROUP)) refuse(path, `a group of rows must have at most ${GROUP} entries: one has ${entries}`);
    const rowEnd = rowStart + count;
    // A column at a time: of two that are damaged the library would throw one error to nobody.
    const column = async (name: string): Promise<unknown[]> => {
      const options = { file, metadata, columns: [name], compressors, rowStart, rowEnd };
      const rows = await parsed(path, () => parquetReadObjects(options));
      if (rows.length !== count) refuse(path, `its rows from ${rowStart} must be ${count}: they are ${rows.length}`);
      return rows.map((row) => row[name]);
    };
    const vectors = await column(name), ids = id === undefined ? undefined : await column(id);
    for (const [i, values] of vectors.entries()) {
      const where = `row ${rowStart + i}`;
      if (!isNumbers(values)) refuse(path, `${where} must be a list of numbers: it is something else`);
      yield { values, where, ...(ids ? { id: idOf(ids[i], path, where) } : {}) };
    }
    rowStart = rowEnd;
  }
}

function isNumbers(values: unknown): values is ArrayLike<number> {
  if (ArrayBuffer.isView(values)) return !(values instanceof DataView);
  return Array.isArray(values) && values.every((one) => typeof one === "number");
}

/** What the library gives; what it throws becomes a sentence. */
async function parsed<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith(`Cannot read ${path} as `)) throw cause;
    throw new RangeError(`Cannot read ${path} as it must be a whole Parquet file: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function bytesAt(file: Deno.FsFile, start: number, end: number, path: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(end - start);
  file.seekSync(start, Deno.SeekMode.Start);
  for (let at = 0; at < bytes.length;) {
    at += file.readSync(bytes.subarray(at)) ?? refuse(path, "it must not shrink while it is read");
  }
  return bytes;
}
