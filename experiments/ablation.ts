/**
 * Which parts of the method matter: farthest points against chance, completion, the side that is pruned, the head.
 *
 * @module
 */
import { anchorSubsets, type Distances, distancesOf, randomSubsets, smallerDistance } from "../lib/method/anchors.ts";
import { barIntervals } from "../lib/chart/bars.ts";
import { completedMap } from "../lib/method/completion.ts";
import type { AffineMap } from "../lib/method/map.ts";
import { type InvertedSubset, invertSubsets, meanInverse } from "../lib/method/inverse.ts";
import { unitMap } from "../lib/method/irp.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import type { HeadKind } from "../lib/head/head.ts";
import { difference, overSeeds, withInterval } from "./shared/compare.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { type Method, METHODS, type Side } from "./shared/methods.ts";
import { drawsOf, loadSpaces } from "./shared/spaces.ts";
import { OWN, stitchPairs } from "./shared/stitching.ts";
import { plusMinus, type Row } from "./shared/summary.ts";

const IMAGES = ["mlp256", "cnn128", "convae128", "cnntanh256", "mlpae64"];
const TEXTS = ["char-tfidf", "word-tfidf", "hashed-bow", "transformer"];
const HEADS: readonly HeadKind[] = ["linear", "mlp", "svm"];
const SIZES = {
  quick: { parts: parts("mnist", "wordnet-8"), heads: HEADS, k: 256, rows: 1000, seeds: 2 },
  full: { parts: parts("mnist", "fashion-mnist", "wordnet-8"), heads: HEADS, k: 256, rows: 3000, seeds: 5 },
};
type Sizes = typeof SIZES.quick;
interface Part {
  readonly dataset: string;
  readonly encoders: readonly string[];
}
/** One draw of anchors under one kind of head. */
interface Cell extends Part {
  readonly head: HeadKind;
  readonly k: number;
  readonly rows: number;
  readonly seed: number;
}

function parts(...names: readonly string[]): readonly Part[] {
  return names.map((dataset) => ({ dataset, encoders: dataset === "wordnet-8" ? TEXTS : IMAGES }));
}

type Subsets = readonly InvertedSubset[];

/** Pruning that looks at one side or at both, inverted on the target. */
function prunedBy(x: Side, y: Side, distances: Distances): Subsets {
  return invertSubsets(y.unit.unit, anchorSubsets(distances, x.unit.unit.rows, { subspaces: 16, delta: 0.6 }));
}

/** How subsets of anchors are made: by the target's distances (the default), by others', or at random in equal sizes. */
const SUBSETS: Readonly<Record<string, (x: Side, y: Side) => Subsets>> = {
  "pruned on the target": (_, y) => y.pruned(),
  "random, same sizes": (_, y) => {
    const { rows } = y.unit.unit, subsets = randomSubsets(y.pruned().map((s) => s.indices), rows, rows);
    return invertSubsets(y.unit.unit, subsets);
  },
  "pruned on the source": (x, y) => prunedBy(x, y, distancesOf(x.unit.unit)),
  "pruned on both": (x, y) => prunedBy(x, y, smallerDistance(distancesOf(x.unit.unit), distancesOf(y.unit.unit))),
};
const BASE = "pruned on the target";

function plain(x: Side, y: Side, subsets: Subsets): AffineMap {
  const weights = matmul(x.unit.unit, meanInverse(subsets, x.unit.unit.rows), { transA: true });
  return unitMap(x.unit, y.unit, weights, "mean");
}

const completed = (x: Side, y: Side, subsets: Subsets): AffineMap =>
  unitMap(x.unit, y.unit, completedMap(x.unit.unit, subsets), "mean");

/** Every way to make subsets, with and without completion; δ = .6, ω = 16. */
export const VARIANTS: readonly Method[] = Object.freeze(
  Object.entries(SUBSETS).flatMap(([name, subsets]) => [
    { name, independent: !/source|both/.test(name), fit: (x: Side, y: Side) => plain(x, y, subsets(x, y)) },
    { name: `${name}, completed`, independent: false, fit: (x: Side, y: Side) => completed(x, y, subsets(x, y)) },
  ]),
);

