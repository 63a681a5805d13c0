/**
 * Symmetric problems: eigenvalues by Householder tridiagonalisation and implicit QR, and the Cholesky factor.
 *
 * Backward stable: every eigenvalue is right to about 1e-15 of the largest magnitude; the vectors are orthonormal.
 *
 * @module
 */
import type { Eigh } from "../engine.ts";
import { Matrix } from "../../matrix.ts";
import { kernels, workspace } from "./load.ts";
import { diagonalise, hypotenuse, type Rotations, rotations, rotationSpace } from "./reflect.ts";
import { reflect, reflector, scaleOf } from "./reflect.ts";

/** Eigenvalues (ascending) and eigenvectors (rows) of a symmetric matrix, of which the upper triangle is read. */
export function wasmEigh(a: Matrix): Eigh {
  const n = a.rows;
  const atP = n * n, atZ = atP + n, at = atZ + n * n;
  const heap = new Float64Array(workspace(8 * (at + rotationSpace(n))));
  const scale = scaleOf(a);
  for (let i = 0; i < n * n; i++) heap[i] = scale * a.data[i]!;
  const { d, e } = tridiagonalise(heap, n, atP);
  const rotated = rotations(heap, at, n);
  diagonalise(d, e, (p, q) => sweep(d, e, p, q, rotated));
  const order = Array.from(d.keys()).sort((i, j) => d[i]! - d[j]!);
  for (const [k, from] of order.entries()) {
    const z = atZ + k * n;
    rotated.read(from, z);
    for (let i = n - 3; i >= 0; i--) reflect(n - i - 1, i * n + i + 1, z + i + 1);
  }
  const values = Float64Array.from(order, (i) => d[i]! / scale);
  return { values, vectors: new Matrix(n, n, heap.slice(atZ, at)) };
}

interface Tridiagonal {
  readonly d: Float64Array;
  readonly e: Float64Array;
}

/** Reduces the symmetric matrix at heap[0]; reflectors replace its rows right of the diagonal. */
function tridiagonalise(heap: Float64Array, n: number, atP: number): Tridiagonal {
  const { dot, axpy } = kernels();
  const d = new Float64Array(n), e = new Float64Array(Math.max(0, n - 1));
  for (let k = 0; k < n - 2; k++) {
    const v = k * n, end = 8 * n;
    e[k] = reflector(heap, v + k + 1, n - k - 1);
    heap.fill(0, atP, atP + n);
    for (let i = k + 1; i < n; i++) {
      const row = 8 * (i * n + i), vi = 8 * (v + i), pi = 8 * (atP + i), width = n - i;
      heap[atP + i]! += dot(width, row, vi);
      axpy(width - 1, heap[v + i]!, row + 8, pi + 8);
    }
    const width = n - k - 1, from = 8 * (v + k + 1), p = 8 * (atP + k + 1);
    axpy(width, -dot(width, from, p) / 2, from, p);
    for (let i = k + 1; i < n; i++) {
      const row = i * end + 8 * i;
      axpy(n - i, -heap[v + i]!, 8 * (atP + i), row);
      axpy(n - i, -heap[atP + i]!, 8 * (v + i), row);
    }
  }
  if (n > 1) e[n - 2] = heap[(n - 2) * n + n - 1]!;
  for (let k = 0; k < n; k++) d[k] = heap[k * n + k]!;
  return { d, e };
}

/** One implicit QR step on rows p to q with Wilkinson's shift (Golub and Van Loan, Algorithm 8.3.2). */
function sweep(d: Float64Array, e: Float64Array, p: number, q: number, rotated: Rotations): void {
  const half = (d[q - 1]! - d[q]!) / 2, last = e[q - 1]!;
  const shift = d[q]! - last * last / (half + (half < 0 ? -1 : 1) * hypotenuse(half, last));
  let x = d[p]! - shift, z = e[p]!;
  for (let k = p; k < q; k++) {
    const r = hypotenuse(x, z), c = r === 0 ? 1 : x / r, s = r === 0 ? 0 : z / r;
    if (k > p) e[k - 1] = r;
    const w = s * (d[k + 1]! - d[k]!) + 2 * c * e[k]!;
    d[k]! += s * w;
    d[k + 1]! -= s * w;
    e[k] = c * w - e[k]!;
    rotated.add(k, c, s);
    if (k + 1 === q) break;
    x = e[k]!;
    z = s * e[k + 1]!;
    e[k + 1]! *= c;
  }
}

/** The lower factor L of A = L·Lᵀ from A's lower triangle, or undefined where a pivot is not positive. */
export function wasmCholesky(a: Matrix): Matrix | undefined {
  const n = a.rows;
  const heap = new Float64Array(workspace(8 * n * n));
  const { dot } = kernels();
  heap.fill(0, 0, n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const rest = a.data[i * n + j]! - dot(j, 8 * i * n, 8 * j * n);
      heap[i * n + j] = rest / heap[j * n + j]!;
    }
    const pivot = a.data[i * n + i]! - dot(i, 8 * i * n, 8 * i * n);
    if (!(pivot > 0)) return undefined;
    heap[i * n + i] = Math.sqrt(pivot);
  }
  return new Matrix(n, n, heap.slice(0, n * n));
}
