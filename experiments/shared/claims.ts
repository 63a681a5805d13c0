/**
 * What a figure must show: a claim, how it is judged, and what the rules share.
 *
 * The claims of a figure stand beside it in `<figure>.claims.ts`.
 *
 * @module
 */
import { bootstrapInterval } from "../../lib/measure/bootstrap.ts";
import type { Row } from "./summary.ts";

/** How a claim fares. */
export type Verdict = "holds" | "partly" | "does not hold";

/** Record sets of a result, as experiments write them. */
export type Records = Readonly<Record<string, readonly Row[]>>;

/** A measured value with its interval; low and high are absent where one number says all. */
export interface Measured {
  readonly value: number;
  readonly low?: number;
  readonly high?: number;
}

/** What a result says of a claim. */
export interface Judged extends Measured {
  readonly verdict: Verdict;
  /** What the value is, with the other numbers that the verdict rests on. */
  readonly ours: string;
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
  judge(records: Records): Judged;
}

/** "holds" or "partly" by two tests, the stricter first. */
export function verdictOf(holds: boolean, partly: boolean): Verdict {
  return holds ? "holds" : partly ? "partly" : "does not hold";
}

/** The mean of values with its bootstrap interval; one value stands alone. */
export function meanInterval(values: readonly number[]): Measured {
  if (values.length === 0) {
    throw new RangeError("Cannot judge a claim as there must be at least one value: there is none");
  }
  if (values.length === 1) return { value: values[0]! };
  const { estimate, low, high } = bootstrapInterval(values, { seed: "claims" });
  return { value: estimate, low, high };
}

/** The one row whose fields have these values. @throws {RangeError} If there is none. */
export function rowOf(rows: readonly Row[], fields: Row): Row {
  const found = rows.find((r) => Object.entries(fields).every(([name, value]) => r[name] === value));
  if (found) return found;
  throw new RangeError(`Cannot judge a claim as there must be a row with ${JSON.stringify(fields)}: there is none`);
}

/** "0.81 [0.78, 0.84]". */
export function withEnds({ value, low, high }: Measured, digits = 2): string {
  const ends = low === undefined || high === undefined ? "" : ` [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
  return value.toFixed(digits) + ends;
}
