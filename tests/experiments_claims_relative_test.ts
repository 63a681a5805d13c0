/** The claims on relative heads, on records made for them, and the shares that they are judged by. */
import assert from "node:assert/strict";
import { sharesOf } from "../experiments/relative_decoders_findings.ts";
import type { Row } from "../experiments/shared/summary.ts";
import { claimOf, judge, verdicts } from "./experiments_claims_helper.ts";
import { close } from "./helpers.ts";

/** A row a dataset: a value with an interval of ±.05. */
const rows = (values: Readonly<Record<string, number>>, field: string, fields: Row): readonly Row[] =>
  Object.entries(values).map(([dataset, x]) => (
    { dataset, ...fields, [field]: x, low: x - .05, high: x + .05, encoders: 5, seeds: 2 }
  ));
const differences = (method: string, first: number, second: number): readonly Row[] =>
  rows({ first, second }, "difference", { method, against: "cosine" });

Deno.test("relative heads: shares and differences are judged at their worse ends, on every dataset", () => {
  verdicts(
    "relative-heads-stitch",
    (x) => (
      {
        shares: [
          ...rows({ first: .97, second: x }, "share", { method: "cosine" }),
          ...rows({ first: .1 }, "share", { method: "l1" }),
        ],
      }
    ),
    [.96, .94, .92],
    ["holds", "partly", "partly"],
  );
  assert.equal(
    judge("relative-heads-stitch", { shares: rows({ first: .8, second: .7 }, "share", { method: "cosine" }) }),
    "does not hold",
  );
  verdicts(
    "relative-cosine",
    (x) => ({ differences: [...differences("euclidean", x, x), ...differences("l1", x, x)] }),
    [-.06, -.04, .01],
  );
  assert.equal(
    judge("relative-cosine", { differences: [...differences("euclidean", -.3, -.3), ...differences("l1", -.3, -.01)] }),
    "partly",
  );
  verdicts("relative-pairing", (x) => ({ differences: differences("cosine, permuted anchors", -.5, x) }), [
    -.31,
    -.29,
    -.1,
  ], ["holds", "partly", "partly"]);
  verdicts("relative-no-best", (x) => ({ differences: differences("whitened", -.1, x) }), [.06, .04, -.06]);
  const { ours, value } = claimOf("relative-heads-stitch").judge({
    shares: rows({ first: .97, second: .7 }, "share", { method: "cosine" }),
  });
  assert.equal(value, .7, "the worst");
  assert.match(ours, /^0\.97 \[0\.92, 1\.02\] \(first\), 0\.70 .*\(second\), over 5 encoders, 2 seeds$/);
});

Deno.test("a share is of what the same head reaches on its own space, not of what the source's does", () => {
  const row = (source: string, target: string, accuracy: number, seed = 1): Row => (
    {
      dataset: "d",
      k: 256,
      method: "cosine",
      source,
      target,
      seed,
      accuracy,
      pairs: source === target ? "own" : "other",
    }
  );
  const seeds = [1, 2].flatMap((
    seed,
  ) => [row("a", "a", .8, seed), row("b", "b", .4, seed), row("a", "b", .3, seed), row("b", "a", .3, seed)]);
  const [share, ...none] = sharesOf(seeds, 1);
  assert.equal(none.length, 0);
  close([share!.share as number], [.6 / 1.2], 1e-12);
  const apart = sharesOf(seeds.filter((r) => !(r.source === "b" && r.target === "a")), 1);
  close([apart[0]!.share as number], [.3 / .4], 1e-12);
});
