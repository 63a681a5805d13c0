/**
 * Word vectors: the text of word2vec, fastText and GloVe, and the binary forms of word2vec and fastText.
 *
 * @module
 */
import { FASTTEXT, fastTextRows } from "./fasttext.ts";
import { tableReader } from "./tablefiles.ts";
import {
  batched,
  linesOf,
  needed,
  numberOf,
  type ReadOptions,
  refuse,
  type Row,
  short,
  type VectorBlock,
} from "./vectorrows.ts";

const HEADER = /^(\d+) (\d+)\s*$/;

/**
 * The rows of a text with a token and its entries in every line, separated by spaces; the first line may say the number
 * of rows and of entries. Tokens may hold spaces; one that ends in a number is set off by two of them, as `writeVectors`
 * does. A text whose lines start with "[" or hold tabs is a table.
 */
export async function* wordReader(path: string, options: ReadOptions): AsyncGenerator<VectorBlock, void> {
  const lines = linesOf(path), { value: first = "" } = await lines.next();
  await lines.return();
  if (/^\s*\[|\t/.test(first) && !HEADER.test(first)) yield* tableReader("\t")(path, options);
  else yield* batched(wordRows(path, first), path, "f32");
}

async function* wordRows(path: string, first: string): AsyncGenerator<Row, void> {
  const [, rows, cols] = HEADER.exec(first) ?? [];
  const size = cols === undefined ? numbersAtEnd(first.trimEnd().split(" ")) : Number(cols);
  if (size < 1) refuse(path, `its lines must be a token and numbers: the first is ${short(first)}`);
  let line = 0, found = 0;
  for await (const text of linesOf(path)) {
    line++;
    if (line === 1 && cols !== undefined || text.trim() === "") continue;
    const cells = text.trimEnd().split(" "), at = cells.length - size, where = `line ${line}`;
    if (at < 1) refuse(path, `every row must have a token and ${size} entries: ${where} has ${short(text)}`);
    const apart = at > 1 && cells[at - 1] === "", id = cells.slice(0, apart ? at - 1 : at).join(" ");
    // A token may hold spaces, but a row that is too long must not lose its first entry to it.
    if (at > 1 && numberOf(cells[at - 1]!) !== undefined) {
      const hint = `two spaces after ${short(id)} would say that it is the token`;
      refuse(path, `every row must have ${size} entries: ${where} has more (${hint})`);
    }
    if (id.trim() !== id) refuse(path, `a token must neither start nor end with a space: that of ${where} does`);
    found++;
    yield { id, values: cells.slice(at).map((cell) => needed(cell, path, where)), where };
  }
  if (rows !== undefined && found !== Number(rows)) {
    refuse(path, `it must have the ${rows} rows of its first line: it has ${found}`);
  }
}

function numbersAtEnd(cells: readonly string[]): number {
  const at = cells.findLastIndex((cell, i) => i === 0 || numberOf(cell) === undefined);
  return cells.length - 1 - at;
}

/** Bytes of a token at most. */
const TOKEN = 1 << 16;
/**
 * The rows of word2vec's binary form (a first line with two numbers, then tokens, a space and float32 entries each) or of a
 * whole model of fastText.
 */
export async function* binaryWordReader(path: string): AsyncGenerator<VectorBlock, void> {
  yield* batched(binaryRows(path), path, "f32");
}

async function* binaryRows(path: string): AsyncGenerator<Row, void> {
  using file = await Deno.open(path);
  const { size } = await file.stat();
  let bytes = new Uint8Array(1 << 18), start = 0, end = 0;
  /** Makes the next `count` bytes stand in the buffer, or as many as there are. */
  const fill = async (count: number): Promise<void> => {
    if (end - start >= count) return;
    const room = count > bytes.length ? new Uint8Array(count) : bytes;
    room.set(bytes.subarray(start, end));
    [bytes, end, start] = [room, end - start, 0];
    for (let n: number | null = 0; n !== null && end < count; end += n ?? 0) n = await file.read(bytes.subarray(end));
  };
  /** The bytes before the next mark. */
  const until = async (mark: number, what: string): Promise<Uint8Array> => {
    await fill(TOKEN);
    const at = bytes.subarray(start, Math.min(end, start + TOKEN)).indexOf(mark);
    if (at < 0) refuse(path, `${what} must end within ${TOKEN} bytes: it does not`);
    start += at + 1;
    return bytes.slice(start - at - 1, start - 1);
  };
  await fill(4);
  if (end >= 4 && new DataView(bytes.buffer).getUint32(0, true) === FASTTEXT) return yield* fastTextRows(file, path);
  const first = new TextDecoder().decode(await until(10, "its first line")),
    [, rows = "", cols = ""] = HEADER.exec(first) ?? [];
  const count = Number(rows), width = Number(cols) * 4;
  if (rows === "" || width === 0) {
    refuse(path, `its first line must be the number of rows and of entries: it is ${short(first)}`);
  }
  if (count * (width + 1) > size) refuse(path, `${rows} × ${cols} entries must be in it: it has ${size} bytes`);
  const decoder = new TextDecoder("utf-8", { fatal: true });
  for (let i = 0; i < count; i++) {
    await fill(1);
    if (bytes[start] === 10) start++;
    const token = await until(32, `the token of row ${i}`);
    await fill(width);
    if (end - start < width) refuse(path, `row ${i} must have ${cols} entries: the file ends`);
    const values = new Float32Array(bytes.slice(start, start += width).buffer);
    let id: string;
    try {
      id = decoder.decode(token);
    } catch {
      refuse(path, `the token of row ${i} must be UTF-8: it is not`);
    }
    yield { id: id!, values, where: `row ${i}` };
  }
  await fill(2);
  if (end - start > 1 || end > start && bytes[start] !== 10) {
    refuse(path, `it must end after its ${rows} rows: it goes on`);
  }
}
