/**
 * The encoding half: relative projections. It knows the source's anchors and nothing of any target (section 3.1).
 *
 * @module
 */
import { number, oneOf } from "../base/check.ts";
import { type EngineInfo } from "../linalg/engine/engine.ts";
import { engineInfo } from "../linalg/engine/select.ts";
import { applyMap } from "./map.ts";
import { type Condition, condition, defaultRcond, pinvOf, svd } from "../linalg/linalg.ts";
import { asDtype, Matrix, transpose } from "../linalg/matrix.ts";
import { type DistanceProjection, DISTANCES, distancesTo } from "./projection.ts";
import { mapColumns } from "../linalg/rows.ts";
import { unitAnchors } from "../space/scaling.ts";
import { type AnchorKey, anchorKey, type Rows, vectorsOf } from "../space/space.ts";

/**
 * Linear in the centred unit sample. "cosine": inner products with the anchors. "whitened": inner products under the
 * anchors' inverse covariance. "basis": change of basis, the sample's coordinates in the anchors.
 */
export type LinearProjection = "cosine" | "whitened" | "basis";
/** Every relative projection. Those of `DistanceProjection` have no inverse: they are for relative decoders. */
export type Projection = LinearProjection | DistanceProjection;
const LINEAR: readonly LinearProjection[] = ["cosine", "whitened", "basis"];

/** Which projection, and its regularisation. */
export interface RelativeOptions {
  /** Default "cosine". */
  readonly projection?: Projection;
  /** λ > 0 of "whitened", relative to the largest squared singular value of the anchors; default 1e-3. */
  readonly lambda?: number;
}

/** What every encoding half has: samples → relative space, from the source's anchors alone. */
interface Half {
  readonly half: "relative";
  readonly anchors: AnchorKey;
  /** Mean of the anchors, d entries. */
  readonly mean: Float64Array<ArrayBuffer>;
  /** Mean norm of the centred anchors. */
  readonly meanNorm: number;
  /** n × d → n × k. */
  apply(x: Matrix): Matrix;
  readonly diagnostics: {
    readonly engine: EngineInfo;
    /** λ of "whitened". */
    readonly lambda?: number;
    /** Condition of the centred unit anchors; only where they were decomposed ("whitened", "basis"). */
    readonly condition?: Condition;
  };
}

/** An encoding half that is one product, which `compose` folds into a map. */
export interface LinearHalf extends Half {
  readonly projection: LinearProjection;
  /** d × k: a centred unit sample times this is its relative representation. */
  readonly weights: Matrix;
}

/** An encoding half of distances. */
export interface DistanceHalf extends Half {
  readonly projection: DistanceProjection;
  /** k × d: the centred anchors, of unit norm for "angular". */
  readonly points: Matrix;
}

/** Samples → relative space, from the source's anchors alone. */
export type RelativeHalf = LinearHalf | DistanceHalf;

/**
 * Fits the encoding half on the source's anchors (k × d, k ≥ 2).
 *
 * "cosine" is equation 1, Z = X · Aᵀ on centred unit rows: entries are cosines in [-1, 1]. "whitened" goes beyond the
 * paper: Z = X · (AᵀA + λσ²I)⁻¹ · Aᵀ; read by `fitInverse` of the same projection, it is ridge regression on unit
 * rows. "basis" is the minimum-norm Z with Z · A nearest to X. "angular", "euclidean" and "l1" are distances (see `DistanceProjection`).
 *
 * Numerical weakness: "whitened" with a small λ, and more so "basis", amplify directions in which the anchors hardly
 * vary.
 *
 * @throws {TypeError} If there are fewer than two anchors.
 * @throws {RangeError} If an entry is not finite, an anchor equals the anchors' mean, or λ is not positive.
 * @example
 * ```ts
 * import { fitRelative, Matrix } from "anchorage";
 * const anchors = Matrix.from([[1, 0], [-1, 0]]), x = Matrix.from([[5, 0]]);
 * console.log(fitRelative(anchors).apply(x).data); // Float64Array(2) [ 1, -1 ]
 * console.log(fitRelative(anchors, { projection: "l1" }).apply(x).data); // Float64Array(2) [ 4, 6 ]
 * ```
 */
export function fitRelative(anchors: Rows, options: RelativeOptions = {}): RelativeHalf {
  const action = "fit the encoding half";
  const projection = oneOf(options.projection ?? "cosine", [...LINEAR, ...DISTANCES], "the projection", action);
  const { unit, mean, meanNorm } = unitAnchors(vectorsOf(anchors), action);
  const engine = engineInfo(), base = { anchors: anchorKey(anchors), mean, meanNorm };
  if (projection === "cosine") return linearHalf({ ...base, projection, weights: transpose(unit) }, { engine });
  if (projection === "whitened" || projection === "basis") {
    const lambda = number(options.lambda ?? 1e-3, Number.MIN_VALUE, Infinity, "λ", action);
    const factors = svd(unit), whiten = projection === "whitened" ? { lambda, rcond: 0 } : {};
    const weights = pinvOf(factors, whiten, unit.rows, unit.cols).inverse;
    const found = condition(factors.s, defaultRcond(unit.rows, unit.cols));
    const diagnostics = { engine, condition: found, ...(projection === "whitened" && { lambda }) };
    return linearHalf({ ...base, projection, weights }, diagnostics);
  }
  const centered = (): Matrix => mapColumns(asDtype(vectorsOf(anchors), "f64"), (value, j) => value - mean[j]!);
  return distanceHalf({ ...base, projection, points: projection === "angular" ? unit : centered() }, { engine });
}

type Parts<H extends Half> = Omit<H, "half" | "apply" | "diagnostics">;

/** The half from its numbers: what `fitRelative` and loading from a file share. */
export function linearHalf(parts: Parts<LinearHalf>, diagnostics: Half["diagnostics"]): LinearHalf {
  const { mean, weights } = parts;
  const affine = { before: mean, weights, after: new Float64Array(weights.cols), sourceNorm: 1, targetNorm: 1 };
  return Object.freeze({
    half: "relative",
    ...parts,
    apply: (x: Matrix) => applyMap({ ...affine, norm: "raw" }, x),
    diagnostics: Object.freeze(diagnostics),
  });
}

/** The same for distances. */
export function distanceHalf(parts: Parts<DistanceHalf>, diagnostics: Half["diagnostics"]): DistanceHalf {
  const { points, mean, projection } = parts;
  return Object.freeze({
    half: "relative",
    ...parts,
    apply: (x: Matrix) => distancesTo(points, mean, projection, x),
    diagnostics: Object.freeze(diagnostics),
  });
}
