/**
 * JSON in which NaN and the infinities survive the round trip, read strictly.
 *
 * @module
 */
import { writeAtomic } from "./atomic.ts";

const tag = "$number";
/** Levels of lists and objects in a text that is read: far more than any file of ours or of Jupyter's has. */
const DEPTH = 100;

/**
 * JSON text of the value. NaN, Infinity and -Infinity become `{"$number": "NaN"}` and so on, typed arrays arrays.
 *
 * @param indent Spaces per level; 0 writes one line.
 * @throws {TypeError} If an object of the value has the key "$number", which would be read back as a number.
 */
export function toJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, (_, v: unknown) => encode(v), indent);
}

/**
 * The value of a JSON text by `toJson`.
 *
 * @param source What the text is, for error messages.
 * @throws {SyntaxError} As `parseJson`.
 * @throws {RangeError} If a "$number" is not "NaN", "Infinity" or "-Infinity", or a number is too large for one.
 */
export function fromJson(text: string, source = "JSON"): unknown {
  checkStructure(text, source);
  return parsed(text, source, (_, v: unknown) => decode(v, source));
}

/**
 * The value of a JSON text, in which no object has a key twice (of which `JSON.parse` would take the last) and nothing
 * is deeper than 100 levels.
 *
 * @param source What the text is, for error messages.
 * @throws {SyntaxError} If it is not JSON, has a key twice or is deeper.
 */
export function parseJson(text: string, source = "JSON"): unknown {
  checkStructure(text, source);
  return parsed(text, source);
}

/** One line of JSON with the keys of every object in order: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => {
    const encoded = encode(v);
    if (typeof encoded !== "object" || encoded === null || Array.isArray(encoded)) return encoded;
    return Object.fromEntries(Object.entries(encoded).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Reads a JSON file by `writeJson`. @throws As `fromJson`, with the path in the sentence. */
export async function readJson(path: string): Promise<unknown> {
  return fromJson(await Deno.readTextFile(path), path);
}

/** Writes the value as JSON with a final newline, at once; missing folders are made. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeAtomic(path, toJson(value) + "\n");
}

function parsed(text: string, source: string, revive?: (key: string, value: unknown) => unknown): unknown {
  try {
    return JSON.parse(text, revive);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new SyntaxError(`Cannot read ${source} as it must be JSON: ${cause.message}`, { cause });
  }
}

/** Throws on what `JSON.parse` would take although it should not; that the text is JSON at all is left to it. */
function checkStructure(text: string, source: string): void {
  const open: (Set<string> | undefined)[] = [];
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x7b || c === 0x5b) open.push(c === 0x7b ? new Set() : undefined);
    else if (c === 0x7d || c === 0x5d) open.pop();
    else if (c === 0x22) {
      const end = closingQuote(text, i), keys = open.at(-1);
      if (keys && isKey(text, end + 1)) addKey(keys, text.slice(i, end + 1), source);
      i = end;
    }
    if (open.length > DEPTH) throw new SyntaxError(`Cannot read ${source} as it must be at most ${DEPTH} levels deep`);
  }
}

/** Where the text in quotes that starts at `start` ends. */
export function closingQuote(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let escapes = 0;
    while (text.charCodeAt(end - 1 - escapes) === 0x5c) escapes++;
    if (escapes % 2 === 0) return end;
  }
  return text.length;
}

const SPACE = /\s*/y;
function isKey(text: string, at: number): boolean {
  SPACE.lastIndex = Math.min(at, text.length);
  return text[at + SPACE.exec(text)![0].length] === ":";
}

function addKey(keys: Set<string>, quoted: string, source: string): void {
  const key = quoted.includes("\\") ? String(parsed(quoted, source)) : quoted.slice(1, -1);
  if (keys.has(key)) throw new SyntaxError(`Cannot read ${source} as no object may have a key twice: "${key}" is`);
  keys.add(key);
}

function encode(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return { [tag]: String(value) };
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  if (typeof value === "object" && value !== null && Object.hasOwn(value, tag)) {
    throw new TypeError(`Cannot write JSON as no object may have the key "${tag}": it marks NaN and the infinities`);
  }
  return value;
}

function decode(value: unknown, source: string): unknown {
  if (value === Infinity || value === -Infinity) {
    throw new RangeError(`Cannot read ${source} as a number must be below 1.8e308: it is larger`);
  }
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, tag)) return value;
  const name = (value as Record<string, unknown>)[tag];
  const found = [NaN, Infinity, -Infinity].find((x) => String(x) === name);
  if (found === undefined) {
    throw new RangeError(
      `Cannot read ${source} as "${tag}" must be "NaN", "Infinity" or "-Infinity": it is ${String(name)}`,
    );
  }
  return found;
}
