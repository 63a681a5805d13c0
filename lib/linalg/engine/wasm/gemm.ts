/**
 * GEMM in blocks: panels of A and B are packed into WebAssembly memory, multiplied tile by tile and written back.
 *
 * The blocking is that of Goto and van de Geijn, "Anatomy of High-Performance Matrix Multiplication" (2008).
 *
 * @module
 */
import type { GemmCall } from "../engine.ts";
import type { Floats } from "../../matrix.ts";
import { TILE } from "./layout.ts";
import { kernels, workspace } from "./load.ts";

/** Rows of A, columns of B and the depth that are packed at a time: .25 MB and 2 MB in float32. */
const BLOCK = { m: 120, n: 1024, k: 512 } as const;

/** A matrix by its strides: entry (i, j) is data[start + i · row + j · col]. */
interface Strided {
  readonly data: Floats;
  readonly row: number;
  readonly col: number;
}

/** C := alpha · op(A) · op(B) + beta · C; beta = 0 overwrites whatever C held, NaN included. */
export function wasmGemm(call: GemmCall): void {
  const { m, n, k, beta, c, ldc } = call;
  const A = strided(call.a, call.lda, call.transA);
  const B = strided(call.b, call.ldb, call.transB);
  if (k === 0 || call.alpha === 0) scaleRows(c, m, n, ldc, beta);
  else if (Math.min(m, n) <= 2 || m * n * k <= 2048) plain(call, A, B);
  else blocked(call, A, B);
}

function strided(data: Floats, ld: number, trans: boolean): Strided {
  return trans ? { data, row: 1, col: ld } : { data, row: ld, col: 1 };
}

function scaleRows(c: Floats, m: number, n: number, ldc: number, beta: number): void {
  for (let i = 0; i < m; i++) {
    for (let j = i * ldc; j < i * ldc + n; j++) c[j] = beta === 0 ? 0 : beta * c[j]!;
  }
}

/** Products too thin or small for packing to pay; sums in float64. */
function plain(call: GemmCall, A: Strided, B: Strided): void {
  const { m, n, k, c, ldc, alpha, beta } = call,
    across = A.row === 1 && n <= 2,
    sums = new Float64Array(across ? m : n);
  const put = (at: number, sum: number): void => void (c[at] = alpha * sum + (beta === 0 ? 0 : beta * c[at]!));
  if (across) {
    for (let j = 0; j < n; j++) {
      rowSums(sums, j, k, { ...B, row: B.col, col: B.row }, { ...A, row: A.col, col: 1 });
      for (let i = 0; i < m; i++) put(i * ldc + j, sums[i]!);
    }
    return;
  }
  for (let i = 0; i < m; i++) {
    if (B.col === 1 && n > 2) rowSums(sums, i, k, A, B);
    else for (let j = 0; j < n; j++) sums[j] = inner(i, j, k, A, B);
    for (let j = 0; j < n; j++) put(i * ldc + j, sums[j]!);
  }
}

/** One entry, in two sums that need not wait for each other. */
function inner(i: number, j: number, k: number, A: Strided, B: Strided): number {
  const { data: a, col } = A, { data: b, row } = B, end = k - k % 2;
  let even = 0, odd = 0, x = i * A.row, y = j * B.col;
  for (let p = 0; p < end; p += 2, x += 2 * col, y += 2 * row) {
    even += a[x]! * b[y]!;
    odd += a[x + col]! * b[y + row]!;
  }
  return end < k ? even + odd + a[x]! * b[y]! : even + odd;
}

/** The sums of row i of A · B along the rows of B, which lie side by side in memory. */
function rowSums(sums: Float64Array, i: number, k: number, A: Strided, B: Strided): void {
  const { data } = B;
  sums.fill(0);
  for (let p = 0; p < k; p++) {
    const x = A.data[i * A.row + p * A.col]!;
    for (let j = 0, y = p * B.row; j < sums.length; j++, y++) sums[j]! += x * data[y]!;
  }
}

function blocked(call: GemmCall, A: Strided, B: Strided): void {
  const single = call.c instanceof Float32Array;
  const size = single ? 4 : 8, width = TILE.bytes / size;
  const tile = single ? kernels().tileF32 : kernels().tileF64;
  const depth = up(Math.min(BLOCK.k, call.k), TILE.unroll), rows = up(Math.min(BLOCK.m, call.m), TILE.rows);
  const atB = rows * depth, atC = atB + up(Math.min(BLOCK.n, call.n), width) * depth;
  const buffer = workspace((atC + rows * width) * size);
  const heap = single ? new Float32Array(buffer) : new Float64Array(buffer);
  for (let j = 0; j < call.n; j += BLOCK.n) {
    const n = Math.min(BLOCK.n, call.n - j);
    for (let p = 0; p < call.k; p += BLOCK.k) {
      const k = Math.min(BLOCK.k, call.k - p), steps = up(k, TILE.unroll);
      pack(heap, atB, B, { from: p * B.row + j * B.col, across: B.col, along: B.row, count: n, k, width });
      for (let i = 0; i < call.m; i += BLOCK.m) {
        const m = Math.min(BLOCK.m, call.m - i);
        const from = i * A.row + p * A.col;
        pack(heap, 0, A, { from, across: A.row, along: A.col, count: m, k, width: TILE.rows });
        for (let q = 0; q < n; q += width) {
          tile(0, (atB + q * steps) * size, atC * size, Math.ceil(m / TILE.rows), steps);
          write(call, heap, {
            from: atC,
            to: i * call.ldc + j + q,
            m,
            n: Math.min(width, n - q),
            width,
            first: p === 0,
          });
        }
      }
    }
  }
}

function up(n: number, multiple: number): number {
  return Math.ceil(n / multiple) * multiple;
}

/** `count` vectors of k entries, `across` apart, whose entries are `along` apart. */
interface Vectors {
  readonly from: number;
  readonly across: number;
  readonly along: number;
  readonly count: number;
  readonly k: number;
  readonly width: number;
}

/** Copies vectors into panels `width` of them wide, entry by entry across the panel, zero-padded both ways. */
function pack(heap: Floats, at: number, { data }: Strided, { from, across, along, count, k, width }: Vectors): void {
  const length = up(k, TILE.unroll) * width;
  for (let i = 0; i < count; i += width, at += length) {
    const full = Math.min(width, count - i);
    if (full < width || k * width < length) heap.fill(0, at, at + length);
    const start = from + i * across;
    if (across === 1) {
      for (let p = 0, to = at, x = start; p < k; p++, to += width, x += along) {
        for (let r = 0; r < full; r++) heap[to + r] = data[x + r]!;
      }
    } else {
      for (let r = 0; r < full; r++) {
        for (let p = 0, to = at + r, x = start + r * across; p < k; p++, to += width, x += along) heap[to] = data[x]!;
      }
    }
  }
}

interface Tiles {
  readonly from: number;
  readonly to: number;
  readonly m: number;
  readonly n: number;
  readonly width: number;
  readonly first: boolean;
}

/** c := alpha · tiles + beta · c on m × n entries; beta is 1 after the first block of the depth. */
function write(call: GemmCall, heap: Floats, { from, to, m, n, width, first }: Tiles): void {
  const { c, alpha } = call, beta = first ? call.beta : 1;
  for (let i = 0; i < m; i++, from += width, to += call.ldc) {
    if (beta === 0) { for (let j = 0; j < n; j++) c[to + j] = alpha * heap[from + j]!; }
    else for (let j = 0; j < n; j++) c[to + j] = alpha * heap[from + j]! + beta * c[to + j]!;
  }
}
