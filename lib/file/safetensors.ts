/**
 * The safetensors format: named tensors behind a JSON header.
 *
 * @module
 */
import { writeAtomic } from "./atomic.ts";
import { decodeHeader } from "./safetensorsheader.ts";
import { checkTensor, makeTensor, storedEntries, type Tensors, width } from "./tensor.ts";

/** What a safetensors file holds. */
export interface Safetensors {
  /** Tensors by name. */
  readonly tensors: Tensors;
  /** Free text by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * The bytes of a safetensors file. The widest types come first, then names in order, so that every tensor is aligned
 * and equal tensors give equal bytes. F16 is rounded to the nearest, ties to even.
 *
 * @throws {TypeError} If the data of a tensor has another type or length than its dtype and shape say.
 */
export function encodeSafetensors(
  tensors: Tensors,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array<ArrayBuffer> {
  const sorted = Object.entries(tensors).sort(([a, s], [b, t]) => width[t.dtype] - width[s.dtype] || (a < b ? -1 : 1));
  const header: Record<string, unknown> = Object.keys(metadata).length > 0 ? { __metadata__: metadata } : {};
  let end = 0;
  for (const [name, t] of sorted) {
    checkTensor(name, t);
    header[name] = { dtype: t.dtype, shape: t.shape, data_offsets: [end, end += t.data.length * width[t.dtype]] };
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const start = 8 + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(start + end).fill(0x20, 8, start);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(start - 8), true);
  bytes.set(text, 8);
  let at = start;
  for (const [, t] of sorted) {
    const stored = storedEntries(t);
    bytes.set(new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength), at);
    at += stored.byteLength;
  }
  return bytes;
}

/**
 * The tensors and metadata in the bytes of a safetensors file, copied out of it.
 *
 * @param source What the bytes are, for error messages.
 * @throws {TypeError} If the header names no tensors, or a field of one is missing, unknown or of another kind.
 * @throws {SyntaxError} If the header is not JSON, or has a key twice.
 * @throws {RangeError} If a dtype is not one of F64, F32, F16, BF16, I32, I8 and U8, or the tensors overlap, leave gaps, or go beyond the end of the bytes.
 */
export function decodeSafetensors(bytes: Uint8Array, source = "safetensors"): Safetensors {
  const { entries, metadata } = decodeHeader(bytes, bytes.length, source);
  const tensors = Object.fromEntries(
    entries.map(({ name, dtype, shape, begin, end }) => [
      name,
      makeTensor(dtype, shape, bytes.slice(begin, end).buffer as ArrayBuffer),
    ]),
  );
  return Object.freeze({ tensors: Object.freeze(tensors), metadata });
}

/** Reads a safetensors file. @throws As `decodeSafetensors`, with the path in the sentence. */
export async function readSafetensors(path: string): Promise<Safetensors> {
  return decodeSafetensors(await Deno.readFile(path), path);
}

/** Writes a safetensors file at once; missing folders are made. @throws As `encodeSafetensors`. */
export async function writeSafetensors(
  path: string,
  tensors: Tensors,
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  await writeAtomic(path, encodeSafetensors(tensors, metadata));
}
