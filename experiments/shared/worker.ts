/**
 * The far end of `measureCells`: a process that measures one cell after the other.
 *
 * Orders arrive on standard input, a line of JSON each; answers are the lines of standard output that start with `MARK`.
 *
 * @module
 */
import { fromJson, toJson } from "../../lib/file/json.ts";
import type { Experiment } from "../experiment.ts";
import { linesOf } from "./lines.ts";

/** How a line begins that is an answer. */
export const MARK = "\u0001";

/** Our sentences give a reason; the engine's ("Cannot read properties of undefined") give none, but for one. */
const OURS = /^Cannot (?!destructure property )[^]+ as /;

/** A cell to be measured. */
export interface Order {
  /** URL of the module that exports the experiment. */
  readonly module: string;
  readonly name: string;
  readonly cell: unknown;
}

/** What the cell found, or the sentence with which it failed. */
export type Answer = { readonly found: unknown; readonly seconds: number } | { readonly failed: string };

/** The experiment of a name among a module's exports. @throws {RangeError} If there is none. */
export async function experimentIn(module: string, name: string): Promise<Experiment> {
  const exported = Object.values(await import(module) as Record<string, Experiment | undefined>);
  const experiment = exported.find((e) => typeof e?.measure === "function" && e.name === name);
  if (experiment) return experiment;
  throw new RangeError(`Cannot measure a cell as ${module} must export the experiment ${name}: it does not`);
}

/** Numbers with six significant digits: more than any measurement is sure of, and the same in the store as before it. */
export function rounded(value: unknown): unknown {
  if (typeof value === "number") return Number.isInteger(value) ? value : Number(value.toPrecision(6));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, v]) => [name, rounded(v)]));
}

async function answer({ module, name, cell }: Order): Promise<Answer> {
  try {
    const experiment = await experimentIn(module, name), started = performance.now();
    const found = rounded(await experiment.measure(cell));
    return { found, seconds: Math.round(performance.now() - started) / 1000 };
  } catch (error) {
    // A sentence of ours tells all; of anything else the trace helps whoever mends it.
    const { message, stack } = error as Error;
    return { failed: OURS.test(message) ? message : stack ?? String(error) };
  }
}

async function serve(): Promise<void> {
  for await (const line of linesOf(Deno.stdin.readable)) {
    const reply = await answer(fromJson(line) as Order);
    console.log(MARK + toJson(reply, 0));
  }
}

// Not awaited: an experiment's module may import this one, which must then be complete.
if (import.meta.main) void serve();
