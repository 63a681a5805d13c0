/**
 * What the reader chose, in the page's address.
 *
 * @module
 */
import type { Choice, MethodName } from "./core.ts";
import { type SetName, SETS } from "./sets.ts";
import { DRAWN, fromText, type Strokes, toText } from "./strokes.ts";

/** The choice, and what is drawn: strokes, or an item of those to measure on. */
export interface State extends Choice {
  readonly strokes: Strokes;
  readonly item: number | undefined;
}

/** Networks that encode, and autoencoders, whose decoders draw. */
export const ENCODERS = Object.freeze(["mlp256", "cnn128", "cnntanh256", "convae128", "mlpae64"]);
export const DECODERS = Object.freeze(["convae128", "mlpae64"]);
/** Methods in order, in words; `coupled` ones look at both sides at once. */
export const NAMES: Readonly<Record<MethodName, string>> = Object.freeze({
  whitened: "Whitened IRP",
  irp: "IRP",
  parseval: "Parseval frame",
  completed: "IRP, completed (coupled)",
  ridge: "Ridge linear (coupled)",
  ortho: "Orthogonal (coupled)",
});
/** Which items are anchors, in words. */
export const PICKS: Readonly<Record<Choice["pick"], string>> = Object.freeze({
  random: "drawn at random",
  farthest: "the farthest from each other",
  prototypes: "prototypes: means of clusters",
});
/** Least, largest and first value of each number. */
export const RANGES = Object.freeze(
  {
    count: [2, 1000, 256],
    delta: [0, 0.95, 0.6],
    omega: [1, 32, 16],
    lambda: [-6, 0, -3],
    seed: [1, 999, 1],
  } as const,
);

type Numbers = keyof typeof RANGES;
const names = <T extends string>(of: Readonly<Record<T, unknown>>): readonly T[] => Object.keys(of) as T[];

/** The state of an address; what is missing or wrong in it is as at first. */
export function fromAddress(hash: string): State {
  const given = new URLSearchParams(hash.replace(/^#/, ""));
  const one = <T extends string>(name: string, allowed: readonly T[], first: T): T =>
    allowed.find((value) => value === given.get(name)) ?? first;
  const number = (name: Numbers): number => {
    const [low, high, first] = RANGES[name], text = given.get(name) ?? "", value = Number(text);
    const whole = name === "delta" || name === "lambda" || Number.isInteger(value);
    return text !== "" && value >= low && value <= high && whole ? value : first;
  };
  const rows = (given.get("toggled") ?? "").split(".").filter((text) => /^\d{1,3}$/.test(text)).map(Number);
  const item = given.get("item") ?? "", strokes = fromText(given.get("strokes") ?? "");
  return {
    items: one<SetName>("items", names(SETS), "digits"),
    a: one("a", ENCODERS, "cnn128"),
    b: one("b", DECODERS, "convae128"),
    method: one("method", names(NAMES), "whitened"),
    pick: one("pick", names(PICKS), "random"),
    ...{ count: number("count"), delta: number("delta"), omega: number("omega"), lambda: number("lambda") },
    seed: number("seed"),
    shuffled: given.get("shuffled") === "yes",
    toggled: [...new Set(rows)],
    item: /^\d{1,3}$/.test(item) ? Number(item) : undefined,
    strokes: given.get("strokes") === "-" ? [] : strokes.length > 0 ? strokes : DRAWN[3]!,
  };
}

/** The address of a state: what is not as at first. */
export function toAddress(state: State): string {
  const first = fromAddress(""), out = new URLSearchParams(), strokes = toText(state.strokes);
  for (const name of ["items", "a", "b", "method", "pick", "count", "delta", "omega", "lambda", "seed"] as const) {
    if (state[name] !== first[name]) out.set(name, String(state[name]));
  }
  if (state.shuffled) out.set("shuffled", "yes");
  if (state.toggled.length > 0) out.set("toggled", state.toggled.join("."));
  if (state.item !== undefined) out.set("item", String(state.item));
  else if (strokes !== toText(first.strokes)) out.set("strokes", strokes || "-");
  return `#${out}`;
}
