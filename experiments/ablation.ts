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
import type { Experiment, Findings, RunOptions } from "./experiment.ts";
import { type Method, METHODS, type Side } from "./shared/methods.ts";
import { loadSpaces, withTestRows } from "./shared/spaces.ts";
import { OWN, stitchPairs } from "./shared/stitching.ts";
import { plusMinus, type Row } from "./shared/summary.ts";

const IMAGES = ["mlp256", "cnn128", "convae128", "cnntanh256", "mlpae64"];
const TEXTS = ["char-tfidf", "word-tfidf", "hashed-bow", "transformer"];
const SIZES = {
  quick: { parts: [["mnist", IMAGES], ["wordnet-8", TEXTS]] as const, k: 256, rows: 1000, seeds: 2 },
  full: {
    parts: [["mnist", IMAGES], ["fashion-mnist", IMAGES], ["wordnet-8", TEXTS]] as const,
    k: 256,
    rows: 3000,
    seeds: 5,
  },
};
const HEADS: readonly HeadKind[] = ["linear", "mlp", "svm"];

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

/** The ablation of the method's parts. */
export const ablation: Experiment = Object.freeze({
  name: "ablation",
  reproduces: "section 3.3, part by part",
  about: "Farthest points against random subsets of equal sizes, completion, the pruned side, the kind of head.",
  run,
});

async function run({ preset, seed, progress }: RunOptions): Promise<Findings> {
  const { parts, ...sizes } = SIZES[preset], variants: Row[] = [], heads: Row[] = [];
  const compared = METHODS.filter(({ name }) => ["IRP", "IRP, completed", "whitened", "ortho"].includes(name));
  for (const [dataset, encoders] of parts) {
    const tick = progress(`ablation ${dataset}`, sizes.seeds * (1 + HEADS.length));
    for (const head of HEADS) {
      const spaces = (await loadSpaces(dataset, encoders, { head })).map((s) => withTestRows(s, sizes.rows));
      for (let i = 0; i < sizes.seeds; i++) {
        const draw = { k: sizes.k, seed: seed * 100 + i, relativeHeads: false };
        const stitched = (methods: readonly Method[]): readonly Row[] =>
          [...stitchPairs(spaces, { ...draw, methods })].flat().map((row) => ({ dataset, head, ...row }));
        heads.push(...stitched(compared));
        tick();
        if (head !== "linear") continue;
        variants.push(...stitched(VARIANTS).filter(({ method }) => VARIANTS.some((v) => v.name === method)));
        tick();
      }
    }
  }
  return { sizes: { parts, ...sizes }, ...found(variants, heads, seed) };
}

function found(variants: readonly Row[], heads: readonly Row[], seed: number): Omit<Findings, "sizes"> {
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
