/**
 * A map tried on pairs that it was not fitted on.
 *
 * @module
 */
import { integer } from "../lib/base/check.ts";
import { rng } from "../lib/base/random.ts";
import { takeRows } from "../lib/linalg/matrix.ts";
import { columnMeans } from "../lib/linalg/rows.ts";
import {
  measureMigration,
  type MigrationOptions,
  type MigrationScore,
  type ThreeWays,
} from "../lib/measure/migration.ts";
import { loadTranslation } from "../lib/method/stored.ts";
import type { Translation } from "../lib/method/translation.ts";
import { anchorKey, space } from "../lib/space/space.ts";
import { shareOut, splitPair } from "./anchors.ts";
import { choice, type Given, numberIn, real, text, whole, withDefault } from "./flags.ts";
import { readJudged } from "./judged.ts";
import { type CHOICE_FLAGS, FIT_FLAGS, fitBy, type FitChoice, fitLike, how } from "./methods.ts";
import { type Pair, PAIR_FLAGS, readLines, readPair } from "./vectors.ts";

/** The flags of everything that tries a map. */
export const TRIAL_FLAGS = {
  map: text("file", "a fitted map to try on all pairs given, none of which it may know; else one is fitted here"),
  "hold-out": withDefault(real("share", "of the pairs, kept from the fit and scored", .01, .9), .25),
  ...FIT_FLAGS,
  ...PAIR_FLAGS,
  at: withDefault(text("k,k", "places for recall@k, overlap@k and ndcg@k"), "1,10"),
  translated: withDefault(choice(["index", "queries"], "which side is translated: the index or the queries"), "index"),
  "two-stage": whole("c", "also score a search that recalls c rows by the map and ranks them by the new model", 1),
  labels: text("file", "a class a line, in the order of the pairs: adds accuracy by the 10 nearest neighbours"),
  qrels: text(
    "file",
    "judgements (query, row id, grade; tab- or space-separated, or TREC's four columns): adds ndcg@k",
  ),
  queries: text("source,target", "the judged queries' vectors under both models"),
};

/** What was tried, and how it did. */
export interface Trial {
  readonly map: Translation;
  /** The pairs the map was fitted on; absent for a map from a file. */
  readonly anchors?: Pair;
  /** The pairs it was scored on. */
  readonly held: Pair;
  readonly scores: readonly MigrationScore[];
  /** How it was measured, for other maps on the same pairs. */
  readonly options: MigrationOptions;
}

/** Fits or loads the map, and scores it. */
export async function runTrial(
  given: Given<typeof TRIAL_FLAGS>,
  source: string,
  target: string,
  extra: { readonly at?: readonly number[]; candidates?(rows: number, depth: number): number | undefined } = {},
): Promise<Trial> {
  const pair = await readPair(source, target, given), { seed } = given;
  const split: { readonly anchors?: Pair; readonly held: Pair } = given.map === undefined
    ? await splitPair(pair, given.anchors, given["hold-out"], seed)
    : { held: pair };
  const map = given.map === undefined ? await fitBy(split.anchors!, how(given)) : await unknownMap(given.map, pair);
  const control = split.anchors && await fitShuffled(map, split.anchors, how(given)), { held } = split;
  const labels = given.labels && await labelsOf(given.labels, pair, held);
  const judged = await readJudged(given, held, map), at = [...new Set([...placesOf(given.at), ...extra.at ?? []])];
  const fallback = given.translated === "index"
    ? extra.candidates?.(held.source.ids.length, Math.max(...at))
    : undefined;
  const candidates = given["two-stage"] ?? fallback;
  const center = split.anchors ? columnMeans(split.anchors.target.vectors) : map.affine.after, { translated } = given;
  const options = { seed, at: at.sort((a, b) => a - b), translated, center };
  const all: MigrationOptions = {
    ...options,
    ...labels && { labels },
    ...judged && { judged },
    ...candidates && { candidates },
  };
  return { map, ...split, scores: measureMigration(threeWays(map, held, control), all), options: all };
}

/** Held-out pairs as they are under both models and through the map. */
export function threeWays(map: Translation, { source, target }: Pair, shuffled?: Translation): ThreeWays {
  const control = shuffled && { shuffled: shuffled.apply(source.vectors) };
  return { source: source.vectors, translated: map.apply(source.vectors), target: target.vectors, ...control };
}

/** The control: a map of the same kind, fitted on the same rows with their pairing shuffled. */
async function fitShuffled(map: Translation, { source, target }: Pair, choice: FitChoice): Promise<Translation> {
  const order = rng(choice.seed).fork("shuffled pairs").permutation(source.ids.length);
  const vectors = takeRows(target.vectors, order);
  return await fitLike(map, { source, target: space({ ...target, vectors }) }, choice);
}

/** A map fitted on most of the pairs and scored on the rest, by default a quarter. @throws {RangeError} If too few are left. */
export async function heldOut(pair: Pair, choice: Given<typeof CHOICE_FLAGS>, share = .25): Promise<Trial> {
  const split = shareOut(pair, share, choice.seed), map = await fitBy(split.anchors, how(choice));
  const options = { seed: choice.seed, center: columnMeans(split.anchors.target.vectors) };
  return { map, ...split, options, scores: measureMigration(threeWays(map, split.held), options) };
}

/** @throws {TypeError} If the map has other dimensions, or was fitted on just these items, as far as their ids can tell. */
async function unknownMap(path: string, pair: Pair): Promise<Translation> {
  const map = await loadTranslation(path);
  const { rows, cols } = map.affine.weights;
  const [from, to] = [pair.source.vectors.cols, pair.target.vectors.cols];
  const { count, hash } = map.source.anchors, own = anchorKey(pair.source);
  if (pair.named && count === own.count && hash === own.hash) {
    throw new TypeError(`Cannot try ${path} on these items as it must not know them: it was fitted on them`);
  }
  if (rows === from && cols === to) return map;
  throw new TypeError(
    `Cannot try ${path} as it must map ${from} to ${to} dimensions: it maps ${rows} to ${cols}`,
  );
}

function placesOf(text: string): number[] {
  const what = "every k of --at", action = "evaluate a map";
  return text.split(",").map((k) => integer(numberIn(k, "an integer", what, action), 1, Infinity, what, action));
}

async function labelsOf(path: string, pair: Pair, held: Pair): Promise<readonly string[]> {
  const labels = await readLines(path);
  if (labels.length !== pair.source.ids.length) {
    throw new TypeError(
      `Cannot measure accuracy as ${path} must have a class for each of ${pair.source.ids.length} pairs: it has ${labels.length}`,
    );
  }
  const of = new Map(pair.source.ids.map((id, i) => [id, labels[i]!]));
  return held.source.ids.map((id) => of.get(id)!);
}
