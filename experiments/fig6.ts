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
import { type DataPart, PAPER, PARTS as DATA } from "./shared/parts.ts";
import { PHOTOS, rankDeficient } from "./shared/pretrained.ts";
import { drawsOf, loadSpaces } from "./shared/spaces.ts";
import { stitchPairs } from "./shared/stitching.ts";
import type { Row } from "./shared/summary.ts";
import { TRANSLATIONS } from "./shared/translations.ts";

const ENCODERS = ["char-tfidf", "word-tfidf", "hashed-bow", "transformer"];
const ON = { completion: true, omegas: OMEGAS, deltas: DELTAS };
const on = (anchors: number): Part => ({ dataset: "wordnet-8", encoders: ENCODERS, anchors });
const large = (parts: readonly (DataPart | undefined)[]): Sizes => (
  { ...ON, parts: parts.map((part) => ({ ...part!, anchors: PHOTOS.anchors })), completion: false, seeds: 3 }
);
const SIZES: Readonly<Record<string, Sizes>> = {
  quick: { ...ON, parts: [on(256)], rows: 1000, seeds: 1 },
  full: { ...ON, parts: [on(512)], rows: 3000, seeds: 3 },
  pretrained: large([DATA["cifar-10"], DATA["ag-news"]]),
  paper: large([PAPER["n24news, texts"], PAPER["trec"]]),
};

/** Encoders of a dataset, and how many anchors. */
interface Part extends Partial<DataPart> {
  readonly dataset: string;
  readonly encoders: readonly string[];
  readonly anchors: number;
}
interface Sizes {
  readonly parts: readonly Part[];
  /** Test rows at most, where the part does not say so itself. */
  readonly rows?: number;
  /** Also with completion. */
  readonly completion: boolean;
  readonly seeds: number;
  readonly omegas: readonly number[];
  readonly deltas: readonly number[];
}
/** What pruning competes with: every anchor at once. */
const ALL_ANCHORS = ["IRP (ω=1, δ=0)", "ridge IRP", "whitened"];

/** One draw of anchors: for one target over the grid, or for all pairs without pruning. */
interface Cell extends Part {
  readonly completion: boolean;
  readonly seed: number;
  readonly target: string;
}
const ALL = "all anchors";

/** Figure 6 on WordNet's glosses, and on photographs and news by pretrained encoders. */
export const fig6: Experiment<Sizes, Cell, readonly Row[]> = Object.freeze({
  name: "fig6",
  reproduces: "Figure 6",
  about: "Stitching over ω and δ: similarity, accuracy, effective condition number, anchors kept, correlations.",
  notebook: "5-relative-space-as-a-bridge",
  module: import.meta.url,
  presets: SIZES,
  claims: fig6Claims,
  cells: ({ sizes: { parts, seeds, omegas: _, deltas: __, ...rows }, seed }: Asked<Sizes>) =>
    parts.flatMap((part) =>
      drawsOf(seed, seeds).flatMap((draw) =>
        [...part.encoders, ALL].map((target) => ({ ...rows, ...part, seed: draw, target }))
      )
    ),
  reads: ({ dataset, encoders }: Cell) => encoders.map((name) => `${dataset}/${name}`),
  measure: async ({ apart, ...cell }: Cell) => {
    const { dataset, anchors, seed, target, completion } = cell, drawn = apart && { apart: { count: anchors, seed } };
    const spaces = await loadSpaces(dataset, cell.encoders, { ...cell, ...drawn });
    const rows = target === ALL
      ? allAnchorRows(spaces, anchors, seed)
      : gridRows(spaces, { anchors, seed, target, completion });
    return rows.map((row) => ({ dataset, ...row }));
  },
  findings: (found: readonly (readonly Row[])[], { seed }: Asked<Sizes>) => findingsOf(found.flat(), seed),
});

/** Every cell of the grid for every source of one target. */
export function gridRows(
  spaces: readonly LoadedSpace[],
  { anchors: count, seed, target: name, completion }: Pick<Cell, "anchors" | "seed" | "target" | "completion">,
): readonly Row[] {
  const ids = sampleAnchors(spaces[0]!, { count, seed }), t = spaces.findIndex((s) => s.encoder.name === name);
  const anchors = spaces.map((s) => side(s.at(ids).vectors, "run fig6")), target = spaces[t]!;
  return DELTAS.flatMap((delta) =>
    spaces.flatMap((source, s) => {
      if (s === t) return [];
      const pair = { source, target, x: anchors[s]!, y: anchors[t]!, place: { delta, seed }, completion };
      return pairRows(pair).map((row) => ({ seed, deficient: rankDeficient(count, target.encoder.dim), ...row }));
    })
  );
}

interface Pair {
  readonly source: LoadedSpace;
  readonly target: LoadedSpace;
  readonly x: Side;
  readonly y: Side;
  readonly place: GridPlace;
  readonly completion: boolean;
}

function pairRows({ source, target, x, y, place, completion: both }: Pair): readonly Row[] {
  const { vectors: truth, labels } = target.test;
  return Array.from(
    gridCells(x, y, place, source.test.vectors, both),
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
