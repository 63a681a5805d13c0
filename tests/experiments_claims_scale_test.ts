/** Claims on scale: every rule gives each of its verdicts on records made for it. */
import assert from "node:assert/strict";
import type { Records } from "../experiments/shared/claims.ts";
import { claimOf, judge, verdicts } from "./experiments_claims_helper.ts";

/** Models with so many steady layers of ten. */
const models = (...steady: readonly number[]): Records => ({
  models: steady.map((s, i) => ({ model: `m${i}`, steady: s, layers: 10 })),
});

Deno.test("figure 2 is judged model by model, and needs four", () => {
  const claim = claimOf("inner-layers"), mixed = claim.judge(models(10, 9, 10, 8));
  assert.deepEqual([mixed.verdict, mixed.value], ["partly", 0.75]);
  assert.equal(mixed.ours, "3 of 4 models; steady layers: m0 10 of 10, m1 9 of 10, m2 10 of 10, m3 8 of 10");
  assert.equal(judge("inner-layers", models(10, 9, 10, 9)), "holds");
  assert.equal(judge("inner-layers", models(10, 9, 10)), "partly");
  assert.equal(judge("inner-layers", models(10, 8, 8, 8)), "does not hold");
});

Deno.test("section 3.4: with a bias every head is asked from the training's scale upwards", () => {
  const heads = (...changed: readonly number[]): Records => ({
    points: changed.flatMap((share, space) =>
      [[0.5, 0.5], [1, 0], [10, share]].map(([alpha, x]) => ({ space, head: "with bias", alpha, agreement: 1 - x! }))
    ),
  });
  verdicts("from-the-training-scale", (x) => heads(0, 0.01, x, x), [0.049, 0.06, 0.06], ["holds", "partly", "partly"]);
  assert.equal(judge("from-the-training-scale", heads(0, 0.06, 0.06)), "does not hold");
});

const EXACT = { gap: 0, agreement: 1 };
/** Two heads of each kind at two α; the first without a bias and the second with one are as given at the smaller. */
function rescaled(alpha: number, free: readonly [gap: number, agreement: number], biased: number): Records {
  const points = ["a", "b"].flatMap((space) => [
    { space, head: "without bias", alpha, ...(space === "a" ? { gap: free[0], agreement: free[1] } : EXACT) },
    { space, head: "with bias", alpha, gap: 1, agreement: space === "b" ? biased : 0.99 },
    ...["with bias", "without bias"].map((head) => ({ space, head, alpha: 1, ...EXACT })),
  ]);
  return { points };
}

Deno.test("section 3.4: exact without a bias, and with one few predictions may change at any scale", () => {
  const exact = [1e-13, 1] as const, small = (x: number): Records => rescaled(0.01, exact, x);
  assert.deepEqual([0.95, 0.94, 0.1].map((x) => judge("scale-is-temperature", small(x))), [
    "holds",
    "partly",
    "partly",
  ]);
  for (const free of [[1e-8, 1], [0, 0.999]] as const) {
    assert.equal(judge("scale-is-temperature", rescaled(0.01, free, 0.99)), "does not hold", String(free));
  }
  const shown = (alpha: number): string => claimOf("scale-is-temperature").judge(rescaled(alpha, exact, 0.9)).ours;
  const start =
    "without a bias probabilities are off by 1e-13 and 0.0 % of predictions change; with one up to 10.0 %, ";
  assert.equal(shown(0.5), `${start}from 0.5x on up to 10.0 % (at most 5 % in 1 of 2 heads)`);
  assert.equal(shown(0.4), `${start}from 0.5x on up to 0.0 % (at most 5 % in 2 of 2 heads)`);
  for (const head of ["with bias", "without bias"]) {
    const points = small(0.99).points!.filter((r) => r.head !== head);
    assert.throws(() => judge("scale-is-temperature", { points }), {
      name: "RangeError",
      message: `Cannot judge a claim as there must be a row with {"head":"${head}"}: there is none`,
    });
  }
});

Deno.test("figures 4 and 5: each verdict of each rule", () => {
  const lines = (series: string, of: (alpha: number) => number): Records[string] =>
    [1, 2].flatMap((seed) =>
      [-1, 0.5, 1, 2, 5, 10, 20, 50, 100].map((alpha) => ({ panel: "p", series, seed, alpha, accuracy: of(alpha) }))
    );
  const drifting = (x: number): Records => ({
    lines: [...lines("relu", () => 0.9)!, ...lines("tanh", (alpha) => alpha === 100 ? 0.9 - x : 0.9)!],
  });
  verdicts("monotone-activations", drifting, [0.02, 0.08, 0.3]);
  const cosine = (x: number): Records => ({
    lines: lines("cos", (a) => a === 2 ? 0.1 + x : a === -1 ? 0.9 - x : 0.9)!,
  });
  verdicts("cosine-activation", cosine, [0, 0.2, 0.5]);
  const only = (double: number, mirror: number): Records => ({
    lines: lines("cos", (a) => a === 2 ? double : a === -1 ? mirror : 0.9)!,
  });
  assert.deepEqual([judge("cosine-activation", only(0.8, 0.9)), judge("cosine-activation", only(0.1, 0.5))], [
    ...["partly", "partly"],
  ]);
  const norms = (x: number): Records => ({
    table: Array.from(
      { length: 10 },
      (_, i) =>
        i < x
          ? { encoder: i, modes: 1, skew: 0.1, excessKurtosis: 0.1, outliers: 0 }
          : { encoder: i, modes: 2, skew: 3, excessKurtosis: 0.1, outliers: 0 },
    ),
  });
  verdicts("one-mode", norms, [10, 7, 2]);
  verdicts("gaussian-norms", norms, [9, 5, 1]);
});
