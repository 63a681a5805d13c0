/**
 * The header of a safetensors file: which tensors it holds, and where.
 *
 * @module
 */
import { parseJson } from "./json.ts";
import { among, fields, fromSchema, listOf, recordOf, string, whole } from "./schema.ts";
import { type Tensor, width } from "./tensor.ts";

/** Bytes of a header at most: some ten thousand tensors. */
const LONGEST = 1 << 20;

/** A tensor, and the bytes of the file that are its entries. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: Tensor["dtype"];
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

/** What a header says. */
export interface SafetensorsHeader {
  readonly entries: readonly StoredTensor[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** Where the data starts in a file of `size` bytes, by its first 8. @throws {RangeError} If that is beyond its end. */
export function dataStart(bytes: Uint8Array, size: number, source: string): number {
  if (bytes.length < 8) fail(source, `it must have at least 8 bytes: it has ${bytes.length}`);
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0, true));
  const limit = Math.min(size - 8, LONGEST);
  if (length > limit) fail(source, `its header must be at most ${limit} bytes: it says ${length}`);
  return 8 + length;
}

/**
 * Reads the header at the start of the bytes of a file of `size` bytes in all.
 *
 * @throws As `decodeSafetensors`.
 */
export function decodeHeader(bytes: Uint8Array, size: number, source: string): SafetensorsHeader {
  const start = dataStart(bytes, size, source);
  if (bytes[8] !== 0x7b) fail(source, 'its header must begin with "{"');
  const header = parseJson(utf8(bytes.subarray(8, start), source), `the header of ${source}`);
  const { __metadata__: found = {}, ...rest } = header as Record<string, unknown>;
  const metadata = fromSchema(found, recordOf(string), source, "__metadata__");
  const entries = Object.entries(rest).map(([name, entry]) => checkEntry(name, entry, source));
  let at = 0;
  for (const { name, begin, end } of entries.toSorted((a, b) => a.begin - b.begin || a.end - b.end)) {
    if (begin !== at) fail(source, `tensor "${name}" must begin at byte ${at} of the data: it begins at ${begin}`);
    at = end;
  }
  if (size - start !== at) fail(source, `its tensors must be ${at} bytes: it has ${size - start}`);
  const placed = entries.map((entry) => ({ ...entry, begin: start + entry.begin, end: start + entry.end }));
  return { entries: placed, metadata };
}

const DTYPES = Object.keys(width) as Tensor["dtype"][];
const entrySchema = fields({ dtype: among(...DTYPES), shape: listOf(whole()), data_offsets: listOf(whole(), 2) });

function utf8(bytes: Uint8Array, source: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    fail(source, "its header must be UTF-8");
  }
}

function checkEntry(name: string, entry: unknown, source: string): StoredTensor {
  const { dtype, shape, data_offsets: offsets } = fromSchema(entry, entrySchema, source, name);
  const [begin, end] = offsets as [number, number];
  const expected = shape.reduce((a, b) => a * b, width[dtype]);
  if (end - begin !== expected) fail(source, `tensor "${name}" must be ${expected} bytes: it is ${end - begin}`);
  return { name, dtype, shape, begin, end };
}

function fail(source: string, reason: string): never {
  throw new RangeError(`Cannot read ${source} as ${reason}`);
}
