/**
 * Table 2: zero-shot stitching on images and texts, every method of the papers over the number of anchors.
 *
 * @module
 */
import type { LoadedSpace } from "../lib/encoder/load.ts";
import type { Experiment, Findings, Preset, RunOptions } from "./experiment.ts";
import { loadSpaces, withTestRows } from "./spaces.ts";
import { stitchPairs } from "./stitching.ts";
import type { Row } from "./summary.ts";
import { findings, HEADLINE } from "./table2_findings.ts";
import { affine, TRANSLATIONS } from "./translations.ts";

const TRAINED = ["mlp256", "cnn128", "convae128", "cnntanh256", "mlpae64"];
const FIXED = ["hog", "pca", "random-conv"];
const DRAWINGS = ["pca", "ocr-recogniser", "ocr-detector"];
const TEXT = ["char-tfidf", "word-tfidf", "hashed-bow", "transformer"];

interface Part {
  /** What tables call it. */
  readonly part: string;
  readonly dataset: string;
  readonly encoders: readonly string[];
}

const part = (name: string, encoders: readonly string[], dataset = name): Part => ({ part: name, dataset, encoders });

/** Datasets with their encoders, test rows, and [k, seeds] of the draws. */
const SIZES: Readonly<
  Record<Preset, { parts: readonly Part[]; rows: number; draws: readonly (readonly [number, number])[] }>
> = {
  quick: {
    parts: [
      part("mnist", TRAINED),
      part("fashion-mnist", TRAINED),
      part("emoji drawings", DRAWINGS, "emoji"),
      part("emoji descriptions", TEXT, "emoji"),
      part("wordnet-8", TEXT),
    ],
    rows: 600,
    draws: [[64, 2], [HEADLINE, 5], [1000, 1]],
  },
  full: {
    parts: [
      part("mnist", [...TRAINED, ...FIXED]),
      part("fashion-mnist", [...TRAINED, ...FIXED]),
      part("emoji drawings", [...DRAWINGS, "random-conv"], "emoji"),
      part("emoji descriptions", [...TEXT, "glove"], "emoji"),
      part("wordnet-8", [...TEXT, "glove"]),
      part("wordnet-26", [...TEXT, "glove"]),
    ],
    rows: 3000,
    draws: [[64, 5], [128, 5], [HEADLINE, 5], [512, 5], [1000, 5], [2000, 5]],
  },
};

/** Table 2 on every dataset. */
export const table2: Experiment = Object.freeze({
  name: "table2",
  reproduces: "Table 2",
  about:
    "Zero-shot stitching of images and texts: every method, over ordered pairs of encoders and numbers of anchors.",
  run,
});

async function run({ preset, seed, progress }: RunOptions): Promise<Findings> {
  const sizes = SIZES[preset], rows: Row[] = [], dims: Record<string, readonly number[]> = {};
  for (const { part, dataset, encoders } of sizes.parts) {
    const spaces = (await loadSpaces(dataset, encoders)).map((s) => withTestRows(s, sizes.rows));
    const draws = sizes.draws.filter(([k]) => k <= spaces[0]!.ids.length);
    const tick = progress(`table2 ${part}`, draws.reduce((sum, d) => sum + d[1], 0) * spaces.length ** 2);
    dims[part] = spaces.map((s) => s.encoder.dim);
    for (const row of stitched(spaces, draws, { seed, thorough: preset === "full", tick })) {
      rows.push({ dataset: part, ...row });
    }
  }
  return { sizes: { ...sizes, dims, headline: HEADLINE }, ...findings(rows, seed, Object.values(dims).flat()) };
}

function* stitched(
  spaces: readonly LoadedSpace[],
  draws: readonly (readonly [number, number])[],
  { seed, thorough, tick }: { readonly seed: number; readonly thorough: boolean; readonly tick: () => void },
): Generator<Row> {
  for (const [k, seeds] of draws) {
    for (let i = 0; i < seeds; i++) {
      const methods = i === 0 && (k === HEADLINE || thorough) ? [...TRANSLATIONS, affine] : TRANSLATIONS;
      const draw = { k, seed: seed * 100 + i, methods, relativeHeads: k <= HEADLINE || thorough };
      for (const rows of stitchPairs(spaces, draw)) {
        tick();
        yield* rows;
      }
    }
  }
}
