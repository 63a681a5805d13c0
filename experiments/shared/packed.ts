/**
 * Lists of records as columns, numbers to seven digits, which take a fifth of the room in a file.
 *
 * @module
 */
import type { StoredCell } from "./store.ts";

/** A column: one value for all rows, a few values with a base-36 digit a row, or every row's own. */
type Column =
  | { readonly same: unknown }
  | { readonly of: readonly unknown[]; readonly at: string }
  | readonly unknown[];
interface Packed {
  readonly $rows: number;
  readonly $columns: Readonly<Record<string, Column>>;
}
type Records = readonly Readonly<Record<string, unknown>>[];

const FEW = 36;

/** The value with every list of records as columns: one table for each set of fields that they have. */
export function pack(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value, kinds = list.map(fieldsOf), sets = [...new Set(kinds)];
    if (list.length < 2 || sets.some((set) => !set) || sets.length > Math.min(FEW, list.length / 2)) {
      return list.map(pack);
    }
    const tables = sets.map((set) => packed(list.filter((_, i) => kinds[i] === set) as Records));
    return tables.length === 1 ? tables[0] : { $tables: tables, at: digits(kinds.map((kind) => sets.indexOf(kind))) };
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, pack(v)]));
}

/** The cells of a run as they are packed, each after what it shares with those before it, where that changes. */
export function packCells(cells: readonly StoredCell[]): readonly unknown[] {
  let before = "";
  return cells.flatMap(({ code, engine, experiment, inputs, versions, ...own }) => {
    const head = { $shared: { code, engine, experiment, inputs, versions } }, text = JSON.stringify(head);
    const lines = text === before ? [pack(own)] : [head, pack(own)];
    before = text;
    return lines;
  });
}

/** The cells that were packed; those of earlier versions, which each had everything, too. */
export function unpackCells(packed: unknown): readonly StoredCell[] {
  let shared: Partial<StoredCell> = {};
  const lines = unpack(packed) as readonly (Partial<StoredCell> & { readonly $shared?: Partial<StoredCell> })[];
  return lines.flatMap(({ $shared, ...own }) => {
    if ($shared === undefined) return [{ ...shared, ...own } as StoredCell];
    shared = $shared;
    return [];
  });
}

/** What was packed; lists of rows, as columns were once kept, too. */
export function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== "object" || value === null) return value;
  if ("$tables" in value) {
    const { $tables, at } = value as { readonly $tables: readonly unknown[]; readonly at: string };
    const tables = $tables.map((table) => (unpack(table) as readonly unknown[])[Symbol.iterator]());
    return Array.from(at, (digit) => tables[parseInt(digit, FEW)]!.next().value);
  }
  if ("$rows" in value) {
    const { $rows, $columns } = value as Packed;
    const columns = Object.entries($columns).map(([name, column]) => [name, readerOf(column)] as const);
    return Array.from({ length: $rows }, (_, i) => Object.fromEntries(columns.map(([name, read]) => [name, read(i)])));
  }
  if ("$columns" in value) {
    const { $columns, rows } = value as { readonly $columns: readonly string[]; readonly rows: readonly unknown[][] };
    return rows.map((row) => Object.fromEntries($columns.map((name, i) => [name, unpack(row[i])])));
  }
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, unpack(v)]));
}

/** The names of a record's fields as one text; undefined for what is no record, or an empty one. */
function fieldsOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.keys(value).join("\0") || undefined;
}

const digits = (places: readonly number[]): string => places.map((place) => place.toString(FEW)).join("");

function packed(list: Records): Packed {
  const columns = Object.keys(list[0]!).map((name) => [name, columnOf(list.map((record) => record[name]))]);
  return { $rows: list.length, $columns: Object.fromEntries(columns) };
}

function columnOf(values: readonly unknown[]): Column {
  const [first] = values, plain = values.every((v) => typeof v !== "object" || v === null);
  if (plain && first !== undefined && values.every((v) => Object.is(v, first))) return { same: first };
  const of = plain && values.every((v) => typeof v !== "number") ? [...new Set(values)] : [];
  if (of.length === 0 || of.length > FEW) return values.map((v) => typeof v === "number" ? rounded(v) : pack(v));
  return { of, at: digits(values.map((v) => of.indexOf(v))) };
}

/** To seven digits: more than a second measurement agrees in. */
const rounded = (value: number): number => Number(value.toPrecision(7));

function readerOf(column: Column): (i: number) => unknown {
  if ("same" in column) return () => column.same;
  if ("at" in column && "of" in column) return (i) => column.of[parseInt(column.at[i]!, FEW)];
  return (i) => unpack((column as readonly unknown[])[i]);
}
