/**
 * NumPy's .npy files: matrices of float32 and float64, little-endian, in C order.
 *
 * @module
 */
import { type Dtype, type Floats, Matrix } from "../linalg/matrix.ts";
import { writeAtomic } from "./atomic.ts";

const magic = "\x93NUMPY";

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
  const bytes = Uint8Array.from(magic + "\x01\x00\x00\x00" + header, (c) => c.charCodeAt(0));
  new DataView(bytes.buffer).setUint16(8, header.length, true);
  return bytes;
}

/**
 * The matrix in the bytes of a .npy file. A 1-D array of n values is n samples of one dimension: n × 1.
 *
 * @param source What the bytes are, for error messages.
 * @throws {TypeError} If the array is not `<f4` or `<f8`, is in Fortran order, or has no axis or more than two.
 * @throws {RangeError} If the bytes are not a .npy file or hold more or fewer entries than their shape says.
 */
export function decodeNpy(bytes: Uint8Array, source = "a .npy array"): Matrix {
  const { rows, cols, dtype, start } = decodeNpyHeader(bytes, bytes.length, source);
  const buffer = bytes.slice(start).buffer as ArrayBuffer;
  const data: Floats = dtype === "f32" ? new Float32Array(buffer) : new Float64Array(buffer);
  return new Matrix(rows, cols, data);
}

/** What a .npy file holds, and where its entries start. */
export interface NpyShape {
  readonly rows: number;
  readonly cols: number;
  readonly dtype: Dtype;
  readonly start: number;
}

/** Reads the first bytes of a file of `size` bytes in all; throws as `decodeNpy` does. */
export function decodeNpyHeader(bytes: Uint8Array, size: number, source: string): NpyShape {
  const { descr, fortran, axes, start } = readHeader(bytes, source);
  if (descr !== "<f4" && descr !== "<f8") {
    throw new TypeError(`Cannot read ${source} as its dtype must be "<f4" or "<f8": it is "${descr}"`);
  }
  if (fortran) throw new TypeError(`Cannot read ${source} as it must be in C order: it is in Fortran order`);
  if (axes.length < 1 || axes.length > 2) {
    throw new TypeError(`Cannot read ${source} as it must have 1 or 2 axes: its shape is (${axes.join(", ")})`);
  }
  const [rows = 0, cols = 1] = axes;
  const expected = rows * cols * (descr === "<f4" ? 4 : 8);
  if (size - start !== expected) {
    const found = size - start;
    throw new RangeError(
      `Cannot read ${source} as ${rows} × ${cols} entries must be ${expected} bytes: it has ${found}`,
    );
  }
  return { rows, cols, dtype: descr === "<f4" ? "f32" : "f64", start };
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

interface Header {
  readonly descr: string;
  readonly fortran: boolean;
  readonly axes: readonly number[];
  readonly start: number;
}

function readHeader(bytes: Uint8Array, source: string): Header {
  if (bytes.length < 12 || latin(bytes, 0, 6) !== magic) {
    throw new RangeError(`Cannot read ${source} as it must start with the .npy signature`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const wide = bytes[6]! >= 2;
  const start = wide ? 12 + view.getUint32(8, true) : 10 + view.getUint16(8, true);
  const header = latin(bytes, wide ? 12 : 10, start);
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1];
  const fortran = /'fortran_order':\s*(True|False)/.exec(header)?.[1];
  const axes = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (start > bytes.length || descr === undefined || fortran === undefined || axes === undefined) {
    throw new RangeError(`Cannot read ${source} as its .npy header is truncated or names no dtype, order and shape`);
  }
  const sizes = axes.split(",").map((axis) => axis.trim()).filter((axis) => axis !== "").map(Number);
  return { descr, fortran: fortran === "True", axes: sizes, start };
}

function latin(bytes: Uint8Array, start: number, end: number): string {
  return Array.from(bytes.subarray(start, end), (byte) => String.fromCharCode(byte)).join("");
}
