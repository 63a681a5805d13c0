/**
 * NumPy's .npy files: written as float32 and float64, little-endian, in C order; read in any.
 *
 * @module
 */
import type { Dtype, Matrix } from "../linalg/matrix.ts";
import { writeAtomic } from "./atomic.ts";
import { type Kind, type Layout, layoutMatrix, WIDTH } from "./entries.ts";
import { MAGIC, readHeader } from "./npyheader.ts";

/**
 * The bytes of a version 1.0 .npy file of shape (rows, cols): `<f4` for float32, `<f8` for float64.
 */
export function encodeNpy(m: Matrix): Uint8Array<ArrayBuffer> {
  const header = encodeNpyHeader(m.rows, m.cols, m.dtype);
  const bytes = new Uint8Array(header.length + m.data.byteLength);
  bytes.set(header);
  bytes.set(new Uint8Array(m.data.buffer, m.data.byteOffset, m.data.byteLength), header.length);
  return bytes;
}

/** The bytes before the entries of such a file. */
export function encodeNpyHeader(rows: number, cols: number, dtype: Dtype): Uint8Array<ArrayBuffer> {
  const descr = dtype === "f32" ? "<f4" : "<f8";
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${rows}, ${cols}), }`;
  const start = Math.ceil((10 + dict.length + 1) / 64) * 64;
  const header = dict.padEnd(start - 11) + "\n";
  const bytes = Uint8Array.from(MAGIC + "\x01\x00\x00\x00" + header, (c) => c.charCodeAt(0));
  new DataView(bytes.buffer).setUint16(8, header.length, true);
  return bytes;
}

/**
 * The matrix in the bytes of a .npy file. A 1-D array of n values is n samples of one dimension: n × 1.
 *
 * Entries are floats of 2, 4 or 8 bytes or integers of 1, 2 or 4 (u1, no other unsigned), in either byte and storage
 * order. Those of f8 and i4 become float64, all others float32: every value is kept exactly.
 *
 * @param source What the bytes are, for error messages.
 * @throws {TypeError} If the array has entries of another type, no axis or more than two, or no column.
 * @throws {RangeError} If the bytes are not a .npy file or hold more or fewer entries than their shape says.
 */
export function decodeNpy(bytes: Uint8Array, source = "a .npy array"): Matrix {
  const layout = decodeNpyHeader(bytes, bytes.length, source);
  return layoutMatrix(bytes.slice(layout.start), layout);
}

/** What a .npy file holds, and where its entries start. */
export interface NpyLayout extends Layout {
  readonly axes: 1 | 2;
}

/** Reads the first bytes of a file of `size` bytes in all; throws as `decodeNpy` does. */
export function decodeNpyHeader(bytes: Uint8Array, size: number, source: string): NpyLayout {
  const { descr, fortran, axes, start } = readHeader(bytes, source);
  if (/O/.test(descr)) {
    throw new TypeError(
      `Cannot read ${source} as its entries must be numbers: they are objects (pickle), never loaded`,
    );
  }
  const [, order, kind] = /^([<>|])(f2|f4|f8|i1|u1|i2|i4)$/.exec(descr) ?? [];
  if (kind === undefined || order === "|" && WIDTH[kind as Kind] > 1) {
    throw new TypeError(
      `Cannot read ${source} as its dtype must be one of f2, f4, f8, i1, u1, i2, i4: it is "${descr}"`,
    );
  }
  const [rows = 0, cols = 1] = axes;
  if (axes.length < 1 || axes.length > 2) {
    throw new TypeError(`Cannot read ${source} as it must have 1 or 2 axes: its shape is (${axes.join(", ")})`);
  }
  if (cols === 0) throw new TypeError(`Cannot read ${source} as it must have columns: its shape is (${rows}, 0)`);
  const expected = rows * cols * WIDTH[kind as Kind], found = size - start;
  if (found !== expected) {
    throw new RangeError(
      `Cannot read ${source} as ${rows} × ${cols} entries must be ${expected} bytes: it has ${found}`,
    );
  }
  return { rows, cols, kind: kind as Kind, big: order === ">", fortran, start, axes: axes.length as 1 | 2 };
}

/**
 * Reads a .npy file. Needs `--allow-read`.
 *
 * @throws As `decodeNpy`, with the path in the sentence.
 *
 * @example
 * ```ts
 * import { Matrix, readNpy, writeNpy } from "anchorage";
 * const path = `${await Deno.makeTempDir()}/identity.npy`;
 * await writeNpy(path, Matrix.identity(3));
 * console.log((await readNpy(path)).rows); // 3
 * ```
 */
export async function readNpy(path: string): Promise<Matrix> {
  return decodeNpy(await Deno.readFile(path), path);
}

/** Writes a .npy file that `numpy.load` reads, at once; missing folders are made. Needs read and write on the folder. */
export async function writeNpy(path: string, m: Matrix): Promise<void> {
  await writeAtomic(path, encodeNpy(m));
}
