/**
 * What both decompositions share: scaling, Householder reflections, deflation, plane rotations recorded and applied later.
 *
 * @module
 */
import type { Matrix } from "../../matrix.ts";
import { PANEL, ROTATION_BYTES } from "./layout.ts";
import { kernels } from "./load.ts";

/** √(x² + y²) for numbers of magnitude about 1 or less, exact to rounding even where a square underflows. */
export function hypotenuse(x: number, y: number): number {
  const square = x * x + y * y;
  return square > 1e-280 ? Math.sqrt(square) : Math.hypot(x, y);
}

/** The power of two that brings the largest magnitude into [1/2, 1); 1 for a zero matrix. Products with it are exact. */
export function scaleOf({ data }: Matrix): number {
  let largest = 0;
  for (let i = 0; i < data.length; i++) largest = Math.max(largest, Math.abs(data[i]!));
  return largest === 0 ? 1 : 2 ** -Math.max(-1000, Math.min(1000, Math.floor(Math.log2(largest)) + 1));
}

/**
 * Overwrites the n doubles at heap[at] (a vector x) with the v for which (I − v·vᵀ)·x = α·e₁, and returns α.
 * A tail that underflows when squared counts as zero, and then v = 0.
 */
export function reflector(heap: Float64Array, at: number, n: number): number {
  const first = heap[at]!;
  const tail = kernels().dot(n - 1, 8 * (at + 1), 8 * (at + 1));
  if (tail < 1e-280) {
    heap.fill(0, at, at + n);
    return first;
  }
  const norm = Math.sqrt(first * first + tail);
  heap[at] = first + (first < 0 ? -norm : norm);
  const scale = 1 / Math.sqrt(norm * (norm + Math.abs(first)));
  for (let i = at; i < at + n; i++) heap[i]! *= scale;
  return first < 0 ? norm : -norm;
}

/** x := (I − v·vᵀ)·x on n doubles at the heap indices `v` and `x`. */
export function reflect(n: number, v: number, x: number): void {
  const { dot, axpy } = kernels();
  axpy(n, -dot(n, 8 * v, 8 * x), 8 * v, 8 * x);
}

/**
 * Drives the off-diagonal e of a bi- or tridiagonal matrix with diagonal d to zero: `sweep` works on the rows p to q of
 * the lowest block that is not diagonal yet. Entries up to 2⁻⁵² of the largest count as zero.
 *
 * @throws {RangeError} If an entry is not finite, or 60 sweeps a row do not suffice.
 */
export function diagonalise(
  d: Float64Array,
  e: Float64Array,
  sweep: (p: number, q: number, tiny: number) => void,
): void {
  const largest = [d, e].map((x) => x.reduce((most, y) => Math.max(most, Math.abs(y)), 0));
  const norm = Math.max(...largest), tiny = 2 ** -52 * norm;
  let q = d.length - 1, left = norm < Infinity ? 61 * d.length : 0;
  do {
    if (left-- === 0) {
      throw new RangeError("Cannot decompose as the entries must be finite: the QR iteration does not converge");
    }
    let p = q;
    while (p > 0 && Math.abs(e[p - 1]!) > tiny) p--;
    if (p > 0) e[p - 1] = 0;
    if (p === q) q--;
    else sweep(p, q, tiny);
  } while (q > 0);
}

/** Doubles that `rotations` needs for n vectors. */
export function rotationSpace(n: number): number {
  return 3 * LIST + Math.ceil(n / PANEL) * PANEL * n;
}

/** Rotations of n orthonormal vectors, which start as the unit vectors. */
export interface Rotations {
  /** Vectors i and j = i + 1 become c·i + s·j and c·j − s·i. */
  add(i: number, c: number, s: number): void;
  /** Copies vector i to n doubles at heap[to]. */
  read(i: number, to: number): void;
}

const LIST = 4096;

/** Rotations recorded at heap[at], and applied 4096 at a time to vectors kept in panels that fit the first cache. */
export function rotations(heap: Float64Array, at: number, n: number): Rotations {
  const words = new Int32Array(heap.buffer);
  const panels = at + 3 * LIST, size = n * PANEL;
  heap.fill(0, panels, at + rotationSpace(n));
  for (let i = 0; i < n; i++) heap[panels + Math.floor(i / PANEL) * size + i * PANEL + i % PANEL] = 1;
  let count = 0;
  const flush = (): void => {
    for (let p = 0; count > 0 && p < n; p += PANEL) kernels().rotate(8 * at, count, 8 * (panels + p * n));
    count = 0;
  };
  return {
    add: (i, c, s): void => {
      const to = at + count * ROTATION_BYTES / 8;
      words[2 * to] = i * 8 * PANEL;
      heap[to + 1] = c;
      heap[to + 2] = s;
      if (++count === LIST) flush();
    },
    read: (i, to): void => {
      flush();
      for (let j = 0; j < n; j++) heap[to + j] = heap[panels + Math.floor(j / PANEL) * size + i * PANEL + j % PANEL]!;
    },
  };
}
