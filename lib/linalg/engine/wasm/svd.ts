/**
 * The singular value decomposition: Householder bidiagonalisation, then implicit QR (Golub and Kahan 1965).
 *
 * Backward stable: every singular value is right to about 1e-15 of the largest, and the vectors are orthonormal to the
 * same, also for rank-deficient, graded and repeated spectra. Singular values below that are rounding noise.
 *
 * @module
 */
import type { Svd } from "../engine.ts";
import { Matrix, transpose } from "../../matrix.ts";
import { kernels, workspace } from "./load.ts";
import { diagonalise, hypotenuse, type Rotations, rotations, rotationSpace } from "./reflect.ts";
import { reflect, reflector, scaleOf } from "./reflect.ts";

/** The thin SVD of an m × n matrix; 4·m·n² + O(n³) operations for m ≥ n, the transpose's otherwise. */
export function wasmSvd(a: Matrix): Svd {
  if (a.rows >= a.cols) return tallSvd(a);
  const { u, s, vt } = tallSvd(transpose(a));
  return { u: transpose(vt), s, vt: transpose(u) };
}

function tallSvd(a: Matrix): Svd {
  const { rows: m, cols: n } = a;
  const atU = m * n, atX = 2 * m * n, atY = 3 * m * n, atRow = atY + n * n;
  const atLeft = atRow + n, atRight = atLeft + rotationSpace(n);
  const heap = new Float64Array(workspace(8 * (atRight + rotationSpace(n))));
  const scale = scaleOf(a);
  for (let i = 0; i < m * n; i++) heap[i] = scale * a.data[i]!;
  const { d, e } = bidiagonalise(heap, m, n, atU, atRow);
  const left = rotations(heap, atLeft, n), right = rotations(heap, atRight, n);
  diagonalise(d, e, (p, q, tiny) => {
    const singular = d.subarray(p, q + 1).some((x) => Math.abs(x) <= tiny);
    (singular ? zeroShiftSweep : shiftedSweep)(d, e, p, q, left, right);
  });
  heap.fill(0, atX, atY);
  for (let i = 0; i < n; i++) {
    const x = atX + i * m, y = atY + i * n;
    left.read(i, x);
    right.read(i, y);
    for (let k = n - 1; k >= 0; k--) reflect(m - k, atU + k * m + k, x + k);
    for (let k = n - 3; k >= 0; k--) reflect(n - k - 1, k * n + k + 1, y + k + 1);
  }
  return sorted(heap, d, { m, n, atX, atY, scale });
}

/**
 * Reduces A (m × n at heap[0]) to an upper bidiagonal with diagonal d and superdiagonal e. Left reflectors become the
 * rows at `atU` (n × m), right ones replace the rows of A right of the diagonal; `atRow` has room for n doubles.
 */
function bidiagonalise(heap: Float64Array, m: number, n: number, atU: number, atRow: number): Bidiagonal {
  const { axpy } = kernels();
  const d = new Float64Array(n), e = new Float64Array(Math.max(0, n - 1));
  for (let k = 0; k < n; k++) {
    const u = atU + k * m, width = n - k - 1, v = k * n + k + 1;
    for (let i = k; i < m; i++) heap[u + i] = heap[i * n + k]!;
    d[k] = reflector(heap, u + k, m - k);
    heap.fill(0, atRow, atRow + width);
    for (let i = k; i < m; i++) axpy(width, heap[u + i]!, 8 * (i * n + k + 1), 8 * atRow);
    axpy(width, -heap[u + k]!, 8 * atRow, 8 * v);
    if (width > 1) e[k] = reflector(heap, v, width);
    else if (width === 1) e[k] = heap[v]!;
    for (let i = k + 1; i < m; i++) {
      axpy(width, -heap[u + i]!, 8 * atRow, 8 * (i * n + k + 1));
      if (width > 1) reflect(width, v, i * n + k + 1);
    }
  }
  return { d, e };
}

