/**
 * The rows and the file of a part of a translation.
 *
 * @module
 */
import type { Part } from "../lib/base/part.ts";

/** The rows [start, end) of a part: whole blocks, shared out evenly, so that every part has the bytes of a single run. */
export function partRows(rows: number, block: number, { i, n }: Part): readonly [number, number] {
  const blocks = Math.ceil(rows / block), edge = (part: number): number => Math.floor(part * blocks / n) * block;
  return [Math.min(rows, edge(i - 1)), Math.min(rows, edge(i))];
}

/** "out.npy" → "out.0003-of-0008.npy", names in the order of their rows; the only part has the name itself. */
export function partPath(path: string, { i, n }: Part): string {
  if (n === 1) return path;
  const [, stem, ext] = /^(.*?)(\.[^./\\]*)?$/s.exec(path)!, four = (x: number): string => String(x).padStart(4, "0");
  return `${stem}.${four(i)}-of-${four(n)}${ext ?? ""}`;
}
