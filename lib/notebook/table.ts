/**
 * Records to text in aligned columns.
 *
 * @module
 */
import { fixed } from "../base/fixed.ts";

/** Rows of a table: flat records with the same keys. */
export type Records = readonly Readonly<Record<string, string | number | boolean | null | undefined>>[];

/** Digits that a number shows, and the decimals that a column shows at most. */
const DIGITS = 4;

/**
 * The text of a table: a header, a rule, a line per record. Numbers stand to the right, with the same decimals down a
 * column unless their sizes differ too much; a missing value is a dash.
 *
 * @throws {TypeError} when there are no records, or one has other keys than the first
 */
export function alignColumns(records: Records): string {
  const names = Object.keys(records[0] ?? {});
  if (names.length === 0) {
    throw new TypeError("Cannot make a table as records must have rows and columns: they have none");
  }
  const wrong = records.findIndex((one) => Object.keys(one).sort().join() !== [...names].sort().join());
  if (wrong >= 0) {
    const found = Object.keys(records[wrong]!).join(", ");
    throw new TypeError(`Cannot make a table as every record must have ${names.join(", ")}: row ${wrong} has ${found}`);
  }
  const columns = names.map((name) => column(name, records.map((one) => one[name])));
  const line = (row: number): string => columns.map((cells) => cells[row]).join("  ").trimEnd();
  return Array.from({ length: records.length + 2 }, (_, row) => line(row)).join("\n");
}

/** Header, rule and cells of a column, padded to one width. */
function column(name: string, values: readonly unknown[]): string[] {
  const numbers = values.filter((value) => typeof value === "number");
  const format = numberFormat(numbers);
  const cells = values.map((value) => typeof value === "number" ? format(value) : String(value ?? "–"));
  const width = Math.max(...[name, ...cells].map((cell) => cell.length));
  const pad = (cell: string): string => numbers.length > 0 ? cell.padStart(width) : cell.padEnd(width);
  return [pad(name), "─".repeat(width), ...cells.map(pad)];
}

/** One number of decimals for a column, or each number for itself when they span more than fixed decimals can show. */
function numberFormat(numbers: readonly number[]): (x: number) => string {
  const sizes = numbers.filter((x) => Number.isFinite(x) && x !== 0).map(Math.abs);
  if (sizes.some((x) => x < 1e-3 || x >= 1e7)) return (x) => String(Number(x.toPrecision(DIGITS)));
  const decimals = (x: number): number => String(Number(x.toPrecision(DIGITS))).split(".")[1]?.length ?? 0;
  const most = Math.min(DIGITS, Math.max(0, ...numbers.map(decimals)));
  return (x) => Number.isInteger(x) && most === 0 ? String(x) : fixed(x, most);
}
