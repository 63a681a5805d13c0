/**
 * A .npy file written by blocks of rows that survives being killed: what is there is checked, kept and continued.
 *
 * @module
 */
import { absent } from "./absent.ts";
import { dirname } from "../base/node.ts";
import type { Dtype, Matrix } from "../linalg/matrix.ts";
import { writeAll } from "./atomic.ts";
import { readAt } from "./dense.ts";
import { encodeNpyHeader } from "./npy.ts";

/** What is to be written. */
export interface BlockPlan {
  readonly rows: number;
  readonly cols: number;
  readonly dtype: Dtype;
  /** Rows of a block; the last may have fewer. */
  readonly block: number;
  /** Milliseconds since 1970 of the last change of what the rows come from: anything written before is stale. */
  readonly since: number;
  /** Rows [start, end), called in order and not for every block. */
  rowsAt(start: number, end: number): Promise<Matrix>;
  /** Called once before the first new block, with the rows that were there, and after each with its number of rows. */
  readonly onProgress?: (rows: number) => void;
}

/**
 * Writes the rows to `path`; the file appears there when it is whole. Until then it grows as `path`.partial, which a
 * later call with the same plan continues: its first and last whole blocks are computed again and must be equal byte by
 * byte, else it is begun anew. A whole file at `path` that passes the same check is left as it is.
 *
 * Blocks are the same whatever the interruptions, and so are the bytes. Two runs at once on one path wait for each other.
 *
 * @returns The number of rows that were there already.
 * @throws {TypeError} If rows come in another shape than planned; what was written stays for the next run.
 */
export async function writeBlocks(path: string, plan: BlockPlan): Promise<number> {
  const partial = `${path}.partial`;
  await Deno.mkdir(dirname(path), { recursive: true });
  using file = await Deno.open(partial, { read: true, write: true, create: true });
  await file.lock(true);
  if (await isWhole(path, plan)) {
    await Deno.remove(partial).catch(absent);
    return plan.rows;
  }
  if (await Deno.stat(partial).catch(absent) === undefined) return await writeBlocks(path, plan);
  const done = await keptRows(file, partial, plan), size = sizes(plan);
  await file.truncate(done === 0 ? 0 : size.header.length + done * size.row);
  await file.seek(0, Deno.SeekMode.End);
  if (done === 0) await writeAll(file, size.header, path);
  plan.onProgress?.(done);
  for (let row = done; row < plan.rows; row += plan.block) {
    const block = await planned(plan, row);
    await writeAll(file, bytesOf(block), path);
    plan.onProgress?.(block.rows);
  }
  await file.sync();
  await Deno.rename(partial, path);
  return done;
}

async function isWhole(path: string, plan: BlockPlan): Promise<boolean> {
  const size = sizes(plan), found = await Deno.stat(path).catch(absent);
  if (found?.size !== size.header.length + plan.rows * size.row) return false;
  using file = await Deno.open(path);
  return await keptRows(file, path, plan) === plan.rows;
}

/** Rows of whole blocks that can be kept; 0 where the header, the time, the first or the last of them is another. */
async function keptRows(file: Deno.FsFile, path: string, plan: BlockPlan): Promise<number> {
  const { header, row: width } = sizes(plan), { size, mtime } = await file.stat();
  const rows = Math.floor((size - header.length) / width);
  const done = rows >= plan.rows ? plan.rows : Math.max(0, rows - rows % plan.block);
  if (size < header.length || (mtime?.getTime() ?? 0) < plan.since) return 0;
  const same = async (at: number, wanted: Uint8Array): Promise<boolean> => {
    const found = new Uint8Array(wanted.length);
    await readAt(file, found, at, path);
    return found.every((byte, i) => byte === wanted[i]);
  };
  if (!await same(0, header)) return 0;
  const last = Math.max(0, Math.ceil(done / plan.block) - 1) * plan.block;
  for (const row of new Set(done === 0 ? [] : [0, last])) {
    if (!await same(header.length + row * width, bytesOf(await planned(plan, row)))) return 0;
  }
  return done;
}

async function planned(plan: BlockPlan, row: number): Promise<Matrix> {
  const end = Math.min(row + plan.block, plan.rows), block = await plan.rowsAt(row, end);
  if (block.rows === end - row && block.cols === plan.cols && block.dtype === plan.dtype) return block;
  const found = `${block.rows} × ${block.cols} ${block.dtype}`;
  throw new TypeError(`Cannot write rows ${row} to ${end} as they must be as planned: they are ${found}`);
}

function sizes({ rows, cols, dtype }: BlockPlan): { readonly header: Uint8Array; readonly row: number } {
  return { header: encodeNpyHeader(rows, cols, dtype), row: cols * (dtype === "f32" ? 4 : 8) };
}

const bytesOf = ({ data }: Matrix): Uint8Array => new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
