/**
 * The translations that tables compare, with what belongs to one side made once for all partners of that side.
 *
 * @module
 */
import { completedMap } from "../../lib/method/completion.ts";
import { anchorSubsets, distancesOf } from "../../lib/method/anchors.ts";
import { anchorSide, type Side as CandidateSide } from "../../lib/method/methods.ts";
import type { Svd } from "../../lib/linalg/engine/engine.ts";
import type { AffineMap } from "../../lib/method/map.ts";
import { type InvertedSubset, invertSubsets, meanInverse } from "../../lib/method/inverse.ts";
import { unitMap } from "../../lib/method/irp.ts";
import { matmul, svd } from "../../lib/linalg/linalg.ts";
import { polar } from "../../lib/linalg/polar.ts";
import { asDtype, Matrix, sliceRows } from "../../lib/linalg/matrix.ts";
import { ridgeFrom } from "../../lib/method/ridge.ts";
import { fitScaling, type Scaling, type UnitAnchors, unitAnchors } from "../../lib/space/scaling.ts";
import { directMap } from "../../lib/method/direct.ts";

/** One space's anchors, and all that is derived from them alone. */
export interface Side {
  /** The anchors as encoded, k × d, float64. */
  readonly rows: Matrix;
  readonly unit: UnitAnchors;
  readonly standard: Scaling;
  /** Standard-scaled anchors, k × d. */
  readonly scaled: Matrix;
  readonly unitSvd: () => Svd;
  readonly scaledSvd: () => Svd;
  /** Pruned and inverted subsets at ω = 16, δ = .6. */
  readonly pruned: () => readonly InvertedSubset[];
  /** The one subset of all anchors: ω = 1, δ = 0. */
  readonly whole: () => readonly InvertedSubset[];
  /** The same anchors as the selector's candidates read them. */
  readonly candidate: () => CandidateSide;
  /** A side on the first three quarters of the anchors, to choose by the last quarter. */
  readonly held: () => { readonly side: Side; readonly rows: Matrix };
}

const once = <T>(make: () => T): () => T => {
  let value: { readonly made: T } | undefined;
  return () => (value ??= { made: make() }).made;
};

/** Makes a side ready; decompositions wait until a method asks. */
export function side(anchors: Matrix, seed: number): Side {
  const rows = asDtype(anchors, "f64"), unit = unitAnchors(rows, "run an experiment"), count = rows.rows;
  const standard = fitScaling(rows, "standard"), scaled = standard.apply(rows);
  const subsets = (subspaces: number, delta: number): readonly InvertedSubset[] =>
    invertSubsets(unit.unit, anchorSubsets(distancesOf(unit.unit), count, { subspaces, delta, seed }));
  return Object.freeze({
    rows,
    unit,
    standard,
    scaled,
    unitSvd: once(() => svd(unit.unit)),
    scaledSvd: once(() => svd(scaled)),
    pruned: once(() => subsets(16, 0.6)),
    whole: once(() => subsets(1, 0)),
    candidate: once(() => anchorSide(rows, seed, "run an experiment")),
    held: once(() => {
      const most = Math.max(2, Math.floor(count * 0.75));
      return { side: side(sliceRows(rows, 0, most), seed), rows: sliceRows(rows, most, count) };
    }),
  });
}

/** A way from one side to another. */
export interface Method {
  readonly name: string;
  /** Whether each half was fitted on its own anchors alone. */
  readonly independent: boolean;
  fit(x: Side, y: Side): AffineMap;
}

const relative = (x: Side, y: Side, subsets: readonly InvertedSubset[]): AffineMap =>
  unitMap(x.unit, y.unit, matmul(x.unit.unit, meanInverse(subsets, x.unit.unit.rows), { transA: true }), "mean");

/** The methods of the vision table, in its order. */
export const METHODS: readonly Method[] = Object.freeze([
  { name: "IRP (ω=1, δ=0)", independent: true, fit: (x, y) => relative(x, y, y.whole()) },
  { name: "IRP", independent: true, fit: (x, y) => relative(x, y, y.pruned()) },
  {
    name: "IRP, completed",
    independent: false,
    fit: (x, y) => unitMap(x.unit, y.unit, completedMap(x.unit.unit, y.pruned()), "mean"),
  },
  {
    name: "whitened",
    independent: true,
    fit: (x, y) => whitened(x, y, 1e-3),
  },
  { name: "whitened, λ auto", independent: false, fit: (x, y) => whitened(x, y, "auto") },
  { name: "ridge linear", independent: false, fit: (x, y) => direct(x, y, "auto") },
  { name: "linear", independent: false, fit: (x, y) => direct(x, y, 0) },
  {
    name: "ortho",
    independent: false,
    fit: (x, y) => directMap(x.standard, y.standard, polar(matmul(x.scaled, y.scaled, { transA: true }))),
  },
]);

function whitened(x: Side, y: Side, lambda: number | "auto"): AffineMap {
  return unitMap(x.unit, y.unit, ridgeFrom(x.unitSvd(), y.unit.unit, lambda).weights, "mean");
}

function direct(x: Side, y: Side, lambda: number | "auto"): AffineMap {
  return directMap(x.standard, y.standard, ridgeFrom(x.scaledSvd(), y.scaled, lambda).weights);
}
