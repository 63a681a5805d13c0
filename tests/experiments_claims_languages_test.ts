/** Claims on languages: every rule gives each of its verdicts on records made for it. */
import assert from "node:assert/strict";
import type { Records } from "../experiments/shared/claims.ts";
import { judge, verdicts } from "./experiments_claims_helper.ts";

/** A value whose interval reaches .01 to either side. */
const ends = (x: number): Record<string, number> => ({ low: x - 0.01, high: x + 0.01, encoders: 4, seeds: 3 });

Deno.test("table 1: each verdict of each rule", () => {
  const dataset = "SIB-200, letters", other = { dataset: "messages, letters" };
  const compared = (value: string, gaps: Readonly<Record<string, number>>, method: string): Records => ({
    differences: Object.entries(gaps).map(([against, x]) => ({
      ...{ dataset, method, against, value, difference: x },
      ...ends(x),
    })),
  });
  verdicts("languages-translate", (x) => compared("similarity", { "absolute, zero-padded": x }, "IRP"), [0.22, 0.2, 0]);
  const joint = (a: number, b: number): Records => compared("recall", { joint: a, "joint, of pairs": b }, "whitened");
  assert.deepEqual([joint(0.02, 0.02), joint(0.02, 0.01), joint(-0.1, 0.01)].map((r) => judge("languages-joint", r)), [
    ...["holds", "partly", "does not hold"],
  ]);
  const means = (method: string, values: Readonly<Record<string, number>>): Records => ({
    means: ["joint", method].flatMap((m) =>
      Object.entries(values).map(([value, mean]) => ({ dataset, method: m, value, mean, ...ends(mean) }))
    ),
  });
  const alike = (raw: number, rawOther: number): Records => means("absolute, zero-padded", { raw, rawOther });
  assert.deepEqual(
    [alike(0.9, 0.7), alike(0.9, 0.85), alike(0.5, 0.2), alike(0.5, 0.45)].map((r) =>
      judge("languages-absolute-alike", r)
    ),
    ["holds", "partly", "partly", "does not hold"],
  );
  const offset = (recall: number): Records => means("absolute, shared offset", { raw: 0.93, recall });
  verdicts("languages-offset", offset, [0.019, 0.03, 0.04]);
  const directions = (methods: readonly string[], least: number, rest: number): Records => ({
    directions: methods.flatMap((method) => {
      const row = (recall: number) => ({ method, recall, low: recall - 0.01, high: recall + 0.01 });
      return [{ dataset, ...row(rest) }, { dataset, ...row(least) }, { ...other, ...row(0.2) }];
    }),
  });
  verdicts("languages-irp-retrieves", (x) => directions(["IRP"], x, 0.22), [0.211, 0.2, 0.1]);
  verdicts("languages-whitened-retrieves", (x) => directions(["whitened"], x, 0.5), [0.461, 0.459, 0.3]);
  const controls = ["IRP, permuted anchors", "whitened, permuted anchors"];
  verdicts("languages-pairing", (x) => directions(controls, x, 0.01), [0.019, 0.03, 0.06]);
  const shares = (irp: number, whitened: number): Records => ({
    shares: [["IRP", irp], ["whitened", whitened]].map(([method, share]) => ({
      ...{ dataset, method, share },
      ...ends(share as number),
    })),
  });
  assert.deepEqual([shares(0.87, 0), shares(0.85, 0.9), shares(0.85, 0.8)].map((r) => judge("languages-heads", r)), [
    ...["holds", "partly", "does not hold"],
  ]);
});
