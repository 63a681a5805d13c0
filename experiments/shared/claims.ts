/**
 * What a figure must show: a claim, how it is judged, and what the rules share.
 *
 * The claims of a figure stand beside it in `<figure>.claims.ts`. A rule speaks of the interval's worse end: a claim that
 * its interval merely reaches is "partly" at best.
 *
 * @module
 */
import { fixed } from "../../lib/base/fixed.ts";
import type { Row } from "./summary.ts";

/** How a claim fares. */
export type Verdict = "holds" | "partly" | "does not hold";

/** Record sets of a result, as experiments write them. */
export type Records = Readonly<Record<string, readonly Row[]>>;

/** A measured value with its interval and what that is over; all absent where one number says all. */
export interface Measured {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
  readonly encoders?: number;
  readonly seeds?: number;
}

/** What a result says of a claim. */
export interface Judged extends Measured {
  readonly verdict: Verdict;
  /** What the value is, with the other numbers that the verdict rests on. */
  readonly ours: string;
}

/** A rule that was changed: when, and from what. */
export interface Change {
  readonly date: string;
  /** What the rule was, or asked for, before. */
  readonly was: string;
}

/** A claim of a paper, or of this library. */
export interface Claim {
  /** A short name that never changes. */
  readonly id: string;
  /** The figure or table that makes it. */
  readonly where: string;
  /** The notebook that shows it, where it is not the experiment's. */
  readonly notebook?: string;
  readonly claim: string;
  /** What the paper says, in its numbers where it has some. */
  readonly paper: string;
  /** When it holds, and when partly; else it does not. */
  readonly rule: string;
  /** When the rule was written; a later change is listed. */
  readonly date: string;
  readonly changes?: readonly Change[];
  judge(records: Records): Judged;
}

/** When the first rules were written, and when they were asked to hold at the interval's worse end. */
export const FIRST = "2026-11-22", SECOND = "2026-11-28";

/** The change that all first rules with an interval share. */
export const worseEnd = (was: string): readonly Change[] => [{ date: SECOND, was: `${was} by the mean` }];

/** "holds" or "partly" by two tests, the stricter first. */
export function verdictOf(holds: boolean, partly: boolean): Verdict {
  return holds ? "holds" : partly ? "partly" : "does not hold";
}

/** The worse end for a claim that a value is large. */
export const lowest = ({ value, low = value }: Measured): number => low;
/** The worse end for a claim that a value is small. */
export const highest = ({ value, high = value }: Measured): number => high;

/** A row's number and interval. */
export function measuredOf(row: Row, field: string): Measured {
  const { low, high, encoders, seeds } = row as Partial<Measured>;
  const over = { ...(encoders !== undefined && { encoders }), ...(seeds !== undefined && { seeds }) };
  return { value: row[field] as number, ...(low !== undefined && { low, high: high! }), ...over };
}

/** The one row whose fields have these values. @throws {RangeError} If there is none. */
export function rowOf(rows: readonly Row[], fields: Row): Row {
  const found = rows.find((r) => Object.entries(fields).every(([name, value]) => r[name] === value));
  if (found) return found;
  throw new RangeError(`Cannot judge a claim as there must be a row with ${JSON.stringify(fields)}: there is none`);
}

/** "0.71 [0.55, 0.83]"; the ends only where there are any. */
export function withEnds({ value, low, high }: Measured, digits = 2): string {
  const end = (x: number): string => fixed(x, digits);
  return low === undefined ? end(value) : `${end(value)} [${end(low)}, ${end(high!)}]`;
}

/** "0.71 [0.55, 0.83] (mnist), …", of each dataset. */
export const listed = (found: readonly (Measured & { readonly dataset: unknown })[], digits?: number): string =>
  found.map((f) => `${withEnds(f, digits)} (${f.dataset})`).join(", ");

/** "over 5 encoders, 3 seeds". */
export function over({ encoders, seeds }: Measured): string {
  return encoders === undefined ? "" : `, over ${encoders} encoders, ${seeds} ${seeds === 1 ? "seed" : "seeds"}`;
}
