/**
 * Which pairs a map is fitted on, and which are kept from it.
 *
 * @module
 */
import { integer } from "../lib/base/check.ts";
import { rng } from "../lib/base/random.ts";
import { sampleAnchors } from "../lib/method/anchors.ts";
import { anchorGroups, prototypeAnchors } from "../lib/method/prototypes.ts";
import { numberIn } from "./flags.ts";
import { type Pair, pick, readLines } from "./vectors.ts";

/** Held-out pairs below which nothing can be said. */
const FEWEST = 20;

/** The pairs to fit on: "all", a number, "prototypes:n", or a file of ids. @throws {RangeError} If there are fewer. */
export async function anchorsOf(pair: Pair, which: string, seed: number): Promise<Pair> {
  const action = "choose anchors", rows = pair.source.ids.length;
  if (which === "all") return pair;
  if (isFile(which)) return pick(pair, await readLines(which));
  const what = "the number of --anchors", text = which.replace("prototypes:", "");
  const count = integer(numberIn(text, "an integer", what, action), 2, rows, what, action);
  if (!which.startsWith("prototypes:")) return pick(pair, sampleAnchors(pair.source, { count, seed }));
  const groups = anchorGroups(pair.target, { count, seed });
  return { source: prototypeAnchors(pair.source, groups), target: prototypeAnchors(pair.target, groups) };
}

/** Whatever is neither "all" nor meant as a number; "-3" is, and refused as one. */
const isFile = (which: string): boolean => which !== "all" && !/^(prototypes:|[+-]?[\d.]+$)/.test(which);

/** Pairs to fit on and pairs to score. */
export interface Split {
  readonly anchors: Pair;
  readonly held: Pair;
}

/** A share of the pairs held out, drawn by the seed. @throws {RangeError} If that is fewer than 20, or all but two. */
export function shareOut(pair: Pair, share: number, seed: number): Split {
  const { ids } = pair.source, count = Math.round(ids.length * share);
  const found = `${count} (of ${ids.length} pairs)`,
    action = "Cannot evaluate a map as the number of held-out pairs must";
  if (count < FEWEST) throw new RangeError(`${action} be at least ${FEWEST}: it is ${found}`);
  if (count > ids.length - 2) throw new RangeError(`${action} leave two or more to fit on: it is ${found}`);
  const out = new Set(rng(seed).fork("hold out").permutation(ids.length).subarray(0, count));
  const [held, rest] = [true, false].map((wanted) => pick(pair, ids.filter((_, i) => out.has(i) === wanted)));
  return { anchors: rest!, held: held! };
}

/** By share, with anchors among the rest; or, for a file of ids, those that it names and all others. */
export async function splitPair(pair: Pair, which: string, share: number, seed: number): Promise<Split> {
  if (!isFile(which)) {
    const { anchors, held } = shareOut(pair, share, seed);
    return { anchors: await anchorsOf(anchors, which, seed), held };
  }
  const anchors = await anchorsOf(pair, which, seed), known = new Set(anchors.source.ids);
  const others = pair.source.ids.filter((id) => !known.has(id));
  integer(others.length, FEWEST, Infinity, `the number of pairs that ${which} does not name`, "evaluate a map");
  return { anchors, held: pick(pair, others) };
}
