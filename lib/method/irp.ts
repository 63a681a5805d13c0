/**
 * Latent space translation through the relative space: the two halves composed, and the forms that couple them
 * (sections 3.2 and 3.3).
 *
 * @module
 */
import { number, oneOf } from "../base/check.ts";
import { anchorSubsets, type Distances, distancesOf, smallerDistance } from "./anchors.ts";
import { completedMap } from "./completion.ts";
import { type AffineMap, type Norm, NORMS } from "./map.ts";
import {
  fitInverse,
  inverseDiagnostics,
  type InverseHalf,
  type InverseOptions,
  invertSubsets,
  meanInverse,
} from "./inverse.ts";
import { matmul, svd } from "../linalg/linalg.ts";
import { polar } from "../linalg/polar.ts";
import type { Matrix } from "../linalg/matrix.ts";
import { fitRelative, type RelativeHalf } from "./relative.ts";
import { looLambda } from "./ridge.ts";
import { type UnitAnchors, unitAnchors } from "../space/scaling.ts";
import { type Rows, sameAnchors, vectorsOf } from "../space/space.ts";
import { parallel, parallelAnchors, type Translation, translation } from "./translation.ts";

/**
 * Composes an encoding half and a decoding half into one map, a single d_x × d_y product to apply. M encoding and N
 * decoding halves, each fitted and saved alone, give M × N maps.
 *
 * @throws {TypeError} If the halves were fitted on different anchors, or speak of different relative spaces.
 * @example
 * ```ts
 * import { compose, fitInverse, fitRelative, Matrix } from "anchorage";
 * const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), y = Matrix.from([[0, 1], [-2, 0], [2, -3]]);
 * const map = compose(fitRelative(x), fitInverse(y, { subspaces: 1, delta: 0, norm: "carry" }));
 * console.log(map.apply(x).at(0, 1).toFixed(6)); // 1.000000
 * ```
 */
export function compose(encode: RelativeHalf, decode: InverseHalf): Translation {
  const action = "compose the halves";
  sameAnchors(encode.anchors, decode.anchors, action);
  if (!("weights" in encode) || encode.projection !== decode.projection) {
    throw new TypeError(
      `Cannot ${action} as both must use one relative space: ${encode.projection} against ${decode.projection}`,
    );
  }
  const method = encode.projection === "cosine" ? "irp" : "whitened";
  const affine = unitMap(encode, decode, matmul(encode.weights, decode.weights), decode.norm);
  const lambda = encode.diagnostics.lambda;
  return translation({ method, independent: true, affine }, { ...decode.diagnostics, ...(lambda && { lambda }) });
}

/** Which anchors the pruning looks at; only "target" keeps the halves independent. */
export type PruneOn = "target" | "source" | "both";

/** All of IRP's choices; see `fitInverse` for those of the decoding half. */
export interface IrpOptions extends InverseOptions {
  /** Default "target". */
  readonly pruneOn?: PruneOn;
  /** Anchor completion (section 3.3): the source's canonical basis becomes the anchors, per subset. Default "none". */
  readonly completion?: "none" | "per-subset";
  /** Replace the map by its polar factor (a Parseval frame, condition number 1). Default false. */
  readonly polar?: boolean;
}

/**
 * Fits IRP between two spaces on parallel anchors (row i of both encodes the same item; k ≥ 2).
 *
 * With the defaults it is `compose(fitRelative(source), fitInverse(target, options))`, fitted apart. `pruneOn` other
 * than "target", completion and polar need both sides at once (`independent` is then false).
 *
 * Numerical weakness: see `fitInverse`. Completion of a well-conditioned subset is the forward minimum-norm regression.
 *
 * @throws {TypeError} If the anchors are not parallel.
 * @throws {RangeError} If an option is out of range or an anchor equals the anchors' mean.
 * @example
 * ```ts
 * import { fitIrp, Matrix } from "anchorage";
 * const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), y = Matrix.from([[0, 1], [-2, 0], [2, -3]]);
 * console.log(fitIrp(x, y, { subspaces: 2, delta: 0 }).diagnostics.anchorsKept); // [ 3, 3 ]
 * ```
 */
export function fitIrp(source: Rows, target: Rows, options: IrpOptions = {}): Translation {
  const action = "fit IRP";
  const { pruneOn = "target", completion = "none", norm = "mean" } = options;
  oneOf(pruneOn, ["target", "source", "both"], "pruneOn", action);
  oneOf(completion, ["none", "per-subset"], "completion", action);
  oneOf(norm, NORMS, "norm", action);
  const [x, y] = parallelAnchors(source, target, action);
  const count = y.unit.rows;
  const subsets = invertSubsets(y.unit, anchorSubsets(pruneDistances(x, y, pruneOn), count, options), options);
  const weights = completion === "none"
    ? matmul(x.unit, meanInverse(subsets, count), { transA: true })
    : completedMap(x.unit, subsets, options);
  const independent = pruneOn === "target" && completion === "none" && !options.polar;
  const affine = unitMap(x, y, options.polar ? polar(weights) : weights, norm);
  return translation({ method: "irp", independent, affine }, inverseDiagnostics(subsets, options.lambda ?? 0));
}

/** λ and the norm of whitened IRP. */
export interface WhitenedOptions {
  /** λ > 0 relative to σ²max, or "auto": closed-form leave-one-out over the anchors. Default 1e-3. */
  readonly lambda?: number | "auto";
  /** Default "mean". */
  readonly norm?: Norm;
}

/**
 * Whitened IRP: `fitRelative(source, { projection: "whitened", lambda })` and `fitInverse(target, { projection:
 * "whitened" })`, composed. As a map it is ridge regression between centred unit rows; what is new is that it factorises
 * through a relative space, so each side needs its own anchors only. "auto" looks at both sides to choose λ (`independent` is then false).
 *
 * Numerical weakness: on a flat spectrum with noise a small λ is far worse than an orthogonal map.
 *
 * @throws {TypeError} If the anchors are not parallel.
 * @throws {RangeError} If λ is not positive, an entry is not finite or an anchor equals the anchors' mean.
 */
export function fitWhitened(source: Rows, target: Rows, options: WhitenedOptions = {}): Translation {
  const action = "fit whitened IRP", { lambda = 1e-3, norm = "mean" } = options;
  parallel(source, target, action);
  const chosen = lambda === "auto"
    ? looLambda(svd(unitAnchors(vectorsOf(source), action).unit), unitAnchors(vectorsOf(target), action).unit)
    : number(lambda, Number.MIN_VALUE, Infinity, "λ", action);
  const encode = fitRelative(source, { projection: "whitened", lambda: chosen });
  const map = compose(encode, fitInverse(target, { projection: "whitened", norm }));
  return translation({ ...map, independent: lambda !== "auto" }, map.diagnostics);
}

/** Where a space is centred, and its scale. */
export type Center = Pick<UnitAnchors, "mean" | "meanNorm">;

/** A map between centred spaces; `weights` is d_x × d_y. */
export function unitMap(x: Center, y: Center, weights: Matrix, norm: Norm): AffineMap {
  return Object.freeze({
    before: x.mean,
    weights,
    after: y.mean,
    norm,
    sourceNorm: x.meanNorm,
    targetNorm: y.meanNorm,
  });
}

function pruneDistances(x: UnitAnchors, y: UnitAnchors, on: PruneOn): Distances {
  if (on === "target") return distancesOf(y.unit);
  if (on === "source") return distancesOf(x.unit);
  return smallerDistance(distancesOf(x.unit), distancesOf(y.unit));
}
