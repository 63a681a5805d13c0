/**
 * What figures 3 and 6 share: IRP over a grid of subspaces and pruning thresholds, for many sources of one target.
 *
 * Pruning looks at the target only, whose side keeps its decompositions per start and threshold for every source;
 * the subsets of a smaller ω are the first of a larger one's.
 *
 * @module
 */
import { completeSubset } from "../../lib/method/completion.ts";
import { applyMap, unitMap } from "../../lib/linalg/affinemap.ts";
import { type InvertedSubset, meanInverse } from "../../lib/method/subsets.ts";
import { matmul } from "../../lib/linalg/linalg.ts";
import { Matrix } from "../../lib/linalg/matrix.ts";
import { mapColumns } from "../../lib/linalg/rows.ts";
import { cosineSimilarity } from "../../lib/measure/similarity.ts";
import type { Side } from "../../lib/method/side.ts";

/** ω of the figures. */
export const OMEGAS: readonly number[] = Object.freeze([1, 2, 4, 8, 16]);
/** δ of the figures. */
export const DELTAS: readonly number[] = Object.freeze([0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]);

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

/** Where in the grid: the threshold, and the seed of the starts. */
export interface GridPlace {
  readonly delta: number;
  readonly seed: number;
}

/** Every cell of one pair at one threshold, ω ascending; `completion` doubles them. */
export function* gridCells(
  source: Side,
  target: Side,
  { delta, seed }: GridPlace,
  samples: Matrix,
  completion: boolean,
  omegas = OMEGAS,
): Generator<GridCell> {
  const subsets = target.subsets({ delta, seed, subspaces: Math.max(...omegas) }), x = source.unit();
  const map = (weights: Matrix): Matrix => applyMap(unitMap(x, target.unit(), weights, "mean"), samples);
  const completed = completion ? runningMeans(subsets, x.unit) : undefined;
  for (const omega of omegas) {
    const used = subsets.slice(0, omega),
      mean = (f: (s: InvertedSubset) => number): number => used.reduce((sum, s) => sum + f(s), 0) / used.length;
    const cell = {
      omega,
      delta,
      condition: mean((s) => s.condition.effective),
      anchors: mean((s) => s.indices.length),
    };
    const plain = matmul(x.unit, meanInverse(used, x.unit.rows), { transA: true });
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

/** Rows seen from the target anchors' mean: what cosines across spaces are taken of. */
export function seenFrom(target: Side, x: Matrix): Matrix {
  const { mean } = target.unit();
  return mapColumns(x, (value, j) => value - mean[j]!);
}

/** Mean cosine similarity after centring both sides by the target anchors' mean. */
export function centeredSimilarity(mapped: Matrix, truth: Matrix, target: Side): number {
  return cosineSimilarity(mapped, truth, { center: target.unit().mean }).mean;
}
