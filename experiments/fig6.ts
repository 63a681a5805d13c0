/**
 * Figure 6: similarity, accuracy, condition number and anchors kept over ω and δ, and how they go together.
 *
 * @module
 */
import { sampleAnchors } from "../lib/method/anchors.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import { type Side, side } from "../lib/method/side.ts";
import { fig6Claims } from "./fig6.claims.ts";
import type { Asked, Experiment } from "./experiment.ts";
import { findingsOf, SETTINGS } from "./fig6_findings.ts";
import { centeredSimilarity, DELTAS, gridCells, type GridPlace, OMEGAS } from "./shared/grid.ts";
import { drawsOf, loadSpaces } from "./shared/spaces.ts";
import { stitchPairs } from "./shared/stitching.ts";
import type { Row } from "./shared/summary.ts";
import { TRANSLATIONS } from "./shared/translations.ts";

const ENCODERS = ["char-tfidf", "word-tfidf", "hashed-bow", "transformer"];
const ON = { dataset: "wordnet-8", encoders: ENCODERS, omegas: OMEGAS, deltas: DELTAS };
const SIZES = {
  quick: { ...ON, anchors: 256, rows: 1000, seeds: 1 },
  full: { ...ON, anchors: 512, rows: 3000, seeds: 3 },
};
type Sizes = typeof SIZES.quick;
/** What pruning competes with: every anchor at once. */
const ALL_ANCHORS = ["IRP (ω=1, δ=0)", "ridge IRP", "whitened"];

/** One draw of anchors: for one target over the grid, or for all pairs without pruning. */
interface Cell {
  readonly dataset: string;
  readonly encoders: readonly string[];
  readonly anchors: number;
  readonly rows: number;
  readonly seed: number;
  readonly target: string;
}
const ALL = "all anchors";

/** Figure 6 on WordNet's glosses. */
export const fig6: Experiment<Sizes, Cell, readonly Row[]> = Object.freeze({
  name: "fig6",
  reproduces: "Figure 6",
  about: "Stitching texts over ω and δ: similarity, accuracy, effective condition number, anchors kept, correlations.",
  notebook: "5-relative-space-as-a-bridge",
  module: import.meta.url,
  presets: SIZES,
  claims: fig6Claims,
  cells: ({ sizes: { dataset, encoders, anchors, rows, seeds }, seed }: Asked<Sizes>) =>
    drawsOf(seed, seeds).flatMap((draw) =>
      [...encoders, ALL].map((target) => ({ dataset, encoders, anchors, rows, seed: draw, target }))
    ),
  reads: ({ dataset, encoders }: Cell) => encoders.map((name) => `${dataset}/${name}`),
  measure: async (cell: Cell) => {
    const spaces = await loadSpaces(cell.dataset, cell.encoders, cell), { anchors, seed, target } = cell;
    return target === ALL ? allAnchorRows(spaces, anchors, seed) : gridRows(spaces, anchors, seed, target);
  },
  findings: (found: readonly (readonly Row[])[], { seed }: Asked<Sizes>) => {
    const rows = found.flat();
    return findingsOf(rows.filter((r) => r.method === undefined), rows.filter((r) => r.method !== undefined), seed);
  },
});

/** Every cell of the grid for every source of one target. */
export function gridRows(spaces: readonly LoadedSpace[], k: number, seed: number, name: string): readonly Row[] {
  const ids = sampleAnchors(spaces[0]!, { count: k, seed }), t = spaces.findIndex((s) => s.encoder.name === name);
  const anchors = spaces.map((s) => side(s.at(ids).vectors, "run fig6")), target = spaces[t]!;
  return DELTAS.flatMap((delta) =>
    spaces.flatMap((source, s) => {
      if (s === t) return [];
      return pairRows({ source, target, x: anchors[s]!, y: anchors[t]!, place: { delta, seed } }).map((row) => ({
        seed,
        ...row,
      }));
    })
  );
}

interface Pair {
  readonly source: LoadedSpace;
  readonly target: LoadedSpace;
  readonly x: Side;
  readonly y: Side;
  readonly place: GridPlace;
}

function pairRows({ source, target, x, y, place }: Pair): readonly Row[] {
  const { vectors: truth, labels } = target.test;
  return Array.from(
    gridCells(x, y, place, source.test.vectors, true),
    ({ mapped, condition, completion, ...cell }) => ({
      source: source.encoder.name,
      target: target.encoder.name,
      setting: SETTINGS[Number(completion)],
      ...cell,
      similarity: centeredSimilarity(mapped, truth, y),
      accuracy: accuracy(target.head.predict(mapped), labels),
      condition,
      logCondition: Math.log10(condition),
    }),
  );
}

/** What all anchors give on the same draw, without pruning: unregularised and regularised. */
export function allAnchorRows(spaces: readonly LoadedSpace[], k: number, seed: number): readonly Row[] {
  const methods = TRANSLATIONS.filter(({ name }) => ALL_ANCHORS.includes(name));
  const rows = [...stitchPairs(spaces, { k, seed, methods })].flat();
  return rows.filter(({ method }) => ALL_ANCHORS.includes(method as string));
}
