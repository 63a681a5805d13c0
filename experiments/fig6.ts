/**
 * Figure 6: similarity, accuracy, condition number and anchors kept over ω and δ, and how they go together.
 *
 * @module
 */
import { sampleAnchors } from "../lib/method/anchors.ts";
import type { LoadedSpace } from "../lib/encoder/load.ts";
import { accuracy } from "../lib/measure/accuracy.ts";
import { type UnitAnchors, unitAnchors } from "../lib/space/scaling.ts";
import type { Experiment, Findings, RunOptions } from "./experiment.ts";
import { bestCell, charts, correlations, fewAgainstMany, SETTINGS } from "./fig6_findings.ts";
import { centeredSimilarity, DELTAS, gridCells, OMEGAS, type PrunedTarget, pruneTarget } from "./shared/grid.ts";
import { loadSpaces, withTestRows } from "./shared/spaces.ts";
import { stitchPairs } from "./shared/stitching.ts";
import { meanBy, type Row } from "./shared/summary.ts";
import { TRANSLATIONS } from "./shared/translations.ts";

const SIZES = {
  quick: { dataset: "wordnet-8", anchors: 256, rows: 1000, seeds: 1 },
  full: { dataset: "wordnet-8", anchors: 512, rows: 3000, seeds: 3 },
} as const;
/** What pruning competes with: every anchor at once. */
const ALL_ANCHORS = ["IRP (ω=1, δ=0)", "ridge IRP", "whitened"];
const ENCODERS = ["char-tfidf", "word-tfidf", "hashed-bow", "transformer"];

/** Figure 6 on WordNet's glosses. */
export const fig6: Experiment = Object.freeze({
  name: "fig6",
  reproduces: "Figure 6",
  about: "Stitching texts over ω and δ: similarity, accuracy, effective condition number, anchors kept, correlations.",
  run,
});

async function run({ preset, seed, progress }: RunOptions): Promise<Findings> {
  const { dataset, ...sizes } = SIZES[preset];
  const spaces = (await loadSpaces(dataset, ENCODERS)).map((s) => withTestRows(s, sizes.rows));
  const tick = progress("fig6", sizes.seeds * DELTAS.length * spaces.length * (spaces.length - 1));
  const seeds = Array.from({ length: sizes.seeds }, (_, i) => seed * 100 + i);
  const cells = seeds.flatMap((draw) => gridRows(spaces, sizes.anchors, draw, tick));
  const all = seeds.flatMap((draw) => allAnchorRows(spaces, sizes.anchors, draw));
  return {
    sizes: { dataset, encoders: ENCODERS, ...sizes, omegas: OMEGAS, deltas: DELTAS },
    ...found(cells, all, seed),
  };
}

/** Every cell of the grid for every ordered pair of different spaces. */
export function gridRows(spaces: readonly LoadedSpace[], k: number, seed: number, tick: () => void): readonly Row[] {
  const ids = sampleAnchors(spaces[0]!, { count: k, seed });
  const anchors = spaces.map((s) => unitAnchors(s.at(ids).vectors, "run fig6"));
  return spaces.flatMap((target, t) =>
    pruneTarget(anchors[t]!, seed).flatMap((pruned) =>
      spaces.flatMap((source, s) => {
        if (s === t) return [];
        tick();
        return pairRows({ source, target, x: anchors[s]!, y: anchors[t]!, pruned }).map((row) => ({ seed, ...row }));
      })
    )
  );
}

interface Pair {
  readonly source: LoadedSpace;
  readonly target: LoadedSpace;
  readonly x: UnitAnchors;
  readonly y: UnitAnchors;
  readonly pruned: PrunedTarget;
}

function pairRows({ source, target, x, y, pruned }: Pair): readonly Row[] {
  const { vectors: truth, labels } = target.test;
  return Array.from(
    gridCells(x, y, pruned, source.test.vectors, true),
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
  const rows = [...stitchPairs(spaces, { k, seed, methods, relativeHeads: false })].flat();
  return rows.filter(({ method }) => ALL_ANCHORS.includes(method as string));
}

/** Records and charts from the cells of all pairs, and from what all anchors give. */
export function found(cells: readonly Row[], all: readonly Row[], seed: number): Omit<Findings, "sizes"> {
  const values = ["similarity", "accuracy", "condition", "logCondition", "anchors"];
  const grid = meanBy(cells, ["setting", "omega", "delta"], values), correlated = correlations(cells, seed);
  const best = SETTINGS.map((setting) => bestCell(grid.filter((g) => g.setting === setting)));
  return {
    summary: "correlations",
    records: { correlations: correlated, best, fewAgainstMany: fewAgainstMany(cells, best[0]!, all, seed), grid },
    charts: charts(grid, correlated),
  };
}
