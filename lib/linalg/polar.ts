/**
 * The polar factor of a matrix: the nearest orthogonal one.
 *
 * @module
 */
import { number } from "../base/check.ts";
import { defaultRcond, matmul, type PinvOptions, scaleCols, scaleRows, svd } from "./linalg.ts";
import { Matrix } from "./matrix.ts";

/**
 * The polar factor U · Vt of A: the nearest (semi-)orthogonal matrix. Where A has no say, in its null space, the factor
 * is as near to the identity as it can be, so that it does not depend on who computes. With `rcond`, singular
 * directions at or below rcond · σmax are dropped instead: a partial isometry.
 *
 * Numerical weakness: singular values that are small but above rounding turn directions of noise.
 *
 * @throws {RangeError} If rcond is not in [0, 1].
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { polar } from "anchorage/linalg";
 * console.log(polar(Matrix.from([[3, 0], [0, 0]])).data.join(" ")); // 1 0 0 1
 * ```
 */
export function polar(a: Matrix, options: Pick<PinvOptions, "rcond"> = {}): Matrix {
  const { u, s, vt } = svd(a), { rows, cols } = a, drop = options.rcond !== undefined;
  const rcond = number(options.rcond ?? defaultRcond(rows, cols), 0, 1, "rcond", "find the polar factor");
  const kept = s.map((x) => x > rcond * (s[0] ?? 0) ? 1 : 0);
  if (kept.every((one) => one === 1)) return matmul(u, vt);
  const left = scaleCols(u, kept), known = matmul(left, vt);
  if (drop) return known;
  // What the identity does between the two null spaces, below 2 · known: one factor of both has `known` within it.
  const eye = Matrix.zeros(rows, cols), right = scaleRows(vt, kept);
  for (let i = 0; i < Math.min(rows, cols); i++) eye.data[i * cols + i] = 1;
  const rest = minus(eye, matmul(left, matmul(left, eye, { transA: true })));
  const free = minus(rest, matmul(matmul(rest, right, { transB: true }), right));
  const whole = svd(new Matrix(rows, cols, free.data.map((x, i) => x + 2 * known.data[i]!)));
  return matmul(whole.u, whole.vt);
}

function minus(a: Matrix, b: Matrix): Matrix {
  return new Matrix(a.rows, a.cols, a.data.map((x, i) => x - b.data[i]!));
}
