/**
 * One side of a translation: anchors, and what is derived from them alone, each made when first asked for and kept. A
 * side that serves many fits is decomposed once.
 *
 * @module
 */
import { found, parallelRows } from "../base/check.ts";
import { byKey, once } from "../base/once.ts";
import { asDtype, Matrix } from "../linalg/matrix.ts";
import { fitScaling, type Scaling, type ScalingKind, type UnitAnchors, unitAnchors } from "../space/scaling.ts";
import { type Rows, rowsAt, sameAnchors, type SpaceKey, spaceKey, vectorsOf } from "../space/space.ts";
import {
  cosinesOf,
  type Distances,
  distancesOf,
  farthestPoints,
  type SubspaceOptions,
  subspaceStarts,
} from "./anchors.ts";
import { type Factored, factored } from "../linalg/factored.ts";
import { completedMap } from "./completion.ts";
import type { Whole } from "./factors.ts";
import { type InvertedSubset, nestedInverses } from "./subsets.ts";

/** Anchors with their decompositions. */
export interface Side {
  /** The anchors as they are, k × dim. */
  readonly anchors: Rows;
  /** k × d, float64. */
  readonly rows: Matrix;
  /** Name, dimension and anchors of the space. */
  readonly key: SpaceKey;
  /** Centred unit anchors. @throws {RangeError} If an entry is not finite or an anchor equals the anchors' mean. */
  readonly unit: () => UnitAnchors;
  /** The same with their Gram matrix and decompositions. */
  readonly unitRows: () => Factored;
  /** A scaling and the scaled anchors. @throws {RangeError} If an entry is not finite or all anchors are equal. */
  readonly scaled: (kind: ScalingKind) => ScaledSide;
  /** Distances of equation 3 between the anchors. */
  readonly distances: () => Distances;
  /** ω pruned subsets (equations 3 and 4), inverted (equation 2). */
  readonly subsets: (options: SubspaceOptions) => readonly InvertedSubset[];
  /** The map that another side's subsets make when completed from this one (section 3.3), kept as long as they are. */
  readonly completed: (subsets: readonly InvertedSubset[]) => Matrix;
  /** The side of these rows alone, in this order, kept too: one fold or one pairing serves every partner. */
  readonly part: (rows: Int32Array) => Side;
}

/** One scaling of a side. */
export interface ScaledSide extends Factored {
  /** What was taken off and divided by. */
  readonly scaling: Scaling;
}

/** What every fit takes for one side: a space, bare rows, or these made ready by `side`. */
export type Anchors = Rows | Side;

/**
 * Makes anchors ready for several fits, which then share their decompositions.
 *
 * @throws {TypeError} If the anchors are neither a matrix nor a space.
 * @example
 * ```ts
 * import { fitLinear, fitWhitened, Matrix } from "anchorage";
 * import { side } from "anchorage/method";
 * const x = side(Matrix.from([[1, 0], [0, 2], [-3, -2]])), y = side(Matrix.from([[0, 1], [-2, 0], [2, -3]]));
 * console.log(fitLinear(x, y).method, fitWhitened(x, y).method); // linear whitened
 * ```
 */
export function side(anchors: Rows, action = "use the anchors"): Side {
  const rows = asDtype(vectorsOf(isRows(anchors, action)), "f64"), count = rows.rows;
  const unit = once(() => unitAnchors(rows, action)), unitRows = once(() => factored(unit().unit));
  const whole: Whole = { svd: () => unitRows().svd(), cosines: once(() => cosinesOf(unit().unit)) };
  const distances = once(() => distancesOf(unit().unit, whole.cosines!()));
  const nested = byKey((starts: string) => {
    const orders = (JSON.parse(starts) as number[]).map((start) => farthestPoints(distances(), count, start));
    return byKey(nestedInverses(unit().unit, orders, whole));
  });
  const completed = new WeakMap<readonly InvertedSubset[], Matrix>();
  const parts = byKey((order: string) => side(rowsAt(anchors, Int32Array.from(JSON.parse(`[${order}]`))), action));
  return Object.freeze({
    anchors,
    rows,
    key: spaceKey(anchors),
    unit,
    unitRows,
    scaled: byKey((kind: ScalingKind) => {
      const scaling = fitScaling(rows, kind, action);
      return Object.freeze({ scaling, ...factored(scaling.apply(rows)) });
    }),
    distances,
    subsets: (options: SubspaceOptions) => nested(JSON.stringify(subspaceStarts(count, options)))(options.delta ?? 0.6),
    completed: (subsets: readonly InvertedSubset[]) => {
      const found = completed.get(subsets) ?? completedMap(unit().unit, subsets, {}, whole);
      completed.set(subsets, found);
      return found;
    },
    part: (order: Int32Array) => parts(order.join()),
  });
}

/** The side of anchors, which may be one already. */
export function sideOf(anchors: Anchors, action: string): Side {
  return typeof anchors === "object" && anchors !== null && "subsets" in anchors ? anchors : side(anchors, action);
}

/** Both sides, checked to hold the same items in the same order. @throws {TypeError} If they cannot. */
export function pairOf(source: Anchors, target: Anchors, action: string): readonly [Side, Side] {
  const [x, y] = [sideOf(source, action), sideOf(target, action)];
  parallelRows(x.rows, y.rows, action);
  sameAnchors(x.key.anchors, y.key.anchors, action);
  return [x, y];
}

function isRows(anchors: Rows, action: string): Rows {
  const known = anchors instanceof Matrix || (anchors as { vectors?: unknown } | undefined)?.vectors instanceof Matrix;
  if (known) return anchors;
  throw new TypeError(`Cannot ${action} as the anchors must be a Matrix or a space: they are ${found(anchors)}`);
}
