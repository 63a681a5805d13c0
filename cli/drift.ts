/** `anchorage drift`. */
import { type DriftVerdict, measureDrift } from "../lib/measure/drift.ts";
import { command } from "./command.ts";
import { real, withDefault } from "./flags.ts";
import { CHOICE_FLAGS } from "./methods.ts";
import { scoreTable } from "./print.ts";
import { heldOut } from "./trial.ts";
import { PAIR_FLAGS, readPair } from "./vectors.ts";

const WORDS: Readonly<Record<DriftVerdict, string>> = {
  same: "The same model: the vectors are equal but for rounding.",
  noise: "The same model, computed a little differently: all rows are within the tolerance.",
  changed: "The model has changed: do not compare new vectors with stored ones.",
};

/** Compares stored anchors with the same items encoded again. */
export const drift = command({
  name: "drift",
  about: "Encode your anchors again: has the provider changed the model? (exit code 1: it has)",
  operands: { stored: "the anchors' vectors as stored", again: "the same items, encoded now" },
  flags: {
    tolerance: withDefault(real("x", "1 - cosine beyond which a row has moved", 0, 2), .001),
    method: CHOICE_FLAGS.method,
    lambda: CHOICE_FLAGS.lambda,
    seed: CHOICE_FLAGS.seed,
    ...PAIR_FLAGS,
  },
  examples: ["drift anchors-2025.npy anchors-today.npy"],
  run: async ({ tolerance, method, lambda, seed, ...reading }, stored, again) => {
    const { source, target } = await readPair(stored!, again!, reading), rows = source.ids.length;
    const [then, now] = [source.vectors, target.vectors];
    const found = then.cols === now.cols ? measureDrift(then, now, tolerance) : undefined;
    const verdict = found?.verdict ?? "changed", changed = verdict === "changed";
    const tried = changed && rows >= 80
      ? await heldOut({ source: target, target: source }, { method, lambda, seed })
      : undefined;
    const lines = [
      found
        ? `${rows} anchors: mean cosine ${found.mean.toFixed(6)}, lowest ${found.lowest.toFixed(6)} (${
          source.ids[found.lowestRow]
        }), ${found.moved} beyond ${tolerance}.`
        : `${then.cols} dimensions then, ${now.cols} now.`,
      WORDS[verdict],
      ...tried
        ? [
          "",
          "A map from the new vectors back to the stored ones, scored on held-out anchors:",
          scoreTable(tried.scores),
        ]
        : [],
    ];
    const { perRow: _, ...numbers } = found ?? { perRow: undefined };
    return { text: lines.join("\n"), data: { verdict, ...numbers, back: tried?.scores }, code: changed ? 1 : 0 };
  },
});
