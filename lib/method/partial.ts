/**
 * Partial whitening: one family of maps through the relative space from IRP to its whitened form.
 *
 * @module
 */
import { number, oneOf } from "../base/check.ts";
import type { Svd } from "../linalg/engine/engine.ts";
import { engineInfo } from "../linalg/engine/select.ts";
import { type Norm, NORMS, unitMap } from "../linalg/affinemap.ts";
import { condition, defaultRcond, matmul, scaleRows } from "../linalg/linalg.ts";
import { Matrix, transpose } from "../linalg/matrix.ts";
import { type Anchors, pairOf, type Side } from "./side.ts";
import { type Translation, translation } from "./translation.ts";

/** How far to whiten. */
export interface PartialOptions {
  /** From 0 (IRP on all anchors: ω = 1, δ = 0) to 1 (whitened); default 0.5, the canonical rotation. */
  readonly p?: number;
  /** Ridge of every inverse power, relative to that side's σ²max: s⁻¹ becomes s / (s² + λσ²); default 1e-3, at least 0. */
  readonly lambda?: number;
  /** Default "mean". */
  readonly norm?: Norm;
}

/**
 * Fits partially whitened IRP on parallel anchors (beyond the paper, between equations 1 and 2): with the centred unit anchors A = U · S · Vᵀ of either side,
 * T = V_x · S_x^(1-2p) · U_xᵀ · U_y · S_y^(2p-1) · V_yᵀ. The first half needs the source's anchors only, the second the
 * target's. At p = 0 it inverts the target's spectrum (`fitIrp`), at p = 1 the source's (`fitWhitened`), at p = 1/2
 * neither: both relative spaces are then orthonormal bases, those of `projection: "parseval"`.
 *
 * Numerical weakness: with λ = 0 that of a pseudo-inverse near p = 0 and p = 1. Singular values at or below
 * max(k, d) · 2⁻⁵² · σmax count as zero in every power.
 *
 * @throws {TypeError} If the anchors are not parallel.
 * @throws {RangeError} If p is not in [0, 1], λ is negative, an entry is not finite or an anchor equals the mean.
 * @example
 * ```ts
 * import { Matrix } from "anchorage";
 * import { fitPartial } from "anchorage/method";
 * const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), y = Matrix.from([[0, 1], [-2, 0], [2, -3]]);
 * console.log(fitPartial(x, y, { p: 0.5, norm: "carry" }).apply(x).at(0, 1).toFixed(6)); // 1.000000
 * ```
 */
export function fitPartial(source: Anchors, target: Anchors, options: PartialOptions = {}): Translation {
  const action = "fit partially whitened IRP", { p = 0.5, lambda = 1e-3 } = options;
  number(p, 0, 1, "p", action);
  number(lambda, 0, Infinity, "λ", action);
  const norm = oneOf(options.norm ?? "mean", NORMS, "norm", action);
  const [x, y] = pairOf(source, target, action), [X, Y] = [x.unitRows().svd(), y.unitRows().svd()];
  const affine = unitMap(x.unit(), y.unit(), partialMap(X, Y, p, lambda), norm), parameters = { p, lambda, norm };
  const { effective, plain } = condition(Y.s, defaultRcond(Y.u.rows, Y.vt.cols));
  const diagnostics = { engine: engineInfo(), lambda, conditionNumbers: [effective], plainConditionNumbers: [plain] };
  const ends = { source: x.key, target: y.key };
  return translation({ method: "partial", independent: true, affine, parameters, ...ends }, diagnostics);
}

/** U · Vᵀ of a side's centred unit anchors A = U · S · Vᵀ, without the directions that have no say: k × d. */
export function parsevalFrame(side: Side): Matrix {
  const factors = side.unitRows().svd(), left = scaleRows(transpose(factors.u), power(factors, 0, 0));
  return matmul(left, factors.vt, { transA: true });
}

/** T from both sides' decompositions, d_x × d_y. */
export function partialMap(x: Svd, y: Svd, p: number, lambda: number): Matrix {
  const rotation = matmul(x.u, y.u, { transA: true });
  const left = scaleRows(x.vt, power(x, 1 - 2 * p, lambda)), right = scaleRows(y.vt, power(y, 2 * p - 1, lambda));
  return matmul(matmul(left, rotation, { transA: true }), right);
}

/** The spectrum to a power in [-1, 1], 0 where it is cut; a negative one is a power of the ridge inverse. */
function power({ u, s, vt }: Svd, exponent: number, lambda: number): Float64Array<ArrayBuffer> {
  const cut = defaultRcond(u.rows, vt.cols) * s[0]!, tikhonov = lambda * s[0]! ** 2;
  return s.map((v) => {
    if (v <= cut) return 0;
    return exponent >= 0 ? v ** exponent : (v / (v * v + tikhonov)) ** -exponent;
  });
}
