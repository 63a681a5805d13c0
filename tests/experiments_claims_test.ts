/** Claims on inversion and stitching: every rule gives each of its verdicts on records made for it. */
import assert from "node:assert/strict";
import type { Records } from "../experiments/shared/claims.ts";
import { claimOf, judge, verdicts } from "./experiments_claims_helper.ts";

const OVER = { encoders: 4, seeds: 3 };
/** A value whose interval reaches .01 to either side. */
const ends = (x: number): Record<string, number> => ({ low: x - 0.01, high: x + 0.01, ...OVER });

Deno.test("figure 3: each verdict of each rule", () => {
  const grid = (setting: string, delta: number, x: number): Records => ({
    grid: [{ setting, omega: 16, delta, similarity: x, ...ends(x) }],
  });
  verdicts("intra-inversion", (x) => grid("intra", 0, x), [0.961, 0.959, 0.7]);
  const gains = (low: number, high: number): Records => ({
    gains: [[0.2, low], [0.8, high]].map(([delta, gain]) => ({ setting: "intra", delta, gain, ...ends(gain!) })),
  });
  verdicts("intra-subspaces", (x) => gains(0, x), [0.111, 0.109, 0.04]);
  verdicts("intra-subspaces", (x) => gains(x, 0.2), [0.039, 0.041, 0.16]);
  const best = (delta: number, inside: number): Records => ({
    ...grid("inter", delta, 0.8),
    optimum: [{ setting: "inter", omega: 16, delta, inside }],
  });
  assert.deepEqual(
    [best(0.6, 0.95), best(0.6, 0.94), best(0.9, 1), best(0.2, 0.1)].map((r) => judge("inter-optimum", r)),
    [
      ...["holds", "partly", "holds", "partly"],
    ],
  );
  assert.equal(judge("inter-optimum", best(0.9, 0.2)), "does not hold");
  const trend = (x: number): Records => ({ trend: [{ spearman: x, ...ends(x), from: 1e3, to: 2 }] });
  verdicts("pruning-conditions", trend, [-0.911, -0.909, -0.4]);
});

Deno.test("figure 6: each verdict of each rule", () => {
  const gains = (irp: number, others: number): Records => ({
    fewAgainstMany: ["IRP (ω=1, δ=0)", "ridge IRP", "whitened"].map((against, i) => {
      const difference = i === 0 ? irp : others;
      return { against, difference, ...ends(difference) };
    }),
  });
  verdicts("few-beat-many", (x) => gains(0.1, x), [0.021, 0.019, -1], [
    ...["holds", "partly", "partly"],
  ]);
  assert.equal(judge("few-beat-many", gains(0.009, 0.5)), "does not hold");
  const rows = (pearson: number, log = pearson): Records => ({
    correlations: [["similarity", "accuracy", pearson], ["condition", "anchors", pearson], [
      ...["logCondition", "anchors"],
      log,
    ]].map(([a, b, r]) => ({ setting: "not completed", a, b, pearson: r, ...ends(r as number) })) as Records[string],
  });
  verdicts("similarity-accuracy", rows, [0.711, 0.709, 0.4]);
  verdicts("condition-anchors", rows, [0.941, 0.939, 0.6]);
  assert.equal(judge("condition-anchors", rows(0.3, 0.95)), "partly");
  const on = (dataset: string, r: number): Records[string] => rows(r).correlations!.map((row) => ({ dataset, ...row }));
  const both = (r: number, s: number): Records => ({ correlations: [...on("p", r), ...on("q", s)] });
  for (const id of ["similarity-accuracy", "condition-anchors"]) {
    const cases = [both(0.95, 0.95), both(0.95, 0.1), both(0.1, 0.1)].map((r) => judge(id, r));
    assert.deepEqual(cases, ["holds", "partly", "does not hold"], id);
  }
  const spanned = claimOf("condition-anchors").judge({ ...rows(0.3), fullRank: rows(0.95).correlations! });
  assert.equal(spanned.verdict, "does not hold");
  assert.match(spanned.ours, /; of targets with k > d r = 0\.95 \[0\.94, 0\.96\].*: holds$/);
});

