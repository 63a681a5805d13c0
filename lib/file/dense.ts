/**
 * Rows of a matrix that is laid out in a file, read as they are asked for.
 *
 * @module
 */
import type { Matrix } from "../linalg/matrix.ts";
import { type Layout, layoutMatrix, WIDTH } from "./entries.ts";

/** Bytes of a block of rows: large enough for one GEMM to be efficient. */
const BLOCK = 1 << 23;

/** Rows of a block of about 8 MB, widened. */
export function blockRows({ cols, kind }: Pick<Layout, "cols" | "kind">): number {
  return Math.max(1, Math.floor(BLOCK / (cols * Math.max(4, WIDTH[kind]))));
}

/** The rows [row, row + rows) of the layout. @throws {RangeError} If the file ends before. */
export async function readRows(
  file: Deno.FsFile,
  layout: Layout,
  row: number,
  rows: number,
  path: string,
): Promise<Matrix> {
  const { cols, kind, start, fortran } = layout, width = WIDTH[kind];
  const bytes = new Uint8Array(rows * cols * width);
  if (!fortran) await readAt(file, bytes, start + row * cols * width, path);
  else {
    for (let j = 0; j < cols; j++) {
      const column = bytes.subarray(j * rows * width, (j + 1) * rows * width);
      await readAt(file, column, start + (j * layout.rows + row) * width, path);
    }
  }
  return layoutMatrix(bytes, layout, rows);
}

/** Fills the bytes from those of the file at an offset. @throws {RangeError} If the file ends before. */
export async function readAt(file: Deno.FsFile, bytes: Uint8Array, offset: number, path: string): Promise<void> {
  // At once, so that the system reads while the caller computes.
  file.seekSync(offset, Deno.SeekMode.Start);
  for (let at = 0; at < bytes.length;) {
    const count = await file.read(bytes.subarray(at));
    if (count === null) throw new RangeError(`Cannot read ${path} as it must not shrink while it is read`);
    at += count;
  }
}
