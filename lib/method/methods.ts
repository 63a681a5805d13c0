/**
 * What the selector chooses among: the translations with their own δ and λ, over sides that share their decompositions.
 *
 * @module
 */
import { distancesOf, farthestPoints, subspaceStarts } from "./anchors.ts";
import { completedMap } from "./completion.ts";
import type { Svd } from "../linalg/engine/engine.ts";
import { engineInfo } from "../linalg/engine/select.ts";
import { inverseDiagnostics, type InvertedSubset, invertSubsets, meanInverse } from "./inverse.ts";
import { unitMap } from "./irp.ts";
import { matmul, svd } from "../linalg/linalg.ts";
import { asDtype, Matrix } from "../linalg/matrix.ts";
import { partialMap } from "./partial.ts";
import { looLambda, ridgeFrom } from "./ridge.ts";
import { fitScaling, type Scaling, type UnitAnchors, unitAnchors } from "../space/scaling.ts";
import { type Rows, vectorsOf } from "../space/space.ts";
import { directMap, isometry } from "./direct.ts";
import { type Translation, translation, type TranslationDiagnostics } from "./translation.ts";

/** One side's anchors and what is derived from them alone, each made when first asked for. */
export interface Side {
  readonly anchors: Rows;
  readonly unit: UnitAnchors;
  readonly unitSvd: () => Svd;
  /** Standard scaling, the scaled anchors and their decomposition. */
  readonly standard: () => { readonly scaling: Scaling; readonly rows: Matrix; readonly svd: () => Svd };
  /** ω = 16 (or k) pruned subsets, inverted. */
  readonly subsets: (delta: number) => readonly InvertedSubset[];
}

/** Parallel anchors of both spaces. */
export interface AnchorPair {
  readonly source: Side;
  readonly target: Side;
}

/** A way to translate, with all its choices made. */
export interface Method {
  readonly name: string;
  /** Which candidates are of one kind: the reason names the best of another kind. */
  readonly family: string;
  fit(pair: AnchorPair): Translation;
}

/** Makes a side ready. @throws {RangeError} If an entry is not finite or an anchor equals the anchors' mean. */
export function anchorSide(anchors: Rows, seed: number, action: string): Side {
  const rows = asDtype(vectorsOf(anchors), "f64"), unit = unitAnchors(rows, action), count = rows.rows;
  const orders = once(() => {
    const distances = distancesOf(unit.unit);
    return subspaceStarts(count, { seed }).map((start) => farthestPoints(distances, count, start));
  });
  const standard = once(() => {
    const scaling = fitScaling(rows, "standard"), scaled = scaling.apply(rows);
    return { scaling, rows: scaled, svd: once(() => svd(scaled)) };
  });
  const subsets = byKey((delta) => invertSubsets(unit.unit, orders().map((order) => order.until(delta).sort())));
  return Object.freeze({ anchors, unit, unitSvd: once(() => svd(unit.unit)), standard, subsets });
}

const DELTAS = [0.3, 0.4, 0.5, 0.6, 0.7], RIDGES = [1e-4, 1e-3, 1e-2, 1e-1], POWERS = [0.25, 0.5, 0.75];

/**
 * The candidates that `selectTranslation` has unless told: orthogonal maps ("ortho" on standard-scaled and on unit rows,
 * "l-ortho", the polar factor of IRP), IRP over δ with and without completion, ridge IRP, whitened and partly whitened
 * IRP over λ, ridge and plain linear maps. Orthogonal maps drop what the anchors do not span: what is arbitrary there
 * would be scored as an error that the refit on more anchors does not make.
 */
