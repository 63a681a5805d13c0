/**
 * Reading while something is computed: the next rows are asked for before the last ones are worked on.
 *
 * @module
 */
import type { Matrix } from "../linalg/matrix.ts";

/** Gives the rows [start, end). */
export type ReadRange = (start: number, end: number) => Promise<Matrix>;

/**
 * The same reading, for who asks for one range after the other: with each, a read of as many rows after it is begun.
 *
 * @param rows All rows there are: nothing beyond is asked for.
 */
export function readAhead(read: ReadRange, rows: number): ReadRange & { readonly idle: () => Promise<void> } {
  let next: { readonly start: number; readonly end: number; readonly found: Promise<Matrix> } | undefined;
  const idle = async (): Promise<void> => void await next?.found.catch(() => {}); // thrown to who asks for it
  const ahead = async (start: number, end: number): Promise<Matrix> => {
    if (next?.start !== start || next.end !== end) {
      await idle();
      next = undefined;
    }
    const found = await (next?.found ?? read(start, end)), after = Math.min(rows, 2 * end - start);
    next = after > end ? { start: end, end: after, found: read(end, after) } : undefined;
    next?.found.catch(() => {});
    return found;
  };
  return Object.assign(ahead, { idle });
}
