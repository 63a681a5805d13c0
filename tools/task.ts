/**
 * What the project's tasks share: numbers on the command line, failures in one sentence.
 *
 * @module
 */
import { integer, number } from "../lib/base/check.ts";

/** The integer of a flag; a text that spells none is refused. @throws {RangeError} If it is no integer in [low, high]. */
export function wholeFlag(text: string, low: number, high: number, flag: string, action: string): number {
  return integer(given(text, "an integer", flag, action), low, high, flag, action);
}

/** The number of a flag; a text that spells none is refused. @throws {RangeError} If it is no number in [low, high]. */
export function numberFlag(text: string, low: number, high: number, flag: string, action: string): number {
  return number(given(text, "a number", flag, action), low, high, flag, action);
}

function given(text: string, kind: string, flag: string, action: string): number {
  if (text.trim() !== "" && !Number.isNaN(Number(text))) return Number(text);
  throw new RangeError(`Cannot ${action} as ${flag} must be ${kind}: it is "${text}"`);
}

/** The seed of a run: 1 unless told. @throws {RangeError} */
export function seedFlag(text: string | undefined, action: string): number {
  return wholeFlag(text ?? "1", 0, Number.MAX_SAFE_INTEGER, "--seed", action);
}

/** Runs a task, or a part of one; a failure is printed as its sentence and ends the process with the exit code `failed`. */
export async function runTask<T>(main: () => T | Promise<T>, failed = 1): Promise<T> {
  try {
    return await main();
  } catch (error) {
    console.error((error as Error).message);
    Deno.exit(failed);
  }
}