export const METHODS: readonly Method[] = Object.freeze([
  candidate("ortho", "orthogonal", (x, y) => orthogonal(x, y, matmul(scaled(x), scaled(y), { transA: true }))),
  candidate("ortho, unit rows", "orthogonal", (x, y) => {
    const map = matmul(x.unit.unit, y.unit.unit, { transA: true });
    return throughUnit("ortho", x, y, isometry(map, { nullSpace: "drop" }));
  }),
  candidate("l-ortho", "orthogonal", (x, y) => orthogonal(x, y, linearMap(x, y, 0).weights)),
  candidate("IRP, δ=0.6, polar", "orthogonal", (x, y) => {
    const subsets = y.subsets(0.6), map = isometry(plainMap(x, subsets), { nullSpace: "drop" });
    return throughUnit("irp", x, y, map, inverseDiagnostics(subsets, 0));
  }),
  candidate("ridge linear", "linear", (x, y) => direct("ridge", x, y, linearMap(x, y, "auto"))),
  candidate("linear", "linear", (x, y) => direct("linear", x, y, linearMap(x, y, 0))),
  ...["auto" as const, ...RIDGES].map((lambda) =>
    candidate(`whitened, λ=${lambda}`, "whitened", (x, y) => {
      const chosen = lambda === "auto" ? looLambda(x.unitSvd(), y.unit.unit) : lambda;
      const { weights } = ridgeFrom(x.unitSvd(), y.unit.unit, chosen);
      return throughUnit("whitened", x, y, weights, { engine: engineInfo(), lambda: chosen });
    })
  ),
  ...[...POWERS.map((p) => [p, 1e-2] as const), ...RIDGES.map((lambda) => [0, lambda] as const)].map(([p, lambda]) =>
    candidate(p === 0 ? `ridge IRP, λ=${lambda}` : `partial, p=${p}`, p === 0 ? "IRP" : "whitened", (x, y) => {
      const map = partialMap(x.unitSvd(), y.unitSvd(), p, lambda);
      return throughUnit(p === 0 ? "irp" : "partial", x, y, map, { engine: engineInfo(), lambda });
    })
  ),
  ...DELTAS.flatMap((delta) => [
    candidate(`IRP, δ=${delta}`, "IRP", (x, y) => {
      const subsets = y.subsets(delta);
      return throughUnit("irp", x, y, plainMap(x, subsets), inverseDiagnostics(subsets, 0));
    }),
    candidate(`IRP, δ=${delta}, completed`, "IRP", (x, y) => {
      const subsets = y.subsets(delta);
      return throughUnit("irp", x, y, completedMap(x.unit.unit, subsets), inverseDiagnostics(subsets, 0));
    }),
  ]),
]);

function candidate(name: string, family: string, fit: (x: Side, y: Side) => Translation): Method {
  return Object.freeze({ name, family, fit: ({ source, target }: AnchorPair) => fit(source, target) });
}

const scaled = (side: Side): Matrix => side.standard().rows;
const linearMap = (x: Side, y: Side, lambda: number | "auto"): { readonly weights: Matrix; readonly lambda: number } =>
  ridgeFrom(x.standard().svd(), scaled(y), lambda);
const plainMap = (x: Side, subsets: readonly InvertedSubset[]): Matrix =>
  matmul(x.unit.unit, meanInverse(subsets, x.unit.unit.rows), { transA: true });

/** A map between centred unit rows. */
function throughUnit(method: string, x: Side, y: Side, map: Matrix, found?: TranslationDiagnostics): Translation {
  const affine = unitMap(x.unit, y.unit, map, "mean");
  return translation({ method, independent: false, affine }, found ?? { engine: engineInfo() });
}

/** A map between standard-scaled rows. */
function direct(method: string, x: Side, y: Side, map: { readonly weights: Matrix; lambda?: number }): Translation {
  const affine = directMap(x.standard().scaling, y.standard().scaling, map.weights);
  const lambda = map.lambda === undefined ? {} : { lambda: map.lambda };
  return translation({ method, independent: false, affine }, { engine: engineInfo(), ...lambda });
}

function orthogonal(x: Side, y: Side, map: Matrix): Translation {
  return direct("ortho", x, y, { weights: isometry(map, { nullSpace: "drop" }) });
}

function once<T>(make: () => T): () => T {
  let value: { readonly made: T } | undefined;
  return () => (value ??= { made: make() }).made;
}

function byKey<T>(make: (key: number) => T): (key: number) => T {
  const known = new Map<number, T>();
  return (key) => {
    const found = known.get(key) ?? make(key);
    known.set(key, found);
    return found;
  };
}
