/**
 * Matrices too large for memory: .npy files read, and translated to other .npy files, by blocks of rows.
 *
 * @module
 */
import type { Matrix } from "../linalg/matrix.ts";
import { readAhead } from "./ahead.ts";
import { atomically, writeAll } from "./atomic.ts";
import { blockRows, readRows } from "./dense.ts";
import { layoutMatrix } from "./entries.ts";
import { readNpyHeader } from "./densefiles.ts";
import { encodeNpyHeader } from "./npy.ts";

/** A map of rows: a translation, either half, a scaling. */
export interface RowMap {
  /** The rows on the other side. */
  apply(x: Matrix): Matrix;
}

/**
 * The rows of a .npy file (n × d), in order, by blocks of about 8 MB: what a reduction over more
 * rows than fit in memory reads, such as the mean of a relative representation. Needs `--allow-read`.
 *
 * @throws As `readNpy`; and RangeError if the file ends early while it is read.
 * @example
 * ```ts
 * import { fitRelative, Matrix, writeNpy } from "anchorage";
 * import { npyBlocks } from "anchorage/file";
 * const path = `${await Deno.makeTempDir()}/samples.npy`;
 * await writeNpy(path, Matrix.from([[1, 0], [0, 1], [2, 3]]));
 * const half = fitRelative(Matrix.from([[1, 0], [-1, 0]]));
 * let sum = 0, rows = 0;
 * for await (const block of npyBlocks(path)) {
 *   const relative = half.apply(block);
 *   for (let i = 0; i < block.rows; i++, rows++) sum += relative.at(i, 0);
 * }
 * console.log((sum / rows).toFixed(3)); // 0.518
 * ```
 */
export async function* npyBlocks(path: string): AsyncGenerator<Matrix, void> {
  using file = await Deno.open(path);
  const found = await readNpyHeader(file, path);
  for (let row = 0, rows = blockRows(found); row < found.rows; row += rows) {
    yield await readRows(file, found, row, Math.min(rows, found.rows - row), path);
  }
}

/**
 * Applies a map to every row of a .npy file (n × d_x) and writes a .npy file (n × d_y) in the same precision; memory
 * does not grow with n. The result appears whole or not at all, and may replace its own input. Needs `--allow-read` and
 * `--allow-write`.
 *
 * @throws As `readNpy`; and RangeError that names the block of rows if the map refuses one (an entry is not finite).
 * @example
 * ```ts
 * import { fitIrp, Matrix, readNpy, writeNpy } from "anchorage";
 * import { translateNpy } from "anchorage/file";
 * const folder = await Deno.makeTempDir();
 * const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), y = Matrix.from([[0, 1], [-2, 0], [2, -3]]);
 * await writeNpy(`${folder}/x.npy`, x);
 * await translateNpy(fitIrp(x, y, { delta: 0, norm: "carry" }), `${folder}/x.npy`, `${folder}/y.npy`);
 * console.log((await readNpy(`${folder}/y.npy`)).at(0, 1).toFixed(6)); // 1.000000
 * ```
 */
export async function translateNpy(map: RowMap, from: string, to: string): Promise<void> {
  using source = await Deno.open(from);
  const found = await readNpyHeader(source, from);
  const read = readAhead((start, end) => readRows(source, found, start, end - start, from), found.rows);
  await atomically(to, async (temporary) => {
    using target = await Deno.open(temporary, { write: true });
    const write = (bytes: Uint8Array): Promise<void> => writeAll(target, bytes, to);
    try {
      const empty = map.apply(layoutMatrix(new Uint8Array(0), found, 0));
      await write(encodeNpyHeader(found.rows, empty.cols, empty.dtype));
      for (let row = 0, rows = blockRows(found); row < found.rows; row += rows) {
        const { data } = mapped(map, await read(row, Math.min(row + rows, found.rows)), row, from);
        await write(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
      }
    } finally {
      await read.idle();
    }
  });
}

function mapped(map: RowMap, block: Matrix, row: number, path: string): Matrix {
  try {
    return map.apply(block);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new RangeError(`Cannot translate the ${block.rows} rows of ${path} from row ${row}: ${cause.message}`, {
      cause,
    });
  }
}
