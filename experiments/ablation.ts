/**
 * Which parts of the method matter: farthest points against chance, completion, the side that is pruned, the head.
 *
 * @module
 */
import { barIntervals } from "../lib/chart/bars.ts";
import { matmul } from "../lib/linalg/linalg.ts";
import { completedMap } from "../lib/method/completion.ts";
import { inverseDiagnostics } from "../lib/method/inverse.ts";
import { fitIrp, type PruneOn } from "../lib/method/irp.ts";
import { unitMap } from "../lib/linalg/affinemap.ts";
import type { Method } from "../lib/method/methods.ts";
import { invertSubsets, meanInverse, randomSubsets } from "../lib/method/subsets.ts";
import { translation } from "../lib/method/translation.ts";
import type { HeadKind } from "../lib/head/head.ts";
import { difference, overSeeds, withInterval } from "./shared/compare.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { METHODS, named } from "./shared/methods.ts";
import { drawsOf, loadSpaces } from "./shared/spaces.ts";
import { OWN, stitchPairs } from "./shared/stitching.ts";
import { barOf, plusMinus, type Row } from "./shared/summary.ts";
import { CONTROLS } from "./shared/translations.ts";

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

/** How subsets of anchors are made: by the target's distances (the default), at random in equal sizes, by others'. */
const SUBSETS: Readonly<Record<string, (completion: "none" | "per-subset") => Method["fit"]>> = {
  "pruned on the target": pruned("target"),
  "random, same sizes": (completion) => (x, y, seed) => {
    const { unit } = y.unit(), source = x.unit().unit, { rows } = unit;
    const drawn = randomSubsets(y.subsets({ seed }).map((s) => s.indices), rows, seed),
      subsets = invertSubsets(unit, drawn);
    const weights = completion === "none"
      ? matmul(source, meanInverse(subsets, rows), { transA: true })
      : completedMap(source, subsets);
    const affine = unitMap(x.unit(), y.unit(), weights, "mean"),
      ends = { source: x.key, target: y.key, parameters: {} };
    const independent = completion === "none";
    return translation({ method: "irp", independent, affine, ...ends }, inverseDiagnostics(subsets, 0));
  },
  "pruned on the source": pruned("source"),
  "pruned on both": pruned("both"),
};
const BASE = "pruned on the target";

function pruned(pruneOn: PruneOn): (completion: "none" | "per-subset") => Method["fit"] {
  return (completion) => (x, y, seed) => fitIrp(x, y, { pruneOn, completion, seed });
}

/** Every way to make subsets, with and without completion; δ = .6, ω = 16. */
export const VARIANTS: readonly Method[] = Object.freeze(
  Object.entries(SUBSETS).flatMap(([name, fit]) => [
    named(name, fit("none")),
    named(`${name}, completed`, fit("per-subset")),
  ]),
);

const COMPARED = [
  ...METHODS.filter(({ name }) => ["IRP", "IRP, completed", "whitened", "ortho"].includes(name)),
  ...CONTROLS,
];

/** The ablation of the method's parts. */
export const ablation: Experiment<Sizes, Cell, readonly Row[]> = Object.freeze({
  name: "ablation",
  reproduces: "section 3.3, part by part",
  about: "Farthest points against random subsets of equal sizes, completion, the pruned side, the kind of head.",
  notebook: "beyond-the-paper",
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
    const stitched = [...stitchPairs(spaces, { k, seed, methods })].flat();
    return stitched.map((row) => ({ dataset, head, ...row }));
  },
  findings: (found: readonly (readonly Row[])[], { seed }: Asked<Sizes>) => {
    const rows = found.flat(), isVariant = (r: Row): boolean => VARIANTS.some(({ name }) => name === r.method);
    return findings(rows.filter(isVariant), rows.filter((r) => !isVariant(r)), seed);
  },
});

function findings(variants: readonly Row[], heads: readonly Row[], seed: number): Findings {
  const datasets = [...new Set(variants.map((r) => r.dataset))],
    bars = withInterval(variants, ["dataset", "method", "apart"], "accuracy", seed);
  const means = overSeeds(variants, ["dataset", "method", "apart"], ["accuracy", "similarity"]);
  const asked = heads.filter(({ method }) => method === OWN || COMPARED.some(({ name }) => name === method));
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
  return barIntervals(bars.map((r) => barOf(r, "accuracy")), {
    title: "Ablation: how subsets of anchors are made",
    subtitle: "256 anchors, ω = 16, δ = .6; mean over ordered pairs with its 95 % interval",
    measure: "Accuracy",
  });
}
