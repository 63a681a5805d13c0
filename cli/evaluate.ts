/** `anchorage evaluate`. */
import type { MigrationScore } from "../lib/measure/migration.ts";
import { command } from "./command.ts";
import { type Cost, costText, storageCosts } from "./costs.ts";
import { type CurvePoint, curveText, learningCurve } from "./curve.ts";
import { text, toggle } from "./flags.ts";
import { how } from "./methods.ts";
import { mapLine, scoreTable } from "./print.ts";
import { writeReport } from "./report.ts";
import { runTrial, type Trial, TRIAL_FLAGS } from "./trial.ts";

/** Scores a map on pairs that it does not know. */
export const evaluate = command({
  name: "evaluate",
  about: "Score a map on held-out pairs, beside doing nothing and re-embedding everything",
  operands: { source: "vectors of the old model", target: "vectors of the new model, of the same items" },
  flags: {
    ...TRIAL_FLAGS,
    curve: toggle("also fit on 32, 64, … pairs: how many are needed?"),
    costs: toggle("also cut, int8 and binary vectors: what do they cost?"),
    html: text("file", "also write a page with charts"),
  },
  examples: [
    "evaluate old.npy new.npy",
    "evaluate old.npy new.npy --two-stage 100 --curve --costs --html report.html",
    "evaluate old.npy new.npy --labels classes.txt --qrels qrels.tsv --queries old-queries.npy,new-queries.npy",
    "evaluate test-old.npy test-new.npy --map old-to-new.safetensors",
    "evaluate text.npy image.npy --translated queries   # texts ask an index of images",
  ],
  run: async (given, source, target) => {
    const trial = await runTrial(given, source!, target!), lines = trialLines(trial);
    const curve = given.curve ? await learningCurve(trial, how(given)) : undefined;
    const costs = given.costs ? storageCosts(trial) : undefined;
    const tables = [
      ["Scores", scoreTable(trial.scores)],
      ...curve ? [["How many pairs are needed", curveText(curve)]] : [],
      ...costs ? [["What smaller vectors cost", costText(costs)]] : [],
    ] as [string, string][];
    const { scores } = trial, title = `${source} → ${target}`, extra = { ...curve && { curve }, ...costs && { costs } };
    if (given.html !== undefined) await writeReport(given.html, { title, lines, scores, tables, ...extra });
    const text = [...lines, ...tables.flatMap(([heading, table]) => ["", `${heading}:`, table])].join("\n");
    return { text, data: { ...trialData(trial), ...extra } };
  },
});

/** What was tried, in words. */
export function trialLines({ map, anchors, held, options }: Trial): string[] {
  const n = held.source.ids.length, fitted = anchors ? `fitted on ${anchors.source.ids.length} pairs` : "from its file";
  const roles = options.translated === "queries"
    ? "The translated vectors ask an index of the new model's"
    : "The new model's vectors ask an index of the translated ones";
  const stages = options.candidates
    ? ` In two stages the map recalls ${options.candidates}, the new model ranks them.`
    : "";
  return [`${mapLine(map)}, ${fitted}, scored on ${n} others. ${roles} (${n} rows).${stages}`];
}

/** The same for programs: what `evaluate --json` prints. */
export interface Evaluation {
  /** What fitted the map. */
  readonly method: string;
  /** Dimensions of the old model. */
  readonly from: number;
  /** Dimensions of the new model. */
  readonly to: number;
  /** λ, where the method has one. */
  readonly lambda: number | undefined;
  /** Pairs fitted on; absent for a map from a file. */
  readonly pairs: number | undefined;
  /** Pairs scored on. */
  readonly held: number;
  /** Every score. */
  readonly scores: readonly MigrationScore[];
  /** With --curve. */
  readonly curve?: readonly CurvePoint[];
  /** With --costs. */
  readonly costs?: readonly Cost[];
}

/** What was tried, for programs. */
export function trialData({ map, anchors, held, scores }: Trial): Evaluation {
  const { method, affine, diagnostics } = map, { rows: from, cols: to } = affine.weights;
  return {
    method,
    from,
    to,
    lambda: diagnostics.lambda,
    pairs: anchors?.source.ids.length,
    held: held.source.ids.length,
    scores,
  };
}
