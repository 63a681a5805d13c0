/**
 * Rows that can be used: finite, and one for each id.
 *
 * @module
 */
import { type Matrix, takeRows } from "../linalg/matrix.ts";
import { refuse, short, type VectorBlock } from "./vectorrows.ts";

/** Rows with an id each. */
interface Named {
  readonly vectors: Matrix;
  readonly ids: readonly string[];
  /** Rows left out as an equal row had their id before. */
  readonly repeated: number;
}

/** The block without the rows that are not finite, which are counted; or a sentence that names the first. */
export function sound(
  block: VectorBlock,
  row: number,
  skip: boolean,
  path: string,
): VectorBlock & { readonly skipped: number } {
  const { vectors: { rows, cols, data }, ids } = block, bad = new Set<number>();
  for (let p = 0; p < data.length; p++) if (!Number.isFinite(data[p])) bad.add(Math.floor(p / cols));
  const [first] = bad;
  if (first === undefined) return { ...block, skipped: 0 };
  if (!skip) {
    const at = data.findIndex((x) => !Number.isFinite(x)) % cols, name = ids ? ` (${short(ids[first]!)})` : "";
    refuse(
      path,
      `every entry must be finite: row ${row + first}${name}, column ${at} is ${
        data[first * cols + at]
      }; \`skipBad\` drops such rows`,
    );
  }
  const kept = Array.from({ length: rows }, (_, i) => i).filter((i) => !bad.has(i));
  const vectors = takeRows(block.vectors, kept);
  return { vectors, skipped: bad.size, ...(ids ? { ids: kept.map((i) => ids[i]!) } : {}) };
}

/** Every id once. @throws {RangeError} If one has two vectors, or a row has none. */
export function once(all: Matrix, names: readonly string[], path: string): Named {
  const seen = new Map<string, number>(),
    kept: number[] = [],
    row = (i: number) => all.data.subarray(i * all.cols, (i + 1) * all.cols);
  for (const [i, id] of names.entries()) {
    if (id === "") refuse(path, `every row must have an id: row ${i} has none`);
    const before = seen.get(id), here = row(i);
    if (before === undefined) seen.set(id, kept.push(i) - 1);
    else if (!row(kept[before]!).every((x, j) => x === here[j])) {
      refuse(path, `an id must have one vector: ${short(id)} has two (row ${i})`);
    }
  }
  if (kept.length === names.length) return { vectors: all, ids: names, repeated: 0 };
  return { vectors: takeRows(all, kept), ids: kept.map((i) => names[i]!), repeated: names.length - kept.length };
}
