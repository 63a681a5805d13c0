/** `anchorage fit`. */
import { vectorFacts } from "../lib/measure/facts.ts";
import type { MigrationScore } from "../lib/measure/migration.ts";
import { command } from "./command.ts";
import { needed, text, toggle } from "./flags.ts";
import { saveTranslation } from "../lib/method/stored.ts";
import { type Translation, translation } from "../lib/method/translation.ts";
import { anchorsOf } from "./anchors.ts";
import { FIT_FLAGS, fitBy, how } from "./methods.ts";
import { mapLine, scoreTable } from "./print.ts";
import { heldOut } from "./trial.ts";
import { PAIR_FLAGS, readPair } from "./vectors.ts";

/** Pairs below which no quarter is held out: too few to say anything. */
const FEW = 80;

/** Fits a map and keeps it. */
export const fit = command({
  name: "fit",
  about: "Fit a map from the vectors of one model to those of another, on items that both have encoded",
  operands: { source: "vectors of the old model", target: "vectors of the new model, of the same items" },
  flags: {
    out: needed(text("file", "where the map goes (.safetensors)")),
    ...FIT_FLAGS,
    ...PAIR_FLAGS,
    unit: toggle("give every translated row norm 1, for an index that ranks by inner product"),
    "no-score": toggle("do not hold out a quarter first to say how good such a map is"),
  },
  examples: [
    "fit old.npy new.npy --out old-to-new.safetensors",
    "fit old.npy new.npy --method ortho --anchors 1000 --out map.safetensors",
  ],
  run: async (
    { out, anchors: which, "no-score": unscored, unit, method, lambda, seed, ...reading },
    source,
    target,
  ) => {
    const choice = { method, lambda, seed };
    const pair = await readPair(source!, target!, reading), anchors = await anchorsOf(pair, which, seed);
    const rows = anchors.source.ids.length, scored = !unscored && rows >= FEW;
    const scores: readonly MigrationScore[] = scored ? (await heldOut(anchors, choice)).scores : [];
    const map = finished(await fitBy(anchors, how(choice)), scores, unit);
    const hint = !unit && vectorFacts(anchors.target.vectors).unit;
    await saveTranslation(out, map);
    const reason = (map.diagnostics as { readonly reason?: string }).reason;
    const lines = [
      `Wrote ${out}: ${mapLine(map)}, fitted on ${rows} pairs.`,
      ...reason ? [reason] : [],
      ...hint ? ["The new model's vectors have norm 1: give --unit if your index ranks by inner product."] : [],
      ...scored ? ["", "A map fitted on three quarters of them, scored on the others:", scoreTable(scores)] : [],
    ];
    const { affine, independent } = map, { rows: from, cols: to } = affine.weights;
    const data = { out, method: map.method, from, to, independent, pairs: rows, reason, scores };
    return { text: lines.join("\n"), data };
  },
});

/** The map with its held-out scores among its parameters (estimate, low, high), and with norm 1 if asked for. */
function finished(map: Translation, scores: readonly MigrationScore[], unit: boolean): Translation {
  const found = scores.map(({ name, map: { estimate, low, high } }) => [`held-out ${name}`, [estimate, low, high]]);
  const affine = { ...map.affine, unit: unit || map.affine.unit };
  return translation(
    { ...map, affine, parameters: { ...map.parameters, ...Object.fromEntries(found) } },
    map.diagnostics,
  );
}
