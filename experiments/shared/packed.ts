/**
 * Lists of records as columns and rows, which take a third of the room in a file.
 *
 * @module
 */

interface Packed {
  readonly $columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}
type Records = readonly Readonly<Record<string, unknown>>[];

/** The value with every list of records that have the same fields as columns and rows. */
export function pack(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return uniform(list) ? columnsOf(list as Records) : list.map(pack);
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, pack(v)]));
}

/** What was packed. */
export function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack);
  if (typeof value !== "object" || value === null) return value;
  if ("$columns" in value) {
    const { $columns, rows } = value as Packed;
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

function columnsOf(list: Records): Packed {
  const $columns = Object.keys(list[0]!);
  return { $columns, rows: list.map((record) => $columns.map((name) => pack(record[name]))) };
}
