/**
 * From records to the plain rows that a spec holds: checked, rounded to six digits, nothing else carried along.
 *
 * @module
 */

/**
 * What a field must be: a finite number, a positive one, a number that may be missing or infinite (a gap), or a text;
 * with "?" it may also be absent.
 */
export type Kind = "number" | "number?" | "positive" | "gap" | "text" | "text?";

/** A row of a spec's data. */
export type Row = Readonly<Record<string, number | string | null>>;

/** Rounds to six significant digits: more than a pixel shows, and the same on every machine. */
export function round(x: number): number {
  return Number(x.toPrecision(6));
}

/** Whether a value is absent, NaN or infinite. */
function isGap(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "number" && !Number.isFinite(value));
}

/** The sign that stands in a cell without a finite value. */
function gapSign(value: unknown): string {
  return value === Infinity ? "∞" : value === -Infinity ? "−∞" : "–";
}

/** Returns the records if there is at least one; throws TypeError otherwise. */
export function some<R>(records: readonly R[], action: string): readonly R[] {
  if (Array.isArray(records) && records.length > 0) return records;
  throw new TypeError(`Cannot ${action} as records must be a list of at least 1 record: there is none`);
}

/**
 * Checks every record against `kinds` and returns rows with those fields alone. A "gap" field that is not finite
 * becomes null and adds `gap`, the sign to draw in its place.
 *
 * @throws TypeError if there is no record, or a field is of another type; RangeError if a number is not finite.
 */
export function rows<R extends object>(
  records: readonly R[],
  kinds: { readonly [K in keyof R & string]?: Kind },
  action: string,
): Row[] {
  return some(records, action).map((record: R, i) => {
    const row: Record<string, number | string | null> = {};
    for (const [name, kind] of Object.entries(kinds) as [string, Kind][]) {
      const value = (record as Record<string, unknown>)[name];
      if (kind.endsWith("?") && value === undefined) continue;
      const gap = kind === "gap" && isGap(value);
      row[name] = gap ? null : checked(value, kind, `${name} of record ${i}`, action);
      if (gap) row["gap"] = gapSign(value);
    }
    return row;
  });
}

function checked(value: unknown, kind: Kind, what: string, action: string): number | string {
  if (kind.startsWith("text")) {
    if (typeof value === "string" && value !== "") return value;
    throw new TypeError(`Cannot ${action} as ${what} must be a text that is not empty: it is ${value}`);
  }
  if (typeof value !== "number") throw new TypeError(`Cannot ${action} as ${what} must be a number: it is ${value}`);
  const low = kind === "positive" ? 0 : -Infinity;
  if (Number.isFinite(value) && value > low) return round(value);
  const range = kind === "positive" ? "a finite number above 0" : "a finite number";
  throw new RangeError(`Cannot ${action} as ${what} must be ${range}: it is ${value}`);
}

/** What follows the name of a method that gives independence up: it was fitted on both sides' anchors at once. */
export const COUPLED = " (coupled)";

/** The records, with the names of coupled ones marked in `field`. @throws TypeError if `coupled` is not a boolean. */
export function markCoupled<R extends { readonly coupled?: boolean }>(
  records: readonly R[],
  field: keyof R & string,
  action: string,
): readonly R[] {
  return some(records, action).map((record, i) => {
    const { coupled = false } = record;
    if (typeof coupled !== "boolean") {
      throw new TypeError(`Cannot ${action} as coupled of record ${i} must be a boolean: it is ${coupled}`);
    }
    return coupled && typeof record[field] === "string" ? { ...record, [field]: record[field] + COUPLED } : record;
  });
}

/** The distinct values of a field, in order of appearance; rows without it count for nothing. */
export function distinct<T extends number | string>(data: readonly Row[], field: string): T[] {
  return [...new Set(data.map((row) => row[field]).filter((v) => v !== undefined && v !== null))] as T[];
}

/** The distinct numbers of a field, ascending. */
export function levels(data: readonly Row[], field: string): number[] {
  return distinct<number>(data, field).sort((a, b) => a - b);
}

/** Round numbers in [low, high], about five of them; `low` alone where both are equal. */
export function ticks(low: number, high: number): number[] {
  if (!(high > low)) return [low];
  const rough = (high - low) / 5;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const step = ten * (rough < 1.5 * ten ? 1 : rough < 3.5 * ten ? 2 : rough < 7.5 * ten ? 5 : 10);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.floor(high / step + 1e-9) - first + 1;
  return Array.from({ length: count }, (_, i) => round((first + i) * step));
}

/** Smallest and largest number of a list; [0, 1] of an empty one. */
export function extent(values: readonly number[]): [number, number] {
  if (values.length === 0) return [0, 1];
  return values.reduce(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [Infinity, -Infinity]);
}
