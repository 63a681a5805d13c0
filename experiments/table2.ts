/**
 * Table 2: zero-shot stitching on images and texts, every method of the papers over the number of anchors.
 *
 * @module
 */
import type { Experiment, Findings, Preset, RunOptions } from "./experiment.ts";
import { inParallel } from "./shared/parallel.ts";
import { loadSpaces, withTestRows } from "./shared/spaces.ts";
import { stitchPairs } from "./shared/stitching.ts";
import type { Row } from "./shared/summary.ts";
import { findings, HEADLINE } from "./table2_findings.ts";
import { affine, TRANSLATIONS } from "./shared/translations.ts";

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
  const sizes = SIZES[preset], { parts, draws, rows } = sizes;
  const seeds = draws.reduce((sum, [, count]) => sum + count, 0);
  const tick = progress("table2", parts.reduce((sum, { encoders }) => sum + seeds * encoders.length ** 2, 0));
  const jobs = parts.map((part): Job => ({ ...part, rows, draws, seed, thorough: preset === "full" }));
  const found = await inParallel<Job, PartRows>({ module: import.meta.url, name: "partRows" }, jobs, tick);
  const dims = Object.fromEntries(found.map((f, i) => [parts[i]!.part, f.dims]));
  const all = found.flatMap((f) => f.rows);
  return { sizes: { ...sizes, dims, headline: HEADLINE }, ...findings(all, seed, Object.values(dims).flat()) };
}

/** One part, as it is sent to a worker. */
interface Job extends Part {
  readonly rows: number;
  readonly draws: readonly (readonly [number, number])[];
  readonly seed: number;
  /** Fit the slow methods at every number of anchors. */
  readonly thorough: boolean;
}

/** The measurements of one part, and its encoders' dimensions. */
interface PartRows {
  readonly rows: readonly Row[];
  readonly dims: readonly number[];
}

/** Every draw of one part: k as far as there are training items. */
export async function partRows(job: Job, tick: () => void): Promise<PartRows> {
  const { part, dataset, encoders, draws, seed, thorough } = job, found: Row[] = [];
  const spaces = (await loadSpaces(dataset, encoders)).map((s) => withTestRows(s, job.rows));
  for (const [k, seeds] of draws) {
    for (let i = 0; i < seeds; i++) {
      const methods = i === 0 && (k === HEADLINE || thorough) ? [...TRANSLATIONS, affine] : TRANSLATIONS;
      const draw = { k, seed: seed * 100 + i, methods, relativeHeads: k <= HEADLINE || thorough };
      const rows = k <= spaces[0]!.ids.length ? stitchPairs(spaces, draw) : skipped(spaces.length ** 2);
      for (const pair of rows) {
        tick();
        for (const row of pair) found.push({ dataset: part, ...row });
      }
    }
  }
  return { rows: found, dims: spaces.map((s) => s.encoder.dim) };
}

/** No rows, in as many steps. */
function* skipped(steps: number): Generator<readonly Row[]> {
  for (let i = 0; i < steps; i++) yield [];
}
