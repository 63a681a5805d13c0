/**
 * Latent space translation through the relative space: the two halves composed, and the forms that couple them
 * (sections 3.2 and 3.3).
 *
 * @module
 */
import { found, number, oneOf } from "../base/check.ts";
import { engineInfo } from "../linalg/engine/select.ts";
import { matmul } from "../linalg/linalg.ts";
import { sameAnchors } from "../space/space.ts";
import { anchorSubsets, smallerDistance } from "./anchors.ts";
import { completedMap } from "./completion.ts";
import { inverseDiagnostics, type InverseHalf, type InverseOptions, subsetsOf } from "./inverse.ts";
import { type Norm, NORMS, unitMap } from "../linalg/affinemap.ts";
import { isometry, type NullSpace } from "./isometry.ts";
import type { RelativeHalf } from "./relative.ts";
import { fitRidge } from "../linalg/ridge.ts";
import { type Anchors, pairOf, type Side } from "./side.ts";
import { type InvertedSubset, invertSubsets, meanInverse } from "./subsets.ts";
import { type Translation, translation } from "./translation.ts";

/**
 * Composes an encoding half and a decoding half into one map (section 3.2, equations 1 and 2), a single d_x × d_y product to apply. M encoding and N
 * decoding halves, each fitted and saved alone, give M × N maps.
 *
 * @throws {TypeError} If a half is of the other kind, the halves were fitted on different anchors, or speak of different relative spaces.
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
  for (const [half, kind, what] of [[encode, "relative", "the first"], [decode, "inverse", "the second"]] as const) {
    const is = (half as Partial<typeof half> | null | undefined)?.half;
    if (is === kind) continue;
    throw new TypeError(
      `Cannot ${action} as ${what} must be a half of kind "${kind}": it is ${is ? `"${is}"` : found(half)}`,
    );
  }
  sameAnchors(encode.space.anchors, decode.space.anchors, action);
  if (!("weights" in encode) || encode.projection !== decode.projection) {
    throw new TypeError(
      `Cannot ${action} as both must use one relative space: ${encode.projection} against ${decode.projection}`,
    );
  }
  const { projection, norm } = decode, lambda = encode.diagnostics.lambda ?? decode.diagnostics.lambda;
  const affine = unitMap(encode, decode, matmul(encode.weights, decode.weights), norm);
  const parts = { method: projection === "cosine" ? "irp" : projection, independent: true, affine };
  const ends = { source: encode.space, target: decode.space, parameters: { projection, norm, lambda } };
  return translation({ ...parts, ...ends }, { ...decode.diagnostics, lambda });
}

/** Which anchors the pruning looks at; only "target" keeps the halves independent. */
export type PruneOn = "target" | "source" | "both";

/** All of IRP's choices; see `fitInverse` for those of the decoding half. */
export interface IrpOptions extends Omit<InverseOptions, "projection"> {
  /** Default "target". */
  readonly pruneOn?: PruneOn;
  /** Anchor completion (section 3.3): the source's canonical basis becomes the anchors, per subset. Default "none". */
  readonly completion?: "none" | "per-subset";
  /** Replace the map by its polar factor (a Parseval frame, condition number 1). Default false. */
  readonly polar?: boolean;
  /** What the polar factor does where the anchors say nothing; default "drop", see `fitOrtho`. */
  readonly nullSpace?: NullSpace;
}

/**
 * Fits IRP between two spaces on parallel anchors (row i of both encodes the same item; k ≥ 2): equations 1 to 5.
 *
 * With the defaults it is `compose(fitRelative(source), fitInverse(target, options))`, fitted apart. `pruneOn` other
 * than "target", completion and polar need both sides at once (`independent` is then false).
 *
 * Numerical weakness: see `fitInverse`. Completion of a well-conditioned subset is the forward minimum-norm regression.
 *
 * @throws {TypeError} If the anchors are not parallel, or no matrix or space.
 * @throws {RangeError} If an option is out of range or an anchor equals the anchors' mean.
 * @example
 * ```ts
 * import { fitIrp, Matrix } from "anchorage";
 * const x = Matrix.from([[1, 0], [0, 2], [-3, -2]]), y = Matrix.from([[0, 1], [-2, 0], [2, -3]]);
 * console.log(fitIrp(x, y, { subspaces: 2, delta: 0 }).diagnostics.anchorsKept); // [ 3, 3 ]
 * ```
 */
