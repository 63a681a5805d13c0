/**
 * The choice among translations by anchors that are held out.
 *
 * @module
 */
import { number } from "../base/check.ts";
import { rng } from "../base/random.ts";
import { average } from "../linalg/rows.ts";
import { rowsAt } from "../space/space.ts";
import { expectedSeconds, ranked, type Scored, stillOpen } from "./contest.ts";
import { type Method, METHODS } from "./methods.ts";
import { type MethodScore, reasonOf, type Score, scoresOf } from "./score.ts";
import { type Anchors, pairOf } from "./side.ts";
import { type Translation, translation, type TranslationDiagnostics } from "./translation.ts";

/** What to choose among, and how. */
export interface SelectOptions {
  /** Default `METHODS`. */
  readonly methods?: readonly Method[];
  /** Share of the anchors held out at a time, in (0, 0.5]; default 0.25. Each share is held out once: 4 folds. */
  readonly holdOut?: number;
  /** Seed of the folds and of the subspaces' starts, default 0. */
  readonly seed?: number;
  /** "similarity" (default): mean cosine after centring both by the mean of the target anchors fitted on. Or your own. */
  readonly score?: "similarity" | Score;
  /** Stop fitting after so many seconds and choose among what was seen; at least one fit is made. Default: no limit. */
  readonly seconds?: number;
  /** Called before the first fit, with what will be tried and how long that may take, and after each. */
  readonly onProgress?: (progress: SelectionProgress) => void;
  /** Aborting rejects with the signal's reason, between two fits. */
  readonly signal?: AbortSignal;
}

/** How far the selection is. */
export interface SelectionProgress {
  /** The methods still in the running. */
  readonly methods: readonly string[];
  /** Fits that are done. */
  readonly done: number;
  /** Fits in all; fewer once methods are out of the running. */
  readonly total: number;
  /** Seconds since the start. */
  readonly seconds: number;
  /** Seconds left: before the first fit by the sizes and a small product, then at the rate so far. */
  readonly left: number;
}

/** The chosen map, fitted on all anchors, and why it was chosen. */
export interface Selection extends Translation {
  /** Those of the chosen map, with what the selection found. */
  readonly diagnostics: TranslationDiagnostics & {
    readonly winner: string;
    /** One sentence. */
    readonly reason: string;
    /** Why no more was tried: every method saw every fold, an interval decided, or the time was up. */
    readonly stopped: "all seen" | "decided" | "seconds";
    /** Those seen on most folds first, then the best; equal ones in the methods' order. */
    readonly scores: readonly MethodScore[];
  };
}

/**
 * Chooses among the maps of all three papers (beyond them): holds out each quarter of the anchors once, fits every method on the rest, scores it on the quarter, and refits the one
 * with the best mean score on all anchors. After each fold, methods that are surely behind the leader are left out: the
 * paired difference of their cosines on the held-out anchors so far is below zero by four standard errors. One that is
 * alone in the running has won. With a score of your own every method sees every fold.
 *
 * It looks at both sides (`independent` is false). Numerical weakness: methods are compared at three quarters of the
 * anchors; where the full number crosses the dimension, methods without a ridge are judged at another point of their
 * curve. Differences below the spread of the folds are chance; the interval is over held-out anchors, not over fits.
 *
 * @throws {TypeError} If the anchors are not parallel, or there is no method.
 * @throws {RangeError} If an option is out of range, there are fewer than 4 anchors a fold, a score is not finite, or an
 * anchor equals the anchors' mean.
 * @example
 * ```ts
 * import { Matrix, selectTranslation } from "anchorage";
 * import { rng } from "anchorage/linalg";
 * const draw = rng(1), x = new Matrix(24, 3, Float64Array.from({ length: 72 }, () => draw.normal()));
 * const turned = new Matrix(24, 3, x.data.map((_, i) => x.data[i % 3 === 2 ? i - 2 : i + 1]!));
 * const { diagnostics } = await selectTranslation(x, turned, { seed: 1 });
 * console.log(diagnostics.winner, diagnostics.reason);
 * ```
 */
export async function selectTranslation(
  source: Anchors,
  target: Anchors,
  options: SelectOptions = {},
): Promise<Selection> {
  const steps = selection(source, target, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    options.onProgress?.(step.value);
    await new Promise((resolve) => setTimeout(resolve)); // lets a signal, a timer or a page have its turn
    options.signal?.throwIfAborted();
  }
}

/** The same, step by step and without waiting: the generator yields before each fit and returns the choice. */
export function* selection(
  source: Anchors,
  target: Anchors,
  options: Omit<SelectOptions, "onProgress" | "signal"> = {},
): Generator<SelectionProgress, Selection> {
  const action = "select a translation",
    { methods = METHODS, seed = 0, score = "similarity", seconds = Infinity, holdOut = 0.25 } = options;
  const [x, y] = pairOf(source, target, action), count = x.rows.rows;
  if (methods.length === 0) throw new TypeError(`Cannot ${action} as there must be at least one method`);
  if (!(seconds > 0)) throw new RangeError(`Cannot ${action} as seconds must be above 0: it is ${seconds}`);
  const folds = foldsOf(count, holdOut, seed), started = performance.now();
  const elapsed = (): number => (performance.now() - started) / 1000;
  const seen = new Map<Method, Scored[]>(methods.map((method) => [method, []]));
  let open = methods, done = 0, stopped: Selection["diagnostics"]["stopped"] = "all seen";
  y.unit(), x.unit(); // refuses what no method could use before anything is fitted
  for (const [f, { rest, held }] of folds.entries()) {
    const [a, b] = [x.part(rest), y.part(rest)];
    const [asked, truth] = [rowsAt(x.anchors, held), rowsAt(y.anchors, held)];
    for (const method of open) {
      const left = open.length * (folds.length - f) - open.indexOf(method), total = done + left;
      const expected = done > 0 ? elapsed() / done * left : expectedSeconds(a, b, left);
      yield { methods: open.map((m) => m.name), done, total, seconds: elapsed(), left: expected };
      if (done > 0 && elapsed() >= seconds) {
        stopped = "seconds";
        break;
      }
      const made = method.fit(a, b, seed).apply(asked);
      seen.get(method)!.push(scoresOf(method.name, made, truth, b, score));
      done++;
    }
    if (stopped === "seconds") break;
    open = score === "similarity" ? stillOpen(open, seen) : open;
    if (open.length === 1 && methods.length > 1 && f + 1 < folds.length) {
      stopped = "decided";
      break;
    }
  }
  const order = ranked(methods, seen),
    scores = Object.freeze(order.map((method): MethodScore => {
      const { name, family } = method, folds = seen.get(method)!.map((s) => s.score);
      return Object.freeze({ name, family, score: average(folds), folds });
    }));
  const winner = order[0]!, map = winner.fit(x, y, seed), what = score === "similarity" ? "similarity" : "score";
  const reason = reasonOf(scores, count, folds.length, what);
  const diagnostics = { ...map.diagnostics, winner: winner.name, reason, stopped, scores };
  const parameters = { ...map.parameters, holdOut, seed };
  return translation({ ...map, independent: false, parameters }, diagnostics) as Selection;
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
