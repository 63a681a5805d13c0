/**
 * The encoding half: relative projections. It knows the source's anchors and nothing of any target (section 3.1).
 *
 * @module
 */
import { number, oneOf } from "../base/check.ts";
import { type EngineInfo } from "../linalg/engine/engine.ts";
import { engineInfo } from "../linalg/engine/select.ts";
import { applyMap } from "../linalg/affinemap.ts";
import { center } from "../linalg/blocks.ts";
import { type Condition, pinvOf } from "../linalg/linalg.ts";
import { Matrix, transpose } from "../linalg/matrix.ts";
import { type DistanceProjection, DISTANCES, distancesTo } from "../linalg/distances.ts";
import type { SpaceKey } from "../space/space.ts";
import { parsevalFrame } from "./partial.ts";
import { fitRidge } from "../linalg/ridge.ts";
import { type Anchors, sideOf } from "./side.ts";

/**
 * Linear in the centred unit sample. "cosine": inner products with the anchors. "whitened": inner products under the
 * anchors' inverse covariance. "parseval": inner products with the Parseval frame nearest to the anchors. "basis": change
 * of basis, the sample's coordinates in the anchors.
 */
export type LinearProjection = "cosine" | "whitened" | "parseval" | "basis";
/** Every relative projection. Those of `DistanceProjection` have no inverse: they are for relative decoders. */
export type Projection = LinearProjection | DistanceProjection;
/** The linear ones, for checks. */
export const LINEAR = ["cosine", "whitened", "parseval", "basis"] as const satisfies readonly LinearProjection[];

/** Which projection, and its regularisation. */
export interface RelativeOptions {
  /** Default "cosine". */
  readonly projection?: Projection;
  /** λ > 0 of "whitened", relative to the largest squared singular value of the anchors; default 1e-3. */
  readonly lambda?: number;
}

/** What every encoding half has: samples → relative space, from the source's anchors alone. */
export interface EncodingHalf {
  /** Tells it from a decoding half. */
  readonly half: "relative";
  /** Name, dimension and anchors of the space that it encodes. */
  readonly space: SpaceKey;
  /** Mean of the anchors, d entries. */
  readonly mean: Float64Array<ArrayBuffer>;
  /** Mean norm of the centred anchors. */
  readonly meanNorm: number;
  /** n × d → n × k. */
  apply(x: Matrix): Matrix;
  /** What it stood on. */
  readonly diagnostics: {
    readonly engine: EngineInfo;
    /** λ of "whitened". */
    readonly lambda?: number;
    /** Condition of the centred unit anchors; only where they were decomposed ("basis"). */
    readonly condition?: Condition;
  };
}

/** An encoding half that is one product, which `compose` folds into a map. */
export interface LinearHalf extends EncodingHalf {
  /** How an item is compared with the anchors: linearly. */
  readonly projection: LinearProjection;
  /** d × k: a centred unit sample times this is its relative representation. */
  readonly weights: Matrix;
}

/** An encoding half of distances. */
export interface DistanceHalf extends EncodingHalf {
  /** How an item is compared with the anchors: by a distance. */
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
 * rows. "parseval" is Z = X · (UVᵀ)ᵀ with A = U · S · Vᵀ, the Parseval frame equalizer of Fiorellino et al. (arXiv
 * 2507.17835); it wants k below d. "basis" is the minimum-norm Z with Z · A nearest to X. "angular", "euclidean" and "l1" are distances (see `DistanceProjection`).
 *
 * Numerical weakness: "whitened" with a small λ, and more so "basis", amplify directions in which the anchors hardly
 * vary.
 *
 * @throws {TypeError} If there are fewer than two anchors, or they are no matrix or space.
 * @throws {RangeError} If an entry is not finite, an anchor equals the anchors' mean, or λ is not positive.
 * @example
 * ```ts
 * import { fitRelative, Matrix } from "anchorage";
 * const anchors = Matrix.from([[1, 0], [-1, 0]]), x = Matrix.from([[5, 0]]);
 * console.log(fitRelative(anchors).apply(x).data); // Float64Array(2) [ 1, -1 ]
 * console.log(fitRelative(anchors, { projection: "l1" }).apply(x).data); // Float64Array(2) [ 4, 6 ]
 * ```
 */
export function fitRelative(anchors: Anchors, options: RelativeOptions = {}): RelativeHalf {
  const action = "fit the encoding half", source = sideOf(anchors, action), { unit, mean, meanNorm } = source.unit();
  const projection = oneOf(options.projection ?? "cosine", [...LINEAR, ...DISTANCES], "the projection", action);
  const engine = engineInfo(), base = { space: source.key, mean, meanNorm };
  if (projection === "cosine") return linearHalf({ ...base, projection, weights: transpose(unit) }, { engine });
  if (projection === "parseval") {
    return linearHalf({ ...base, projection, weights: transpose(parsevalFrame(source)) }, { engine });
  }
  if (projection === "whitened") {
    const lambda = number(options.lambda ?? 1e-3, Number.MIN_VALUE, Infinity, "λ", action);
    const { weights } = fitRidge(source.unitRows(), undefined, lambda);
    return linearHalf({ ...base, projection, weights }, { engine, lambda });
  }
  if (projection === "basis") {
    const { inverse: weights, condition } = pinvOf(source.unitRows().svd(), {}, unit.rows, unit.cols);
    return linearHalf({ ...base, projection, weights }, { engine, condition });
  }
  const points = projection === "angular" ? unit : center(source.rows, mean);
  return distanceHalf({ ...base, projection, points }, { engine });
}

type Parts<H extends EncodingHalf> = Omit<H, "half" | "apply" | "diagnostics">;

/** The half from its numbers: what `fitRelative` and loading from a file share. */
export function linearHalf(parts: Parts<LinearHalf>, diagnostics: EncodingHalf["diagnostics"]): LinearHalf {
  const { mean, weights } = parts;
  const norms = { norm: "raw", unit: false, sourceNorm: 1, targetNorm: 1 } as const;
  const affine = { before: mean, weights, after: new Float64Array(weights.cols), ...norms };
  return Object.freeze({
    half: "relative",
    ...parts,
    apply: (x: Matrix) => applyMap(affine, x),
    diagnostics: Object.freeze(diagnostics),
  });
}

/** The same for distances. */
export function distanceHalf(parts: Parts<DistanceHalf>, diagnostics: EncodingHalf["diagnostics"]): DistanceHalf {
  const { points, mean, projection } = parts;
  return Object.freeze({
    half: "relative",
    ...parts,
    apply: (x: Matrix) => distancesTo(points, mean, projection, x),
    diagnostics: Object.freeze(diagnostics),
  });
}
