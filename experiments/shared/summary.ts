/**
 * From many runs to the rows of a table.
 *
 * @module
 */

import { fixed } from "../../lib/base/fixed.ts";
import type { BarRecord } from "../../lib/chart/bars.ts";

/** A row of numbers and names. */
export type Row = Readonly<Record<string, unknown>>;

/** Groups rows by the named fields, in order of first appearance. */
export function groupBy<T extends Row>(rows: readonly T[], keys: readonly string[]): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = JSON.stringify(keys.map((k) => row[k]));
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()];
}

/** The bar of a row's value with its interval, named by its method and in the panel of its dataset. */
export function barOf(row: Row, value: string, more: Partial<BarRecord> = {}): BarRecord {
  return {
    name: row.method as string,
    coupled: row.apart === false,
    value: row[value] as number,
    low: row.low as number,
    high: row.high as number,
    panel: row.dataset as string,
    ...more,
  };
}

/** One row a group: the keys, the mean of each value, its standard deviation as `<value>Sd`, and `count`. */
export function meanBy(rows: readonly Row[], keys: readonly string[], values: readonly string[]): readonly Row[] {
  return groupBy(rows, keys).map((group) => ({
    ...Object.fromEntries(keys.map((k) => [k, group[0]![k]])),
    ...Object.fromEntries(values.flatMap((v) => {
      const { mean, sd } = meanSd(group.map((row) => row[v] as number));
      return [[v, mean], [`${v}Sd`, sd]];
    })),
    count: group.length,
  }));
}

/** Mean and sample standard deviation (0 for one value). */
export function meanSd(values: readonly number[]): { readonly mean: number; readonly sd: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  return { mean, sd: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : 0 };
}

/** "0.664 ± 0.031". */
export function plusMinus(mean: number, sd: number, digits = 3): string {
  return `${fixed(mean, digits)} ± ${sd.toFixed(digits)}`;
}

/** A wide table: one row a value of `down`, one column a value of `across`, cells by `show`. */
export function pivot(rows: readonly Row[], down: string, across: string, show: (row: Row) => string): readonly Row[] {
  const columns = [...new Set(rows.map((row) => row[across]))];
  return groupBy(rows, [down]).map((group) => {
    const cell = (value: unknown): string => {
      const row = group.find((r) => r[across] === value);
      return row === undefined ? "–" : show(row);
    };
    return { [down]: group[0]![down], ...Object.fromEntries(columns.map((c) => [`${across} = ${c}`, cell(c)])) };
  });
}
