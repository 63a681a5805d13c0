/**
 * Notebook files: nbformat 4 in, valid nbformat 4.5 out, in the key order and indentation that Jupyter itself writes.
 *
 * @module
 */

import { createHash } from "node:crypto";
import { parseJson } from "../file/json.ts";

/** One output of a code cell in nbformat's own words; `text` and the texts of `data` are whole strings in memory. */
export type Output = Record<string, unknown> & { output_type: string };

/** One cell, its source a whole string in memory. */
export interface Cell {
  readonly id: string;
  readonly cell_type: string;
  readonly source: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly execution_count?: number | null;
  readonly outputs?: readonly Output[];
}

/** A notebook of Deno's kernel. */
export interface Notebook {
  readonly cells: readonly Cell[];
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** How a notebook names the kernel of this project; every one that Deno runs is accepted. */
export const KERNEL = Object.freeze({ name: "anchorage", display_name: "Anchorage (Deno)", language: "typescript" });

type Json = Readonly<Record<string, unknown>>;

/** The fields that nbformat 4.5 allows a cell of each type, beside those that every cell has. */
const FIELDS: Readonly<Record<string, readonly string[]>> = Object.freeze({
  code: ["outputs", "execution_count"],
  markdown: ["attachments"],
  raw: ["attachments"],
});

const isText = (value: unknown): boolean => typeof value === "string";
const isObject = (value: unknown): boolean => typeof value === "object" && value !== null && !Array.isArray(value);

/** What nbformat 4.5 asks of metadata that it knows; what breaks it is left out. */
const METADATA: Readonly<Record<string, (value: unknown) => boolean>> = Object.freeze({
  name: isText,
  format: isText,
  title: isText,
  authors: Array.isArray,
  collapsed: (value) => typeof value === "boolean",
  scrolled: (value) => typeof value === "boolean" || value === "auto",
  jupyter: isObject,
  execution: isObject,
  orig_nbformat: (value) => Number.isInteger(value) && Number(value) >= 1,
  tags: (value) =>
    Array.isArray(value) && value.every((tag) => /^[^,]+$/.test(tag)) && new Set(value).size === value.length,
});

/**
 * Reads the text of a notebook. A cell whose id is missing, illegal or taken gets one from its index and its source;
 * what nbformat 4.5 does not allow in a cell or its metadata is left out.
 *
 * @throws {SyntaxError} when the text is not JSON, has a key twice, or is deeper than 100 levels
 * @throws {TypeError} when it is not a notebook, or one of another kernel
 */
export function parseNotebook(text: string, path: string): Notebook {
  const { cells, metadata, nbformat } = object(parseJson(text, path));
  if (!Array.isArray(cells) || nbformat !== 4) {
    throw new TypeError(`Cannot run ${path} as it must be a notebook with cells in nbformat 4: it is something else`);
  }
  const { kernelspec: found, ...rest } = known(metadata), spec = { ...KERNEL, ...object(found) };
  const { name, language, display_name } = spec;
  if (name !== KERNEL.name && name !== "deno" || language !== KERNEL.language) {
    throw new TypeError(`Cannot run ${path} as its kernel must be Deno's: it is "${name}" (${language})`);
  }
  const taken = new Set<string>();
  const read = cells.map((cell, index) => readCell(object(cell), index, taken, path));
  const kernelspec = { ...spec, display_name: isText(display_name) ? display_name : KERNEL.display_name };
  return { cells: read, metadata: { ...rest, kernelspec } };
}

/** The text of a notebook file: keys sorted, one space of indentation, long texts as lists of lines. */
export function formatNotebook({ cells, metadata }: Notebook): string {
  const file = { cells: cells.map(split), metadata, nbformat: 4, nbformat_minor: 5 };
  return JSON.stringify(file, (_, value) => sorted(value), 1) + "\n";
}

function readCell(cell: Json, index: number, taken: Set<string>, path: string): Cell {
  const cell_type = String(cell["cell_type"]), fields = Object.hasOwn(FIELDS, cell_type) ? FIELDS[cell_type]! : [];
  if (fields.length === 0) {
    throw new TypeError(
      `Cannot run ${path} as cell ${index + 1} must be of type code, markdown or raw: it is "${cell_type}"`,
    );
  }
  const source = joined(cell["source"]), id = freeId(cell["id"], index, source, taken);
  const own = Object.fromEntries(fields.filter((name) => Object.hasOwn(cell, name)).map((name) => [name, cell[name]]));
  const body = cell_type === "code" ? { outputs: [], execution_count: null, ...own } : own;
  return { ...body, id, cell_type, source, metadata: known(cell["metadata"]) };
}

/** The cell's own id if it is legal and free, else one from its index and source. */
function freeId(id: unknown, index: number, source: string, taken: Set<string>): string {
  let free = typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? id : undefined;
  for (let salt = ""; free === undefined || taken.has(free); salt += " ") {
    free = `${index}-${createHash("sha256").update(source + salt).digest("hex").slice(0, 8)}`;
  }
  taken.add(free);
  return free;
}

/** Metadata without what nbformat does not allow. */
function known(metadata: unknown): Json {
  return Object.fromEntries(
    Object.entries(object(metadata)).filter(([name, value]) =>
      !Object.hasOwn(METADATA, name) || METADATA[name]!(value)
    ),
  );
}

function object(value: unknown): Json {
  return isObject(value) ? value as Json : {};
}

function joined(text: unknown): string {
  return Array.isArray(text) ? text.join("") : String(text ?? "");
}

function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function split(cell: Cell): Json {
  const file = { ...cell, source: lines(cell.source) };
  return cell.outputs ? { ...file, outputs: cell.outputs.map(splitOutput) } : file;
}

/** As Jupyter does: streams and texts as lines, JSON and images as they are; anything else is text. */
function splitOutput(output: Output): Json {
  if (output.text !== undefined) return { ...output, text: lines(joined(output.text)) };
  if (output.data === undefined) return output;
  const data = Object.entries(object(output.data)).map(([type, value]) => {
    if (/^application\/(.*\+)?json$/.test(type)) return [type, value];
    const text = type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";
    return [type, text ? lines(joined(value)) : joined(value)];
  });
  return { ...output, data: Object.fromEntries(data) };
}

function sorted(value: unknown): unknown {
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value as Json).sort(([a], [b]) => (a < b ? -1 : 1)));
}
