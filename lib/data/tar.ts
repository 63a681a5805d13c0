/**
 * Archives: the files in a tar, gzipped or not.
 *
 * @module
 */
import { gunzipSync } from "../base/node.ts";

const BLOCK = 512;
/** Bytes of an archive at most. */
const MOST = 1 << 30;

/**
 * The regular files of an archive by name, their bytes not copied.
 *
 * @param source What the bytes are, for error messages.
 * @throws {RangeError} If the bytes are no whole tar, or no whole gzip file.
 */
export function untar(archive: Uint8Array, source: string): ReadonlyMap<string, Uint8Array> {
  const bytes = archive[0] === 0x1f && archive[1] === 0x8b ? unzipped(archive, source) : archive;
  const files = new Map<string, Uint8Array>();
  for (let at = 0; at + BLOCK <= bytes.length && bytes[at] !== 0;) {
    const header = bytes.subarray(at, at + BLOCK), text = (from: number, to: number): string => field(header, from, to);
    const size = parseInt(text(124, 136), 8), start = at + BLOCK;
    if (!(text(257, 262) === "ustar" && size >= 0 && start + size <= bytes.length)) {
      throw new RangeError(`Cannot read ${source} as it must be a whole tar archive: the entry at byte ${at} is not`);
    }
    const prefix = text(345, 500), name = (prefix && prefix + "/") + text(0, 100), kind = text(156, 157);
    if (kind === "0" || kind === "") files.set(name.replace(/^\.\//, ""), bytes.subarray(start, start + size));
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  if (files.size > 0) return files;
  throw new RangeError(`Cannot read ${source} as it must be a tar archive with files: it has none`);
}

function unzipped(bytes: Uint8Array, source: string): Uint8Array {
  try {
    return new Uint8Array(gunzipSync(bytes, MOST));
  } catch (cause) {
    throw new RangeError(`Cannot read ${source} as it must be a whole gzip file: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** The text of a field of the header, up to its first zero. */
function field(header: Uint8Array, from: number, to: number): string {
  const bytes = header.subarray(from, to), end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end)).trim();
}
