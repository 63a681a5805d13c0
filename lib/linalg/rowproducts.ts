/**
 * Inner products of rows with rows, by blocks: never all of them at once.
 *
 * @module
 */
import { columns } from "../base/check.ts";
import { blockNorms } from "./blocks.ts";
import { engine } from "./engine/select.ts";
import { asDtype, type Floats, floats, type Matrix } from "./matrix.ts";

/** Rows of either side in a block: 4 MB of products in float32, which stay in the last cache. */
const BLOCK = { left: 256, right: 4096 } as const;

/** Products of `rows` rows of A from `row` on with `cols` rows of B from `col` on. Valid until the next block. */
export interface ProductBlock {
  readonly row: number;
  readonly col: number;
  readonly rows: number;
  readonly cols: number;
  /** rows · cols products, row by row. */
  readonly data: Floats;
}

/** What a product of rows is: as the rows are, or of rows brought to unit length (a cosine; zero rows give 0). */
export interface ProductOptions {
  readonly unit?: boolean;
}

/**
 * Visits A · Bᵀ block by block, in the precision of A and B (float64 if they differ); the rows of B in order for every
 * row of A. Memory: one block, and a block of rows of either side.
 *
 * @throws {TypeError} If the column counts differ.
 */
export function eachProductBlock(
  a: Matrix,
  b: Matrix,
  { unit = false }: ProductOptions,
  visit: (block: ProductBlock) => void,
): void {
  columns(b, a.cols, "the right side", "multiply rows");
  const dtype = a.dtype === b.dtype ? a.dtype : "f64", d = a.cols;
  const [left, right] = [reader(asDtype(a, dtype), BLOCK.left, unit), reader(asDtype(b, dtype), BLOCK.right, unit)];
  const room = floats(Math.min(BLOCK.left, a.rows) * Math.min(BLOCK.right, b.rows), dtype);
  const call = { k: d, lda: d, ldb: d, transA: false, transB: true, alpha: 1, beta: 0 };
  for (let col = 0; col < b.rows; col += BLOCK.right) {
    const cols = Math.min(BLOCK.right, b.rows - col), y = right(col, cols);
    for (let row = 0; row < a.rows; row += BLOCK.left) {
      const rows = Math.min(BLOCK.left, a.rows - row), data = room.subarray(0, rows * cols);
      engine().gemm({ ...call, m: rows, n: cols, a: left(row, rows), b: y, c: data, ldc: cols });
      visit({ row, col, rows, cols, data });
    }
  }
}

/** Reads rows of X from one on, brought to unit length if asked; valid until the next call. */
function reader(x: Matrix, most: number, unit: boolean): (from: number, count: number) => Floats {
  if (!unit) return (from, count) => x.data.subarray(from * x.cols, (from + count) * x.cols);
  const block = floats(Math.min(most, x.rows) * x.cols, x.dtype);
  let held = -1;
  return (from, count) => {
    const used = block.subarray(0, count * x.cols);
    if (held === from) return used;
    held = from;
    used.set(x.data.subarray(from * x.cols, (from + count) * x.cols));
    engine().scaleRows(used, x.cols, blockNorms(used, x.cols).map((norm) => norm > 0 ? 1 / norm : 0));
    return used;
  };
}
