/**
 * The choice among translations by anchors that are held out.
 *
 * @module
 */
import { number } from "../base/check.ts";
import { type AnchorPair, anchorSide, type Method, METHODS } from "./methods.ts";
import { cosineSimilarity } from "../measure/similarity.ts";
import { rng } from "../base/random.ts";
import { average } from "../linalg/rows.ts";
import { type Rows, rowsAt, vectorsOf } from "../space/space.ts";
import { parallel, type Translation, type TranslationDiagnostics } from "./translation.ts";

/** How good translated held-out rows are, against the true ones: higher is better. Spaces keep their labels. */
export type Score = (translated: Rows, truth: Rows) => number;

/** What to choose among, and how. */
export interface SelectOptions {
  /** Default `METHODS`. */
  readonly candidates?: readonly Method[];
  /** Share of the anchors held out at a time, in (0, 0.5]; default 0.25. Each share is held out once: 4 folds. */
  readonly holdOut?: number;
  /** Seed of the folds and of the subspaces' starts, default 0. */
  readonly seed?: number;
  /** "similarity" (default): mean cosine after centring both by the mean of the target anchors fitted on. Or your own. */
  readonly score?: "similarity" | Score;
}

/** How one candidate did. */
export interface MethodScore {
  readonly name: string;
  readonly family: string;
  /** Mean over the folds. */
  readonly score: number;
  readonly folds: readonly number[];
}

/** The chosen map, fitted on all anchors, and why it was chosen. */
export interface Selection extends Translation {
  readonly diagnostics: TranslationDiagnostics & {
    readonly winner: string;
    /** One sentence. */
    readonly reason: string;
    /** Best first; equal ones in the candidates' order. */
    readonly scores: readonly MethodScore[];
  };
}

/**
 * Holds out each quarter of the anchors once, fits every candidate on the rest, scores it on the quarter, and refits the
 * one with the best mean score on all anchors.
 *
 * It looks at both sides (`independent` is false). Numerical weakness: candidates are compared at three quarters of
 * the anchors; where the full number crosses the dimension, methods without a ridge are judged at another point of
 * their curve. Differences below the spread of the folds are chance.
 *
 * @throws {TypeError} If the anchors are not parallel, or there is no candidate.
 * @throws {RangeError} If an option is out of range, there are fewer than 4 anchors a fold, a score is not finite, or an
 * anchor equals the anchors' mean.
 * @example
 * ```ts
 * import { Matrix, selectTranslation } from "anchorage";
 * import { rng } from "anchorage/linalg";
 * const draw = rng(1), x = new Matrix(24, 3, Float64Array.from({ length: 72 }, () => draw.normal()));
 * const turned = new Matrix(24, 3, x.data.map((_, i) => x.data[i % 3 === 2 ? i - 2 : i + 1]!));
 * const { diagnostics } = selectTranslation(x, turned, { seed: 1 });
 * console.log(diagnostics.winner, diagnostics.reason);
 * ```
 */
export function selectTranslation(source: Rows, target: Rows, options: SelectOptions = {}): Selection {
  const action = "select a translation", { candidates = METHODS, seed = 0, score = "similarity" } = options;
  parallel(source, target, action);
  if (candidates.length === 0) throw new TypeError(`Cannot ${action} as there must be at least one candidate`);
  const count = vectorsOf(source).rows, parts = foldsOf(count, options.holdOut ?? 0.25, seed);
  const pairOf = (rows: Int32Array): AnchorPair => ({
    source: anchorSide(rowsAt(source, rows), seed, action),
    target: anchorSide(rowsAt(target, rows), seed, action),
  });
  const found = parts.map(({ rest, held }) => {
    const pair = pairOf(rest), x = rowsAt(source, held), y = rowsAt(target, held);
    return candidates.map((c) => scoreOf(c, c.fit(pair).apply(x), y, pair, score));
  });
  const ranked = candidates.map((candidate, i) => {
    const { name, family } = candidate, folds = found.map((affine) => affine[i]!);
    return { candidate, result: Object.freeze({ name, family, score: average(folds), folds }) };
  }).sort((a, b) => b.result.score - a.result.score);
  const { candidate } = ranked[0]!, winner = candidate.name, scores = Object.freeze(ranked.map((r) => r.result));
  const map = candidate.fit(pairOf(Int32Array.from({ length: count }, (_, i) => i)));
  const reason = reasonOf(scores, count, score === "similarity" ? "similarity" : "score");
  const diagnostics = Object.freeze({ ...map.diagnostics, winner, reason, scores });
  return Object.freeze({ ...map, independent: false, diagnostics });
}

/** Shares of a seeded permutation, each held out once. */
function foldsOf(count: number, holdOut: number, seed: number): readonly { rest: Int32Array; held: Int32Array }[] {
  const action = "select a translation";
  const folds = Math.round(1 / number(holdOut, Number.MIN_VALUE, 0.5, "holdOut", action));
  number(count, 4 * folds, Infinity, "the number of anchors", action);
  const order = rng(seed).fork("hold out").permutation(count);
  return Array.from({ length: folds }, (_, f) => ({
    held: order.filter((_, i) => i % folds === f),
    rest: order.filter((_, i) => i % folds !== f).sort(),
  }));
}

function scoreOf(candidate: Method, made: Rows, truth: Rows, pair: AnchorPair, score: "similarity" | Score): number {
  const value = score === "similarity"
    ? cosineSimilarity(vectorsOf(made), vectorsOf(truth), { center: pair.target.unit.mean }).mean
    : score(made, truth);
  if (Number.isFinite(value)) return value;
  throw new RangeError(
    `Cannot select a translation as the score of "${candidate.name}" must be finite: it is ${value}`,
  );
}

/** Why the first of the scores was chosen. */
function reasonOf(scores: readonly MethodScore[], count: number, what: string): string {
  const [best] = scores as [MethodScore], rival = scores.find((s) => s.family !== best.family) ?? scores[1];
  const folds = best.folds.length, held = `${folds} folds of about ${Math.round(count / folds)} of ${count} anchors`;
  const head = `"${best.name}" has the best held-out ${what}, ${best.score.toFixed(4)} over ${held}`;
  if (rival === undefined) return `${head}; it is the only candidate.`;
  const ahead = best.folds.filter((value, i) => value > rival.folds[i]!).length;
  const margin = (best.score - rival.score).toFixed(4);
  const other = rival.family === best.family ? "the next" : "the best of another kind";
  return `${head}: ${margin} above "${rival.name}", ${other}, and ahead of it in ${ahead} of ${folds} folds.`;
}
