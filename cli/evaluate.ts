/** `anchorage evaluate`. */
import { command } from "./command.ts";
import { mapLine, scoreTable } from "./print.ts";
import { runTrial, type Trial, TRIAL_FLAGS } from "./trial.ts";

/** Scores a map on pairs that it does not know. */
export const evaluate = command({
  name: "evaluate",
  about: "Score a map on held-out pairs, beside doing nothing and re-embedding everything",
  operands: { source: "vectors of the old model", target: "vectors of the new model, of the same items" },
  flags: TRIAL_FLAGS,
  examples: [
    "evaluate old.npy new.npy",
    "evaluate old.npy new.npy --method ortho --two-stage 100 --labels classes.txt",
    "evaluate test-old.npy test-new.npy --map old-to-new.safetensors",
  ],
  run: async (given, source, target) => {
    const trial = await runTrial(given, source!, target!);
    return { text: [...trialLines(trial), "", scoreTable(trial.scores)].join("\n"), data: trialData(trial) };
  },
});

/** What was tried, in words. */
export function trialLines({ map, anchors, held, options }: Trial): string[] {
  const n = held.source.rows, fitted = anchors ? `fitted on ${anchors.source.rows} pairs and` : "from its file,";
  const roles = options.translated === "queries"
    ? `the translated vectors ask an index of the new model's`
    : `the new model's vectors ask an index of the translated ones`;
  const stages = options.candidates
    ? [`Two stages: the map recalls ${options.candidates}, the new model ranks them.`]
    : [];
  return [`${mapLine(map)}: ${fitted} scored on ${n} others; ${roles} (${n} rows).`, ...stages];
}

/** The same for programs. */
export function trialData({ map, anchors, held, scores }: Trial): Record<string, unknown> {
  const { method, affine, diagnostics } = map, { rows: from, cols: to } = affine.weights;
  return { method, from, to, lambda: diagnostics.lambda, pairs: anchors?.source.rows, held: held.source.rows, scores };
}
