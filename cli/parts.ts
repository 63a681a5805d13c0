/**
 * A part of the work, one of several that run apart: `--part 3/8`, or what Slurm and Kubernetes say of an array.
 *
 * @module
 */
import { integer } from "../lib/base/check.ts";

/** Part `index` (from 1) of `count`. */
export interface Part {
  readonly index: number;
  readonly count: number;
}

/** Reads "i/n"; without a text, the environment of a Slurm array (numbered from 0 or 1) or an indexed Kubernetes job. */
export function partOf(text: string | undefined, env: (name: string) => string | undefined): Part | undefined {
  if (text !== undefined) return checked(...split(text));
  const task = env("SLURM_ARRAY_TASK_ID"), count = env("SLURM_ARRAY_TASK_COUNT");
  if (task && count) return checked(Number(task) - Number(env("SLURM_ARRAY_TASK_MIN") ?? 1) + 1, Number(count));
  const job = env("JOB_COMPLETION_INDEX"), jobs = env("JOB_COMPLETIONS");
  if (job && jobs) return checked(Number(job) + 1, Number(jobs));
  return undefined;
}

function split(text: string): [number, number] {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  return [Number(index ?? NaN), Number(count ?? NaN)];
}

function checked(index: number, count: number): Part {
  integer(count, 1, 9999, "n of --part i/n", "take a part");
  return { index: integer(index, 1, count, "i of --part i/n", "take a part"), count };
}

/** The rows [start, end) of a part: whole blocks, shared out evenly, so that every part has the bytes of a single run. */
export function partRows(rows: number, block: number, { index, count }: Part): readonly [number, number] {
  const blocks = Math.ceil(rows / block), edge = (i: number): number => Math.floor(i * blocks / count) * block;
  return [Math.min(rows, edge(index - 1)), Math.min(rows, edge(index))];
}

/** "out.npy" → "out.0003-of-0008.npy": names in the order of their rows. */
export function partPath(path: string, { index, count }: Part): string {
  const [, stem, ext] = /^(.*?)(\.[^./\\]*)?$/s.exec(path)!, four = (n: number): string => String(n).padStart(4, "0");
  return `${stem}.${four(index)}-of-${four(count)}${ext ?? ""}`;
}
