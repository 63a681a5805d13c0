/**
 * Notebook files: nbformat 4.5 in, nbformat 4.5 out, in the key order and indentation that Jupyter itself writes.
 *
 * @module
 */

import { createHash } from "node:crypto";

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

/**
 * Reads the text of a notebook. A cell without an id gets one from its index and its source.
 *
 * @throws {SyntaxError} when the text is not JSON
 * @throws {TypeError} when it is not a notebook, or one of another kernel
 */
export function parseNotebook(text: string, path: string): Notebook {
  const { cells, metadata, nbformat } = object(json(text, path));
  if (!Array.isArray(cells) || nbformat !== 4) {
    throw new TypeError(`Cannot run ${path} as it must be a notebook with cells in nbformat 4: it is something else`);
  }
  const { kernelspec, ...rest } = object(metadata);
  const { name, language } = { ...KERNEL, ...object(kernelspec) };
  if (name !== KERNEL.name && name !== "deno" || language !== KERNEL.language) {
    throw new TypeError(`Cannot run ${path} as its kernel must be Deno's: it is "${name}" (${language})`);
  }
  const seen = new Set<unknown>();
  const read = cells.map((cell, index) => {
    const { id, ...body } = object(cell);
    const known = typeof id === "string" && !seen.has(id) && seen.add(id);
    const source = joined(body.source);
    return { ...body, id: known ? id : derivedId(index, source), source, metadata: object(body.metadata) } as Cell;
  });
  return { cells: read, metadata: { ...rest, kernelspec: kernelspec ?? KERNEL } };
}

/** The text of a notebook file: keys sorted, one space of indentation, long texts as lists of lines. */
export function formatNotebook({ cells, metadata }: Notebook): string {
  const file = { cells: cells.map(split), metadata, nbformat: 4, nbformat_minor: 5 };
  return JSON.stringify(file, (_, value) => sorted(value), 1) + "\n";
}

function json(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`Cannot run ${path} as it must be JSON: ${(error as Error).message}`, { cause: error });
  }
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null ? value as Json : {};
}

function derivedId(index: number, source: string): string {
  return `${index}-${createHash("sha256").update(source).digest("hex").slice(0, 8)}`;
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

/** As Jupyter does: streams and texts as lines, everything else (images, JSON) as it is. */
function splitOutput(output: Output): Json {
  if (typeof output.text === "string") return { ...output, text: lines(output.text) };
  if (output.data === undefined) return output;
  const data = Object.entries(object(output.data)).map(([type, value]) => {
    const text = type.startsWith("text/") || type === "image/svg+xml" || type === "application/javascript";
    return [type, text && typeof value === "string" ? lines(value) : value];
  });
  return { ...output, data: Object.fromEntries(data) };
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
