/**
 * How many pairs are needed: the same held-out rows, maps fitted on more and more pairs.
 *
 * @module
 */
import { progress } from "../lib/base/progress.ts";
import { bootstrapInterval, type Interval, pairedDifference } from "../lib/measure/bootstrap.ts";
import { matchScores, overlapScores, type QueryScores, search } from "../lib/measure/search.ts";
import { cosineSimilarity } from "../lib/measure/similarity.ts";
import { sampleAnchors } from "../lib/method/anchors.ts";
import { alignColumns } from "../lib/notebook/table.ts";
import { type FitChoice, fitLike } from "./methods.ts";
import { interval } from "./print.ts";
import { threeWays, type Trial } from "./trial.ts";
import { pick } from "./vectors.ts";

/** The fewest pairs of a curve, and the gain that a doubling must have to be worth it. */
const FIRST = 32, WORTH = .01;

/** The scores of maps fitted on so many pairs. */
export interface CurvePoint {
  /** Pairs fitted on. */
  readonly pairs: number;
  /** Each score with its interval. */
  readonly scores: Readonly<Record<string, Interval>>;
  /** This map's overlap minus that of the map on all pairs. */
  readonly behind: Interval;
}

/** Fits on 32, 64, … and all pairs, each set part of the next. @throws {TypeError} If the map came from a file. */
export async function learningCurve(trial: Trial, choice: FitChoice): Promise<readonly CurvePoint[]> {
  const { anchors, held, options } = trial;
  if (!anchors) throw new TypeError("Cannot draw a curve as the map must be fitted here: it came from a file");
  const rows = anchors.source.ids.length, order = sampleAnchors(anchors.source, { count: rows, seed: choice.seed });
  const sizes = Array.from({ length: 32 }, (_, i) => FIRST * 2 ** i).filter((k) => k < rows).concat(rows);
  const depth = Math.max(...options.at ?? [10]), name = `overlap@${depth}`, seed = choice.seed;
  const advance = progress("maps", sizes.length);
  const exact = search(held.target.vectors, held.target.vectors), found: { pairs: number; scores: QueryScores }[] = [];
  for (const k of sizes) {
    const map = await fitLike(trial.map, pick(anchors, order.slice(0, k)), choice),
      { translated, target } = threeWays(map, held);
    const asked = options.translated === "queries" ? search(translated, target) : search(target, translated);
    advance();
    const scores: QueryScores = {
      ...matchScores(asked, [depth]),
      ...overlapScores(asked, exact, [depth]),
      cosine: cosineSimilarity(translated, target, { center: options.center }).perRow,
    };
    found.push({ pairs: k, scores });
  }
  const last = found.at(-1)!.scores[name]!;
  return found.map(({ pairs, scores }) => {
    const drawn = Object.entries(scores).map(([key, rows]) => [key, bootstrapInterval(rows, { seed, draws: 1000 })]);
    const { mean, low, high } = pairedDifference(scores[name]!, last, { seed, draws: 1000 });
    return { pairs, scores: Object.fromEntries(drawn), behind: { estimate: mean, low, high } };
  });
}

/** The table of a curve, and what it says. */
export function curveText(points: readonly CurvePoint[]): string {
  const table = alignColumns(points.map(({ pairs, scores, behind }) => ({
    pairs,
    ...Object.fromEntries(Object.entries(scores).map(([name, found]) => [name, interval(found)])),
    "overlap behind all": interval(behind),
  })));
  return `${table}\n${curveWords(points)}`;
}

/** The fewest pairs whose overlap is, at the worse end, less than .01 behind that of all pairs. */
export function curveWords(points: readonly CurvePoint[]): string {
  const all = points.at(-1)!, enough = points.find(({ behind }) => behind.low > -WORTH)!;
  if (enough.pairs < all.pairs) {
    return `${enough.pairs} pairs are enough: at most ${WORTH} of overlap behind ${all.pairs}.`;
  }
  return `More than ${points.at(-2)?.pairs ?? 0} pairs are needed, and more than ${all.pairs} may help still.`;
}
