/**
 * Vectors in JSON: .jsonl with one row a line, .json with all of them.
 *
 * @module
 */
import { closingQuote, parseJson } from "./json.ts";
import {
  batched,
  bracketed,
  linesOf,
  type ReadOptions,
  refuse,
  type Row,
  short,
  type VectorBlock,
} from "./vectorrows.ts";

/** Bytes of a .json file at most: it is read whole. */
const LARGEST = 1 << 29;

/** Every line an array of numbers, or an object with one under `column` (or its only one) and an id under `id`. */
export async function* jsonlReader(path: string, options: ReadOptions): AsyncGenerator<VectorBlock, void> {
  yield* batched(lines(path, options), path, "f64");
}

async function* lines(path: string, options: ReadOptions): AsyncGenerator<Row, void> {
  const rowOf = rowReader(path, options);
  let line = 0;
  for await (const text of linesOf(path)) {
    line++;
    if (text.trim() !== "") yield rowOf(parseJson(text, `line ${line} of ${path}`), `line ${line}`);
  }
}

/** A list of such rows, or an object from ids to vectors. */
export async function* jsonReader(path: string, options: ReadOptions): AsyncGenerator<VectorBlock, void> {
  const { size } = await Deno.stat(path);
  if (size > LARGEST) refuse(path, `it must be below ${LARGEST} bytes: write one row a line, as .jsonl`);
  const text = await Deno.readTextFile(path), rowOf = rowReader(path, options);
  if (/^\s*\[/.test(text)) {
    const rows = elements(text, path).map((one, i) => rowOf(parseJson(one, `row ${i} of ${path}`), `row ${i}`));
    return yield* batched(rows, path, "f64");
  }
  const all = parseJson(text, path);
  if (typeof all !== "object" || all === null) {
    refuse(path, "it must be a list of rows, or an object from ids to vectors");
  }
  const rows = Object.entries(all).map(([id, one]) => ({
    id,
    values: numbers(one, path, short(id)),
    where: short(id),
  }));
  yield* batched(rows, path, "f64");
}

/** What stands between the commas of a list, text by text: parsed at once it would take many times the file's memory. */
function* elements(text: string, path: string): Generator<string, void> {
  const mark = /["[\]{},]/g;
  let start = text.indexOf("[") + 1, depth = 0, count = 0;
  mark.lastIndex = start;
  for (let found = mark.exec(text); found; found = mark.exec(text)) {
    const { 0: sign, index } = found;
    if (sign === '"') mark.lastIndex = closingQuote(text, index) + 1;
    else if (sign === "[" || sign === "{") depth++;
    else if (depth > 0) depth -= sign === "," ? 0 : 1;
    else {
      const one = text.slice(start, index), end = sign === "]" && /^\s*$/.test(text.slice(index + 1));
      if (sign !== "," && !end) refuse(path, `its list must end with it: row ${count} does not`);
      if (!end || count > 0 || one.trim() !== "") yield one;
      if (end) return;
      [start, count] = [index + 1, count + 1];
    }
  }
  refuse(path, "it must be JSON: its list does not end");
}

/** Makes rows of values; the first object decides which column has the vectors where none is named. */
function rowReader(path: string, { column, id }: ReadOptions): (value: unknown, where: string) => Row {
  let name = column;
  return (value, where) => {
    if (Array.isArray(value)) return { values: numbers(value, path, where), where };
    if (typeof value !== "object" || value === null) {
      refuse(path, `${where} must be a list or an object: it is neither`);
    }
    const fields = value as Readonly<Record<string, unknown>>;
    name ??= onlyVector(fields, path, where);
    if (!Object.hasOwn(fields, name)) {
      refuse(path, `${where} must have the column ${short(name)}: it has ${Object.keys(fields).map(short)}`);
    }
    const own = id ?? (Object.hasOwn(fields, "id") ? "id" : undefined), values = numbers(fields[name], path, where);
    return { values, where, ...(own === undefined ? {} : { id: idOf(fields[own], path, where) }) };
  };
}

function onlyVector(fields: Readonly<Record<string, unknown>>, path: string, where: string): string {
  const [name, ...others] = Object.keys(fields).filter((key) => isVector(fields[key]));
  if (name !== undefined && others.length === 0) return name;
  const count = name === undefined ? 0 : 1 + others.length;
  return refuse(path, `the column of ${where} must be named by \`column\`: it has ${count} lists of numbers`);
}

function isVector(value: unknown): boolean {
  return Array.isArray(value) && typeof value[0] === "number" ||
    typeof value === "string" && /^\[[\d.,eE+\- ]+\]$/.test(value);
}

function numbers(value: unknown, path: string, where: string): readonly number[] {
  if (typeof value === "string") return bracketed(value, path, where);
  if (!Array.isArray(value)) refuse(path, `${where} must have a list of numbers: it has none`);
  const bad = value.find((one) => typeof one !== "number" && one !== null);
  if (bad !== undefined) refuse(path, `${where} must have numbers: it has ${short(JSON.stringify(bad))}`);
  // null is how JSON writers say NaN: such a row is refused, or dropped, as one with NaN is.
  return value.map((one) => one ?? NaN);
}

/** An id as text. JSON's numbers lose digits beyond 2⁵³, so two ids could become one. */
export function idOf(value: unknown, path: string, where: string): string {
  if (typeof value === "string" && value !== "") return value;
  if (typeof value === "bigint" || Number.isSafeInteger(value)) return String(value);
  return refuse(path, `the id of ${where} must be a text, or an integer within 2⁵³: it is ${short(String(value))}`);
}
