/**
 * Every encoder under every head: the matrix of stitching accuracies.
 *
 * @module
 */
import type { Matrix } from "../linalg/matrix.ts";
import { onVectors, type Space } from "../space/space.ts";
import { type Classifier, stitch } from "./stitch.ts";
import { average } from "../measure/values.ts";

/** A space that can be stitched: test items, a head found on training items, and anchors by id. */
export interface Stitchable {
  /** What made it. */
  readonly encoder: { readonly name: string };
  /** Items that the head did not see. */
  readonly test: Space;
  /** Trained on this space's training items. */
  readonly head: Classifier;
  /** The vectors of these items. */
  at(ids: readonly string[]): Space;
}

/** Accuracies of all pairs. */
export interface StitchingTable {
  /** One record a pair; where encoder and decoder are the same, the head reads its own space untranslated. */
  readonly records: readonly { readonly encoder: string; readonly decoder: string; readonly value: number }[];
  /** Mean accuracy of the heads on their own spaces. */
  readonly own: number;
  /** Mean accuracy over pairs of different spaces. */
  readonly across: number;
}

/**
 * Translates the test items of every space into every other and classifies them with the head found there.
 *
 * @param spaces At least two spaces of the same items, with different encoders.
 * @param options `anchors`: ids known to all spaces. `fit`: from both spaces' anchors to a map, `fitIrp` say, or anything
 * of your own that applies to rows.
 * @throws {TypeError} If there are fewer than two spaces. @throws {RangeError} If a space lacks an anchor.
 * @example
 * ```ts ignore
 * import { fitIrp, loadSpace, sampleAnchors, stitchAll } from "anchorage";
 * const spaces = [await loadSpace("mnist/mlp256"), await loadSpace("mnist/cnn128")];
 * const anchors = sampleAnchors(spaces[0]!, { count: 256, seed: 7 });
 * console.log(stitchAll(spaces, { anchors, fit: fitIrp }).across);
 * ```
 */
export function stitchAll(
  spaces: readonly Stitchable[],
  options: {
    readonly anchors: readonly string[];
    readonly fit: (source: Space, target: Space) => { apply(x: Matrix): Matrix };
  },
): StitchingTable {
  if (spaces.length < 2) {
    throw new TypeError(`Cannot stitch all pairs as there must be at least 2 spaces: there are ${spaces.length}`);
  }
  const anchors = spaces.map((space) => space.at(options.anchors));
  const value = (s: number, t: number): number => {
    const source = spaces[s]!.test, head = spaces[t]!.head;
    if (s === t) return stitch(source, head).accuracy;
    const map = options.fit(anchors[s]!, anchors[t]!);
    return stitch(onVectors<Space>(source, map.apply), head).accuracy;
  };
  const names = spaces.map((space) => space.encoder.name);
  const records = names.flatMap((encoder, s) =>
    names.map((decoder, t) => Object.freeze({ encoder, decoder, value: value(s, t) }))
  );
  const means = [true, false].map((same) =>
    average(records.filter((r) => (r.encoder === r.decoder) === same).map((r) => r.value))
  );
  return Object.freeze({ records, own: means[0]!, across: means[1]! });
}
