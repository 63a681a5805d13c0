/**
 * Vectors in tables of text: .csv, .tsv, and pgvector's form.
 *
 * @module
 */
import {
  batched,
  bracketed,
  linesOf,
  needed,
  numberOf,
  type ReadOptions,
  refuse,
  type Row,
  short,
  type VectorBlock,
} from "./vectorrows.ts";

/**
 * The rows of a table whose cells are separated by a character: every column a dimension, or one column of texts like
 * "[1,2]". A first line of texts that are neither numbers nor such a text names the columns; without one, `id` and
 * `column` may be their numbers, from 0. Ids are the column `id`, or one that has this name, or a first one without a name
 * (as pandas has it), or one of texts in a table without names, or the other one of two where one has the vectors.
 */
export function tableReader(
  separator: "," | "\t",
): (path: string, options: ReadOptions) => AsyncGenerator<VectorBlock, void> {
  return (path, options) => batched(tableRows(path, separator, options), path, "f64");
}

interface Plan {
  readonly columns: number;
  /** Where the ids are, if there are any. */
  readonly id: number | undefined;
  /** The only column with vectors; undefined if every column but the ids is a dimension. */
  readonly vector: number | undefined;
  /** That the first column has the ids was guessed from the first row. */
  readonly inferred: boolean;
}

async function* tableRows(path: string, separator: string, options: ReadOptions): AsyncGenerator<Row, void> {
  let plan: Plan | undefined, header: readonly string[] | undefined;
  for await (const { cells, line } of records(path, separator)) {
    if (plan === undefined && header === undefined && (options.header ?? isHeader(cells, path))) {
      header = cells;
      continue;
    }
    const where = `line ${line}`;
    plan ??= planOf(cells, header, options, path);
    if (cells.length !== plan.columns) {
      refuse(path, `every line must have ${plan.columns} cells: ${where} has ${cells.length}`);
    }
    const { id, vector } = plan, name = id === undefined ? undefined : cells[id]!;
    if (plan.inferred && name !== undefined && numberOf(name.trim()) !== undefined) {
      refuse(
        path,
        `its first column must be ids or numbers, or \`id\` say which ("0" is the first): ${where} has ${short(name)}`,
      );
    }
    const values = vector === undefined
      ? cells.flatMap((cell, i) => i === id ? [] : [needed(cell.trim(), path, where)])
      : bracketed(cells[vector]!, path, where);
    yield { id: name, values, where };
  }
}

const isVector = (cell: string): boolean => /^\s*\[/.test(cell);
/** Names of columns are no numbers; a row is of numbers, but for an id in its first cell. Of anything else nobody can tell. */
function isHeader(cells: readonly string[], path: string): boolean {
  if (cells.some(isVector)) return false;
  const [first = "", ...others] = cells, rest = others.length > 0 ? others : cells;
  const spells = (cell: string): boolean => numberOf(cell.trim()) !== undefined, numbers = rest.filter(spells).length;
  // As pandas names columns without names.
  const counts = (list: readonly string[]): boolean => list.every((cell, i) => cell === String(i));
  const counted = others.length > 0 && (counts(cells) || !spells(first) && counts(others));
  if (counted && (first === "id" || first === "")) return true;
  if (!counted && numbers === rest.length) return false;
  if (!counted && numbers === 0 && (others.length === 0 || !spells(first))) return true;
  const what = "it has numbers and other texts, or 0, 1, …";
  return refuse(path, `its first line may be names of columns or a row (${what}): \`header\` must say which`);
}

function planOf(
  cells: readonly string[],
  header: readonly string[] | undefined,
  options: ReadOptions,
  path: string,
): Plan {
  const find = (name: string | undefined): number | undefined => {
    if (name === undefined) return undefined;
    if (header === undefined && /^\d+$/.test(name) && Number(name) < cells.length) return Number(name);
    const at = header?.indexOf(name) ?? -1, known = header?.map(short).join(", ") ?? "no first line with names";
    if (header !== undefined && header.lastIndexOf(name) !== at) {
      refuse(path, `column ${short(name)} must be there once: it is twice`);
    }
    return at >= 0 ? at : refuse(path, `column ${short(name)} must be one of its columns: there is ${known}`);
  };
  const columns = header?.length ?? cells.length, vectors = cells.flatMap((cell, i) => isVector(cell) ? [i] : []);
  const vector = find(options.column) ?? (vectors.length === 1 ? vectors[0] : undefined);
  if (vector === undefined && vectors.length > 1) {
    refuse(path, `its column of vectors must be named by \`column\`: there are ${vectors.length}`);
  }
  const named = header?.findIndex((name, i) => name === "id" || i === 0 && name === "") ?? -1;
  const id = find(options.id) ?? (named >= 0 ? named : inferred(cells, header !== undefined, vector));
  return { columns, id, vector, inferred: options.id === undefined && named < 0 && vector === undefined };
}

/** The ids of a table that does not name them: the other one of two columns, or a first one without a number. */
function inferred(cells: readonly string[], header: boolean, vector: number | undefined): number | undefined {
  if (vector !== undefined) return cells.length === 2 ? 1 - vector : undefined;
  return !header && numberOf(cells[0]!.trim()) === undefined ? 0 : undefined;
}

interface Cells {
  readonly cells: readonly string[];
  readonly line: number;
}

/** The lines of a table as cells; a cell in quotes may hold separators, ends of lines and doubled quotes. */
async function* records(path: string, separator: string): AsyncGenerator<Cells, void> {
  let open = "", started = 0, line = 0;
  for await (const text of linesOf(path)) {
    line++;
    if (open === "") {
      if (text.trim() === "") continue;
      started = line;
    }
    open = open === "" ? text : `${open}\n${text}`;
    if (open.length > 1 << 26) refuse(path, `a line must be below 64 MB: line ${started} is not`);
    // Quotes come in pairs, doubled ones too: an odd number says that a cell goes on in the next line.
    if (text.includes('"') || open !== text) {
      if (count(open, '"') % 2 === 1) continue;
    }
    yield { cells: open.includes('"') ? split(open, separator, path, started) : open.split(separator), line: started };
    open = "";
  }
  if (open !== "") refuse(path, `every quote must be closed: that of line ${started} is not`);
}

function count(text: string, quote: string): number {
  let n = 0;
  for (let at = text.indexOf(quote); at >= 0; at = text.indexOf(quote, at + 1)) n++;
  return n;
}

function split(text: string, separator: string, path: string, line: number): readonly string[] {
  const cells: string[] = [];
  for (let at = 0; at <= text.length; at++) {
    if (text[at] !== '"') {
      const next = text.indexOf(separator, at), end = next < 0 ? text.length : next, cell = text.slice(at, end);
      if (cell.includes('"')) refuse(path, `a quote must start its cell: line ${line} has ${short(cell)}`);
      cells.push(cell);
      at = end;
      continue;
    }
    let end = text.indexOf('"', at + 1);
    while (text[end + 1] === '"') end = text.indexOf('"', end + 2);
    cells.push(text.slice(at + 1, end).replaceAll('""', '"'));
    at = end + 1;
    if (at < text.length && text[at] !== separator) refuse(path, `a quote must end its cell: line ${line} goes on`);
    if (at === text.length - 1) cells.push("");
  }
  return cells;
}