export function fitIrp(source: Anchors, target: Anchors, options: IrpOptions = {}): Translation {
  const action = "fit IRP", { pruneOn = "target", completion = "none", norm = "mean", polar = false } = options;
  oneOf(pruneOn, ["target", "source", "both"], "pruneOn", action);
  oneOf(completion, ["none", "per-subset"], "completion", action);
  oneOf(norm, NORMS, "norm", action);
  const [x, y] = pairOf(source, target, action), subsets = prunedOn(x, y, pruneOn, options), { unit } = x.unit();
  const plain = completion === "none"
    ? matmul(unit, meanInverse(subsets, unit.rows), { transA: true })
    : options.lambda || options.rcond !== undefined
    ? completedMap(unit, subsets, options)
    : x.completed(subsets);
  const weights = polar ? isometry(plain, options.nullSpace, [x.unitRows(), y.unitRows()]) : plain;
  const affine = unitMap(x.unit(), y.unit(), weights, norm), lambda = options.lambda ?? 0;
  const { delta = 0.6, seed = 0 } = options, subspaces = subsets.length;
  const parameters = { delta, subspaces, seed, lambda, norm, pruneOn, completion, polar };
  const parts = { method: "irp", independent: pruneOn === "target" && completion === "none" && !polar, affine };
  const ends = { source: x.key, target: y.key, parameters };
  return translation({ ...parts, ...ends }, inverseDiagnostics(subsets, lambda));
}

function prunedOn(x: Side, y: Side, on: PruneOn, options: InverseOptions): readonly InvertedSubset[] {
  if (on === "target") return subsetsOf(y, options);
  const distances = on === "source" ? x.distances() : smallerDistance(x.distances(), y.distances());
  return invertSubsets(y.unit().unit, anchorSubsets(distances, y.rows.rows, options), options);
}

/** λ and the norm of whitened IRP. */
export interface WhitenedOptions {
  /** λ > 0 relative to σ²max, or "auto": closed-form leave-one-out over the anchors. Default 1e-3. */
  readonly lambda?: number | "auto";
  /** Default "mean". */
  readonly norm?: Norm;
}

/**
 * Whitened IRP (beyond the paper): `fitRelative(source, { projection: "whitened", lambda })` and `fitInverse(target, {
 * projection: "whitened" })`, composed. As a map it is ridge regression between centred unit rows; what is new is that it
 * factorises through a relative space, so each side needs its own anchors only. "auto" looks at both sides to choose λ
 * (`independent` is then false); with fewer than ten anchors it takes a fixed one, and `diagnostics.lambdaRule` says so.
 *
 * Numerical weakness: on a flat spectrum with noise a small λ is far worse than an orthogonal map.
 *
 * @throws {TypeError} If the anchors are not parallel, or no matrix or space.
 * @throws {RangeError} If λ is not positive, an entry is not finite or an anchor equals the anchors' mean.
 */
export function fitWhitened(source: Anchors, target: Anchors, options: WhitenedOptions = {}): Translation {
  const action = "fit whitened IRP", { lambda = 1e-3, norm = "mean" } = options, independent = lambda !== "auto";
  oneOf(norm, NORMS, "norm", action);
  if (independent) number(lambda, Number.MIN_VALUE, Infinity, "λ", action);
  const [x, y] = pairOf(source, target, action), { weights, ...found } = fitRidge(x.unitRows(), y.unit().unit, lambda);
  const affine = unitMap(x.unit(), y.unit(), weights, norm), ends = { source: x.key, target: y.key };
  const { condition: _, ...diagnostics } = found, parameters = { lambda: found.lambda, norm };
  return translation({ method: "whitened", independent, affine, parameters, ...ends }, {
    engine: engineInfo(),
    ...diagnostics,
  });
}
