/**
 * Word vectors of a whole model of fastText (.bin): each the mean of the rows of its word and of the parts of it.
 *
 * @module
 */
import { refuse, type Row, short } from "./vectorrows.ts";

/** How such a model starts. */
export const FASTTEXT = 0x2f4f16ba;
/** The version whose layout is known. */
const VERSION = 12;
/** Bytes of a word at most. */
const WORD = 1 << 16;

/**
 * The words of the model with their vectors, as fastText's own `print-word-vectors` gives them; labels are left out. The
 * matrix stays on disk. Parts of words are those of `minn` to `maxn` letters, in as many buckets as the model says.
 *
 * @throws {RangeError} If the file is damaged, quantised, pruned, or of another version.
 */
export function* fastTextRows(file: Deno.FsFile, path: string): Generator<Row, void> {
  const { size } = file.statSync(), read = buffered(file, size, path);
  read.number(4);
  const version = read.number(4);
  if (version !== VERSION) refuse(path, `its version must be ${VERSION}: it is ${version}`);
  const [dim = 0, , , , , , , , bucket = 0, minn = 0, maxn = 0] = Array.from({ length: 12 }, () => read.number(4));
  read.number(8);
  const [entries = 0, words = 0] = Array.from({ length: 3 }, () => read.number(4));
  read.number(8);
  if (read.number(8) > 0) refuse(path, "its parts of words must all be there: it is pruned");
  if (dim < 1 || words < 1 || words > entries || bucket < 0 || entries * 10 > size) {
    refuse(path, "its numbers of words, entries and parts must fit it: they do not");
  }
  const names = Array.from({ length: entries }, () => read.word()).slice(0, words);
  if (read.number(1) !== 0) refuse(path, "its entries must be float32: it is quantised");
  const rows = read.number(8), cols = read.number(8), start = read.at();
  if (cols !== dim || rows < words || rows * cols * 4 > size - start) {
    refuse(path, `its ${rows} × ${cols} entries must be in it and ${dim} in a row: they are not`);
  }
  const parts = bucket > 0 && maxn > 0 && rows >= words + bucket;
  for (const [i, id] of names.entries()) {
    const others = parts && id !== "</s>" ? partsOf(id, minn, maxn).map((hash) => words + hash % bucket) : [];
    yield { id, values: meanRow(file, [i, ...others], dim, start, path), where: `word ${short(id)}` };
  }
}

/** FNV hashes of the parts of "<word>" of `minn` to `maxn` letters; a bracket alone is none. */
function partsOf(word: string, minn: number, maxn: number): readonly number[] {
  const letters = Array.from(`<${word}>`), hashes: number[] = [];
  for (let i = 0; i < letters.length; i++) {
    for (let n = Math.max(1, minn); n <= maxn && i + n <= letters.length; n++) {
      if (n === 1 && (i === 0 || i + n === letters.length)) continue;
      let hash = 2166136261;
      // Bytes have a sign there, so those beyond 127 change the upper bits too.
      for (const byte of new TextEncoder().encode(letters.slice(i, i + n).join(""))) {
        hash = Math.imul(hash ^ (byte << 24 >> 24), 16777619);
      }
      hashes.push(hash >>> 0);
    }
  }
  return hashes;
}

function meanRow(file: Deno.FsFile, rows: readonly number[], dim: number, start: number, path: string): Float32Array {
  const row = new Float32Array(dim), sum = new Float32Array(dim);
  for (const i of rows) {
    file.seekSync(start + i * dim * 4, Deno.SeekMode.Start);
    readWhole(file, new Uint8Array(row.buffer), path);
    for (let j = 0; j < dim; j++) sum[j]! += row[j]!;
  }
  return sum.map((x) => x / rows.length);
}

function readWhole(file: Deno.FsFile, bytes: Uint8Array, path: string): void {
  for (let at = 0; at < bytes.length;) {
    at += file.readSync(bytes.subarray(at)) ?? refuse(path, "it must be whole: it is truncated");
  }
}

interface Buffered {
  readonly number: (width: 1 | 4 | 8) => number;
  readonly word: () => string;
  /** The place after what was read. */
  readonly at: () => number;
}

/** Numbers and words one after the other from the start of the file. */
function buffered(file: Deno.FsFile, size: number, path: string): Buffered {
  let bytes = new Uint8Array(0), from = 0, at = 0;
  const need = (count: number): void => {
    if (at + count > size) refuse(path, "it must be whole: it is truncated");
    if (at + count <= from + bytes.length) return;
    [bytes, from] = [new Uint8Array(Math.min(size - at, Math.max(count, 1 << 18))), at];
    file.seekSync(at, Deno.SeekMode.Start);
    readWhole(file, bytes, path);
  };
  const number = (width: 1 | 4 | 8): number => {
    need(width);
    const view = new DataView(bytes.buffer, at - from, width);
    at += width;
    return width === 1 ? view.getUint8(0) : width === 4 ? view.getInt32(0, true) : Number(view.getBigInt64(0, true));
  };
  /** A word, its count and its kind. */
  const word = (): string => {
    need(Math.min(WORD, size - at));
    const end = bytes.subarray(at - from, at - from + WORD).indexOf(0);
    if (end < 0) refuse(path, `every word must end within ${WORD} bytes: one does not`);
    const text = new TextDecoder().decode(bytes.subarray(at - from, at - from + end));
    at += end + 10;
    return text;
  };
  return { number, word, at: (): number => at };
}
