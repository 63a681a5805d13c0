/**
 * Sentences that stand in several languages: partners by id, and none in both parts.
 *
 * @module
 */
import { type Dataset, makeDataset } from "../../lib/data/dataset.ts";
import { words } from "../../lib/encoder/text.ts";

/** Two sentences are near-duplicates if the words that they share are this share of all their words (Jaccard). */
export const NEAR = 0.8;

/** The same sentences in several languages. */
export interface Parallel {
  /** One a language: equal ids, labels and splits; the training sentences stand first. */
  readonly datasets: readonly Dataset[];
  /** Sentences that a language lacks, or has without a word: dropped. */
  readonly alone: number;
  /** Training sentences that are near-duplicates of a test sentence in one language or more: dropped. */
  readonly near: number;
}

const ACTION = "pair the sentences";

/**
 * Keeps the sentences that every language has, on the side of the split that the first language gives them.
 *
 * @throws {RangeError} If there are not two languages, one has no texts, none of their training or test sentences is in
 * all of them, a sentence has another topic in another language, or a topic has no training sentence.
 */
export function parallelSentences(datasets: readonly Dataset[]): Parallel {
  if (datasets.length < 2) throw problem("there must be two languages or more", `there are ${datasets.length}`);
  const [first] = datasets as [Dataset], tables = datasets.map(tableOf);
  const paired = (i: number): boolean => tables.every((t) => (t.get(first.ids[i]!)?.words.size ?? 0) > 0);
  const [train, test] = [first.splits.train, first.splits.test].map((rows) => Array.from(rows).filter(paired));
  for (const [part, rows] of [["training", train!], ["test", test!]] as const) {
    if (rows.length === 0) throw problem(`a ${part} sentence must be in every language`, "none is");
  }
  const ids = (rows: readonly number[]): readonly string[] => rows.map((i) => first.ids[i]!);
  const asked = ids(test!), twins = new Set(tables.flatMap((t) => nearDuplicates(t, ids(train!), asked)));
  const learned = ids(train!).filter((id) => !twins.has(id)), all = [...learned, ...asked];
  const known = new Set(learned.map((id) => tables[0]!.get(id)!.topic));
  for (const id of all) {
    const topics = [...new Set(tables.map((t) => t.get(id)!.topic))];
    if (topics.length > 1) throw problem(`"${id}" must have one topic in all languages`, `it has ${topics.join(", ")}`);
    if (!known.has(topics[0]!)) throw problem("every topic must have a training sentence", `"${topics[0]}" has none`);
  }
  const splits = { train: range(0, learned.length), test: range(learned.length, all.length) };
  const made = datasets.map(({ name, classes }, l) => {
    const rows = all.map((id) => tables[l]!.get(id)!);
    const labels = rows.map(({ topic }) => topic), texts = rows.map(({ text }) => text);
    return makeDataset({ name, ids: all, labels, classes, texts, splits });
  });
  const everything = new Set(datasets.flatMap((d) => d.ids)).size;
  const complete = first.ids.filter((_, i) => paired(i)).length;
  return Object.freeze({ datasets: Object.freeze(made), alone: everything - complete, near: twins.size });
}

const problem = (must: string, found: string): RangeError => new RangeError(`Cannot ${ACTION} as ${must}: ${found}`);

/** The rows from `start` to `end`. */
export function range(start: number, end: number): Int32Array<ArrayBuffer> {
  return Int32Array.from({ length: end - start }, (_, i) => start + i);
}

interface Sentence {
  readonly text: string;
  readonly words: ReadonlySet<string>;
  readonly topic: string;
}

function tableOf({ name, ids, texts, labels, classes }: Dataset): ReadonlyMap<string, Sentence> {
  if (texts === undefined) throw problem("every dataset must have texts", `"${name}" has none`);
  const of = (text: string, i: number): Sentence => ({
    text,
    words: new Set(words(text)),
    topic: classes[labels[i]!]!,
  });
  return new Map(texts.map((text, i) => [ids[i]!, of(text, i)]));
}

/** The training sentences of one language that are near-duplicates of a test sentence. */
function nearDuplicates(
  table: ReadonlyMap<string, Sentence>,
  train: readonly string[],
  test: readonly string[],
): readonly string[] {
  const asked = test.map((id) => table.get(id)!.words);
  return train.filter((id) => asked.some((other) => jaccard(table.get(id)!.words, other) >= NEAR));
}

/** Shared words over all words; at once 0 where the sizes alone keep it below NEAR. */
function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (Math.min(a.size, b.size) < NEAR * Math.max(a.size, b.size)) return 0;
  let shared = 0;
  for (const word of a) if (b.has(word)) shared++;
  return shared / (a.size + b.size - shared);
}
