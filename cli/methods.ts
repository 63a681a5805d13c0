/**
 * The methods by name.
 *
 * @module
 */
import { progress } from "../lib/base/progress.ts";
import { fitAffine } from "../lib/method/affine.ts";
import { sampleAnchors } from "../lib/method/anchors.ts";
import { fitLinear, fitLOrtho, fitOrtho } from "../lib/method/direct.ts";
import { fitInverse } from "../lib/method/inverse.ts";
import { compose, fitIrp, fitWhitened } from "../lib/method/irp.ts";
import { METHODS as ALL } from "../lib/method/methods.ts";
import { fitRelative } from "../lib/method/relative.ts";
import { type Selection, type SelectionProgress, selectTranslation } from "../lib/method/selector.ts";
import { side } from "../lib/method/side.ts";
import { type Translation, translation } from "../lib/method/translation.ts";
import { choice, type Given, real, text, whole, withDefault } from "./flags.ts";
import { type Pair, pick } from "./vectors.ts";

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
  method: withDefault(choice(NAMES, "how to translate; auto chooses among many on pairs of its own"), "auto"),
  lambda: real("λ", "strength of the ridge, relative to σ²max; by leave-one-out where not given", 0),
  seed: withDefault(whole("n", "seed of every draw", 0), 0),
};

/** The flags of everything that fits. */
export const FIT_FLAGS = {
  ...CHOICE_FLAGS,
  anchors: withDefault(
    text("which", "pairs to fit on: all, a number, prototypes:n (means of groups), or a file of ids"),
    "all",
  ),
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
  const all = pair.source.ids.length <= SELECTED;
  const some = all ? pair : pick(pair, sampleAnchors(pair.source, { count: SELECTED, seed }));
  let advance: ((steps?: number) => void) | undefined;
  const onProgress = ({ done, total }: SelectionProgress): void => {
    if (done > 0) (advance ??= progress("fits", total, done - 1))();
  };
  const found = await selectTranslation(some.source, some.target, { seed, onProgress });
  if (all) return found;
  const { winner, reason, stopped, scores } = found.diagnostics, map = fitWinner(pair, winner, seed);
  return translation(map, { ...map.diagnostics, ...{ winner, reason, stopped, scores } });
}

/** The method that an earlier map was fitted by, on other pairs: what the selector chose is not chosen anew. */
export async function fitLike(map: Translation, pair: Pair, how: FitChoice): Promise<Translation> {
  const { winner } = map.diagnostics as Partial<Selection["diagnostics"]>;
  return winner === undefined ? await fitBy(pair, how) : fitWinner(pair, winner, how.seed);
}

function fitWinner({ source, target }: Pair, winner: string, seed: number): Translation {
  return ALL.find(({ name }) => name === winner)!.fit(side(source), side(target), seed);
}
