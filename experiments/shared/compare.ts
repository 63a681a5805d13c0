/**
 * From stitched rows to what tables say: means over pairs with their spread over seeds, and paired differences.
 *
 * @module
 */
import { bootstrapInterval, pairedDifference } from "../../lib/measure/bootstrap.ts";
import type { Findings } from "../experiment.ts";
import { groupBy, meanBy, type Row } from "./summary.ts";

/** Accuracies this near to each other count as a tie. */
export const TIE = 0.005;

/** Means over pairs, each with its standard deviation over seeds (not over pairs), and the number of seeds. */
export function overSeeds(rows: readonly Row[], keys: readonly string[], values: readonly string[]): readonly Row[] {
  return meanBy(meanBy(rows, [...keys, "seed"], values), keys, values).map(({ count, ...row }) => ({
    ...row,
    seeds: count,
  }));
}

/** The value of a method in every case that has it: one number an ordered pair and setting, mean over seeds. */
function byCase(rows: readonly Row[], method: string, keys: readonly string[], value: string): Map<string, number> {
  const means = meanBy(rows.filter((r) => r.method === method), keys, [value]);
  return new Map(means.map((r) => [JSON.stringify(keys.map((k) => r[k])), r[value] as number]));
}

/** What tells one case from another. */
export const CASE: readonly string[] = Object.freeze(["dataset", "k", "source", "target"]);

/** How method a does against method b over the cases that have both. */
export function difference(rows: readonly Row[], a: string, b: string, seed: number, value = "accuracy"): Row {
  const [first, second] = [byCase(rows, a, CASE, value), byCase(rows, b, CASE, value)];
  const cases = [...first.keys()].filter((key) => second.has(key));
  const list = (from: Map<string, number>): number[] => cases.map((key) => from.get(key)!);
  const tie = value === "accuracy" ? TIE : 0;
  const found = pairedDifference(list(first), list(second), { seed, tie });
  return {
    method: a,
    against: b,
    value,
    difference: found.mean,
    ...interval(found),
    ...counts(found),
    cases: cases.length,
  };
}

const interval = ({ low, high }: { low: number; high: number }): Row => ({ low, high });
const counts = ({ wins, ties, losses }: { wins: number; ties: number; losses: number }): Row => ({
  wins,
  ties,
  losses,
});

/** The mean of a value over cases with its bootstrap interval, one row a group. */
export function withInterval(
  rows: readonly Row[],
  keys: readonly string[],
  value: string,
  seed: number,
): readonly Row[] {
  return groupBy(rows, keys).map((group) => {
    const cases = meanBy(group, CASE, [value]).map((r) => r[value] as number);
    const named = Object.fromEntries(keys.map((k) => [k, group[0]![k]]));
    if (cases.length < 2) return { ...named, [value]: cases[0], low: cases[0], high: cases[0], cases: 1 };
    const { estimate, low, high } = bootstrapInterval(cases, { seed });
    return { ...named, [value]: estimate, low, high, cases: cases.length };
  });
}

/** Records with numbers of five significant digits: more than any of them is sure of. */
export function roundedRecords(records: Findings["records"]): Findings["records"] {
  const round = (v: unknown): unknown => typeof v === "number" && !Number.isInteger(v) ? Number(v.toPrecision(5)) : v;
  const row = (r: Row): Row => Object.fromEntries(Object.entries(r).map(([name, value]) => [name, round(value)]));
  return Object.fromEntries(Object.entries(records).map(([name, rows]) => [name, rows.map(row)]));
}
