/**
 * Figure 3: how well inversion reconstructs, over ω and δ, within a space and between spaces.
 *
 * @module
 */
import { sampleAnchors } from "../lib/method/anchors.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import { type Side, side } from "../lib/method/side.ts";
import { fig3Claims } from "./fig3.claims.ts";
import type { Asked, Experiment } from "./experiment.ts";
import { findings } from "./fig3_findings.ts";
import { centeredSimilarity, DELTAS, gridCells, type GridPlace, OMEGAS } from "./shared/grid.ts";
import { PAPER } from "./shared/parts.ts";
import { PHOTOS, rankDeficient } from "./shared/pretrained.ts";
import { type AnchorDraw, drawsOf, loadSpaces } from "./shared/spaces.ts";
import { instancesOf } from "./shared/training.ts";
import type { Row } from "./shared/summary.ts";

const ON = { dataset: "mnist", encoders: ["mlp256", "cnn128", "convae128", "hog"], omegas: OMEGAS, deltas: DELTAS };
const SIZES: Readonly<Record<"quick" | "full" | "pretrained" | "paper", Sizes>> = {
  quick: { ...ON, anchors: 256, rows: 1000, seeds: 1 },
  full: { ...ON, anchors: 768, rows: 3000, seeds: 3 },
  // Completion would invert one map a subset: with 1,280 dimensions that is hours.
  pretrained: { ...ON, ...PHOTOS, seeds: 3, completion: false },
  paper: { ...ON, ...PHOTOS, encoders: PAPER["cifar-10"]!.encoders, seeds: 3, completion: false },
};
interface Sizes {
  readonly dataset: string;
  readonly encoders: readonly string[];
  readonly omegas: readonly number[];
  readonly deltas: readonly number[];
  readonly anchors: number;
  /** Test rows. */
  readonly rows: number;
  readonly seeds: number;
  /** Training rows of the heads, which are then no anchors; default all. */
  readonly heads?: number;
  /** Also the completed maps; default true. */
  readonly completion?: boolean;
}

/** One draw of anchors for one target. */
interface Draw {
  readonly anchors: number;
  readonly seed: number;
  readonly target: string;
  readonly completion?: boolean;
}
interface Cell extends Draw {
  readonly dataset: string;
  readonly encoders: readonly string[];
  /** Test rows. */
  readonly rows: number;
  readonly heads?: number;
  readonly apart?: AnchorDraw;
}

/** Figure 3, with the accuracy of the target's head beside the similarity; targets with as many dimensions as anchors or more marked. */
export const fig3: Experiment<Sizes, Cell, readonly Row[]> = Object.freeze({
  name: "fig3",
  reproduces: "Figure 3",
  about: "Inversion within and between spaces: centred similarity and effective condition number over ω and δ.",
  notebook: "4.1-space-inversion",
  module: import.meta.url,
  presets: SIZES,
  claims: fig3Claims,
  cells: ({ sizes: { dataset, encoders, anchors, rows, seeds, heads, completion }, seed }: Asked<Sizes>) =>
    drawsOf(seed, seeds).flatMap((draw, i) => {
      const instances = instancesOf(encoders, i);
      const apart = heads !== undefined && { heads, apart: { count: anchors, seed: draw } };
      const shared = {
        dataset,
        encoders: instances,
        anchors,
        rows,
        ...apart,
        ...(completion === false && { completion }),
      };
      return instances.map((target) => ({ ...shared, seed: draw, target }));
    }),
  reads: ({ dataset, encoders }: Cell) => encoders.map((name) => `${dataset}/${name}`),
  measure: async (cell: Cell) => targetRows(await loadSpaces(cell.dataset, cell.encoders, cell), cell),
  findings: (found: readonly (readonly Row[])[], { sizes, seed }: Asked<Sizes>) => findings(found.flat(), sizes, seed),
});

/** Every source, the target itself too, over the grid: what concerns the target alone is made once. */
export function targetRows(
  spaces: readonly LoadedSpace[],
  { anchors: k, seed, target: name, completion = true }: Draw,
): readonly Row[] {
  const ids = sampleAnchors(spaces[0]!, { count: k, seed }), t = spaces.findIndex((s) => s.encoder.name === name);
  const anchors = spaces.map((s) => side(s.at(ids).vectors, "run fig3")), target = spaces[t]!;
  const rank = rankDeficient(k, target.vectors.cols) ? "k ≤ d" : "k > d";
  return DELTAS.flatMap((delta) =>
    spaces.flatMap((source, s) =>
      pairCells({ source, target, x: anchors[s]!, y: anchors[t]! }, { delta, seed, completion }).map((row) => (
        { seed, rank, ...row }
      ))
    )
  );
}

interface Pair {
  readonly source: LoadedSpace;
  readonly target: LoadedSpace;
  readonly x: Side;
  readonly y: Side;
}

function pairCells({ source, target, x, y }: Pair, at: GridPlace & { readonly completion: boolean }): readonly Row[] {
  const { vectors: truth, labels } = target.test, place = source === target ? "intra" : "inter";
  return Array.from(gridCells(x, y, at, source.test.vectors, at.completion), (cell) => ({
    setting: cell.completion ? `${place}, completed` : place,
    source: source.encoder.name,
    target: target.encoder.name,
    omega: cell.omega,
    delta: cell.delta,
    similarity: centeredSimilarity(cell.mapped, truth, y),
    accuracy: accuracy(target.head.predict(cell.mapped), labels),
    condition: cell.condition,
    anchors: cell.anchors,
  }));
}
