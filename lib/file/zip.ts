/**
 * Members of a zip archive, as .npz files are.
 *
 * @module
 */
import { crc32 } from "../base/bytes.ts";
import { readAt } from "./dense.ts";
import { refuse } from "./vectorrows.ts";

const END = 0x06054b50, ENTRY = 0x02014b50, LOCAL = 0x04034b50, WIDE = 0xffffffff;

interface Member {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly offset: number;
}

/**
 * The bytes of the member that `choose` takes from the names, unpacked and checked.
 *
 * @throws {RangeError} If the archive is not one, larger than 4 GB, encrypted, packed in another way than deflate, or the
 * checksum is wrong.
 */
export async function readMember(path: string, choose: (names: readonly string[]) => string): Promise<Bytes> {
  using file = await Deno.open(path);
  const members = await directory(file, path), name = choose(members.map((member) => member.name));
  const { method, crc, packed, size, offset } = members.find((member) => member.name === name)!;
  const local = await bytesAt(file, offset, 30, path);
  if (local.getUint32(0, true) !== LOCAL) refuse(path, `"${name}" must be where its directory says: it is not`);
  const start = offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  const { buffer } = await bytesAt(file, start, packed, path), bytes = new Uint8Array(buffer);
  const whole = method === 0 ? bytes : await inflated(bytes, size, name, path);
  if (whole.length !== size || crc32(whole) !== crc) {
    refuse(path, `"${name}" must have the checksum of its directory: it has not`);
  }
  return whole;
}

type Bytes = Uint8Array<ArrayBuffer>;

async function directory(file: Deno.FsFile, path: string): Promise<readonly Member[]> {
  const { size } = await file.stat(),
    tail = Math.min(size, 22 + 0xffff),
    view = await bytesAt(file, size - tail, tail, path);
  let end = tail - 22;
  while (end >= 0 && view.getUint32(end, true) !== END) end--;
  if (end < 0) refuse(path, "it must be a zip archive: it has no directory");
  const count = view.getUint16(end + 10, true),
    length = view.getUint32(end + 12, true),
    at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === WIDE) refuse(path, "it must be at most 4 GB: save larger arrays as .npy");
  if (at + length > size) refuse(path, "its directory must be in it: it is truncated");
  return entries(await bytesAt(file, at, length, path), count, path);
}

function entries(view: DataView<ArrayBuffer>, count: number, path: string): readonly Member[] {
  const members: Member[] = [], names = new Set<string>();
  for (let at = 0, i = 0; i < count; i++) {
    if (at + 46 > view.byteLength || view.getUint32(at, true) !== ENTRY) {
      refuse(path, `entry ${i} of its directory must be whole`);
    }
    const lengths = [28, 30, 32].map((from) => view.getUint16(at + from, true)), [nameLength = 0] = lengths;
    const name = new TextDecoder().decode(
      new Uint8Array(view.buffer, at + 46, Math.min(nameLength, view.byteLength - at - 46)),
    );
    const [crc = 0, packed = 0, size = 0] = [16, 20, 24].map((from) => view.getUint32(at + from, true));
    const method = view.getUint16(at + 10, true), offset = view.getUint32(at + 42, true);
    if ([packed, size, offset].includes(WIDE)) {
      refuse(path, `"${name}" must be at most 4 GB: save larger arrays as .npy`);
    }
    if ((view.getUint16(at + 8, true) & 1) !== 0) refuse(path, `"${name}" must not be encrypted: it is`);
    if (method !== 0 && method !== 8) refuse(path, `"${name}" must be stored or deflated: its method is ${method}`);
    if (names.has(name)) refuse(path, `no name may be in it twice: "${name}" is`);
    names.add(name);
    members.push({ name, method, crc, packed, size, offset });
    at += 46 + lengths.reduce((a, b) => a + b);
  }
  return members;
}

/** Deflated data becomes at most 1,032 times as long; more than the directory says is refused before it is made. */
async function inflated(bytes: Bytes, size: number, name: string, path: string): Promise<Bytes> {
  const out = new Uint8Array(Math.min(size, bytes.length * 1032)), stream = new DecompressionStream("deflate-raw");
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  let at = 0;
  try {
    for (let { value } = await reader.read(); value !== undefined; { value } = await reader.read()) {
      out.set(value, at); // beyond the end it throws
      at += value.length;
    }
    return out.subarray(0, at);
  } catch (cause) {
    return refuse(path, `"${name}" must be whole deflated data of ${size} bytes: ${(cause as Error).message}`);
  } finally {
    await reader.cancel().catch(() => {}); // a stream that failed says so again
  }
}

async function bytesAt(
  file: Deno.FsFile,
  offset: number,
  length: number,
  path: string,
): Promise<DataView<ArrayBuffer>> {
  const { size } = await file.stat();
  if (offset + length > size) refuse(path, "its parts must be in it: it is truncated");
  const bytes = new Uint8Array(length);
  await readAt(file, bytes, offset, path);
  return new DataView(bytes.buffer);
}

/**
 * An archive with one member, stored as it is: at most 4 GB.
 *
 * @throws {RangeError} If it is larger.
 */
export function zipped(name: string, bytes: Uint8Array): Bytes {
  if (bytes.length >= WIDE) {
    throw new RangeError(`Cannot write ${name} into an archive as it must be below 4 GB: use .npy`);
  }
  const label = new TextEncoder().encode(name), start = 30 + label.length, at = start + bytes.length;
  const out = new Uint8Array(at + 46 + label.length + 22), view = new DataView(out.buffer), crc = crc32(bytes);
  const set = (from: number, two: readonly [number, number][], four: readonly [number, number][]): void => {
    for (const [offset, value] of two) view.setUint16(from + offset, value, true);
    for (const [offset, value] of four) view.setUint32(from + offset, value, true);
  };
  const size = bytes.length, length = label.length;
  // Version 2.0, the first of January 1980.
  set(0, [[4, 20], [12, 33], [26, length]], [[0, LOCAL], [14, crc], [18, size], [22, size]]);
  set(at, [[4, 20], [6, 20], [14, 33], [28, length]], [[0, ENTRY], [16, crc], [20, size], [24, size]]);
  set(at + 46 + length, [[8, 1], [10, 1]], [[0, END], [12, 46 + length], [16, at]]);
  out.set(label, 30);
  out.set(bytes, start);
  out.set(label, at + 46);
  return out;
}
