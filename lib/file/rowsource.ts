/**
 * Rows asked for by their numbers from files too large for memory: what a resumable translation reads.
 *
 * @module
 */
import { type Dtype, type Floats, floats, Matrix } from "../linalg/matrix.ts";
import { readAhead } from "./ahead.ts";
import { readRows } from "./dense.ts";
import { npyLayout, safetensorsLayout } from "./densefiles.ts";
import { layoutMatrix } from "./entries.ts";
import { type ReadOptions, refuse } from "./vectorrows.ts";
import { vectorBlocks } from "./vectors.ts";

/** Open vectors. */
export interface RowSource extends AsyncDisposable {
  readonly rows: number;
  readonly cols: number;
  readonly dtype: Dtype;
  /** Whether rows have names of their own. */
  readonly named: boolean;
  /** Rows [start, end). */
  read(start: number, end: number): Promise<Matrix>;
}

/**
 * Opens vectors as `readVectors` reads them. A .npy or .safetensors file is read where the rows stand; anything else is
 * read once to count its rows, then in order (asking for earlier rows begins anew).
 *
 * @throws As `readVectors`; reading throws too, where it comes to what is wrong.
 */
export async function openRows(path: string, options: ReadOptions = {}): Promise<RowSource> {
  const { array: _, ...beyond } = options, plain = Object.keys(beyond).length === 0 && !/[*?]/.test(path);
  const layoutOf = path.endsWith(".npy") ? npyLayout : path.endsWith(".safetensors") ? safetensorsLayout : undefined;
  if (layoutOf === undefined || !plain) return await inOrder(path, options);
  const file = await Deno.open(path);
  try {
    const layout = await layoutOf(file, path, options), { dtype } = layoutMatrix(new Uint8Array(0), layout, 0);
    const read = readAhead((start, end) => readRows(file, layout, start, end - start, path), layout.rows);
    const close = async (): Promise<void> => {
      await read.idle();
      file.close();
    };
    return { rows: layout.rows, cols: layout.cols, dtype, named: false, read, [Symbol.asyncDispose]: close };
  } catch (error) {
    file.close();
    throw error;
  }
}

async function inOrder(path: string, options: ReadOptions): Promise<RowSource> {
  let rows = 0, first: { readonly cols: number; readonly dtype: Dtype; readonly named: boolean } | undefined;
  for await (const { vectors, ids } of vectorBlocks(path, options)) {
    rows += vectors.rows;
    first ??= { cols: vectors.cols, dtype: vectors.dtype, named: ids !== undefined };
  }
  if (first === undefined) refuse(path, "it must have rows: it has none");
  const { cols, dtype, named } = first;
  let blocks = vectorBlocks(path, options), at = 0, left: Floats = floats(0, dtype);
  const read = async (start: number, end: number): Promise<Matrix> => {
    if (start < at) {
      await blocks.return();
      [blocks, at, left] = [vectorBlocks(path, options), 0, floats(0, dtype)];
    }
    const out = floats((end - start) * cols, dtype);
    while (at < end) {
      if (left.length === 0) {
        const { value, done } = await blocks.next();
        if (done) refuse(path, "it must not shrink while it is read");
        left = value.vectors.data;
      }
      const skip = Math.min(Math.max(0, start - at), left.length / cols);
      const take = Math.min(end - at - skip, left.length / cols - skip);
      if (take > 0) out.set(left.subarray(skip * cols, (skip + take) * cols), (at + skip - start) * cols);
      at += skip + Math.max(0, take);
      left = left.subarray((skip + Math.max(0, take)) * cols);
    }
    return new Matrix(end - start, cols, out);
  };
  return { rows, cols, dtype, named, read, [Symbol.asyncDispose]: async () => void await blocks.return() };
}
