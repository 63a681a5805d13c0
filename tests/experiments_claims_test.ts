/** Claims on inversion and stitching: every rule gives each of its verdicts on records made for it. */
import assert from "node:assert/strict";
import type { Records } from "../experiments/shared/claims.ts";
import { judge, verdicts } from "./experiments_claims_helper.ts";

const PAIRS = [["a", "b"], ["b", "a"]] as const;
const pairsOf = (setting: string, of: (omega: number, delta: number) => number): Records["pairs"] =>
  PAIRS.flatMap(([source, target]) =>
    [1, 16].flatMap((omega) =>
      [0, 0.2, 0.5, 0.6, 0.8, 0.9].map((delta) => (
        { setting, source, target, omega, delta, similarity: of(omega, delta), condition: 10 - 10 * delta }
      ))
    )
  );

Deno.test("figure 3: each verdict of each rule", () => {
  verdicts("intra-inversion", (x) => ({ pairs: pairsOf("intra", () => x)! }), [0.97, 0.85, 0.5]);
  const gain = (x: number): Records => ({ pairs: pairsOf("intra", (o, d) => o === 16 && d === 0.8 ? 0.5 + x : 0.5)! });
  verdicts("intra-subspaces", gain, [0.2, 0.07, 0.01]);
  const best = (x: number): Records => {
    const pairs = pairsOf("inter", (o, d) => o === 16 && d === x ? 0.9 : 0.3)!;
    return { pairs, grid: pairs };
  };
  verdicts("inter-optimum", best, [0.6, 0.2, 0]);
  const slope = (x: number): Records => ({
    grid: [0, 0.2, 0.4, 0.6].map((delta, i) => ({
      setting: "inter",
      omega: 16,
      delta,
      condition: [5, 4, 3, 2][i]! + (i === 0 ? x : 0),
    })),
  });
  verdicts("pruning-conditions", slope, [0, -1.5, -9]);
});

Deno.test("figure 6: each verdict of each rule", () => {
  const gains = (x: number): Records => ({
    fewAgainstMany: ["IRP (ω=1, δ=0)", "ridge IRP", "whitened"].map((against, i) => (
      { against, difference: i === 0 ? Math.max(x, x + 0.03) : x, low: x - 0.01, high: x + 0.01 }
    )),
  });
  verdicts("few-beat-many", gains, [0.02, -0.01, -0.1]);
  const rows = (pearson: number, log = pearson): Records => ({
    correlations: [["similarity", "accuracy", pearson], ["condition", "anchors", pearson], [
      "logCondition",
      "anchors",
      log,
    ]]
      .map(([a, b, r]) => ({
        setting: "not completed",
        a,
        b,
        pearson: r,
        low: (r as number) - 0.05,
        high: (r as number) + 0.05,
      })) as Records[string],
  });
  verdicts("similarity-accuracy", rows, [0.68, 0.6, 0.3]);
  verdicts("condition-anchors", rows, [0.9, 0.75, 0.5]);
  assert.equal(judge("condition-anchors", rows(0.3, 0.95)), "partly");
});

const DATASETS = ["mnist", "fashion-mnist"];
/** Records of Table 2 in which a method's accuracy, and its gain on another, is the number in all, one, or no dataset. */
function stitching(accuracies: Readonly<Record<string, readonly [number, number]>>): Records {
  const low = 0.001, names = Object.keys(accuracies);
  const headline = DATASETS.flatMap((dataset, i) =>
    names.map((method) => ({ dataset, method, accuracy: accuracies[method]![i]!, low: 0, high: 1 }))
  );
  const differences = DATASETS.flatMap((dataset, i) =>
    names.flatMap((method) =>
      names.map((against) => {
        const difference = accuracies[method]![i]! - accuracies[against]![i]!;
        return { dataset, method, against, difference, low: difference - low, high: difference + low };
      })
    )
  );
  return { headline, differences };
}

Deno.test("table 2 and beyond: all datasets, one, none", () => {
  const two = (id: string, base: Readonly<Record<string, number>>, method: string, good: number, bad: number): void => {
    const made = (pair: readonly [number, number]): Records =>
      stitching({
        ...Object.fromEntries(Object.entries(base).map(([name, x]) => [name, [x, x] as const])),
        [method]: pair,
      });
    const found = [[good, good], [good, bad], [bad, bad]].map((pair) => judge(id, made(pair as [number, number])));
    assert.deepEqual(found, ["holds", "partly", "does not hold"], id);
  };
  const base = {
    "own head": 0.9,
    "random guess": 0.1,
    "absolute, zero-padded": 0.11,
    "IRP": 0.6,
    "relative head": 0.7,
  };
  two("absolute-random", base, "absolute, zero-padded", 0.12, 0.3);
  two("zero-shot-above-absolute", base, "IRP", 0.4, 0.2);
  two("high-accuracy", { ...base, "IRP, completed": 0.7 }, "IRP", 0.85, 0.6);
  two("relative-heads", base, "relative head", 0.4, 0.2);
  two("ortho-above-relative", base, "ortho", 0.75, 0.7);
  two("whitened-near-own", base, "whitened", 0.85, 0.8);
  two("completion-gains", base, "IRP, completed", 0.66, 0.62);
  two("selector", { ...base, whitened: 0.8, linear: 0.2 }, "selector", 0.795, 0.78);
});
