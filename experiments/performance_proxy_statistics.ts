/**
 * Statistics over networks of many settings, with intervals that draw whole groups of settings, and references.
 *
 * Weakness: groups that share a depth are not independent, so that the intervals are too narrow.
 *
 * @module
 */
import { pearson, ranks } from "../lib/measure/correlation.ts";
import { type Dyad, type DyadicInterval, dyadicInterval, dyadicMean, weightedMean } from "./shared/dyadic.ts";
import { groupBy, type Row } from "./shared/summary.ts";

/** A network after some passes over the graph. */
export type Tried = Row & {
  readonly dataset: string;
  readonly depth: number;
  readonly hidden: number;
  readonly learningRate: number;
  readonly dropout: number;
  readonly seed: number;
  readonly epoch: number;
  /** Accuracies in [0, 1]. */
  readonly validation: number;
  readonly test: number;
  /** By measure, one number a reference. */
  readonly similarity: Readonly<Record<string, readonly number[]>>;
};
/** A network beside one reference (`seed` is its number): it counts as often as its group and the reference are drawn. */
export type Case = Row & Dyad & { readonly model: Tried };

/** The paper leaves out networks that never reach this validation accuracy. */
export const WORKS = .5;
/** Which networks a correlation is over. */
export const OVER = ["all", `validation ≥ ${WORKS}`] as const;
/** Depth of the references. */
export const REFERENCE_DEPTH = 2;

/** What tells one network from another. */
export const SETTING: readonly string[] = ["depth", "hidden", "learningRate", "dropout", "seed"];
const alike = ({ model, seed }: Case, measure: string): number => model.similarity[measure]![seed]!;
const varies = (list: readonly number[]): boolean => list.some((v) => v !== list[0]);

/** Every network beside every reference. */
export function casesOf(models: readonly Tried[]): readonly Case[] {
  return models.flatMap((model) => {
    const group = `${model.depth} × ${model.hidden}, ${model.learningRate}`;
    return model.similarity["relative"]!.map((_, seed) => ({ source: group, target: group, seed, model }));
  });
}

/** Pearson's correlation of weighted pairs; NaN if a side does not vary. */
export function weightedPearson(x: readonly number[], y: readonly number[], weights: Float64Array): number {
  const [mx, my] = [weightedMean(x, weights), weightedMean(y, weights)];
  const mean = (of: (i: number) => number): number => weightedMean(x.map((_, i) => of(i)), weights);
  const xx = mean((i) => (x[i]! - mx) ** 2), yy = mean((i) => (y[i]! - my) ** 2);
  return xx * yy > 0 ? mean((i) => (x[i]! - mx) * (y[i]! - my)) / Math.sqrt(xx * yy) : NaN;
}

/** A number of the networks beside one reference, made once for all draws of how often each counts. */
export type Statistic = (cases: readonly Case[]) => (weights: Float64Array) => number;

/** The mean over references of what cannot leave ± `most`; its interval draws whole groups of settings, and references. */
export function overReferences(
  cases: readonly Case[],
  statistic: Statistic,
  seed: number,
  most = 1,
): DyadicInterval {
  const parts = groupBy(cases, ["seed"]).map((part) => {
    const places = cases.flatMap((c, i) => c.seed === part[0]!.seed ? [i] : []);
    return { of: statistic(part), places };
  });
  return dyadicInterval(
    cases,
    (weights) => {
      const own = parts.map(({ places }) => Float64Array.from(places, (i) => weights[i]!));
      const drawn = Float64Array.from(own, (w) => w.reduce((a, b) => a + b, 0));
      return weightedMean(parts.map(({ of }, p) => drawn[p]! > 0 ? of(own[p]!) : 0), drawn);
    },
    seed,
    [-most, most],
  );
}

/** Correlation of similarity with test accuracy; of ranks, by those in the whole. */
export const correlation = (measure: string, rank = false): Statistic => (cases) => {
  const [x, y] = [cases.map((c) => alike(c, measure)), cases.map(({ model }) => model.test)];
  const [a, b] = rank ? [[...ranks(x)], [...ranks(y)]] : [x, y];
  return (weights) => weightedPearson(a, b, weights);
};
/** The difference of two statistics, in the same draws. */
export const minus = (a: Statistic, b: Statistic): Statistic => (cases) => {
  const [first, second] = [a(cases), b(cases)];
  return (weights) => first(weights) - second(weights);
};

/** Test accuracy of the most similar network, of the best, and of all: of other depths than the reference's. */
export const CHOICES: Readonly<Record<"chosen" | "best" | "mean", (measure: string) => Statistic>> = {
  chosen: (measure) =>
    ofOtherDepths((cases) => cases.reduce((a, b) => alike(b, measure) > alike(a, measure) ? b : a).model.test),
  best: () => ofOtherDepths((cases) => Math.max(...cases.map(({ model }) => model.test))),
  mean: () => ofOtherDepths((cases, weights) => weightedMean(cases.map(({ model }) => model.test), weights)),
};
function ofOtherDepths(number: (cases: readonly Case[], weights: Float64Array) => number): Statistic {
  return (cases) => (weights) => {
    const open = cases.flatMap((c, i) => c.model.depth !== REFERENCE_DEPTH && weights[i]! > 0 ? [i] : []);
    return open.length === 0 ? NaN : number(open.map((i) => cases[i]!), Float64Array.from(open, (i) => weights[i]!));
  };
}

/** The mean over networks that work of Pearson's correlation of validation accuracy and similarity over epochs. */
export function overTraining(runs: readonly (readonly Tried[])[], measure: string, seed: number): Row {
  const works = runs.filter((run) => run.some(({ validation }) => validation >= WORKS));
  const cases = works.flatMap((run) =>
    casesOf(run.slice(0, 1)).flatMap((c) => {
      const [x, y] = [run.map((at) => at.validation), run.map((at) => at.similarity[measure]![c.seed]!)];
      return varies(x) && varies(y) ? [{ ...c, r: pearson(x, y) }] : [];
    })
  );
  return { ...named(dyadicMean(cases, cases.map(({ r }) => r), seed, [-1, 1]), "pearson"), networks: works.length };
}

/** The interval with its value named, and what it is over. */
export function named({ value, low, high, encoders: groups, seeds: references }: DyadicInterval, as: string): Row {
  return { [as]: value, low, high, groups, references };
}

/** Each network at the epoch of its best validation accuracy, the first of those. */
export function bestEpochs(tried: readonly Tried[]): readonly Tried[] {
  return groupBy(tried, ["dataset", ...SETTING]).map((run) =>
    run.reduce((a, b) => b.validation > a.validation ? b : a)
  );
}