interface Bidiagonal {
  readonly d: Float64Array<ArrayBuffer>;
  readonly e: Float64Array<ArrayBuffer>;
}

/** One implicit QR step on rows p to q (Golub and Van Loan, Algorithm 8.6.1), shifted by the last 2 × 2 of BᵀB. */
function shiftedSweep(d: Float64Array, e: Float64Array, p: number, q: number, left: Rotations, right: Rotations): void {
  const last = d[q]! ** 2 + e[q - 1]! ** 2, cross = d[q - 1]! * e[q - 1]!;
  const half = (d[q - 1]! ** 2 + (q - 1 > p ? e[q - 2]! ** 2 : 0) - last) / 2;
  const shift = last - cross ** 2 / (half + (half < 0 ? -1 : 1) * hypotenuse(half, cross));
  let y = d[p]! ** 2 - shift, z = d[p]! * e[p]!;
  for (let k = p; k < q; k++) {
    let r = hypotenuse(y, z), c = r === 0 ? 1 : y / r, s = r === 0 ? 0 : z / r;
    if (k > p) e[k - 1] = r;
    right.add(k, c, s);
    y = c * d[k]! + s * e[k]!;
    e[k] = c * e[k]! - s * d[k]!;
    z = s * d[k + 1]!;
    d[k + 1]! *= c;
    r = hypotenuse(y, z), c = r === 0 ? 1 : y / r, s = r === 0 ? 0 : z / r;
    d[k] = r;
    left.add(k, c, s);
    y = c * e[k]! + s * d[k + 1]!;
    d[k + 1] = c * d[k + 1]! - s * e[k]!;
    if (k + 1 === q) break;
    z = s * e[k + 1]!;
    e[k + 1]! *= c;
  }
  e[q - 1] = y;
}

/** One step without shift (Demmel and Kahan 1990, Fig. 2), which moves a zero on the diagonal to the end at once. */
function zeroShiftSweep(
  d: Float64Array,
  e: Float64Array,
  p: number,
  q: number,
  left: Rotations,
  right: Rotations,
): void {
  let c = 1, c0 = 1, s0 = 0;
  for (let k = p; k < q; k++) {
    const x = d[k]! * c, r = hypotenuse(x, e[k]!), s = r === 0 ? 0 : e[k]! / r;
    c = r === 0 ? 1 : x / r;
    if (k > p) e[k - 1] = s0 * r;
    right.add(k, c, s);
    const y = c0 * r, z = d[k + 1]! * s;
    d[k] = hypotenuse(y, z);
    c0 = d[k] === 0 ? 1 : y / d[k]!;
    s0 = d[k] === 0 ? 0 : z / d[k]!;
    left.add(k, c0, s0);
  }
  const h = d[q]! * c;
  d[q] = h * c0;
  e[q - 1] = h * s0;
}

interface Layout {
  readonly m: number;
  readonly n: number;
  readonly atX: number;
  readonly atY: number;
  readonly scale: number;
}

/** Copies the vectors out, largest singular value first, and moves signs from the values into Vt. */
function sorted(heap: Float64Array, d: Float64Array, { m, n, atX, atY, scale }: Layout): Svd {
  const order = Array.from(d.keys()).sort((i, j) => Math.abs(d[j]!) - Math.abs(d[i]!));
  const u = new Float64Array(m * n), vt = new Float64Array(n * n);
  for (const [k, from] of order.entries()) {
    const sign = d[from]! < 0 ? -1 : 1;
    for (let i = 0; i < m; i++) u[i * n + k] = heap[atX + from * m + i]!;
    for (let j = 0; j < n; j++) vt[k * n + j] = sign * heap[atY + from * n + j]!;
  }
  const s = Float64Array.from(order, (i) => Math.abs(d[i]!) / scale);
  return { u: new Matrix(m, n, u), s, vt: new Matrix(n, n, vt) };
}
