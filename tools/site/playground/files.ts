/**
 * Vectors from files that the reader gives, by the readers that the library has for paths.
 *
 * @module
 */
import { denseReader, npyLayout, npzReader, safetensorsLayout } from "../../../lib/file/densefiles.ts";
import { jsonlReader } from "../../../lib/file/jsonfiles.ts";
import { sound } from "../../../lib/file/soundrows.ts";
import { tableReader } from "../../../lib/file/tablefiles.ts";
import type { Reader } from "../../../lib/file/vectorrows.ts";
import { Matrix } from "../../../lib/linalg/matrix.ts";

const READERS: Readonly<Record<string, Reader>> = Object.freeze({
  npy: denseReader(npyLayout),
  npz: npzReader,
  safetensors: denseReader(safetensorsLayout),
  csv: tableReader(","),
  tsv: tableReader("\t"),
  jsonl: jsonlReader,
});

/** The endings of names that are read, in words. */
export const ENDINGS: string = Object.keys(READERS).map((one) => `.${one}`).join(", ").replace(/, ([^,]*)$/, " or $1");

/** Rows, and their ids where they have some. */
export interface Given {
  readonly vectors: Matrix;
  readonly ids: readonly string[] | undefined;
}

/** Reads a file by its name. @throws {Error} In one sentence, if it is of another form, damaged, ragged or not finite. */
export async function readGiven(name: string): Promise<Given> {
  const ending = name.split(".").at(-1)!.toLowerCase();
  if (!Object.hasOwn(READERS, ending)) {
    throw new TypeError(`Cannot read ${name} as its name must end in ${ENDINGS}: it does not`);
  }
  const blocks = [];
  let rows = 0;
  for await (const block of READERS[ending]!(name, {})) {
    blocks.push(sound(block, rows, false, name));
    rows += block.vectors.rows;
  }
  const cols = blocks[0]?.vectors.cols ?? 0, data = new Float64Array(rows * cols);
  if (rows === 0) throw new RangeError(`Cannot read ${name} as it must have rows: it has none`);
  let at = 0;
  for (const { vectors } of blocks) {
    data.set(vectors.data, at);
    at += vectors.data.length;
  }
  return { vectors: new Matrix(rows, cols, data), ids: blocks[0]!.ids && blocks.flatMap(({ ids }) => ids!) };
}

/** Lets the readers open these files where there is no Deno: the part of its files that reading needs, over bytes. */
export function provide(files: Readonly<Record<string, Uint8Array>>): void {
  const open = (name: string): Promise<unknown> => Promise.resolve(opened(files[name]!));
  Object.assign(globalThis, { Deno: { open, SeekMode: { Start: 0 } } });
}

function opened(
  bytes: Uint8Array,
): Pick<Deno.FsFile, "read" | "readSync" | "seek" | "seekSync" | "close"> & Disposable {
  let at = 0;
  const readSync = (into: Uint8Array): number | null => {
    const part = bytes.subarray(at, at + into.length);
    into.set(part);
    at += part.length;
    return part.length > 0 ? part.length : null;
  };
  const seekSync = (offset: number | bigint): number => at = Number(offset);
  const statSync = (): { size: number } => ({ size: bytes.length }), close = (): void => {};
  const later = <A extends unknown[], T>(act: (...given: A) => T) => (...given: A): Promise<T> =>
    Promise.resolve(act(...given));
  const both = { readSync, seekSync, statSync, close, [Symbol.dispose]: close };
  return Object.assign(both, { read: later(readSync), seek: later(seekSync), stat: later(statSync) });
}
