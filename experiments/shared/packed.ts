/**
 * Lists of records as columns, which take a fifth of the room in a file.
 *
 * @module
 */

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

/** The value with every list of records that have the same fields as columns. */
export function pack(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return uniform(list) ? packed(list as Records) : list.map(pack);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, pack(v)]));
}

/** What was packed; lists of rows, as columns were once kept, too. */
export function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== "object" || value === null) return value;
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

function uniform(list: readonly unknown[]): boolean {
  const keys = (v: unknown): string | undefined =>
    typeof v === "object" && v !== null && !Array.isArray(v) ? Object.keys(v).join("\0") : undefined;
  const first = keys(list[0]);
  return list.length > 1 && first !== undefined && first !== "" && list.every((v) => keys(v) === first);
}

function packed(list: Records): Packed {
  const columns = Object.keys(list[0]!).map((name) => [name, columnOf(list.map((record) => record[name]))]);
  return { $rows: list.length, $columns: Object.fromEntries(columns) };
}

function columnOf(values: readonly unknown[]): Column {
  const [first] = values, plain = values.every((v) => typeof v !== "object" || v === null);
  if (plain && first !== undefined && values.every((v) => Object.is(v, first))) return { same: first };
  const of = plain && values.every((v) => typeof v !== "number") ? [...new Set(values)] : [];
  if (of.length === 0 || of.length > FEW) return values.map(pack);
  return { of, at: values.map((v) => of.indexOf(v).toString(FEW)).join("") };
}

function readerOf(column: Column): (i: number) => unknown {
  if ("same" in column) return () => column.same;
  if ("at" in column && "of" in column) return (i) => column.of[parseInt(column.at[i]!, FEW)];
  return (i) => unpack((column as readonly unknown[])[i]);
}
