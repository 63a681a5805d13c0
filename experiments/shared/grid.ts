/**
 * What figures 3 and 6 share: IRP over a grid of subspaces and pruning thresholds, for many sources of one target.
 *
 * Pruning looks at the target only, so its decompositions are made once per start and threshold and serve every source;
 * the subsets of a smaller ω are the first of a larger one's.
 *
 * @module
 */
import { distancesOf, farthestPoints, subspaceStarts } from "../../lib/method/anchors.ts";
import { completeSubset } from "../../lib/method/completion.ts";
import { applyMap } from "../../lib/method/map.ts";
import { unitMap } from "../../lib/method/irp.ts";
import { type InvertedSubset, invertSubsets, meanInverse } from "../../lib/method/inverse.ts";
import { matmul } from "../../lib/linalg/linalg.ts";
import { Matrix } from "../../lib/linalg/matrix.ts";
import { cosineSimilarity } from "../../lib/measure/similarity.ts";
import { type UnitAnchors } from "../../lib/space/scaling.ts";

/** ω of the figures. */
export const OMEGAS: readonly number[] = Object.freeze([1, 2, 4, 8, 16]);
/** δ of the figures. */
export const DELTAS: readonly number[] = Object.freeze([0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);

/** One target's anchors, pruned and inverted from every start at one threshold. */
export interface PrunedTarget {
  readonly delta: number;
  readonly subsets: readonly InvertedSubset[];
}

/** Prunes and inverts the target's anchors for all thresholds; at most max(ω) subsets each. */
export function pruneTarget(target: UnitAnchors, seed: number, deltas = DELTAS, omega = 16): readonly PrunedTarget[] {
  const count = target.unit.rows, distances = distancesOf(target.unit);
  const orders = subspaceStarts(count, { subspaces: omega, seed }).map((s) => farthestPoints(distances, count, s));
  return deltas.map((delta) => ({
    delta,
    subsets: invertSubsets(target.unit, orders.map((order) => order.until(delta).sort())),
  }));
}

/** A cell of the grid for one pair of spaces. */
export interface GridCell {
  readonly omega: number;
  readonly delta: number;
  readonly completion: boolean;
  /** Images of the test samples. */
  readonly mapped: Matrix;
  /** Mean effective condition number over the subsets. */
  readonly condition: number;
  /** Mean number of anchors kept over the subsets. */
  readonly anchors: number;
}

/** Every cell of one pair at one threshold, ω ascending; `completion` doubles them. */
export function* gridCells(
  source: UnitAnchors,
  target: UnitAnchors,
  pruned: PrunedTarget,
  samples: Matrix,
  completion: boolean,
  omegas = OMEGAS,
): Generator<GridCell> {
  const { delta, subsets } = pruned;
  const map = (weights: Matrix): Matrix => applyMap(unitMap(source, target, weights, "mean"), samples);
  const completed = completion ? runningMeans(subsets, source.unit) : undefined;
  for (const omega of omegas) {
    const used = subsets.slice(0, omega),
      mean = (f: (s: InvertedSubset) => number): number => used.reduce((sum, s) => sum + f(s), 0) / used.length;
    const cell = {
      omega,
      delta,
      condition: mean((s) => s.condition.effective),
      anchors: mean((s) => s.indices.length),
    };
    const plain = matmul(source.unit, meanInverse(used, source.unit.rows), { transA: true });
    yield { ...cell, completion: false, mapped: map(plain) };
    if (completed) yield { ...cell, completion: true, mapped: map(completed(omega)) };
  }
}

/** The mean of the first ω completed maps, each made once. */
function runningMeans(subsets: readonly InvertedSubset[], sourceUnit: Matrix): (omega: number) => Matrix {
  const known = new Map<InvertedSubset, Matrix>();
  let sum: Float64Array<ArrayBuffer> | undefined, done = 0, shape = { rows: 0, cols: 0 };
  return (omega) => {
    for (; done < omega; done++) {
      const map = known.get(subsets[done]!) ?? completeSubset(sourceUnit, subsets[done]!);
      known.set(subsets[done]!, map);
      shape = map;
      sum ??= new Float64Array(map.data.length);
      for (let i = 0; i < sum.length; i++) sum[i]! += map.data[i]!;
    }
    return new Matrix(shape.rows, shape.cols, sum!.map((v) => v / omega));
  };
}

/** Mean cosine similarity after centring both sides by the target anchors' mean. */
export function centeredSimilarity(mapped: Matrix, truth: Matrix, target: UnitAnchors): number {
  return cosineSimilarity(mapped, truth, { center: target.mean }).mean;
}
