/**
 * Table 1: sentences from one language to another.
 *
 * @module
 */
import type { Dataset } from "../lib/data/dataset.ts";
import { loadDataset } from "../lib/data/registry.ts";
import { loadSib } from "../lib/data/sib.ts";
import { zeroRows } from "../lib/linalg/rows.ts";
import { encodeDataset, type LoadedSpace } from "../lib/encoder/load.ts";
import type { Asked, Experiment } from "./experiment.ts";
import { crossings, untranslated } from "./shared/crossing.ts";
import { hub, hubModel } from "./shared/hubmodels.ts";
import { encoderOf, JOINT, jointSpaces, type Language, PAIRED } from "./shared/languages.ts";
import { type Parallel, parallelSentences } from "./shared/parallel.ts";
import { drawsOf } from "./shared/spaces.ts";
import type { Row } from "./shared/summary.ts";
import { table1Claims } from "./table1.claims.ts";
import { findings } from "./table1_findings.ts";

/** Sentences, and one encoder for each of their languages. */
interface Part {
  /** What tables call it. */
  readonly part: string;
  readonly corpus: "messages" | "sib-200";
  readonly anchors: number;
  /** Encoder by language. */
  readonly encoders: Readonly<Record<string, string>>;
  /** The encoder that is fitted on all languages, or was by others. */
  readonly joint?: string;
}
interface Sizes {
  readonly parts: readonly Part[];
  readonly draws: number;
}

const each = (encoder: string, languages = ["en", "es", "fr", "ja"]): Readonly<Record<string, string>> =>
  Object.fromEntries(languages.map((language) => [language, encoder]));
const fitted = (corpus: Part["corpus"], name: string, anchors: number): readonly Part[] =>
  [["letters", "char-tfidf"], ["words", "word-tfidf"]].map(([units, encoder]) => (
    { part: `${name}, ${units}`, corpus, anchors, encoders: each(encoder!), joint: encoder! }
  ));
const MESSAGES = fitted("messages", "messages", 1000);
const SIB = { corpus: "sib-200", anchors: 701 } as const;
const SIZES: Readonly<Record<string, Sizes>> = {
  quick: { parts: MESSAGES, draws: 1 },
  full: {
    parts: [
      ...fitted("sib-200", "SIB-200", 701),
      { ...SIB, part: "SIB-200, 256 dimensions", encoders: each("char-tfidf@256"), joint: "char-tfidf@256" },
      { ...SIB, part: "SIB-200, sentence encoder", encoders: each("use-lite", ["en", "es", "fr"]) },
      { ...SIB, part: "SIB-200, mixed", encoders: { ...each("char-tfidf"), en: "use-lite" } },
      ...MESSAGES,
    ],
    draws: 3,
  },
  paper: {
    parts: [{
      ...SIB,
      part: "SIB-200, RoBERTa",
      encoders: {
        en: hub("FacebookAI/roberta-base"),
        es: hub("PlanTL-GOB-ES/roberta-base-bne"),
        fr: hub("almanach/camembert-base"),
        ja: hub("rinna/japanese-roberta-base"),
      },
      joint: hub("FacebookAI/xlm-roberta-base"),
    }],
    draws: 3,
  },
};

interface Cell extends Part {
  readonly seed: number;
}
interface Found {
  readonly rows: readonly Row[];
  readonly sentences: Row;
}

/** Table 1; "paper" names the paper's kind of encoders, whose files must be at hand. */
export const table1: Experiment<Sizes, Cell, Found> = Object.freeze({
  name: "table1",
  reproduces: "Table 1",
  about:
    "Sentences from one language to another: cosines, retrieval of the parallel sentence, topics read by its head.",
  notebook: "4.1-space-inversion",
  module: import.meta.url,
  presets: SIZES,
  claims: table1Claims,
  cells: ({ sizes: { parts, draws }, seed }: Asked<Sizes>) =>
    parts.flatMap((part) => drawsOf(seed, draws).map((draw) => ({ ...part, seed: draw }))),
  reads: ({ corpus, encoders, joint }: Cell) =>
    [...new Set([...Object.values(encoders), ...(joint ? [joint] : [])])].map((name) => `${corpus}/${name}`),
  measure: async (cell: Cell) => await cellRows(await sentencesOf(cell), cell),
  findings: (found: readonly Found[], { seed }: Asked<Sizes>) =>
    findings(found.flatMap(({ rows }) => rows), found.map(({ sentences }) => sentences), seed),
});

/** The sentences of a part; SIB-200's 99 sentences for development are in neither part. */
async function sentencesOf({ corpus, encoders }: Part): Promise<Parallel> {
  const load = (language: string): Promise<Dataset> =>
    corpus === "sib-200" ? loadSib(language, { development: "neither" }) : loadDataset(`${corpus}/${language}`);
  return parallelSentences(await Promise.all(Object.keys(encoders).map(load)));
}

/** Everything about one part with one draw of anchors. */
export async function cellRows({ datasets, alone, near }: Parallel, cell: Cell): Promise<Found> {
  const { part, encoders, joint, anchors: k, seed } = cell, names = Object.keys(encoders), draw = { k, seed };
  const languages = (spaces: readonly LoadedSpace[]): readonly Language[] =>
    spaces.map((space, i) => ({ language: names[i]!, space }));
  const own: LoadedSpace[] = [];
  for (const [i, dataset] of datasets.entries()) {
    own.push(await encodeDataset(dataset, encoderOf(encoders[names[i]!]!)));
  }
  const rows = [...crossings(languages(own), draw)];
  for (const [method, spaces] of await shared(datasets, joint)) {
    rows.push(...untranslated(method, languages(spaces), draw));
  }
  const [{ ids, test }] = own as [LoadedSpace], counts = new Float64Array(own[0]!.classes.length);
  for (const label of test.labels) counts[label]!++;
  const sizes = { train: ids.length, test: test.ids.length, anchors: k, alone, near, largest: Math.max(...counts) };
  const zero = own.reduce((sum, s) => sum + zeroRows(s.test.vectors), 0);
  return { rows: rows.map((row) => ({ dataset: part, ...row })), sentences: { dataset: part, ...sizes, zero } };
}

/** The spaces that need no translation, by the names of their rows. */
async function shared(
  datasets: readonly Dataset[],
  joint: string | undefined,
): Promise<readonly (readonly [string, readonly LoadedSpace[]])[]> {
  if (joint === undefined) return [];
  if (hubModel(joint)) return [[JOINT, await Promise.all(datasets.map((d) => encodeDataset(d, encoderOf(joint))))]];
  const spaces = (paired: boolean): Promise<readonly LoadedSpace[]> =>
    jointSpaces(datasets, encoderOf(joint), { paired });
  return [[JOINT, await spaces(false)], [PAIRED, await spaces(true)]];
}
