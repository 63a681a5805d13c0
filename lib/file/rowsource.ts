/**
 * Rows asked for by their numbers from a file too large for memory: what a resumable translation reads.
 *
 * @module
 */
import type { Dtype, Matrix } from "../linalg/matrix.ts";
import { readAt, readRows } from "./dense.ts";
import { layoutMatrix } from "./entries.ts";
import { decodeNpyHeader } from "./npy.ts";
import { HEADER } from "./npyheader.ts";

/** An open file of vectors. */
export interface RowSource extends Disposable {
  readonly rows: number;
  readonly cols: number;
  readonly dtype: Dtype;
  /** Rows [start, end). */
  read(start: number, end: number): Promise<Matrix>;
}

/** Opens a .npy file. @throws As `readNpy`; reading throws RangeError if the file shrinks. */
export async function openNpy(path: string): Promise<RowSource> {
  const file = await Deno.open(path);
  try {
    const { size } = await file.stat(), head = new Uint8Array(Math.min(size, HEADER + 12));
    await readAt(file, head, 0, path);
    const layout = decodeNpyHeader(head, size, path), { rows, cols } = layout;
    const { dtype } = layoutMatrix(new Uint8Array(0), layout, 0);
    const read = (start: number, end: number): Promise<Matrix> => readRows(file, layout, start, end - start, path);
    return { rows, cols, dtype, read, [Symbol.dispose]: () => file.close() };
  } catch (error) {
    file.close();
    throw error;
  }
}
