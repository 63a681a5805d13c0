/**
 * JSON in which NaN and the infinities survive the round trip.
 *
 * @module
 */
import { writeAtomic } from "./atomic.ts";

const tag = "$number";

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
 * @throws {SyntaxError} If the text is not JSON.
 * @throws {RangeError} If a "$number" is not "NaN", "Infinity" or "-Infinity".
 */
export function fromJson(text: string): unknown {
  return JSON.parse(text, (_, v: unknown) => decode(v));
}

/** One line of JSON with the keys of every object in order: equal values give equal text. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, v: unknown) => {
    const encoded = encode(v);
    if (typeof encoded !== "object" || encoded === null || Array.isArray(encoded)) return encoded;
    return Object.fromEntries(Object.entries(encoded).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}

/** Reads a JSON file by `writeJson`. @throws {SyntaxError} If it is not JSON, with the path in the sentence. */
export async function readJson(path: string): Promise<unknown> {
  const text = await Deno.readTextFile(path);
  try {
    return fromJson(text);
  } catch (error) {
    throw new SyntaxError(`Cannot read ${path} as it must be JSON: ${(error as Error).message}`, { cause: error });
  }
}

/** Writes the value as JSON with a final newline, at once; missing folders are made. */
export async function writeJson(path: string, value: unknown): Promise<void> {
  await writeAtomic(path, toJson(value) + "\n");
}

function encode(value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) return { [tag]: String(value) };
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) return Array.from(value as Float64Array);
  if (typeof value === "object" && value !== null && Object.hasOwn(value, tag)) {
    throw new TypeError(`Cannot write JSON as no object may have the key "${tag}": it marks NaN and the infinities`);
  }
  return value;
}

function decode(value: unknown): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, tag)) return value;
  const name = (value as Record<string, unknown>)[tag];
  const found = [NaN, Infinity, -Infinity].find((x) => String(x) === name);
  if (found === undefined) {
    throw new RangeError(
      `Cannot read JSON as "${tag}" must be "NaN", "Infinity" or "-Infinity": it is ${String(name)}`,
    );
  }
  return found;
}
