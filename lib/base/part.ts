/**
 * A part of the work, one of several that run apart: `--part 3/8`, or what Slurm and Kubernetes say of an array.
 *
 * @module
 */
import { integer } from "./check.ts";
import { variable } from "./runtime.ts";

/** Part i of n, i from 1. */
export interface Part {
  readonly i: number;
  readonly n: number;
}

/**
 * "i/n"; unless told, the part of an array job that this process is, of Slurm (any first index) or Kubernetes (where
 * `JOB_COMPLETIONS` is set beside its own `JOB_COMPLETION_INDEX`); else 1 of 1.
 *
 * @throws {TypeError} If the text is not i/n. @throws {RangeError} If i is not in [1, n], or n not in [1, 9999].
 */
export function parsePart(
  text: string | undefined,
  action: string,
  env: (name: string) => string | undefined = variable,
): Part {
  const checked = (i: number, n: number): Part => {
    integer(n, 1, 9999, "n of --part i/n", action);
    return { i: integer(i, 1, n, "i of --part i/n", action), n };
  };
  const [slurm, count] = [env("SLURM_ARRAY_TASK_ID"), env("SLURM_ARRAY_TASK_COUNT")];
  if (text === undefined && slurm !== undefined && count !== undefined) {
    return checked(Number(slurm) - Number(env("SLURM_ARRAY_TASK_MIN") ?? 1) + 1, Number(count));
  }
  const [index, completions] = [env("JOB_COMPLETION_INDEX"), env("JOB_COMPLETIONS")];
  if (text === undefined && index !== undefined && completions !== undefined) {
    return checked(Number(index) + 1, Number(completions));
  }
  const [, i, n] = /^(\d+)\/(\d+)$/.exec(text ?? "1/1") ?? [];
  if (i === undefined) throw new TypeError(`Cannot ${action} as --part must be i/n: it is "${text}"`);
  return checked(Number(i), Number(n));
}
