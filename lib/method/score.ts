/**
 * How held-out anchors score a method, and the sentence that says who won.
 *
 * @module
 */
import { cosineSimilarity } from "../measure/similarity.ts";
import { type Rows, vectorsOf } from "../space/space.ts";
import type { Scored } from "./contest.ts";
import type { Side } from "./side.ts";

/** How good translated held-out rows are, against the true ones: higher is better. Spaces keep their labels. */
export type Score = (translated: Rows, truth: Rows) => number;

/** How one method did. */
export interface MethodScore {
  /** The name of the method. */
  readonly name: string;
  /** The family of the method. */
  readonly family: string;
  /** Mean over the folds that it saw. */
  readonly score: number;
  /** Fewer than there are where it fell out of the running. */
  readonly folds: readonly number[];
}

/** One fold's score; the cosines row by row where it is their mean. */
export function scoresOf(name: string, made: Rows, truth: Rows, target: Side, score: "similarity" | Score): Scored {
  const rows = score === "similarity"
    ? cosineSimilarity(vectorsOf(made), vectorsOf(truth), { center: target.unit().mean })
    : undefined;
  const value = rows ? rows.mean : (score as Score)(made, truth);
  if (Number.isFinite(value)) return { score: value, rows: rows?.perRow ?? [] };
  throw new RangeError(`Cannot select a translation as the score of "${name}" must be finite: it is ${value}`);
}

/** Why the first of the scores was chosen. */
export function reasonOf(scores: readonly MethodScore[], count: number, folds: number, what: string): string {
  const [best] = scores as [MethodScore], rival = scores.find((s) => s.family !== best.family) ?? scores[1];
  const held = `${best.folds.length} of ${folds} folds of about ${Math.round(count / folds)} of ${count} anchors`;
  const head = `"${best.name}" has the best held-out ${what}, ${best.score.toFixed(4)} over ${held}`;
  if (rival === undefined) return `${head}; it is the only method.`;
  const shared = rival.folds.length, own = best.folds.slice(0, shared);
  const ahead = own.filter((value, i) => value > rival.folds[i]!).length;
  const margin = (own.reduce((sum, value, i) => sum + value - rival.folds[i]!, 0) / Math.max(shared, 1)).toFixed(4);
  const other = rival.family === best.family ? "the next" : "the best of another kind";
  return `${head}: ${margin} above "${rival.name}", ${other}, and ahead of it in ${ahead} of the ${shared} that both saw.`;
}
