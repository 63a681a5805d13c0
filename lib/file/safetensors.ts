/**
 * The safetensors format: named tensors behind a JSON header.
 *
 * @module
 */
import { writeAtomic } from "./atomic.ts";
import { parseJson } from "./json.ts";
import { among, fields, fromSchema, listOf, recordOf, string, whole } from "./schema.ts";
import { checkTensor, makeTensor, storedEntries, type Tensor, type Tensors, width } from "./tensor.ts";

/** What a safetensors file holds. */
export interface Safetensors {
  /** Tensors by name. */
  readonly tensors: Tensors;
  /** Free text by key. */
  readonly metadata: Readonly<Record<string, string>>;
}

const maxHeader = 100_000_000;

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
 * @throws {RangeError} If a dtype is not one of F64, F32, F16, BF16, I32 and U8, or the tensors overlap, leave gaps, or go beyond the end of the bytes.
 */
export function decodeSafetensors(bytes: Uint8Array, source = "safetensors"): Safetensors {
  const { header, start } = readHeader(bytes, source);
  const { __metadata__: found = {}, ...rest } = header;
  const metadata = fromSchema(found, recordOf(string), source, "__metadata__");
  const entries = Object.entries(rest).map(([name, entry]) => checkEntry(name, entry, source));
  let at = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) fail(source, `tensor "${name}" must begin at byte ${at} of the data: it begins at ${begin}`);
    at = end;
  }
  const size = bytes.length - start;
  if (size !== at) fail(source, `its tensors must be ${at} bytes: it has ${size}`);
  const tensors = Object.fromEntries(entries.map((entry) => {
    const { name, dtype, shape, begin, end } = entry;
    return [name, makeTensor(dtype, shape, bytes.slice(start + begin, start + end).buffer as ArrayBuffer)];
  }));
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

interface Entry {
  readonly name: string;
  readonly dtype: Tensor["dtype"];
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

const DTYPES = Object.keys(width) as Tensor["dtype"][];
const entrySchema = fields({ dtype: among(...DTYPES), shape: listOf(whole()), data_offsets: listOf(whole(), 2) });

function readHeader(bytes: Uint8Array, source: string): { header: Record<string, unknown>; start: number } {
  if (bytes.length < 8) fail(source, `it must have at least 8 bytes: it has ${bytes.length}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const limit = Math.min(bytes.length - 8, maxHeader);
  if (length > limit) fail(source, `its header must be at most ${limit} bytes: it says ${length}`);
  if (bytes[8] !== 0x7b) fail(source, 'its header must begin with "{"');
  const header = parseJson(utf8(bytes.subarray(8, 8 + length), source), `the header of ${source}`);
  return { header: header as Record<string, unknown>, start: 8 + length };
}

function utf8(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    fail(source, "its header must be UTF-8");
  }
}

function checkEntry(name: string, entry: unknown, source: string): Entry {
  const { dtype, shape, data_offsets: offsets } = fromSchema(entry, entrySchema, source, name);
  const [begin, end] = offsets as [number, number];
  const expected = shape.reduce((a, b) => a * b, width[dtype]);
  if (end - begin !== expected) fail(source, `tensor "${name}" must be ${expected} bytes: it is ${end - begin}`);
  return { name, dtype, shape, begin, end };
}

function fail(source: string, reason: string): never {
  throw new RangeError(`Cannot read ${source} as ${reason}`);
}
