/**
 * The methods by name, and the choice of anchors.
 *
 * @module
 */
import { integer } from "../lib/base/check.ts";
import { rng } from "../lib/base/random.ts";
import { takeRows } from "../lib/linalg/matrix.ts";
import { fitAffine } from "../lib/method/affine.ts";
import { fitLinear, fitLOrtho, fitOrtho } from "../lib/method/direct.ts";
import { fitIrp, fitWhitened } from "../lib/method/irp.ts";
import { METHODS as ALL } from "../lib/method/methods.ts";
import { compose } from "../lib/method/irp.ts";
import { fitInverse } from "../lib/method/inverse.ts";
import { fitRelative } from "../lib/method/relative.ts";
import { side } from "../lib/method/side.ts";
import { type Selection, selectTranslation } from "../lib/method/selector.ts";
import { type Translation, translation } from "../lib/method/translation.ts";
import { choice, type Given, real, text, whole, withDefault } from "./flags.ts";
import { type Pair, readIds } from "./vectors.ts";

/** How to fit. */
export interface FitChoice {
  readonly method: MethodName;
  /** λ; "auto" by leave-one-out where the method has that. */
  readonly lambda: number | "auto";
  readonly seed: number;
}

type Fit = (pair: Pair, choice: FitChoice) => Translation | Promise<Translation>;

/** The most pairs that the selector looks at; what it chooses is fitted on all. */
const SELECTED = 1000;

const PARSEVAL = { projection: "parseval" } as const;
const METHODS = {
  auto: selected,
  whitened: ({ source, target }, { lambda }) => fitWhitened(source, target, { lambda }),
  irp: ({ source, target }, { seed }) => fitIrp(source, target, { seed }),
  parseval: ({ source, target }) => compose(fitRelative(source, PARSEVAL), fitInverse(target, PARSEVAL)),
  ortho: ({ source, target }) => fitOrtho(source, target),
  "l-ortho": ({ source, target }) => fitLOrtho(source, target),
  ridge: ({ source, target }, { lambda }) => fitLinear(source, target, { lambda }),
  linear: ({ source, target }) => fitLinear(source, target, { lambda: 0 }),
  affine: ({ source, target }, { seed }) => fitAffine(source, target, { seed }),
} satisfies Record<string, Fit>;

/** The name of a method. */
export type MethodName = keyof typeof METHODS;
const NAMES = Object.keys(METHODS) as MethodName[];

/** The flags of the choice of a method. */
export const CHOICE_FLAGS = {
  method: withDefault(choice(NAMES, "how to translate; auto chooses on held-out pairs"), "whitened"),
  lambda: real("λ", "strength of the ridge, relative to σ²max; by leave-one-out where not given", 0),
  seed: withDefault(whole("n", "seed of every draw", 0), 0),
};

/** The flags of everything that fits. */
export const FIT_FLAGS = {
  ...CHOICE_FLAGS,
  anchors: withDefault(text("which", "pairs to fit on: all, a number, or a file of ids"), "all"),
};

/** The choice of a fit from its flags: λ by leave-one-out where none is given. */
export function how({ method, lambda, seed }: Given<typeof CHOICE_FLAGS>): FitChoice {
  return { method, lambda: lambda ?? "auto", seed };
}

/** Fits by name. */
export async function fitBy(pair: Pair, how: FitChoice): Promise<Translation> {
  return await METHODS[how.method](pair, how);
}

/** The selector's choice among at most `SELECTED` pairs, fitted on all of them. */
async function selected(pair: Pair, { seed }: FitChoice): Promise<Translation> {
  const rows = pair.source.rows, some = sample(pair, Math.min(rows, SELECTED), seed);
  const found = await selectTranslation(some.source, some.target, { seed });
  if (rows === some.source.rows) return found;
  const method = ALL.find(({ name }) => name === found.diagnostics.winner)!;
  const map = method.fit(side(pair.source), side(pair.target), seed);
  return translation(map, { ...map.diagnostics, ...pickKeys(found.diagnostics) });
}

/** What the selector says beyond the map. */
const pickKeys = ({ winner, reason, stopped, scores }: Selection["diagnostics"]) => ({
  winner,
  reason,
  stopped,
  scores,
});

const sample = (pair: Pair, count: number, seed: number): Pair =>
  pick(pair, rng(seed).fork("anchors").permutation(pair.source.rows).slice(0, count).sort());

/** Whether --anchors names a file. */
export const isFile = (which: string): boolean => which !== "all" && !/^\d+$/.test(which);

/** The pairs to fit on. @throws {RangeError} If there are fewer than asked for. */
export async function anchorsOf(pair: Pair, which: string, seed: number): Promise<Pair> {
  const action = "choose anchors", rows = pair.source.rows;
  if (which === "all") return pair;
  if (!isFile(which)) {
    return sample(pair, integer(Number(which), 2, rows, "the number of anchors", action), seed);
  }
  const index = new Map(pair.ids.map((id, i) => [id, i])), ids = await readIds(which);
  return pick(
    pair,
    ids.map((id) => {
      const row = index.get(id);
      if (row === undefined) throw new RangeError(`Cannot ${action} as ${which} must name pairs: there is no "${id}"`);
      return row;
    }),
  );
}

/** The pairs at rows. */
export function pick({ source, target, ids }: Pair, rows: ArrayLike<number>): Pair {
  return {
    source: takeRows(source, rows),
    target: takeRows(target, rows),
    ids: Array.from(rows, (i) => ids[i]!),
  };
}
