/**
 * Stored entries: the types that files of vectors hold, their way into floats, and matrices laid out in bytes.
 *
 * @module
 */
import { type Floats, Matrix, transpose } from "../linalg/matrix.ts";

/** Types of stored entries: floats of 2, 4 and 8 bytes, bfloat16, integers with and without a sign. */
export type Kind = "f2" | "bf2" | "f4" | "f8" | "i1" | "u1" | "i2" | "i4";

/** Bytes of one entry. */
export const WIDTH: Readonly<Record<Kind, number>> = Object.freeze({
  ...{ f2: 2, bf2: 2, f4: 4, f8: 8 },
  ...{ i1: 1, u1: 1, i2: 2, i4: 4 },
});

/** A matrix in a file: its shape, the type of its entries, and where and in which order they are stored. */
export interface Layout {
  readonly rows: number;
  readonly cols: number;
  readonly kind: Kind;
  /** The most significant byte comes first. */
  readonly big: boolean;
  /** Column after column rather than row after row. */
  readonly fortran: boolean;
  /** The byte at which the entries start. */
  readonly start: number;
}

/** The entries in the bytes, which are taken over, as floats that hold each of them exactly: f64 for f8 and i4, else f32. */
function floatsOf(bytes: Uint8Array<ArrayBuffer>, { kind, big }: Pick<Layout, "kind" | "big">): Floats {
  const aligned = bytes.byteOffset % WIDTH[kind] === 0 ? bytes : bytes.slice(), { buffer } = aligned;
  if (big) swapBytes(aligned, WIDTH[kind]);
  const at = aligned.byteOffset, n = bytes.length / WIDTH[kind];
  if (kind === "f8") return new Float64Array(buffer, at, n);
  if (kind === "i4") return new Float64Array(new Int32Array(buffer, at, n));
  if (kind === "f4") return new Float32Array(buffer, at, n);
  if (kind === "f2") return new Float32Array(new Float16Array(buffer, at, n));
  if (kind === "bf2") return fromBfloat(new Uint16Array(buffer, at, n));
  if (kind === "i2") return new Float32Array(new Int16Array(buffer, at, n));
  return new Float32Array(kind === "i1" ? new Int8Array(buffer, at, n) : aligned);
}

/** The matrix of `rows` rows of a layout whose entries are the bytes, which are taken over. */
export function layoutMatrix(bytes: Uint8Array<ArrayBuffer>, layout: Layout, rows = layout.rows): Matrix {
  const data = floatsOf(bytes, layout), { cols, fortran } = layout;
  return fortran && rows > 1 && cols > 1 ? transpose(new Matrix(cols, rows, data)) : new Matrix(rows, cols, data);
}

/** bfloat16 is the upper half of float32. */
export function fromBfloat(entries: Uint16Array<ArrayBuffer>): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(entries);
  for (let i = 0; i < bits.length; i++) bits[i]! <<= 16;
  return new Float32Array(bits.buffer);
}

/** To the nearest, ties to even; a NaN keeps its quiet bit, as rounding could carry it over into infinity. */
export function toBfloat(data: Float32Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
  const bits = new Uint32Array(data.buffer, data.byteOffset, data.length), out = new Uint16Array(bits.length);
  for (let i = 0; i < bits.length; i++) {
    const b = bits[i]!;
    out[i] = Number.isNaN(data[i]) ? b >>> 16 | 0x40 : b + 0x7fff + (b >>> 16 & 1) >>> 16;
  }
  return out;
}

function swapBytes({ buffer, byteOffset, length }: Uint8Array<ArrayBuffer>, width: number): void {
  if (width === 2) {
    const words = new Uint16Array(buffer, byteOffset, length / 2);
    for (let i = 0; i < words.length; i++) words[i] = words[i]! << 8 | words[i]! >> 8;
  }
  if (width < 4) return;
  const words = new Uint32Array(buffer, byteOffset, length / 4);
  for (let i = 0; i < words.length; i++) {
    const w = words[i]!;
    words[i] = w << 24 | (w & 0xff00) << 8 | w >>> 8 & 0xff00 | w >>> 24;
  }
  if (width === 8) { for (let i = 0; i < words.length; i += 2) [words[i], words[i + 1]] = [words[i + 1]!, words[i]!]; }
}
