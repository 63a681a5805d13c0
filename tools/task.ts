/**
 * What the project's tasks share: numbers on the command line, failures in one sentence.
 *
 * @module
 */
import { integer } from "../lib/base/check.ts";

/** The integer of a flag; an empty text is none. @throws {RangeError} If it is no integer in [low, high]. */
export function wholeFlag(text: string, low: number, high: number, flag: string, action: string): number {
  if (text.trim() !== "") return integer(Number(text), low, high, flag, action);
  throw new RangeError(`Cannot ${action} as ${flag} must be an integer: it is "${text}"`);
}

/** The seed of a run: 1 unless told. @throws {RangeError} */
export function seedFlag(text: string | undefined, action: string): number {
  return wholeFlag(text ?? "1", 0, Number.MAX_SAFE_INTEGER, "--seed", action);
}

/** Runs a task; a failure is printed as its sentence and ends the process with code 1. */
export async function runTask(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(1);
  }
}
