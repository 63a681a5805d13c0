/**
 * Cora (Sen et al. 2008; Planetoid's split): 2,708 papers of 7 fields, the words that they hold, and who cites whom.
 *
 * @module
 */
import { gunzipSync } from "../base/node.ts";
import { type Dataset, makeDataset } from "./dataset.ts";
import { dataFile } from "./files.ts";

/** The graph as JSON, made of the files of kimiyoung/planetoid @ af6abf46. */
export const CORA_FILE = {
  name: "cora.json.gz",
  sha256: "5d2cbc10ae615a8638239d528ddb42e44aafbc88cbaa794a4e90709bd05ace1f",
};
const FIELDS = [
  ...["theory", "reinforcement learning", "genetic algorithms", "neural networks"],
  ...["probabilistic methods", "case-based reasoning", "rule learning"],
];

/** What the file holds: word numbers of each paper, classes, and pairs of papers that cite each other. */
export interface CoraGraph {
  readonly words: number;
  readonly x: readonly (readonly number[])[];
  readonly y: readonly number[];
  readonly edges: readonly (readonly [number, number])[];
  /** Planetoid's split: the first papers, 20 of each field, to train on, and 1,000 to test. */
  readonly train: number;
  readonly test: readonly number[];
}

/** The graph. */
export async function loadCoraGraph(): Promise<CoraGraph> {
  return JSON.parse(new TextDecoder().decode(gunzipSync(await dataFile(CORA_FILE), 1 << 24))) as CoraGraph;
}

/**
 * The papers as texts of anonymous words ("w19 w81 …"); ids are row numbers of the graph. Planetoid's 1,000 papers to test, the other 1,708 to
 * train.
 */
export async function loadCora(): Promise<Dataset> {
  const { x, y, test } = await loadCoraGraph(), held = new Set(test);
  return makeDataset({
    name: "cora",
    texts: x.map((words) => words.map((word) => `w${word}`).join(" ")),
    labels: y,
    classes: FIELDS,
    splits: {
      train: Int32Array.from(y.flatMap((_, i) => held.has(i) ? [] : [i])),
      test: Int32Array.from(test),
    },
  });
}
