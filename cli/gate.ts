/** `anchorage gate`. */
import {
  judge,
  type Judgment,
  learnedNothing,
  parseRequirement,
  type Verdict,
  verdictOf,
} from "../lib/measure/requirement.ts";
import { command } from "./command.ts";
import { trialData, trialLines } from "./evaluate.ts";
import { text, texts } from "./flags.ts";
import { fixed, interval, scoreTable } from "./print.ts";
import { writeReport } from "./report.ts";
import { runTrial, TRIAL_FLAGS } from "./trial.ts";

/** Candidates of the second stage unless told, and the share of the index that they are at most. */
const CANDIDATES = 100, SHARE = .1;

const WORDS: Readonly<Record<Verdict, string>> = {
  "use it": "Use it: the map alone meets what is required.",
  "use it in two stages":
    "Use it in two stages: the map alone does not meet what is required; recalling by the map and ranking by the new model's vectors does.",
  "re-embed": "Re-embed: the map does not meet what is required.",
};

const LEARNED_NOTHING = "Re-embed: a map fitted on shuffled pairs does as well. Are row i of both files the same item?";

/** Says whether a map is good enough. */
export const gate = command({
  name: "gate",
  about: "Judge a map by requirements; the worse end of each interval decides (exit code 1: no)",
  operands: { source: "vectors of the old model", target: "vectors of the new model, of the same items" },
  flags: {
    require: texts("score>=x", "what must hold, more than once if need be: recall@10>=.9, cosine>=.8, mrr>=.5"),
    ...TRIAL_FLAGS,
    html: text("file", "also write a page with charts"),
  },
  examples: [
    'gate old.npy new.npy --require "recall@10>=.9"',
    'gate old.npy new.npy --require "overlap@10>=.8" --two-stage 200   # two stages count as a yes',
  ],
  run: async ({ require, html, ...given }, source, target) => {
    if (require.length === 0) throw new TypeError("Cannot judge a map as --require must be given at least once");
    const requirements = require.map(parseRequirement);
    const at = requirements.flatMap(({ name }) => name.includes("@") ? [Number(name.split("@")[1])] : []);
    const trial = await runTrial(given, source!, target!, { at, candidates });
    const staged = trial.options.candidates !== undefined;
    const one = requirements.map((r) => judge(trial.scores, r));
    const two = staged ? requirements.map((r) => judge(trial.scores, r, 2)) : undefined;
    const nothing = learnedNothing(trial.scores), verdict = nothing ? "re-embed" : verdictOf(one, two);
    const asked = given["two-stage"] !== undefined,
      yes = verdict === "use it" || asked && verdict === "use it in two stages";
    const judged = [
      ...one.map((found) => line(found, "one stage")),
      ...verdict !== "use it" && two
        ? two.map((found) => line(found, `two stages, c=${trial.options.candidates}`))
        : [],
    ];
    const word = nothing ? LEARNED_NOTHING : WORDS[verdict];
    const lines = [...trialLines(trial), "", ...judged, "", word], { scores } = trial;
    if (html !== undefined) {
      const said = [word, ...trialLines(trial)];
      const tables = [["Requirements", judged.join("\n")], ["Scores", scoreTable(scores)]] as const;
      await writeReport(html, { title: `${source} → ${target}: ${verdict}`, lines: said, scores, tables });
    }
    const data = { verdict, yes, learnedNothing: nothing, oneStage: one, twoStages: two, ...trialData(trial) };
    return { text: lines.join("\n"), data, code: yes ? 0 : 1 };
  },
});

/** Candidates for n rows and the largest k; undefined where they would be too much of the index to mean anything. */
function candidates(rows: number, depth: number): number | undefined {
  const most = Math.min(CANDIDATES, Math.floor(rows * SHARE));
  return most >= depth ? most : undefined;
}

function line({ requirement, holds, worst, interval: found }: Judgment, stages: string): string {
  return `${holds ? "yes" : "no "}  ${requirement}  (${stages}): ${interval(found)}, ${fixed(worst)} decides`;
}
