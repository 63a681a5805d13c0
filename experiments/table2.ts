/**
 * Table 2: zero-shot stitching on images and texts, every method of the papers over the number of anchors.
 *
 * @module
 */
import type { LoadedSpace } from "../lib/encoder/load.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { drawsOf, loadSpaces } from "./shared/spaces.ts";
import { instancesOf } from "./shared/training.ts";
import { stitchPairs } from "./shared/stitching.ts";
import type { Row } from "./shared/summary.ts";
import { affine, TRANSLATIONS } from "./shared/translations.ts";
import { table2Claims } from "./table2.claims.ts";
import { findings, HEADLINE } from "./table2_findings.ts";

const TRAINED = ["mlp256", "cnn128", "convae128", "cnntanh256", "mlpae64"];
const DRAWINGS = ["pca", "ocr-recogniser", "ocr-detector"];
const TEXT = ["char-tfidf", "word-tfidf", "hashed-bow", "transformer"];

interface Part {
  /** What tables call it. */
  readonly part: string;
  readonly dataset: string;
  readonly encoders: readonly string[];
}

const part = (name: string, encoders: readonly string[], dataset = name): Part => ({ part: name, dataset, encoders });

/** Datasets with their encoders, and [k, seeds] of the draws. */
interface Sizes {
  readonly parts: readonly Part[];
  /** Test rows at most. */
  readonly rows: number;
  /** Training rows of every head: own heads and relative ones. */
  readonly heads: number;
  readonly draws: readonly (readonly [k: number, seeds: number])[];
  /** Fit affine maps and relative heads at every number of anchors, and take a second training seed of every encoder. */
  readonly thorough: boolean;
}

const PARTS = [
  part("mnist", [...TRAINED, "hog"]),
  part("fashion-mnist", [...TRAINED, "hog"]),
  part("emoji drawings", DRAWINGS, "emoji"),
  part("emoji descriptions", TEXT, "emoji"),
  part("wordnet-8", TEXT),
];
const SIZES = {
  quick: {
    parts: [part("mnist", TRAINED), part("fashion-mnist", TRAINED), ...PARTS.slice(2)],
    rows: 600,
    heads: 2000,
    draws: [[64, 2], [HEADLINE, 5], [1000, 1]],
    thorough: false,
  },
  vision: {
    parts: [part("mnist", ["mlp256", "cnn128", "convae128", "hog"])],
    rows: 3000,
    heads: 2000,
    draws: [64, 128, HEADLINE, 512, 1000].map((k) => [k, 2] as const),
    thorough: false,
  },
  full: {
    parts: [...PARTS, part("wordnet-26", TEXT)],
    rows: 3000,
    heads: 5000,
    draws: [[HEADLINE, 5], [64, 3], [1000, 3], [128, 3], [512, 3], [2000, 2]],
    thorough: true,
  },
} as const satisfies Record<string, Sizes>;

/** One draw of anchors on one part. */
interface Cell extends Part {
  readonly k: number;
  readonly seed: number;
  readonly rows: number;
  readonly heads: number;
  readonly methods: "all" | "without affine";
  readonly relativeHeads: boolean;
  readonly prototypes: boolean;
}

/** The measurements of one cell, and its encoders' dimensions. */
interface Found {
  readonly rows: readonly Row[];
  readonly dims: readonly number[];
}

/** Table 2 on every dataset; "vision" is MNIST alone. */
export const table2: Experiment<Sizes, Cell, Found> = Object.freeze({
  name: "table2",
  reproduces: "Table 2",
  about:
    "Zero-shot stitching of images and texts: every method, over ordered pairs of encoders and numbers of anchors.",
  notebook: "5-relative-space-as-a-bridge",
  module: import.meta.url,
  presets: SIZES,
  claims: table2Claims,
  cells,
  reads: ({ dataset, encoders }: Cell) => encoders.map((name) => `${dataset}/${name}`),
  measure: async (cell: Cell) => drawRows(await loadSpaces(cell.dataset, cell.encoders, cell), cell),
  findings: (found: readonly Found[], { seed }: Asked<Sizes>): Findings =>
    findings(found.flatMap(({ rows }) => rows), seed, found.flatMap(({ dims }) => dims)),
});

function cells({ sizes: { parts, rows, heads, draws, thorough }, seed }: Asked<Sizes>): readonly Cell[] {
  return parts.flatMap((part) =>
    draws.flatMap(([k, seeds]) =>
      drawsOf(seed, seeds).map((draw, i) => ({
        ...part,
        encoders: thorough ? instancesOf(part.encoders, i) : part.encoders,
        k,
        seed: draw,
        rows,
        heads,
        methods: i === 0 && (k === HEADLINE || thorough) ? "all" as const : "without affine" as const,
        relativeHeads: k <= HEADLINE || thorough,
        prototypes: k === HEADLINE,
      }))
    )
  );
}

/** One draw of one part; no rows where there are fewer training items than anchors. */
export function drawRows(spaces: readonly LoadedSpace[], cell: Omit<Cell, "dataset" | "encoders" | "rows">): Found {
  const { part, k, seed, methods, heads, relativeHeads, prototypes } = cell, dims = spaces.map((s) => s.encoder.dim);
  if (k > spaces[0]!.ids.length) return { rows: [], dims };
  const draw = {
    k,
    seed,
    methods: methods === "all" ? [...TRANSLATIONS, affine] : TRANSLATIONS,
    ...(relativeHeads && { relativeHeads: heads }),
    ...(prototypes && { prototypes: { groups: 32, items: 2000 } }),
  };
  const rows = [...stitchPairs(spaces, draw)].flat().map((row) => ({ dataset: part, ...row }));
  return { rows, dims };
}
