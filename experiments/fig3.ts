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
import { drawsOf, loadSpaces } from "./shared/spaces.ts";
import { instancesOf } from "./shared/training.ts";
import type { Row } from "./shared/summary.ts";

const ON = { dataset: "mnist", encoders: ["mlp256", "cnn128", "convae128", "hog"], omegas: OMEGAS, deltas: DELTAS };
const SIZES = {
  quick: { ...ON, anchors: 256, rows: 1000, seeds: 1 },
  full: { ...ON, anchors: 768, rows: 3000, seeds: 3 },
};
type Sizes = typeof SIZES.quick;

/** One draw of anchors for one target. */
interface Draw {
  readonly anchors: number;
  readonly seed: number;
  readonly target: string;
}
interface Cell extends Draw {
  readonly dataset: string;
  readonly encoders: readonly string[];
  /** Test rows. */
  readonly rows: number;
}

/** Figure 3, with the accuracy of the target's head beside the similarity. */
export const fig3: Experiment<Sizes, Cell, readonly Row[]> = Object.freeze({
  name: "fig3",
  reproduces: "Figure 3",
  about: "Inversion within and between spaces: centred similarity and effective condition number over ω and δ.",
  notebook: "4.1-space-inversion",
  module: import.meta.url,
  presets: SIZES,
  claims: fig3Claims,
  cells: ({ sizes: { dataset, encoders, anchors, rows, seeds }, seed }: Asked<Sizes>) =>
    drawsOf(seed, seeds).flatMap((draw, i) => {
      const instances = instancesOf(encoders, i);
      return instances.map((target) => ({ dataset, encoders: instances, anchors, rows, seed: draw, target }));
    }),
  reads: ({ dataset, encoders }: Cell) => encoders.map((name) => `${dataset}/${name}`),
  measure: async (cell: Cell) => targetRows(await loadSpaces(cell.dataset, cell.encoders, cell), cell),
  findings: (found: readonly (readonly Row[])[], { sizes, seed }: Asked<Sizes>) => findings(found.flat(), sizes, seed),
});

/** Every source, the target itself too, over the grid: what concerns the target alone is made once. */
export function targetRows(spaces: readonly LoadedSpace[], { anchors: k, seed, target: name }: Draw): readonly Row[] {
  const ids = sampleAnchors(spaces[0]!, { count: k, seed }), t = spaces.findIndex((s) => s.encoder.name === name);
  const anchors = spaces.map((s) => side(s.at(ids).vectors, "run fig3")), target = spaces[t]!;
  return DELTAS.flatMap((delta) =>
    spaces.flatMap((source, s) =>
      pairCells({ source, target, x: anchors[s]!, y: anchors[t]! }, { delta, seed }).map((row) => ({ seed, ...row }))
    )
  );
}

interface Pair {
  readonly source: LoadedSpace;
  readonly target: LoadedSpace;
  readonly x: Side;
  readonly y: Side;
}

function pairCells({ source, target, x, y }: Pair, at: GridPlace): readonly Row[] {
  const { vectors: truth, labels } = target.test, place = source === target ? "intra" : "inter";
  return Array.from(gridCells(x, y, at, source.test.vectors, true), (cell) => ({
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