const COMPARED = METHODS.filter(({ name }) => ["IRP", "IRP, completed", "whitened", "ortho"].includes(name));

/** The ablation of the method's parts. */
export const ablation: Experiment<Sizes, Cell, readonly Row[]> = Object.freeze({
  name: "ablation",
  reproduces: "section 3.3, part by part",
  about: "Farthest points against random subsets of equal sizes, completion, the pruned side, the kind of head.",
  module: import.meta.url,
  presets: SIZES,
  cells: ({ sizes: { parts, heads, k, rows, seeds }, seed }: Asked<Sizes>) =>
    parts.flatMap((part) =>
      heads.flatMap((head) => drawsOf(seed, seeds).map((draw) => ({ ...part, head, k, rows, seed: draw })))
    ),
  reads: ({ dataset, encoders }: Cell) => encoders.map((name) => `${dataset}/${name}`),
  measure: async ({ dataset, encoders, head, k, rows, seed }: Cell) => {
    const spaces = await loadSpaces(dataset, encoders, { head, rows });
    const methods = head === "linear" ? [...COMPARED, ...VARIANTS] : COMPARED;
    const stitched = [...stitchPairs(spaces, { k, seed, relativeHeads: false, methods })].flat();
    return stitched.map((row) => ({ dataset, head, ...row }));
  },
  findings: (found: readonly (readonly Row[])[], { seed }: Asked<Sizes>) => {
    const rows = found.flat(), isVariant = (r: Row): boolean => VARIANTS.some(({ name }) => name === r.method);
    return findings(rows.filter(isVariant), rows.filter((r) => !isVariant(r)), seed);
  },
});

function findings(variants: readonly Row[], heads: readonly Row[], seed: number): Findings {
  const datasets = [...new Set(variants.map((r) => r.dataset))],
    bars = withInterval(variants, ["dataset", "method"], "accuracy", seed);
  const means = overSeeds(variants, ["dataset", "method", "apart"], ["accuracy", "similarity"]);
  const asked = heads.filter(({ method }) => method === OWN || METHODS.some(({ name }) => name === method));
  return {
    records: {
      table: means.map((r) => ({
        dataset: r.dataset,
        subsets: r.method,
        halves: r.apart ? "apart" : "coupled",
        accuracy: plusMinus(r.accuracy as number, r.accuracySd as number),
        similarity: plusMinus(r.similarity as number, r.similaritySd as number),
      })),
      variants: means,
      differences: datasets.flatMap((dataset) => againstBase(variants.filter((r) => r.dataset === dataset), seed)),
      heads: overSeeds(asked, ["dataset", "head", "method", "apart"], ["accuracy"]),
    },
    charts: { variants: chart(bars) },
  };
}

/** Each variant against the same with the target pruned, and completed ones against plain ones. */
function againstBase(rows: readonly Row[], seed: number): readonly Row[] {
  const others = Object.keys(SUBSETS).filter((name) => name !== BASE);
  const pairs = [
    ...others.flatMap((name) => [[name, BASE], [`${name}, completed`, `${BASE}, completed`]] as const),
    ...Object.keys(SUBSETS).map((name) => [`${name}, completed`, name] as const),
  ];
  return pairs.map(([a, b]) => ({ dataset: rows[0]!.dataset, ...difference(rows, a, b, seed) }));
}

function chart(bars: readonly Row[]): Findings["charts"][string] {
  const records = bars.map(({ method, accuracy, low, high, dataset }) => (
    {
      name: method as string,
      value: accuracy as number,
      low: low as number,
      high: high as number,
      panel: dataset as string,
    }
  ));
  return barIntervals(records, {
    title: "Ablation: how subsets of anchors are made",
    subtitle: "256 anchors, ω = 16, δ = .6; mean over ordered pairs with its 95 % interval",
    measure: "Accuracy",
  });
}
