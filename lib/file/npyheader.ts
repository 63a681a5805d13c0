/**
 * The header of a .npy file: a dict literal of Python with three known keys, read by its grammar and no more.
 *
 * @module
 */

/** How every .npy file starts. */
export const MAGIC = "\x93NUMPY";
/** Bytes of a header at most: that of a matrix has about a hundred. */
export const HEADER = 1 << 16;

/** What a header says. */
export interface NpyHeader {
  readonly descr: string;
  readonly fortran: boolean;
  readonly axes: readonly number[];
  /** The byte at which the entries start. */
  readonly start: number;
}

/** Reads the header at the start of the bytes. @throws {RangeError} If it is not one of version 1, 2 or 3. */
export function readHeader(bytes: Uint8Array, source: string): NpyHeader {
  const fail = (reason: string): never => {
    throw new RangeError(`Cannot read ${source} as ${reason}`);
  };
  if (bytes.length < 12 || latin(bytes, 0, 6) !== MAGIC) fail("it must start with the .npy signature");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), [major, minor] = bytes.subarray(6, 8);
  if (major! < 1 || major! > 3 || minor !== 0) fail(`its version must be 1.0, 2.0 or 3.0: it is ${major}.${minor}`);
  const from = major === 1 ? 10 : 12, length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > HEADER) fail(`its header must be at most ${HEADER} bytes: it says ${length}`);
  if (from + length > bytes.length) fail("its header must be whole: it is truncated");
  return { ...parseHeader(latin(bytes, from, from + length), fail), start: from + length };
}

const TOKEN = /[ \t\r\n]*(?:'([^'\\\r\n]*)'|"([^"\\\r\n]*)"|(0|[1-9][0-9]*)L?(?![\w.])|(True|False)(?!\w)|([{}():,]))/y;
type Token = { readonly text?: string; readonly size?: number; readonly flag?: boolean; readonly mark?: string };

function parseHeader(header: string, fail: (reason: string) => never): Omit<NpyHeader, "start"> {
  let at = 0;
  const peek = (): Token => {
    TOKEN.lastIndex = at;
    const [, single, double, size, flag, mark] = TOKEN.exec(header) ?? wrong();
    if (size !== undefined) return { size: Number(size) };
    if (flag !== undefined) return { flag: flag === "True" };
    return mark === undefined ? { text: single ?? double! } : { mark };
  };
  const wrong = (): never => {
    const found = header.slice(at, at + 20).trim();
    return fail(`its header must be {'descr': …, 'fortran_order': …, 'shape': …}, each once: "${found}" is not of it`);
  };
  const take = <K extends keyof Token>(kind: K): NonNullable<Token[K]> => {
    const value = peek()[kind] ?? wrong();
    at = TOKEN.lastIndex;
    return value as NonNullable<Token[K]>;
  };
  const mark = (mark: string): unknown => peek().mark === mark ? take("mark") : wrong();
  const sizes = (): number[] => {
    const list: number[] = [];
    mark("(");
    while (peek().mark !== ")") {
      list.push(take("size"));
      // (3) is no tuple in Python, (3,) is.
      if (peek().mark !== ")" || list.length === 1) mark(",");
    }
    mark(")");
    return list;
  };
  const found: { descr?: string; fortran_order?: boolean; shape?: number[] } = {};
  mark("{");
  while (peek().mark !== "}") {
    const key = take("text");
    if (Object.hasOwn(found, key)) wrong();
    mark(":");
    if (key === "descr") found.descr = take("text");
    else if (key === "fortran_order") found.fortran_order = take("flag");
    else if (key === "shape") found.shape = sizes();
    else wrong();
    if (peek().mark !== "}") mark(",");
  }
  mark("}");
  const { descr, fortran_order: fortran, shape: axes } = found;
  if (descr === undefined || fortran === undefined || axes === undefined || /[^ \t\r\n]/.test(header.slice(at))) {
    wrong();
  }
  return { descr: descr!, fortran: fortran!, axes: axes! };
}

function latin(bytes: Uint8Array, start: number, end: number): string {
  return Array.from(bytes.subarray(start, end), (byte) => String.fromCharCode(byte)).join("");
}