const JUDGED = ["emoji drawings", "wordnet-8"], ALL = ["mnist", ...JUDGED];
/** Records of Table 2 in which a method's accuracy is the number on each dataset; differences are surely so. */
function stitching(accuracies: Readonly<Record<string, readonly number[]>>): Records {
  const sure = { ...OVER }, names = Object.keys(accuracies);
  const rows = ALL.flatMap((dataset, i) => names.map((method) => ({ dataset, method, x: accuracies[method]![i]! })));
  const near = (x: number): Record<string, number> => ({ low: x - 0.001, high: x + 0.001, ...sure });
  return {
    headline: rows.map(({ x, ...r }) => ({ ...r, accuracy: x, ...near(x) })),
    shares: rows.map(({ x, ...r }, i) => {
      const share = x / accuracies["own head"]![Math.floor(i / names.length)]!;
      return { ...r, share, ...near(share) };
    }),
    differences: rows.flatMap((a) =>
      rows.filter((b) => b.dataset === a.dataset).map((b) => {
        const difference = a.x - b.x;
        return { dataset: a.dataset, method: a.method, against: b.method, difference, ...near(difference) };
      })
    ),
  };
}

Deno.test("table 2 and beyond: all judged datasets, one, none; a pilot alone holds nothing", () => {
  const base = {
    "own head": 0.9,
    "random guess": 0.1,
    "absolute, zero-padded": 0.11,
    "IRP": 0.6,
    "relative head": 0.65,
  };
  type Case = readonly [id: string, method: string, good: number, bad: number, pilot: boolean, more?: typeof base];
  const extra = (name: string, x: number): typeof base => ({ ...base, [name]: x });
  const cases: readonly Case[] = [
    ["absolute-random", "absolute, zero-padded", 0.148, 0.15, false],
    ["zero-shot-above-absolute", "IRP", 0.312, 0.31, true],
    ["high-accuracy", "IRP", 0.82, 0.8, true, extra("IRP, completed", 0.7)],
    ["subspaces-gain", "IRP", 0.682, 0.68, true, extra("IRP (ω=1, δ=0)", 0.5)],
    ["relative-heads", "relative head", 0.312, 0.31, false],
    ["irp-above-relative", "IRP", 0.652, 0.65, true],
    ["ortho-above-relative", "ortho", 0.652, 0.65, false],
    ["whitened-near-own", "whitened", 0.842, 0.84, true],
    ["whitened-above-irp", "whitened", 0.652, 0.65, true],
    ["whitened-above-ortho", "whitened", 0.742, 0.74, true, extra("ortho", 0.75)],
    ["ridge-above-irp", "ridge linear", 0.602, 0.6, true],
    ["completion-gains", "IRP, completed", 0.652, 0.65, true],
    ["selector", "selector", 0.742, 0.74, false, extra("best single method", 0.75)],
    ["pairing-matters", "IRP", 0.302, 0.3, true, extra("IRP, permuted anchors", 0.2)],
  ];
  for (const [id, method, good, bad, pilot, values = base] of cases) {
    const verdictOn = (mnist: number, drawings: number, words: number): string => {
      const fixed = Object.fromEntries(Object.entries(values).map(([name, x]) => [name, [x, x, x]] as const));
      return judge(id, stitching({ ...fixed, [method]: [mnist, drawings, words] }));
    };
    const images = id === "whitened-near-own" || id === "completion-gains";
    assert.equal(verdictOn(good, good, good), "holds", id);
    assert.equal(verdictOn(good, bad, images ? bad : good), "partly", `${id}: one fails`);
    assert.equal(verdictOn(bad, bad, bad), "does not hold", `${id}: none`);
    assert.equal(verdictOn(bad, good, good), pilot ? "holds" : "partly", `${id}: the pilot fails`);
    assert.equal(verdictOn(good, bad, bad), "partly", `${id}: the pilot alone`);
  }
});

Deno.test("pretrained encoders carry classes if their heads halve the errors of the most frequent class", () => {
  const heads = (...accuracies: readonly number[]): Records => ({
    heads: accuracies.map((accuracy, i) => ({
      dataset: "d",
      encoder: `e${i}`,
      origin: "pretrained",
      majority: 0.5,
      accuracy,
    })),
  });
  const nine = new Array<number>(9).fill(0.9);
  const cases = [heads(...nine, 0.76), heads(...nine, 0.74), heads(0.9, 0.74)].map((r) => judge("encoders-work", r));
  assert.deepEqual(cases, ["holds", "partly", "does not hold"]);
  const fitted = { heads: [...heads(0.9).heads!, { ...heads(0.1).heads![0], origin: "fitted" }] };
  assert.equal(judge("encoders-work", fitted), "holds");
});
